/**
 * Makes the pictures of the documentation from runs of the program: `npx tsx scripts/figures.ts`. Each picture reads the
 * Parquet files that `msm simulate` wrote. The PNG of the README follows with
 * `rsvg-convert -z 2 docs/figures/hebbian-distance.svg -o docs/figures/hebbian-distance.png`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedStd } from '../src/model/hebbian/theory.js';
import { readTable } from '../src/table/read.js';
import { ROOT } from '../tests/docs/blocks.js';
import { type Band, COLOURS, type Figure, type Line, type Series, svgOf } from './plot.js';

type Columns = { readonly [name: string]: Float64Array };

const scratch = mkdtempSync(join(tmpdir(), 'msm-figures-'));

/** Runs `msm simulate` with the words of the text and returns its folder. */
function simulate(name: string, words: string): string {
  const folder = join(scratch, name);
  const program = [join(ROOT, 'bin', 'run.js'), 'simulate', ...words.split(' '), '--out', folder, '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`msm simulate ${words}: ${stderr}`);
  return folder;
}

async function timeseries(folder: string): Promise<Columns> {
  const path = join(folder, 'timeseries.parquet');
  const { columns } = await readTable(readFileSync(path), path);
  return Object.fromEntries(columns.map(({ name, data }) => [name, Float64Array.from(data as ArrayLike<number>)]));
}

/** Numbers at the end of a run, by name. */
function summaryOf(folder: string): { readonly [name: string]: number } {
  const { summary } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  return Object.fromEntries(summary.map((item: { name: string; value: number }) => [item.name, item.value]));
}

/** Mean and standard deviation (divisor n). */
function spread(values: ArrayLike<number>): { readonly mean: number; readonly std: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, std: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
}

/** A power of ten in the markup of labels. */
const powerOfTen = (value: number): string => `10^{${String(Math.round(Math.log10(value))).replace('-', '−')}}`;
const minus = (value: number): string => String(value).replace('-', '−');

const BAND = '#d6dde5';
const DASHED = '8 5';
const DOTTED = '2 4';

/** Mean plus and minus one standard deviation, in units of `unit`. */
function bandOf(x: Float64Array, mean: Float64Array, std: Float64Array, unit = 1): Band {
  const edge = (sign: number) => mean.map((value, i) => (value + sign * std[i]) / unit);
  return { kind: 'band', x, low: edge(-1), high: edge(1), colour: BAND };
}

function lineOf(x: ArrayLike<number>, y: ArrayLike<number>, colour: string, dash?: string): Line {
  return { kind: 'line', x, y, colour, width: 1.6, dash };
}

const DISTANCE = 'distance  *S* / *k*^{2}';
const steps = (last: number, between: number): Figure['x'] => ({
  label: '*t*  (steps)',
  domain: [0, last],
  scale: 'linear',
  ticks: Array.from({ length: last / between + 1 }, (_, i) => i * between),
});

/** The approach to the Hebbian matrix in the default model, and what is left of it after the theory is taken away. */
async function distanceFigure(): Promise<Figure> {
  const last = 4000;
  const folder = simulate('distance', `--T ${last}`);
  const { time: x, distance_normalized: S, theory_mean: mean, theory_std: std, residual } = await timeseries(folder);
  const asymptote = summaryOf(folder).asymptote;
  const [none, unit] = [x.map(() => 0), 1e-4];
  return {
    width: 760,
    title: 'Learned couplings approach the Hebbian matrix',
    description:
      'Above, on a logarithmic axis, the distance falls along the theoretical mean to its asymptote. Below, what remains after subtracting the mean is of the size of the theoretical standard deviation.',
    x: steps(last, 1000),
    panels: [
      {
        height: 250,
        legend: 'top right',
        y: { label: DISTANCE, domain: [3e-4, 0.4], scale: 'log', ticks: [1e-3, 1e-2, 1e-1], format: powerOfTen },
        series: [
          { ...lineOf(x, S, COLOURS.blue), label: 'simulation, one run' },
          { ...lineOf(x, mean, COLOURS.vermillion, DASHED), label: 'theory, mean' },
          { ...bandOf(x, mean, std), label: 'theory, ± 1 sd' },
          { ...lineOf([0, last], [asymptote, asymptote], COLOURS.black, DOTTED), label: 'asymptote' },
        ],
      },
      {
        height: 150,
        y: { label: 'residual  (10^{−4})', domain: [-6, 9], scale: 'linear', ticks: [-5, 0, 5], format: minus },
        series: [
          bandOf(x, none, std, unit),
          lineOf([0, last], [0, 0], COLOURS.vermillion, DASHED),
          lineOf(
            x,
            residual.map((value) => value / unit),
            COLOURS.blue,
          ),
        ],
      },
    ],
  };
}

/** Mean and scatter over the runs of a sweep of the standard deviation over time of the residual. */
async function fluctuation(sweep: string): Promise<{ readonly mean: number; readonly std: number }> {
  const runs = readdirSync(join(sweep, 'runs')).map((name) => join(sweep, 'runs', name));
  return spread(await Promise.all(runs.map(async (run) => spread((await timeseries(run)).residual).std)));
}

/** Fluctuations against the synaptic time constant, over 20 seeds, and the published formula. */
async function fluctuationFigure(): Promise<Figure> {
  const times = [10, 14, 20, 30, 50];
  const smooth = Array.from({ length: 48 }, (_, i) => 9 + i);
  const series: Series[] = [];
  for (const [K, colour] of [
    [10, COLOURS.blue],
    [20, COLOURS.vermillion],
    [50, COLOURS.green],
  ] as const) {
    const words = `--N 100 --K ${K} --beta 1000 --k 1 --T 700 --replicas 20 --record residual`;
    const measured = [];
    for (const tauJ of times) {
      measured.push(await fluctuation(simulate(`fluctuation-${K}-${tauJ}`, `${words} --tau-J ${tauJ}`)));
    }
    const [y, error] = [measured.map(({ mean }) => mean), measured.map(({ std }) => std)];
    const formula = smooth.map((tauJ) => publishedStd(100, K, tauJ, 0));
    series.push(lineOf(smooth, formula, colour, DASHED));
    series.push({ kind: 'points', x: times, y, error, colour, label: `*K* = ${K}` });
  }
  const label = 'synaptic time constant  *τ*′  (steps)';
  const ticks = [2e-3, 5e-3, 1e-2, 2e-2];
  return {
    width: 560,
    title: 'Fluctuations of the distance',
    description:
      'Measured standard deviations for three numbers of patterns lie on the published formula and fall in inverse proportion to the synaptic time constant.',
    x: { label, domain: [9, 56], scale: 'log', ticks: times },
    panels: [
      {
        height: 290,
        legend: 'top right',
        y: { label: 'sd of the residual', domain: [1.2e-3, 3e-2], scale: 'log', ticks },
        series,
      },
    ],
  };
}

/** Patterns shown for ten steps each: the published mean, made for one step, and the exact one. */
async function holdFigure(): Promise<Figure> {
  const words = '--N 100 --K 8 --tau-J 200 --tau-h 10 --T 2000';
  const exact = await timeseries(simulate('right', words));
  const published = await timeseries(simulate('faithful', `${words} --mode faithful`));
  const { time: x, distance_normalized: S, theory_mean: mean, theory_std: std } = exact;
  return {
    width: 560,
    title: 'Patterns held for ten steps',
    description:
      'The distance of a run stays near the exact mean; the published mean, derived for one step a pattern, ends about ten times too low.',
    x: steps(2000, 500),
    panels: [
      {
        height: 260,
        legend: 'top right',
        y: { label: DISTANCE, domain: [1.5e-3, 0.6], scale: 'log', ticks: [1e-2, 1e-1], format: powerOfTen },
        series: [
          { ...lineOf(x, S, COLOURS.blue), label: 'simulation, one run' },
          { ...lineOf(x, mean, COLOURS.vermillion), label: 'exact mean' },
          { ...bandOf(x, mean, std), label: 'exact mean ± 1 sd' },
          { ...lineOf(x, published.theory_mean, COLOURS.black, DOTTED), label: 'published mean' },
        ],
      },
    ],
  };
}

try {
  const figures = {
    'hebbian-distance': distanceFigure,
    'hebbian-fluctuations': fluctuationFigure,
    'hebbian-holds': holdFigure,
  };
  for (const [name, make] of Object.entries(figures)) {
    const path = `docs/figures/${name}.svg`;
    writeFileSync(join(ROOT, path), svgOf(await make()));
    console.log(path);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
