/** The published long-time standard deviation along a parameter (spec section 6.2). */
import { MsmError } from '../../errors.js';
import type { Elementary } from '../../kernel/elementary.js';
import type { DerivedColumn, TheoryCurves } from '../collections.js';
import type { HebbianParameters } from './parameters.js';
import { patternCount } from './schema.js';
import { publishedStd } from './theory.js';

const AXES = ['N', 'K', 'tau_J', 'rho'] as const;
export type Axis = (typeof AXES)[number];
type Point = { readonly [axis in Axis]: number };

/** Points of a curve, and the smallest x of one, as published. */
const CURVE_POINTS = 400;
const LEAST_X = 0.01;

/** x from `low` to `high` with equal ratios, both ends exact. */
export function logSpaced(low: number, high: number, f: Elementary): readonly number[] {
  if (!(high > low)) return [high];
  const [start, step] = [f.log(low), (f.log(high) - f.log(low)) / (CURVE_POINTS - 1)];
  return Array.from({ length: CURVE_POINTS }, (_, i) =>
    i === 0 ? low : i === CURVE_POINTS - 1 ? high : f.exp(start + i * step),
  );
}

function pointOf({ N, K, tau_J, rho }: HebbianParameters): Point {
  return { N, K: patternCount(N, K), tau_J: tau_J === 'infinity' ? Number.POSITIVE_INFINITY : tau_J, rho };
}

const isInt32 = (value: number): boolean => value === (value | 0);

/** What they are, in words. */
export const MEANINGS: { readonly [axis in Axis]: string } = {
  N: 'number of neurons',
  K: 'number of patterns',
  tau_J: 'synaptic time constant',
  rho: 'correlation of the patterns',
};

/** A column of the curves; sizes are integers unless the curve runs along them. */
function axisColumn(rows: readonly Point[], name: Axis, x: Axis): DerivedColumn {
  const values = rows.map((row) => row[name]);
  const isWhole = name !== x && (name === 'N' || name === 'K') && values.every(isInt32);
  return { name, type: isWhole ? 'i32' : 'f64', meaning: MEANINGS[name], values };
}

/** One curve of 400 points along N, K, tau_J or rho for each combination of the other three among the runs. */
function along(runs: readonly HebbianParameters[], axis: string, f: Elementary): readonly DerivedColumn[] {
  const x = axis as Axis;
  const points = runs.map(pointOf).filter((point) => Number.isFinite(point.tau_J));
  if (points.length === 0) {
    throw new MsmError('E_CONFIG', '--theory: all synapses are frozen, nothing scatters', { place: '--theory' });
  }
  const values = points.map((point) => point[x]);
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [values[0], values[0]]);
  const xs = logSpaced(Math.max(low, LEAST_X), high, f);
  const curves = new Map(points.map((point) => [JSON.stringify({ ...point, [x]: null }), point]));
  const rows = [...curves.values()].flatMap((point) => xs.map((value): Point => ({ ...point, [x]: value })));
  return [
    { name: 'along', type: 'text', meaning: 'parameter along which the curve runs', values: rows.map(() => x) },
    ...AXES.map((name) => axisColumn(rows, name, x)),
    {
      name: 'theoretical_std',
      type: 'f64',
      meaning:
        'long-time standard deviation of S/k^2 as published: one pattern of +-1 a step, equal probabilities, neurons that follow',
      values: rows.map((row) => publishedStd(row.N, row.K, row.tau_J, row.rho)),
    },
  ];
}

export const THEORY_CURVES: TheoryCurves<HebbianParameters> = { axes: AXES, along };
