/** What covariant vectors of a run are: how they grow, where they live, and the angles between them. */
import { cellPanel } from '../../figure/cell-map.js';
import { histogramPanel } from '../../figure/distribution.js';
import { type FigureData, type FigureDescription, hasColumns, type Need } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords, roughWidth } from '../../figure/text.js';
import type { Direction } from './analysis-covariant.js';

const VECTORS = 'analysis/covariant';
const VECTOR_COLUMNS = ['trial', 'index', 'exponent', 'error', 'direction', 'carriers'] as const;
const PAIRS = 'analysis/covariant_pairs';
const PAIR_COLUMNS = ['first', 'second', 'mean', 'least'] as const;
const ANGLES = 'analysis/covariant_angles';
const SPECTRUM = 'spectrum';
const SPECTRUM_COLUMNS = ['trial', 'index', 'exponent', 'error'] as const;

const DIRECTIONS: readonly { readonly direction: Direction; readonly colour: string }[] = [
  { direction: 'growing', colour: COLOURS.vermillion },
  { direction: 'neither', colour: COLOURS.grey },
  { direction: 'shrinking', colour: COLOURS.blue },
];

const RIGHT_ANGLE = 90;
/** Width of a row of cells as a share of that of the figure, at least: the angles of pairs are written where they fit. */
const CELLS = 0.27;
/** Of the distance between two ranks: estimates of the same exponent stand beside each other. */
const ASIDE = 0.12;

const valuesOf = (data: FigureData, table: string, names: readonly string[]): readonly Float64Array[] =>
  names.map((name) => data.numbers(table, name).values);

const pick = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]);

const hasSpectrum = ({ subject }: Pick<FigureData, 'subject'>): boolean =>
  hasColumns(subject, SPECTRUM, SPECTRUM_COLUMNS);

/** Rows of the vectors that go each way. */
const byDirection = (data: FigureData) => {
  const found = data.words(VECTORS, 'direction');
  return DIRECTIONS.map((one) => ({
    ...one,
    rows: [...found.keys()].filter((row) => found[row] === one.direction),
  })).filter(({ rows }) => rows.length > 0);
};

const rankAxis = (k: number) => ({ title: 'rank', isWhole: true, domain: [0.5, k + 0.5] }) as const;

/** Exponents of the run's own spectrum, of the same trial and ranks. */
function spectrumMarks(data: FigureData, of: number, k: number): readonly Mark[] {
  if (!hasSpectrum(data)) return [];
  const [trial, index, exponent, error] = valuesOf(data, SPECTRUM, SPECTRUM_COLUMNS);
  const rows = [...trial.keys()].filter((row) => trial[row] === of && index[row] < k);
  if (rows.length === 0) return [];
  const x = pick(index, rows).map((rank) => rank + 1 + ASIDE);
  const style = { label: 'spectrum', colour: COLOURS.black };
  return [{ kind: 'points', x, y: pick(exponent, rows), error: pick(error, rows), ...style }];
}

function exponentsPanel(data: FigureData): Panel {
  const [trial, index, exponent, error] = valuesOf(data, VECTORS, VECTOR_COLUMNS.slice(0, 4));
  const beside = spectrumMarks(data, trial[0], index.length);
  const by = beside.length > 0 ? ASIDE : 0;
  const marks = byDirection(data).map(({ direction, colour, rows }): Mark => {
    const x = pick(index, rows).map((rank) => rank + 1 - by);
    return { kind: 'points', x, y: pick(exponent, rows), error: pick(error, rows), label: direction, colour };
  });
  return {
    share: 0.75,
    x: rankAxis(index.length),
    y: { title: 'exponent (1/s)' },
    marks: [{ kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey }, ...marks, ...beside],
  };
}

/** A vector of N entries with random directions has a mean fourth power of 3/(N (N + 2)). */
const randomCarriers = (N: number): number => (N + 2) / 3;

function carriersPanel(data: FigureData): Panel {
  const [index, carriers] = valuesOf(data, VECTORS, ['index', 'carriers']);
  const at = randomCarriers(Number(data.subject.parameters.N));
  const marks = byDirection(data).map(({ colour, rows }): Mark => {
    const x = pick(index, rows).map((rank) => rank + 1);
    return { kind: 'points', x, y: pick(carriers, rows), colour };
  });
  const label = `random direction: ${numberWords(at)}`;
  return {
    share: 0.75,
    x: rankAxis(index.length),
    y: { title: 'units that carry it', hasZero: true },
    marks: [{ kind: 'rule', axis: 'y', at, label, colour: COLOURS.green, dash: [4, 3] }, ...marks],
  };
}

function anglesPanel(data: FigureData): Panel {
  const { values } = data.numbers(ANGLES, 'angle');
  const [least] = rangeOf(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const written = (value: number): string => `${value.toPrecision(3)}°`;
  const marked =
    values.length === 0
      ? []
      : [
          { at: least, label: `least ${written(least)}`, colour: COLOURS.vermillion },
          { at: mean, label: `mean ${written(mean)}`, colour: COLOURS.black },
        ];
  const title = 'growing to shrinking (°)';
  const panel = histogramPanel(values, data.f, { title, share: 0.75, marked });
  return { ...panel, x: { ...panel.x, domain: [0, RIGHT_ANGLE] }, y: { ...panel.y, title: 'density (1/°)' } };
}

/** Rows and columns are ranks: the mean angle of a pair above the diagonal, the smallest one below it. */
function pairsPanel(data: FigureData, k: number): Panel {
  const [first, second, mean, least] = valuesOf(data, PAIRS, PAIR_COLUMNS);
  const values = new Float64Array(k * k).fill(Number.NaN); // [k, k]
  for (const [row, i] of first.entries()) {
    values[i * k + second[row]] = mean[row];
    values[second[row] * k + i] = least[row];
  }
  const labels = Array.from({ length: k }, (_, rank) => String(rank + 1));
  const isWritten = k * roughWidth(String(RIGHT_ANGLE), data.size.font) <= CELLS * data.size.width;
  const panel = cellPanel({
    values,
    x: { title: 'rank', labels },
    y: { title: 'rank', labels },
    title: 'angle (°)',
    colours: { map: 'viridis', domain: [0, RIGHT_ANGLE] },
    isDownwards: true,
    ...(isWritten && { written: (value: number) => value.toFixed(0) }),
  });
  return { ...panel, y: { ...panel.y, hasAllLabels: isWritten } };
}

export const COVARIANT_FIGURE: FigureDescription = {
  name: 'covariant',
  title: 'covariant Lyapunov vectors',
  meaning:
    'growth of each vector with its block standard error beside the exponents of the spectrum; the units that carry it; the smallest angle between growing and shrinking directions over time; and the angles of each pair, the mean above the diagonal and the smallest below it',
  after: { analysis: 'covariant', kind: 'run' },
  needs(subject) {
    const wanted: readonly (Need & { readonly kind: 'columns' })[] = [
      { kind: 'columns', table: VECTORS, columns: VECTOR_COLUMNS },
      { kind: 'columns', table: PAIRS, columns: PAIR_COLUMNS },
      { kind: 'columns', table: ANGLES, columns: ['angle'] },
    ];
    if (subject.kind !== 'run') return undefined;
    if (!wanted.every(({ table, columns }) => hasColumns(subject, table, columns))) return undefined;
    return hasSpectrum({ subject })
      ? [...wanted, { kind: 'columns', table: SPECTRUM, columns: SPECTRUM_COLUMNS }]
      : wanted;
  },
  draw(data) {
    const { values: trials } = data.numbers(VECTORS, 'trial');
    const counts = byDirection(data).map(({ direction, rows }) => `${rows.length} ${direction}`);
    const has = (wanted: Direction): boolean => byDirection(data).some(({ direction }) => direction === wanted);
    const notes = [
      `trial ${trials[0]}; of ${trials.length} vectors ${counts.join(', ')}`,
      'angles of pairs: means above the diagonal, the smallest below it',
      ...(has('growing') && has('shrinking') ? [] : ['the angle needs both growing and shrinking vectors']),
    ];
    const panels = [
      [exponentsPanel(data), carriersPanel(data)],
      [anglesPanel(data), pairsPanel(data, trials.length)],
    ];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};
