/** The pictures of docs/hebbian.md and of the README. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publishedStd } from '../src/model/hebbian/theory.js';
import {
  bandOf,
  DASHED,
  DOTTED,
  lineOf,
  minus,
  powerOfTen,
  type Run,
  spread,
  summaryOf,
  timeseries,
} from './figure-runs.js';
import { COLOURS, type Figure, type Series } from './plot.js';

const DISTANCE = 'distance  *S* / *k*^{2}';
const steps = (last: number, between: number): Figure['x'] => ({
  label: '*t*  (steps)',
  domain: [0, last],
  scale: 'linear',
  ticks: Array.from({ length: last / between + 1 }, (_, i) => i * between),
});

/** The approach to the Hebbian matrix in the default model, and what is left of it after the theory is taken away. */
export async function distanceFigure(run: Run): Promise<Figure> {
  const last = 4000;
  const folder = run('distance', `simulate --T ${last}`);
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
export async function fluctuationFigure(run: Run): Promise<Figure> {
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
      measured.push(await fluctuation(run(`fluctuation-${K}-${tauJ}`, `simulate ${words} --tau-J ${tauJ}`)));
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
export async function holdFigure(run: Run): Promise<Figure> {
  const words = '--N 100 --K 8 --tau-J 200 --tau-h 10 --T 2000';
  const exact = await timeseries(run('right', `simulate ${words}`));
  const published = await timeseries(run('faithful', `simulate ${words} --mode faithful`));
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
