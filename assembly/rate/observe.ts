// What is measured on the columns of a rate network. Sums run over the rows in order, one chain for each column.

import { log_f64, log_f64x2 } from '../math/log';
import { storePair, sum_f64x2 } from '../math/simd';
import { evaluate } from './field';
import { units } from './network';
import { biasOf } from './product';
import { matrix } from './workspace';

/**
 * out[t] = || x_trials+t - x_t ||, the distance of companion and base, for t < trials. x: [n][m], 2 trials <= m.
 * Flops 3 n trials, bytes 16 n trials. Lengths beyond 1e154 overflow, differences below 1e-162 vanish.
 */
export function rate_distances_f64(n: i32, m: i32, x: usize, trials: i32, out: usize): void {
  const row = (<usize>m) << 3,
    apart = (<usize>trials) << 3;
  let t = 0;
  for (; t + 8 <= trials; t += 8) {
    let s0 = f64x2.splat(0),
      s1 = f64x2.splat(0),
      s2 = f64x2.splat(0),
      s3 = f64x2.splat(0);
    let p = x + ((<usize>t) << 3);
    for (let i = 0; i < n; i++) {
      const q = p + apart;
      const d0 = f64x2.sub(v128.load(q), v128.load(p));
      const d1 = f64x2.sub(v128.load(q, 16), v128.load(p, 16));
      const d2 = f64x2.sub(v128.load(q, 32), v128.load(p, 32));
      const d3 = f64x2.sub(v128.load(q, 48), v128.load(p, 48));
      s0 = f64x2.add(s0, f64x2.mul(d0, d0));
      s1 = f64x2.add(s1, f64x2.mul(d1, d1));
      s2 = f64x2.add(s2, f64x2.mul(d2, d2));
      s3 = f64x2.add(s3, f64x2.mul(d3, d3));
      p += row;
    }
    const o = out + ((<usize>t) << 3);
    storePair(o, f64x2.sqrt(s0), f64x2.sqrt(s1));
    v128.store(o, f64x2.sqrt(s3), 48);
    v128.store(o, f64x2.sqrt(s2), 32);
  }
  if (t + 4 <= trials) {
    distancesOfFour(n, row, apart, x + ((<usize>t) << 3), out + ((<usize>t) << 3));
    t += 4;
  }
  for (; t < trials; t += 2)
    distancePair(n, row, apart, x + ((<usize>t) << 3), out + ((<usize>t) << 3), t + 1 < trials);
}

function distancesOfFour(n: i32, row: usize, apart: usize, p: usize, out: usize): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const q = p + apart;
    const d0 = f64x2.sub(v128.load(q), v128.load(p));
    const d1 = f64x2.sub(v128.load(q, 16), v128.load(p, 16));
    s0 = f64x2.add(s0, f64x2.mul(d0, d0));
    s1 = f64x2.add(s1, f64x2.mul(d1, d1));
    p += row;
  }
  storePair(out, f64x2.sqrt(s0), f64x2.sqrt(s1));
}

/** Two distances, or one: the second lane then reads columns that exist (m is a multiple of 4) and is dropped. */
function distancePair(n: i32, row: usize, apart: usize, p: usize, out: usize, both: bool): void {
  let sum = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const d = f64x2.sub(v128.load(p + apart), v128.load(p));
    sum = f64x2.add(sum, f64x2.mul(d, d));
    p += row;
  }
  sum = f64x2.sqrt(sum);
  store<f64>(out, f64x2.extract_lane(sum, 0));
  if (both) store<f64>(out, f64x2.extract_lane(sum, 1), 8);
}

/**
 * Averages over the trials of `count` rows of distances [count][trials], in the order of the trials: means[s] of the distances,
 * logs[s] of their logarithms. A row with a distance of 0 has no mean logarithm: NaN.
 */
export function rate_mean_distances_f64(count: i32, trials: i32, distances: usize, means: usize, logs: usize): void {
  for (let s = 0; s < count; s++) {
    let sum: f64 = 0,
      logSum: f64 = 0;
    let t = 0;
    for (; t + 2 <= trials; t += 2) {
      const d = v128.load(distances);
      const l = log_f64x2(d);
      sum = sum + f64x2.extract_lane(d, 0) + f64x2.extract_lane(d, 1);
      logSum = logSum + f64x2.extract_lane(l, 0) + f64x2.extract_lane(l, 1);
      distances += 16;
    }
    if (t < trials) {
      const d = load<f64>(distances);
      sum += d;
      logSum += log_f64(d);
      distances += 8;
    }
    store<f64>(means, sum / <f64>trials);
    store<f64>(logs, isFinite(logSum) ? logSum / <f64>trials : NaN);
    means += 8;
    logs += 8;
  }
}

/** Moves the companions along their difference: x_trials+t = x_t + factors[t] (x_trials+t - x_t). */
export function rate_rescale_f64(n: i32, m: i32, x: usize, trials: i32, factors: usize): void {
  for (let i = 0; i < n; i++) {
    for (let t: usize = 0; t < <usize>trials; t++) {
      const p = x + (t << 3);
      const q = p + ((<usize>trials) << 3);
      const u = load<f64>(p);
      store<f64>(q, u + load<f64>(factors + (t << 3)) * (load<f64>(q) - u));
    }
    x += (<usize>m) << 3;
  }
}

/**
 * out[t] = sqrt(mean_i f_i(u_t)^2), f without 1/tau, of the state columns t * width, t < trials; under 1e-6 a trial is at a
 * fixed point. width: 1 + number of tangent columns of each state. The input is that of step 0. One field evaluation.
 */
export function rate_speeds(
  network: usize,
  m: i32,
  x: usize,
  trials: i32,
  width: i32,
  out: usize,
  workspace: usize,
): void {
  const n = units(network);
  evaluate(network, m, trials, width, x, biasOf(network, 0), workspace);
  const f = matrix(workspace, n, m, 0);
  for (let t = 0; t < trials; t++) {
    let sum: f64 = 0;
    let at = f + ((<usize>t * <usize>width) << 3);
    for (let i = 0; i < n; i++) {
      const v = load<f64>(at);
      sum += v * v;
      at += (<usize>m) << 3;
    }
    store<f64>(out + ((<usize>t) << 3), sqrt<f64>(sum / <f64>n));
  }
}

/** Whether all of `count` doubles (a multiple of four) are finite: x - x is 0 for those and NaN for the others. */
export function isAllFinite(x: usize, count: i32): bool {
  let lower = f64x2.splat(0),
    upper = f64x2.splat(0);
  for (const end = x + ((<usize>count) << 3); x < end; x += 32) {
    const u = v128.load(x),
      v = v128.load(x, 16);
    lower = f64x2.add(lower, f64x2.sub(u, u));
    upper = f64x2.add(upper, f64x2.sub(v, v));
  }
  return sum_f64x2(f64x2.add(lower, upper)) == 0;
}
