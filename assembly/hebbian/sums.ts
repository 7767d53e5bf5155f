// The distance to the Hebbian matrix without a pass over N^2 numbers.
//
// With D = J - k H, G the hollow outer product of g, and <A, B> the mean over the off-diagonal entries, a synaptic update
// J' = a J + b G changes S = <D, D> and P = <D, H> by dot products of length N only:
//
//     <D', D'> = <E, E> + 2 b <E, G> + b^2 <G, G>        E = a D + (a - 1) k H
//     <D', H>  = a P + (a - 1) k V + b <G, H>            V = <H, H>
//
// <E, G> needs g^T J g. It comes for free from a product that the step does anyway: from J g before the update, or from J' g
// after it (then <E, G> = <D', G> - b <G, G>). Each update adds a rounding error of a few ulp of S + k^2 V; every REFRESH steps
// both are summed directly, so the error stays below about 4 REFRESH ulp = 4e-12 of that, whatever the run's length.

import { dot_f64, dot_squares_f64, dots_f64, moments_f64, MOMENTS_BYTES } from '../linalg/vectors';
import { slot } from './couplings';
import * as S from './state';

/** Where `moments_f64` with the patterns' squares leaves what is used here, in bytes. */
const WEIGHTED: usize = 8,
  SECOND: usize = 16,
  FOURTH: usize = 24;

/** Steps between direct summations, at step numbers that are its multiples: resumed runs stay equal bit for bit. */
export const REFRESH: i32 = 4096;

/** g^T H g from the overlaps xi^mu . g and the moments of g. */
function hebbForm(state: usize, overlaps: usize, moments: usize): f64 {
  const patterns = S.patternCount(state);
  let form: f64 = 0;
  for (let mu = 0; mu < patterns; mu++) {
    const at = (<usize>mu) << 3;
    const m = load<f64>(overlaps + at);
    form += load<f64>(S.probabilities(state) + at) * m * m;
  }
  return form - load<f64>(moments, WEIGHTED);
}

// @ts-ignore: decorator
@inline
function pairs(state: usize): f64 {
  const n = <f64>S.n(state);
  return n * (n - 1);
}

/** A mean of squares, which rounding may leave below zero. What is not finite stays, so that the run ends at it. */
// @ts-ignore: decorator
@inline
function atLeastZero(s: f64): f64 {
  return s > 0 || !isFinite(s) ? s : 0;
}

/** S and P after J <- a J. */
function decaySums(state: usize, a: f64): void {
  const k = S.strength(state),
    v = S.hebbNorm(state);
  const s = S.deviation(state),
    p = S.projection(state);
  const c = (a - 1) * k;
  S.setDeviation(state, a * a * s + 2 * a * c * p + c * c * v);
  S.setProjection(state, a * p + c * v);
}

/** sum_{i != j} g_i^2 g_j^2 from the moments of g. */
function outerNorm(moments: usize): f64 {
  const second = load<f64>(moments, SECOND);
  return second * second - load<f64>(moments, FOURTH);
}

/**
 * S and P after an update that has already been made: J' = a J + b G, with y = J' g and overlaps xi^mu . g. Returns g^T J' g.
 * `scratch`: room for the moments.
 */
export function settleSums(state: usize, a: f64, b: f64, g: usize, y: usize, overlaps: usize, scratch: usize): f64 {
  moments_f64(g, y, S.squares(state), S.np(state), scratch);
  const m = pairs(state);
  const form = load<f64>(scratch);
  const hebb = hebbForm(state, overlaps, scratch);
  decaySums(state, a);
  const change = 2 * b * (form - S.strength(state) * hebb) - b * b * outerNorm(scratch);
  S.setDeviation(state, atLeastZero(S.deviation(state) + change / m));
  S.setProjection(state, S.projection(state) + (b * hebb) / m);
  return form;
}

/**
 * S and P for J' = a J + sum_j b_j G_j, from forms_j = g_j^T J g_j before the update.
 * `vectors`: count rows of np; `numbers`: count pairs (b_j, forms_j); `scratch`: K + 4 doubles.
 */
export function updateSums(state: usize, a: f64, vectors: usize, numbers: usize, count: i32, scratch: usize): void {
  const np = S.np(state);
  const m = pairs(state);
  decaySums(state, a);
  for (let j = 0; j < count; j++) {
    const g = vectors + ((<usize>j * <usize>np) << 3);
    const b = load<f64>(numbers + ((<usize>j) << 4));
    let form = a * load<f64>(numbers + ((<usize>j) << 4), 8);
    for (let i = 0; i < j; i++) {
      const other = vectors + ((<usize>i * <usize>np) << 3);
      const dot = dot_f64(g, other, np);
      form += load<f64>(numbers + ((<usize>i) << 4)) * (dot * dot - dot_squares_f64(g, other, np));
    }
    moments_f64(g, g, S.squares(state), np, scratch);
    const norm = outerNorm(scratch);
    const overlaps = scratch + MOMENTS_BYTES;
    dots_f64(slot(state, 0), S.patternCount(state), np, g, overlaps);
    const hebb = hebbForm(state, overlaps, scratch);
    const change = 2 * b * (form - S.strength(state) * hebb) + b * b * norm;
    S.setDeviation(state, atLeastZero(S.deviation(state) + change / m));
    S.setProjection(state, S.projection(state) + (b * hebb) / m);
  }
}

/** <J, J> = S + 2 k P + k^2 V, as a sum over the off-diagonal entries. */
export function couplingNorm(state: usize): f64 {
  const k = S.strength(state);
  return pairs(state) * (S.deviation(state) + 2 * k * S.projection(state) + k * k * S.hebbNorm(state));
}
