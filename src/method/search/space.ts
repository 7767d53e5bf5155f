/**
 * A space to search: dimensions, points, and the coordinate in which the density of a dimension is flat.
 *
 * A real or whole number has a coordinate z in [0, 1]: linear in the number, or in its logarithm. A whole number n owns the
 * interval of z from n - 1/2 to n + 1/2, so that each end has its full share.
 */
import type { Elementary } from '../../kernel/elementary.js';

export interface NumberDimension {
  readonly kind: 'real' | 'integer';
  readonly low: number;
  readonly high: number;
  /** Whether equal ratios count alike; `low` must be greater than 0, for integers at least 1. */
  readonly isLog: boolean;
}

/** One of `count` things that have no order. */
export interface ChoiceDimension {
  readonly kind: 'choice';
  readonly count: number;
}

export type Dimension = NumberDimension | ChoiceDimension;

/** A number for each dimension: the value, or the index of a choice. */
export type Point = readonly number[];

/** A point that was tried. */
export interface Observation {
  readonly point: Point;
  /** To be minimised; null if the trial failed. */
  readonly loss: number | null;
}

/** `count` independent uniform numbers in [0, 1) for a dimension: the same for the same arguments. */
export type Draws = (dimension: number, count: number) => ArrayLike<number>;

/** The ends of a number's coordinate before it is scaled to [0, 1]. */
function ends({ kind, low, high, isLog }: NumberDimension, { log }: Elementary): readonly [number, number] {
  const half = kind === 'integer' ? 0.5 : 0;
  return isLog ? [log(low - half), log(high + half)] : [low - half, high + half];
}

/** Coordinate of a number in [0, 1]. */
export function coordinate(dimension: NumberDimension, value: number, elementary: Elementary): number {
  const [start, end] = ends(dimension, elementary);
  const at = dimension.isLog ? elementary.log(value) : value;
  return end === start ? 0 : Math.min(1, Math.max(0, (at - start) / (end - start)));
}

/** The number at a coordinate. */
export function valueAt(dimension: NumberDimension, z: number, elementary: Elementary): number {
  const [start, end] = ends(dimension, elementary);
  const at = start + z * (end - start);
  const value = dimension.isLog ? elementary.exp(at) : at;
  const whole = dimension.kind === 'integer' ? Math.round(value) : value;
  return Math.min(dimension.high, Math.max(dimension.low, whole)) + 0;
}

/** The coordinates between which a whole number lies. */
export function interval(dimension: NumberDimension, value: number, elementary: Elementary): readonly [number, number] {
  return [coordinate(dimension, value - 0.5, elementary), coordinate(dimension, value + 0.5, elementary)];
}
