/** The picture of docs/lyapunov.md. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileBuild, instantiate } from '../src/host/builds.js';
import { elementaryOf } from '../src/kernel/elementary.js';
import { HEBBIAN_MODULE } from '../src/model/hebbian/kernels.js';
import { effectiveGain } from '../src/model/rate/connectivity.js';
import { meanField } from '../src/model/rate/mean-field.js';
import { type Columns, columnsOf, DASHED, lineOf, minus, powerOfTen, type Run, timeseries } from './figure-runs.js';
import { COLOURS, type Figure, type Points } from './plot.js';

const [N, P, TAU_MS] = [200, 0.1, 20];
const SESSIONS = 5;
/** Of the curves shown: the upscalings of the first session. */
const SHOWN: readonly (readonly [number, string])[] = [
  [22, COLOURS.vermillion],
  [16, COLOURS.orange],
  [13, COLOURS.green],
  [10, COLOURS.blue],
  [7, COLOURS.purple],
  [4, COLOURS.grey],
];

/** Mean and standard deviation (divisor n - 1) of the finite values. */
function scatter(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const list = values.filter(Number.isFinite);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, sd: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1)) };
}

/** Mean and scatter over sessions of a column of results.parquet for each g, drawn `shift` beside g. */
function overSessions({ g, ...columns }: Columns, name: string, shift: number): Omit<Points, 'colour'> {
  const gains = [...new Set(g)].sort((a, b) => a - b);
  const all = gains.map((gain) => [...columns[name]].filter((_, i) => g[i] === gain));
  const found = all.map(scatter);
  const isThere = found.map(({ sd }) => Number.isFinite(sd));
  return {
    kind: 'points',
    x: gains.filter((_, i) => isThere[i]).map((gain) => gain + shift),
    y: found.filter((_, i) => isThere[i]).map(({ mean }) => mean),
    error: found.filter((_, i) => isThere[i]).map(({ sd }) => sd),
  };
}

/** The mean-field exponent in 1/s at the effective gain of g. */
function theory(gains: readonly number[]): readonly number[] {
  const elementary = elementaryOf(instantiate(compileBuild(HEBBIAN_MODULE, 'strict')));
  return gains.map((g) => (meanField(effectiveGain(g, 'published', N, P), elementary).maxExponent * 1000) / TAU_MS);
}

/** Divergence of pairs in one session; exponents of all sessions, two ways, and mean-field theory. */
export async function lyapunovFigure(run: Run): Promise<Figure> {
  const words = `lyapunov --N ${N} --p ${P} --tau ${TAU_MS} --exponents 1 --duration 10000`;
  const folder = run('lyapunov', `${words} --session 1..${SESSIONS} --g 4..22:3`);
  const results = await columnsOf(join(folder, 'results.parquet'));
  const runs = readdirSync(join(folder, 'runs'));
  const curves = await Promise.all(
    SHOWN.map(async ([g, colour]) => {
      const row = results.g.findIndex((value, i) => value === g && results.session[i] === 1);
      // run folders begin with the number of the run
      const place = runs.find((name) => Number(name.split('-')[0]) === results.run[row]) ?? '';
      const { time, mean_distance: y } = await timeseries(join(folder, 'runs', place));
      const seconds = time.map((ms) => ms / 1000);
      return { ...lineOf(seconds, y, colour), label: `*g* = ${g}` };
    }),
  );
  // the theory has a kink where the effective gain is 1
  const onset = Math.sqrt(N * P);
  const smooth = [3, ...Array.from({ length: 42 }, (_, i) => onset + ((23 - onset) * i) / 41)];
  const zero = lineOf([0, 30], [0, 0], COLOURS.grey);
  return {
    width: 620,
    title: 'Chaos under synaptic upscaling',
    description:
      'Above, on a logarithmic axis, the mean distance of neighbouring trajectories against time: it grows faster the larger g and saturates near 10, and shrinks for small g. Below, the largest Lyapunov exponent and the published estimate against g, with the mean-field curve above both.',
    x: { label: '*t*  (s)', domain: [0, 7], scale: 'linear', ticks: [0, 1, 2, 3, 4, 5, 6, 7] },
    panels: [
      {
        height: 270,
        legend: 'bottom right',
        y: {
          label: 'mean distance  *m*',
          domain: [1e-6, 60],
          scale: 'log',
          ticks: [1e-6, 1e-4, 1e-2, 1],
          format: powerOfTen,
        },
        series: curves,
      },
      {
        height: 270,
        legend: 'bottom right',
        x: { label: 'synaptic upscaling  *g*', domain: [3, 23], scale: 'linear', ticks: [4, 7, 10, 13, 16, 19, 22] },
        y: {
          label: 'exponent  (1/s)',
          domain: [-16, 24],
          scale: 'linear',
          ticks: [-10, 0, 10, 20],
          format: minus,
        },
        series: [
          { ...zero, width: 1 },
          { ...lineOf(smooth, theory(smooth), COLOURS.black, DASHED), label: 'mean field at *g*_{eff}' },
          { ...overSessions(results, 'lambda_1', -0.13), colour: COLOURS.blue, label: '*λ*_{1} by QR' },
          {
            ...overSessions(results, 'lambda_published', 0.13),
            colour: COLOURS.vermillion,
            label: 'published estimate',
          },
        ],
      },
    ],
  };
}
