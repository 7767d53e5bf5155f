// The loops over steps. The host bounds a call to about 10 ms by the number of steps it asks for.

import { qr_f64 } from '../linalg/qr';
import { units } from './network';
import { isAllFinite, rate_distances_f64 } from './observe';
import { biasOf } from './product';
import { clearPadding, step } from './step';
import { scratchOf } from './workspace';

/**
 * Does up to `count` steps of states: records the sample before each step, then steps. x: [n][m], padding zero.
 *
 * distances: [count][trials] between columns t and trials + t, or 0 if there are no companions (then columns 0 .. trials-1 are states).
 * samples: [count][n][m], x before each step, or 0. `workspace`: `rate_workspace_bytes(n, m, trials, 0)`.
 * Returns the steps done; fewer than `count` means that the state before the next step is not finite; its distances are written.
 */
export function rate_advance(
  network: usize,
  m: i32,
  x: usize,
  trials: i32,
  count: i32,
  distances: usize,
  samples: usize,
  workspace: usize,
): i32 {
  const n = units(network);
  const used = distances != 0 ? 2 * trials : trials;
  const bytes = (<usize>n * <usize>m) << 3;
  for (let s = 0; s < count; s++) {
    if (distances != 0) {
      rate_distances_f64(n, m, x, trials, distances);
      if (!areFinite(distances, trials)) return s;
      distances += (<usize>trials) << 3;
    } else if (!isAllFinite(x, n * m)) return s;
    if (samples != 0) {
      memory.copy(samples, x, bytes);
      samples += bytes;
    }
    step(network, m, trials, 1, x, biasOf(network, s), workspace);
    clearPadding(n, m, used, x);
  }
  return count;
}

function areFinite(values: usize, count: i32): bool {
  for (let t: usize = 0; t < <usize>count; t++) {
    if (!isFinite(load<f64>(values + (t << 3)))) return false;
  }
  return true;
}

/**
 * Does up to `intervals` times `every` steps of states with k tangent columns each, then QR of each trial's tangent columns.
 *
 * x: [n][m], group t in columns t (1 + k) .. t (1 + k) + k, state first, padding zero. logs: [intervals][trials][k], ln R_ii.
 * r: [intervals][trials][k][k], or 0; samples: [intervals][n][m], x after each QR, or 0.
 * `workspace`: `rate_workspace_bytes(n, m, trials, k)`. Input advances by one row a step.
 * Returns the intervals done; fewer than `intervals` means that the state or a tangent vector after the next is not finite; that
 * interval's logs are written.
 */
export function rate_tangent_advance(
  network: usize,
  m: i32,
  x: usize,
  trials: i32,
  k: i32,
  every: i32,
  intervals: i32,
  logs: usize,
  r: usize,
  samples: usize,
  workspace: usize,
): i32 {
  const n = units(network),
    width = 1 + k;
  const bytes = (<usize>n * <usize>m) << 3;
  const scratch = scratchOf(workspace, n, m, trials);
  for (let interval = 0; interval < intervals; interval++) {
    for (let s = 0; s < every; s++) {
      step(network, m, trials, width, x, biasOf(network, interval * every + s), workspace);
      clearPadding(n, m, trials * width, x);
    }
    for (let t = 0; t < trials; t++) {
      qr_f64(n, k, x + ((<usize>(t * width + 1)) << 3), m, logs, r, scratch);
      logs += (<usize>k) << 3;
      if (r != 0) r += (<usize>(k * k)) << 3;
    }
    if (!isAllFinite(x, n * m)) return interval;
    if (samples != 0) {
      memory.copy(samples, x, bytes);
      samples += bytes;
    }
  }
  return intervals;
}
