// Pairs of trajectories that are kept close: the largest exponent without tangent dynamics.

import { log_f64 } from '../math/log';
import { units } from './network';
import { rate_distances_f64 } from './observe';
import { biasOf } from './product';
import { clearPadding, step } from './step';
import { matrix } from './workspace';

/**
 * Does up to `intervals` times `every` steps of pairs, companions in columns trials + t, and puts companions back to the
 * distance d0 along their difference: at the end of each interval if `upper` is 0, else after each step that leaves them
 * outside [lower, upper]. growth: [intervals][trials], ln of the growth of the distance over each interval, -Infinity if the two
 * trajectories became equal. x: [n][m], padding zero, n >= 2. Input advances by one row a step.
 * `workspace`: `rate_workspace_bytes(n, m, 2 * trials, 0)`. Returns the intervals done; fewer than `intervals` means that a
 * distance at the end of the next is not finite.
 */
export function rate_pair_advance(
  network: usize,
  m: i32,
  x: usize,
  trials: i32,
  every: i32,
  intervals: i32,
  d0: f64,
  lower: f64,
  upper: f64,
  growth: usize,
  workspace: usize,
): i32 {
  const n = units(network),
    row = (<usize>trials) << 3;
  // the currents are idle between steps
  const distances = matrix(workspace, n, m, 0);
  for (let interval = 0; interval < intervals; interval++) {
    memory.fill(growth, 0, row);
    if (upper > 0) {
      rate_distances_f64(n, m, x, trials, distances);
      for (let t: usize = 0; t < row; t += 8) {
        const d = load<f64>(distances + t);
        if (d > 0) store<f64>(growth + t, -log_f64(d / d0));
      }
    }
    for (let s = 0; s < every; s++) {
      step(network, m, trials, 1, x, biasOf(network, interval * every + s), workspace);
      clearPadding(n, m, 2 * trials, x);
      if (upper > 0) {
        rate_distances_f64(n, m, x, trials, distances);
        for (let t: usize = 0; t < row; t += 8) {
          const d = load<f64>(distances + t);
          if ((d < lower || d > upper) && d > 0) {
            store<f64>(growth + t, load<f64>(growth + t) + log_f64(d / d0));
            putBack(n, m, x + t, row, d0 / d);
          }
        }
      }
    }
    rate_distances_f64(n, m, x, trials, distances);
    for (let t: usize = 0; t < row; t += 8) {
      const d = load<f64>(distances + t);
      if (!isFinite(d)) return interval;
      store<f64>(growth + t, load<f64>(growth + t) + log_f64(d / d0));
      if (upper == 0 && d > 0) putBack(n, m, x + t, row, d0 / d);
    }
    growth += row;
  }
  return intervals;
}

/** Companion, `apart` bytes behind its base in each row, to base + factor (companion - base). */
function putBack(n: i32, m: i32, p: usize, apart: usize, factor: f64): void {
  for (let i = 0; i < n; i++) {
    const u = load<f64>(p);
    store<f64>(p + apart, u + factor * (load<f64>(p + apart) - u));
    p += (<usize>m) << 3;
  }
}
