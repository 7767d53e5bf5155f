// Activities without time: relu, and combinations of rows by activities, of which those that are 0 are left out; that changes no bit.

import { bytesOf, entry } from '../linalg/lanes';
import { addScaled, dot } from './rows';

/** x [n] <- max(0, x). */
export function rectify<T extends number>(n: i32, x: usize): void {
  for (let i = 0; i < n; i++) {
    const at = entry<T>(x, i);
    if (load<T>(at) < <T>0) store<T>(at, <T>0);
  }
}

/** xBar [n] <- 0 where x is not above 0. */
export function rectifyBack<T extends number>(n: i32, x: usize, xBar: usize): void {
  for (let i = 0; i < n; i++) if (!(load<T>(entry<T>(x, i)) > <T>0)) store<T>(entry<T>(xBar, i), <T>0);
}

/** out [np] = sum_i s_i row_i over the rows [inputs][np], in their order. Flops 2 np for each s that is not 0. */
export function combine<T extends number>(inputs: i32, np: i32, s: usize, rows: usize, out: usize): void {
  memory.fill(out, 0, bytesOf<T>(np));
  for (let i = 0; i < inputs; i++) {
    const c = load<T>(entry<T>(s, i));
    if (c != <T>0) addScaled<T>(c, entry<T>(rows, i * np), out, np);
  }
}

/**
 * Adjoint of `combine`: sBar [inputs] = row_i . outBar where s is above 0, else 0, as s comes from a relu; rowsBar_i += s_i outBar. Flops 4 np for each
 * s that is not 0.
 */
export function combineBack<T extends number>(
  inputs: i32,
  np: i32,
  s: usize,
  rows: usize,
  outBar: usize,
  sBar: usize,
  rowsBar: usize,
): void {
  for (let i = 0; i < inputs; i++) {
    const c = load<T>(entry<T>(s, i));
    const isActive = c > <T>0;
    store<T>(entry<T>(sBar, i), isActive ? dot<T>(entry<T>(rows, i * np), outBar, np) : <T>0);
    if (isActive) addScaled<T>(c, outBar, entry<T>(rowsBar, i * np), np);
  }
}
