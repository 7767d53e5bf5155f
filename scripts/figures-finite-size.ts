/** Largest exponents of growing networks against mean-field theory, from docs/figures/lyapunov-size.csv. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileBuild, instantiate } from '../src/host/builds.js';
import { elementaryOf } from '../src/kernel/elementary.js';
import { HEBBIAN_MODULE } from '../src/model/hebbian/kernels.js';
import { meanField } from '../src/model/rate/mean-field.js';
import { ROOT } from '../tests/docs/blocks.js';
import { DASHED, lineOf, minus } from './figure-runs.js';
import { COLOURS, type Figure, type Points } from './plot.js';

const COLOUR_OF: { readonly [N: string]: string } = {
  200: COLOURS.purple,
  400: COLOURS.blue,
  800: COLOURS.green,
  1600: COLOURS.orange,
  2000: COLOURS.vermillion,
};

interface Measured {
  readonly N: number;
  readonly g: number;
  /** 1/tau. */
  readonly value: number;
}

function measurements(): readonly Measured[] {
  const lines = readFileSync(join(ROOT, 'docs', 'figures', 'lyapunov-size.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [N, g, , value] = line.split(',').map(Number);
    return { N, g, value };
  });
}

/** Mean over matrices and its standard error. */
function over(all: readonly Measured[], N: number, g: number): { readonly mean: number; readonly error: number } {
  const values = all.filter((one) => one.N === N && one.g === g).map(({ value }) => value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(square / (values.length - 1) / values.length) };
}

/** Above: the curve over g with the measurements of each size. Below: the same against 1/N, with theory at 0. */
export async function finiteSizeFigure(): Promise<Figure> {
  const elementary = elementaryOf(instantiate(compileBuild(HEBBIAN_MODULE, 'strict')));
  const theory = (g: number): number => meanField(g, elementary).maxExponent;
  const all = measurements();
  const sizes = Object.keys(COLOUR_OF).map(Number);
  const gains = Array.from({ length: 35 }, (_, i) => (i < 3 ? 0.6 + 0.2 * i : 1 + 0.1 * (i - 2)));
  const points = (N: number, at: number, xOf: (g: number) => number, chosen: readonly number[]): Points => ({
    kind: 'points',
    x: chosen.map((g) => xOf(g) + at),
    y: chosen.map((g) => over(all, N, g).mean),
    error: chosen.map((g) => over(all, N, g).error),
    colour: COLOUR_OF[N],
  });
  return {
    width: 620,
    title: 'Largest exponent and network size',
    description:
      'Above, the largest Lyapunov exponent in units of 1/tau against the gain: the mean-field curve and, below it and closer the larger the network, measurements for N = 200 to 2000 at g = 2 and 4. Below, the same measurements against 1/N: they go to the theory on a nearly straight line.',
    x: { label: 'gain  *g*', domain: [0.5, 4.4], scale: 'linear', ticks: [1, 2, 3, 4] },
    panels: [
      {
        height: 260,
        legend: 'bottom right',
        y: {
          label: '*λ*_{1}  (1/τ)',
          domain: [-0.45, 0.45],
          scale: 'linear',
          ticks: [-0.4, -0.2, 0, 0.2, 0.4],
          format: minus,
        },
        series: [
          { ...lineOf([0, 5], [0, 0], COLOURS.grey), width: 1 },
          { ...lineOf(gains, gains.map(theory), COLOURS.black, DASHED), label: 'mean field' },
          ...sizes.map((N, i) => ({ ...points(N, 0.06 * (i - 2), (g) => g, [2, 4]), label: `*N* = ${N}` })),
        ],
      },
      {
        height: 220,
        x: { label: '1000 / *N*', domain: [-0.2, 5.3], scale: 'linear', ticks: [0, 1, 2, 3, 4, 5] },
        y: { label: '*λ*_{1}  (1/τ)', domain: [0, 0.4], scale: 'linear', ticks: [0, 0.1, 0.2, 0.3, 0.4] },
        series: [
          ...[2, 4].map((g) => lineOf([-0.2, 5.3], [theory(g), theory(g)], COLOURS.black, DASHED)),
          ...sizes.map((N) => points(N, 0, () => 1000 / N, [2, 4])),
        ],
      },
    ],
  };
}
