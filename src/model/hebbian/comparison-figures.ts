/** Figures of all runs of a sweep over each other, by the keys of the published collector (spec section 10.4). */
import type { Elementary } from '../../analysis/elementary.js';
import { automaticBins, histogram } from '../../analysis/histogram.js';
import { populationMoments } from '../../analysis/statistics.js';
import { finiteOf, MOST_BINS, normalDensity } from '../../figure/distribution.js';
import type { FigureData, FigureDescription, RunColumns } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import { type RunsFigure, runsFigure } from '../../figure/runs-figure.js';
import { optionalNumbers, type RunStyle } from '../../figure/varying.js';
import { DASHED, DISTANCE, DOTTED, RESIDUAL, TIME } from './figure-words.js';
import { untheoreticalNote } from './fluctuations.js';

/** Bands of more runs would cover each other. */
const MOST_BANDS = 8;

const series = (
  about: Omit<RunsFigure, 'table' | 'columns' | 'x' | 'marksOf'>,
  columns: readonly string[],
  marksOf: RunsFigure['marksOf'],
): FigureDescription =>
  runsFigure({
    results: ['theory_applies'],
    ...about,
    table: 'timeseries',
    columns: ['time', ...columns],
    x: TIME,
    marksOf,
  });

/** The line of one column of each run. */
const lineOf =
  (column: string): RunsFigure['marksOf'] =>
  (run, { label, colour }) => [{ kind: 'line', x: run.time, y: run[column], label, colour }];

/** The band of one standard deviation in theory, where there are few runs: of the first of each colour. */
function bandOf(run: RunColumns, mean: Float64Array, style: RunStyle, { subject }: FigureData): readonly Mark[] {
  const { colour, isFirst } = style;
  if (subject.runs > MOST_BANDS || !isFirst) return [];
  const [low, high] = [-1, 1].map((side) => mean.map((value, i) => value + side * run.theory_std[i]));
  return [{ kind: 'band', x: run.time, low, high, colour }];
}

const ENERGY = series(
  {
    name: 'energy',
    aliases: ['plot_energy_mr'],
    title: 'energy of the runs',
    meaning: 'energy of each run as published: without the gain u and without entropy',
    isExtra: true,
    y: { title: 'E' },
  },
  ['energy'],
  lineOf('energy'),
);

const DISTANCES = series(
  {
    name: 'deltaFnorm2_kt',
    aliases: ['fnorm_theoretical', 'plot_synaptic_hebb_normF_difference_mr_th'],
    title: 'distance to the Hebbian matrix',
    meaning: 'distance of the couplings of each run to k H over k², with its mean in theory and the asymptote',
    results: ['theory_applies', 'asymptote'],
    y: { title: DISTANCE, isLog: true },
    notes: (data) => [
      `dashed: mean in theory${data.subject.runs > MOST_BANDS ? '' : ', with a band of one standard deviation'}; dotted: asymptote`,
      ...untheoreticalNote(data),
    ],
  },
  ['distance_normalized', 'theory_mean', 'theory_std'],
  (run, style, row, data) => {
    const { colour } = style;
    const end = optionalNumbers(data, 'asymptote')[row];
    const asymptote: readonly Mark[] =
      end > 0 && style.isFirst ? [{ kind: 'rule', axis: 'y', at: end, colour, dash: DOTTED }] : [];
    return [
      ...lineOf('distance_normalized')(run, style, row, data),
      { kind: 'line', x: run.time, y: run.theory_mean, colour, dash: DASHED },
      ...bandOf(run, run.theory_mean, style, data),
      ...asymptote,
    ];
  },
);

const WITHOUT_THEORY = series(
  {
    name: 'deltaFnorm2_kt_no_theoretical',
    aliases: ['plot_synaptic_hebb_normF_difference_mr', 'plot_synaptic_hebb_normF_difference_mr_bnorm'],
    title: 'distance to the Hebbian matrix',
    meaning: 'distance of the couplings of each run to k H over k²',
    isExtra: true,
    y: { title: DISTANCE, isLog: true },
  },
  ['distance_normalized'],
  lineOf('distance_normalized'),
);

const RESIDUALS = series(
  {
    name: 'residuals',
    aliases: ['fnorm_residuals', 'plot_delta_residuals'],
    title: 'residuals of the distance',
    meaning: 'distance over k² of each run minus its mean in theory, with one standard deviation in theory around zero',
    y: { title: RESIDUAL },
    notes: untheoreticalNote,
  },
  ['residual', 'theory_std'],
  (run, style, row, data) => [
    ...bandOf(
      run,
      run.time.map(() => 0),
      style,
      data,
    ),
    ...lineOf('residual')(run, style, row, data),
  ],
);

/** A histogram as the outline of its bars, with what is marked in it. */
function outlineOf({ residual, theory_std: theory }: RunColumns, f: Elementary): RunColumns {
  const values = finiteOf(residual);
  if (values.length === 0) return { x: new Float64Array(), y: new Float64Array() };
  const { edges, density } = histogram(values, Math.min(MOST_BINS, automaticBins(values, f)));
  const { mean, std } = populationMoments(values);
  const normal = normalDensity(mean, std, f);
  return {
    x: Float64Array.from({ length: 2 * edges.length }, (_, i) => edges[i >> 1]),
    y: Float64Array.from({ length: 2 * edges.length }, (_, i) => density[((i + 1) >> 1) - 1] ?? 0),
    normalX: normal.x,
    normalY: normal.y,
    moments: Float64Array.of(mean, std, theory.at(-1) ?? Number.NaN),
  };
}

const HISTOGRAMS = runsFigure({
  name: 'fnorm_residuals_hist',
  title: 'residuals and the normal law',
  meaning: 'histogram of the residual of each run over all records, with the normal law of its mean and scatter',
  isExtra: true,
  table: 'timeseries',
  columns: ['residual', 'theory_std'],
  results: ['theory_applies'],
  reduced: outlineOf,
  x: { title: RESIDUAL },
  y: { title: 'density', hasZero: true },
  marksOf: ({ x, y, normalX, normalY, moments }, { label, colour, isFirst }) =>
    moments === undefined
      ? []
      : [
          { kind: 'line', x, y, label, colour },
          { kind: 'line', x: normalX, y: normalY, colour, dash: DASHED },
          ...(isFirst ? marksAt(moments, colour) : []),
        ],
  notes: (data) => [
    'dashed: normal law of the mean and scatter; upright lines: mean, and dotted mean ± standard deviation in theory',
    ...untheoreticalNote(data),
  ],
});

/** Mean and standard deviation of the first run of a colour, the latter in theory where there is one. */
function marksAt([mean, std, theory]: Float64Array, colour: string): readonly Mark[] {
  const by = Number.isFinite(theory) ? theory : std;
  return [
    { kind: 'rule', axis: 'x', at: 0, colour: COLOURS.grey },
    { kind: 'rule', axis: 'x', at: mean, colour },
    ...[-1, 1].map((side): Mark => ({ kind: 'rule', axis: 'x', at: mean + side * by, colour, dash: DOTTED })),
  ];
}

export const COMPARISON_FIGURES: readonly FigureDescription[] = [
  DISTANCES,
  WITHOUT_THEORY,
  RESIDUALS,
  HISTOGRAMS,
  ENERGY,
];
