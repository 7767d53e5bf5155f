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
import { COLOURS, type Figure, type Series, svgOf } from './plot.js';

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

const shifted = (a: Float64Array, b: Float64Array, c: number): Float64Array => a.map((value, i) => value + c * b[i]);

/** Mean and standard deviation (divisor n). */
function spread(values: ArrayLike<number>): { readonly mean: number; readonly std: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, std: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length) };
}

/** 0.001 as 10 to the power -3. */
const powerOfTen = (value: number): string => `10^{${String(Math.round(Math.log10(value))).replace('-', '−')}}`;
const minus = (value: number): string => String(value).replace('-', '−');

const BAND = '#d9dee4';

/** The approach to the Hebbian matrix in the default model, and what is left of it after the theory is taken away. */
async function distanceFigure(): Promise<Figure> {
  const run = await timeseries(simulate('distance', '--T 4000'));
  const { time: x, distance_normalized: S, theory_mean: mean, theory_std: std, residual } = run;
  const longTime = JSON.parse(readFileSync(join(scratch, 'distance', 'run.json'), 'utf8')).summary.find(
    (item: { readonly name: string }) => item.name === 'asymptote',
  ).value as number;
  const tens = Float64Array.from(residual, (value) => value * 1e4);
  const width = std.map((value) => value * 1e4);
  return {
    width: 760,
    title: 'Learned couplings approach the Hebbian matrix',
    description:
      'Above, on a logarithmic axis, the measured distance falls along the theoretical mean to the asymptote; below, the difference of the two stays within about a standard deviation or two.',
    x: { label: '*t*  (steps)', domain: [0, 4000], scale: 'linear', ticks: [0, 1000, 2000, 3000, 4000] },
    panels: [
      {
        height: 250,
        legend: 'top right',
        y: {
          label: 'distance  *S* / *k*^{2}',
          domain: [3e-4, 0.4],
          scale: 'log',
          ticks: [1e-3, 1e-2, 1e-1],
          format: powerOfTen,
        },
        series: [
          {
            kind: 'band',
            x,
            low: shifted(mean, std, -1),
            high: shifted(mean, std, 1),
            colour: BAND,
            label: 'theory, ± 1 sd',
          },
          {
            kind: 'line',
            x: [0, 4000],
            y: [longTime, longTime],
            colour: COLOURS.grey,
            width: 1.4,
            dash: '2 4',
            label: 'asymptote',
          },
          { kind: 'line', x, y: S, colour: COLOURS.blue, width: 1.6, label: 'simulation, one run' },
          { kind: 'line', x, y: mean, colour: COLOURS.vermillion, width: 1.6, dash: '7 5', label: 'theory, mean' },
        ],
      },
      {
        height: 130,
        y: { label: 'residual  (10^{−4})', domain: [-6, 6], scale: 'linear', ticks: [-5, 0, 5], format: minus },
        series: [
          { kind: 'band', x, low: width.map((value) => -value), high: width, colour: BAND },
          { kind: 'line', x: [0, 4000], y: [0, 0], colour: COLOURS.vermillion, width: 1.4, dash: '7 5' },
          { kind: 'line', x, y: tens, colour: COLOURS.blue, width: 1.3 },
        ],
      },
    ],
  };
}

/** Standard deviation over time of the residual of one run: mean over replicas, their scatter, and the published formula. */
async function fluctuationFigure(): Promise<Figure> {
  const [loads, times] = [
    [10, 20, 50],
    [10, 14, 20, 30, 50],
  ];
  const shared = '--N 100 --beta 1000 --k 1 --T 700 --replicas 20 --record residual';
  const colours = [COLOURS.blue, COLOURS.vermillion, COLOURS.green];
  const series: Series[] = [];
  for (const [i, K] of loads.entries()) {
    const smooth = Array.from({ length: 60 }, (_, n) => 9 * (56 / 9) ** (n / 59));
    const formula = smooth.map((tauJ) => publishedStd(100, K, tauJ, 0));
    const [y, error]: [number[], number[]] = [[], []];
    for (const tauJ of times) {
      const sweep = simulate(`fluctuation-${K}-${tauJ}`, `${shared} --K ${K} --tau-J ${tauJ}`);
      const runs = readdirSync(join(sweep, 'runs')).map((name) => join(sweep, 'runs', name));
      const each = await Promise.all(runs.map(async (run) => spread((await timeseries(run)).residual).std));
      y.push(spread(each).mean);
      error.push(spread(each).std);
    }
    series.push(
      { kind: 'line', x: smooth, y: formula, colour: colours[i], width: 1.6, dash: '7 5' },
      { kind: 'points', x: times, y, error, colour: colours[i], label: `*K* = ${K}` },
    );
  }
  return {
    width: 560,
    title: 'Fluctuations of the distance',
    description:
      'Measured standard deviations for three numbers of patterns lie on the published formula and fall in inverse proportion to the synaptic time constant.',
    x: {
      label: 'synaptic time constant  *τ*′  (steps)',
      domain: [9, 56],
      scale: 'log',
      ticks: times,
    },
    panels: [
      {
        height: 300,
        legend: 'top right',
        y: {
          label: 'sd of the residual',
          domain: [1.2e-3, 3e-2],
          scale: 'log',
          ticks: [2e-3, 5e-3, 1e-2, 2e-2],
        },
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
  const { time: x, theory_mean: mean, theory_std: std } = exact;
  return {
    width: 560,
    title: 'Patterns held for ten steps',
    description:
      'The measured distance follows the exact mean and its band; the published mean, derived for one step a pattern, ends about ten times too low.',
    x: { label: '*t*  (steps)', domain: [0, 2000], scale: 'linear', ticks: [0, 500, 1000, 1500, 2000] },
    panels: [
      {
        height: 260,
        legend: 'top right',
        y: {
          label: 'distance  *S* / *k*^{2}',
          domain: [1.5e-3, 0.5],
          scale: 'log',
          ticks: [1e-2, 1e-1],
          format: powerOfTen,
        },
        series: [
          {
            kind: 'band',
            x,
            low: shifted(mean, std, -1),
            high: shifted(mean, std, 1),
            colour: BAND,
            label: 'exact theory, ± 1 sd',
          },
          {
            kind: 'line',
            x,
            y: exact.distance_normalized,
            colour: COLOURS.blue,
            width: 1.4,
            label: 'simulation, one run',
          },
          {
            kind: 'line',
            x,
            y: mean,
            colour: COLOURS.vermillion,
            width: 1.6,
            dash: '7 5',
            label: 'exact theory, mean',
          },
          {
            kind: 'line',
            x,
            y: published.theory_mean,
            colour: COLOURS.black,
            width: 1.4,
            dash: '2 4',
            label: 'published mean',
          },
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
