// Rows of np numbers, whole vectors each: sums of listed rows and dot products.
//
// A sum adds rows in the order of the list to what is there or to 0, entry by entry; so does a plain loop. A dot product has four chains of
// vectors (vectors 0, 4, 8, ... of each) joined as (a + b) + (c + d), then its lanes. Error: (np / (4 lanes) + 4) u sum |terms|.

import { bytesOf, entry, lanes, madd, sumLanes } from '../linalg/lanes';

/** out [np] = or += the sum of the rows at the addresses in list ... end. Flops np a row, bytes np (1 + 2/rows) numbers a row. */
export function gather<T extends number>(list: usize, end: usize, np: i32, out: usize, adds: bool): void {
  const zero = v128.splat<T>(<T>0);
  const bytes = bytesOf<T>(np);
  let at: usize = 0;
  for (; at + 128 <= bytes; at += 128) {
    const o = out + at;
    let a = adds ? v128.load(o) : zero,
      b = adds ? v128.load(o, 16) : zero,
      c = adds ? v128.load(o, 32) : zero,
      d = adds ? v128.load(o, 48) : zero,
      e = adds ? v128.load(o, 64) : zero,
      f = adds ? v128.load(o, 80) : zero,
      g = adds ? v128.load(o, 96) : zero,
      h = adds ? v128.load(o, 112) : zero;
    for (let p = list; p < end; p += sizeof<usize>()) {
      const row = load<usize>(p) + at;
      a = v128.add<T>(a, v128.load(row));
      b = v128.add<T>(b, v128.load(row, 16));
      c = v128.add<T>(c, v128.load(row, 32));
      d = v128.add<T>(d, v128.load(row, 48));
      e = v128.add<T>(e, v128.load(row, 64));
      f = v128.add<T>(f, v128.load(row, 80));
      g = v128.add<T>(g, v128.load(row, 96));
      h = v128.add<T>(h, v128.load(row, 112));
    }
    v128.store(o, a);
    v128.store(o, b, 16);
    v128.store(o, c, 32);
    v128.store(o, d, 48);
    v128.store(o, e, 64);
    v128.store(o, f, 80);
    v128.store(o, g, 96);
    v128.store(o, h, 112);
  }
  for (; at + 32 <= bytes; at += 32) {
    const o = out + at;
    let a = adds ? v128.load(o) : zero,
      b = adds ? v128.load(o, 16) : zero;
    for (let p = list; p < end; p += sizeof<usize>()) {
      const row = load<usize>(p) + at;
      a = v128.add<T>(a, v128.load(row));
      b = v128.add<T>(b, v128.load(row, 16));
    }
    v128.store(o, a);
    v128.store(o, b, 16);
  }
  for (; at < bytes; at += 16) {
    let a = adds ? v128.load(out + at) : zero;
    for (let p = list; p < end; p += sizeof<usize>()) a = v128.add<T>(a, v128.load(load<usize>(p) + at));
    v128.store(out + at, a);
  }
}

/** x . y over np numbers. Flops 2 np. */
// @ts-ignore: decorator
@inline
export function dot<T extends number>(x: usize, y: usize, np: i32): T {
  const bytes = bytesOf<T>(np);
  const zero = v128.splat<T>(<T>0);
  let a = zero,
    b = zero,
    c = zero,
    d = zero;
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    a = madd<T>(v128.load(x + at), v128.load(y + at), a);
    b = madd<T>(v128.load(x + at, 16), v128.load(y + at, 16), b);
    c = madd<T>(v128.load(x + at, 32), v128.load(y + at, 32), c);
    d = madd<T>(v128.load(x + at, 48), v128.load(y + at, 48), d);
  }
  if (at < bytes) a = madd<T>(v128.load(x + at), v128.load(y + at), a);
  if (at + 16 < bytes) b = madd<T>(v128.load(x + at, 16), v128.load(y + at, 16), b);
  if (at + 32 < bytes) c = madd<T>(v128.load(x + at, 32), v128.load(y + at, 32), c);
  return sumLanes<T>(v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d)));
}

/** y += c x over np numbers. */
// @ts-ignore: decorator
@inline
export function addScaled<T extends number>(c: T, x: usize, y: usize, np: i32): void {
  const v = v128.splat<T>(c);
  for (let i = 0; i < np; i += lanes<T>()) {
    const at = entry<T>(y, i);
    v128.store(at, madd<T>(v, v128.load(entry<T>(x, i)), v128.load(at)));
  }
}

/** Whether any of np numbers is not zero. */
// @ts-ignore: decorator
@inline
export function isAnyNonzero<T extends number>(x: usize, np: i32): bool {
  const zero = v128.splat<T>(<T>0);
  for (let i = 0; i < np; i += lanes<T>()) {
    if (v128.any_true(v128.ne<T>(v128.load(entry<T>(x, i)), zero))) return true;
  }
  return false;
}

/** Bit l is the highest bit of lane l. */
// @ts-ignore: decorator
@inline
export function maskBits<T extends number>(v: v128): i32 {
  return sizeof<T>() == 4 ? i32x4.bitmask(v) : i64x2.bitmask(v);
}

/** Bit l is set if lane l is not zero. */
// @ts-ignore: decorator
@inline
export function nonzeroLanes<T extends number>(v: v128): i32 {
  return maskBits<T>(v128.ne<T>(v, v128.splat<T>(<T>0)));
}
