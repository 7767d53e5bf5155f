// Rules of descent on an array of n parameters (specification, section 2): what every entry does by itself.
//
//   p, g, m, v [n]: parameters, gradient, moments. g is used up: it becomes the direction.
//
// Each rule is a pass over its arrays, so it is bound by memory: bytes are counted at each. Error of each entry a few u of its terms.

import { entry, lanes, putFirst } from '../linalg/lanes';
import { wholeOf } from './rows';

/** Bits of an f64 and f32 sign, for decay by sign. */
const SIGN64 = memory.data<u64>([0x8000000000000000]);
const SIGN32 = memory.data<u32>([0x80000000]);

// @ts-ignore: decorator
@inline
function signOf<T extends number>(x: v128): v128 {
  const bit = sizeof<T>() == 4 ? v128.load32_splat(SIGN32) : v128.load64_splat(SIGN64);
  const one = v128.bitselect(x, v128.splat<T>(<T>1), bit);
  return v128.and(one, v128.ne<T>(x, v128.splat<T>(<T>0)));
}

/** g += lambda p, or lambda sign(p) with sign(0) = 0. Bytes 3 n numbers. */
export function decay<T extends number>(n: i32, g: usize, p: usize, lambda: T, bySign: bool): void {
  const whole = wholeOf<T>(n);
  const c = v128.splat<T>(lambda);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const x = v128.load(entry<T>(p, i));
    const pull = v128.mul<T>(c, bySign ? signOf<T>(x) : x);
    v128.store(entry<T>(g, i), v128.add<T>(v128.load(entry<T>(g, i)), pull));
  }
  for (let i = whole; i < n; i++) {
    const x = v128.load_splat<T>(entry<T>(p, i));
    const pull = v128.mul<T>(c, bySign ? signOf<T>(x) : x);
    putFirst<T>(entry<T>(g, i), v128.add<T>(v128.load_splat<T>(entry<T>(g, i)), pull));
  }
}

/** m <- keep m + take g; g <- m, or g + ahead m if `ahead` is not 0 (Nesterov). Bytes 4 n numbers. */
export function average<T extends number>(n: i32, g: usize, m: usize, keep: T, take: T, ahead: T): void {
  const whole = wholeOf<T>(n);
  const k = v128.splat<T>(keep);
  const t = v128.splat<T>(take);
  const a = v128.splat<T>(ahead);
  const looksAhead = ahead != <T>0;
  for (let i = 0; i < whole; i += lanes<T>()) {
    const d = v128.load(entry<T>(g, i));
    const mean = v128.add<T>(v128.mul<T>(k, v128.load(entry<T>(m, i))), v128.mul<T>(t, d));
    v128.store(entry<T>(m, i), mean);
    v128.store(entry<T>(g, i), looksAhead ? v128.add<T>(d, v128.mul<T>(a, mean)) : mean);
  }
  for (let i = whole; i < n; i++) {
    const d = v128.load_splat<T>(entry<T>(g, i));
    const mean = v128.add<T>(v128.mul<T>(k, v128.load_splat<T>(entry<T>(m, i))), v128.mul<T>(t, d));
    putFirst<T>(entry<T>(m, i), mean);
    putFirst<T>(entry<T>(g, i), looksAhead ? v128.add<T>(d, v128.mul<T>(a, mean)) : mean);
  }
}

/** p -= rate d. Bytes 3 n numbers. */
export function descend<T extends number>(n: i32, p: usize, d: usize, rate: T): void {
  const whole = wholeOf<T>(n);
  const c = v128.splat<T>(rate);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const step = v128.mul<T>(c, v128.load(entry<T>(d, i)));
    v128.store(entry<T>(p, i), v128.sub<T>(v128.load(entry<T>(p, i)), step));
  }
  for (let i = whole; i < n; i++) {
    const step = v128.mul<T>(c, v128.load_splat<T>(entry<T>(d, i)));
    putFirst<T>(entry<T>(p, i), v128.sub<T>(v128.load_splat<T>(entry<T>(p, i)), step));
  }
}

/**
 * m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  p <- shrink p - rate m / (sqrt(v) / root + eps).
 * rate = lr/(1 - b1^t), root = sqrt(1 - b2^t), shrink = 1 - lr lambda for adamW, else 1. Bytes 7 n numbers.
 */
export function adam<T extends number>(
  n: i32,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  b1: f64,
  b2: f64,
  rate: f64,
  root: f64,
  epsilon: f64,
  shrink: f64,
): void {
  const step = lanes<T>();
  const whole = wholeOf<T>(n);
  for (let i = 0; i < n; i += i < whole ? step : 1) {
    const isWhole = i < whole;
    const d = loadSome<T>(entry<T>(g, i), isWhole);
    const mean = mix<T>(b1, loadSome<T>(entry<T>(m, i), isWhole), d);
    const square = mix<T>(b2, loadSome<T>(entry<T>(v, i), isWhole), v128.mul<T>(d, d));
    const size = v128.add<T>(v128.div<T>(v128.sqrt<T>(square), splatOf<T>(root)), splatOf<T>(epsilon));
    const move = v128.div<T>(v128.mul<T>(splatOf<T>(rate), mean), size);
    const x = v128.mul<T>(splatOf<T>(shrink), loadSome<T>(entry<T>(p, i), isWhole));
    storeSome<T>(entry<T>(m, i), mean, isWhole);
    storeSome<T>(entry<T>(v, i), square, isWhole);
    storeSome<T>(entry<T>(p, i), v128.sub<T>(x, move), isWhole);
  }
}

// @ts-ignore: decorator
@inline
function splatOf<T extends number>(c: f64): v128 {
  return v128.splat<T>(<T>c);
}

/** keep x + (1 - keep) y. */
// @ts-ignore: decorator
@inline
function mix<T extends number>(keep: f64, x: v128, y: v128): v128 {
  return v128.add<T>(v128.mul<T>(splatOf<T>(keep), x), v128.mul<T>(splatOf<T>(1.0 - keep), y));
}

// @ts-ignore: decorator
@inline
function loadSome<T extends number>(at: usize, isWhole: bool): v128 {
  return isWhole ? v128.load(at) : v128.load_splat<T>(at);
}

// @ts-ignore: decorator
@inline
function storeSome<T extends number>(at: usize, v: v128, isWhole: bool): void {
  if (isWhole) v128.store(at, v);
  else putFirst<T>(at, v);
}

/** y = x where the mask (u8 [n]) is 1, else 0; y may be x. */
export function applyMask<T extends number>(n: i32, x: usize, mask: usize, y: usize): void {
  for (let i = 0; i < n; i++) store<T>(entry<T>(y, i), load<u8>(mask + <usize>i) ? load<T>(entry<T>(x, i)) : <T>0);
}

/**
 * Masks (u8) of a weight [rows][columns]: in each group of M neighbours of a row the N of largest magnitude get 1, the others 0; of equal ones
 * the lowest index comes first. M divides columns.
 */
export function nmMask<T extends number>(count: i32, w: usize, n: i32, m: i32, mask: usize): void {
  for (let from = 0; from < count; from += m) {
    for (let i = 0; i < m; i++) {
      const own = abs<T>(load<T>(entry<T>(w, from + i)));
      let larger = 0;
      for (let j = 0; j < m; j++) {
        const other = abs<T>(load<T>(entry<T>(w, from + j)));
        if (other > own || (other == own && j < i)) larger++;
      }
      store<u8>(mask + <usize>(from + i), larger < n ? 1 : 0);
    }
  }
}
