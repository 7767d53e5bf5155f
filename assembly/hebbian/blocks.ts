// Blocks of J from what it is kept in: alpha B and a list of the slots with a weight, in order, each an entry of 72 bytes
//
//   | w g_i of the four rows of a panel, each twice: 8 f64 | address of g: u32 | s: u32 |
//
// What is loaded twice is a vector for two rows of two columns where the engine makes 256 bits of two (docs/architecture.md, wide vectors).

import { madd_f64x2 } from '../math/simd';
import { hasWideVectors } from '../wide';

/** Bytes of an entry, and where in it the address and the slot are. */
export const ENTRY: usize = 72;
export const VECTOR: usize = 64;
export const SLOT: usize = 68;

/**
 * Blocks of J of one panel, as many as there are from the column `column` (its number times 8) on until `stop`: out = alpha B + sum over
 * the list of (w g_i) g_j, in its order. `source` may be `out`. Every reader of J goes through here, so that J has one value, bit for bit.
 */
export function blocksOf(
  alpha: f64,
  source: usize,
  list: usize,
  end: usize,
  column: usize,
  stop: usize,
  out: usize,
): void {
  if (hasWideVectors) {
    const next = pairsOfBlocks(alpha, source, list, end, column, stop, out);
    const done = (next - column) << 2;
    singleBlocks(alpha, source + done, list, end, next, stop, out + done);
  } else singleBlocks(alpha, source, list, end, column, stop, out);
}

/**
 * One block after the other. A function of its own, since inside others the engine keeps what they need on its stack and fetches it anew for
 * each slot. Flops 4 x 4 (2 entries + 1) a block; six loads, eight products and eight sums an entry.
 */
function singleBlocks(
  alpha: f64,
  source: usize,
  list: usize,
  end: usize,
  column: usize,
  stop: usize,
  out: usize,
): void {
  for (; column < stop; column += 32) {
    const factor = f64x2.splat(alpha);
    let a0 = f64x2.mul(factor, v128.load(source)),
      a1 = f64x2.mul(factor, v128.load(source, 16)),
      a2 = f64x2.mul(factor, v128.load(source, 32)),
      a3 = f64x2.mul(factor, v128.load(source, 48));
    let b0 = f64x2.mul(factor, v128.load(source, 64)),
      b1 = f64x2.mul(factor, v128.load(source, 80)),
      b2 = f64x2.mul(factor, v128.load(source, 96)),
      b3 = f64x2.mul(factor, v128.load(source, 112));
    for (let entry = list; entry < end; entry += ENTRY) {
      const g = <usize>load<u32>(entry, VECTOR) + column;
      const c = v128.load(g),
        d = v128.load(g, 16);
      const w0 = v128.load(entry),
        w1 = v128.load(entry, 16);
      a0 = madd_f64x2(w0, c, a0);
      a1 = madd_f64x2(w1, c, a1);
      b0 = madd_f64x2(w0, d, b0);
      b1 = madd_f64x2(w1, d, b1);
      const w2 = v128.load(entry, 32),
        w3 = v128.load(entry, 48);
      a2 = madd_f64x2(w2, c, a2);
      a3 = madd_f64x2(w3, c, a3);
      b2 = madd_f64x2(w2, d, b2);
      b3 = madd_f64x2(w3, d, b3);
    }
    v128.store(out, a1, 16);
    v128.store(out, a0);
    v128.store(out, a3, 48);
    v128.store(out, a2, 32);
    v128.store(out, b1, 80);
    v128.store(out, b0, 64);
    v128.store(out, b3, 112);
    v128.store(out, b2, 96);
    source += 128;
    out += 128;
  }
}

/**
 * Two blocks at a time, for engines with wide vectors (../wide.ts): sums of one block alone would wait for each other. Returns the column
 * where fewer than two are left.
 */
function pairsOfBlocks(
  alpha: f64,
  source: usize,
  list: usize,
  end: usize,
  column: usize,
  stop: usize,
  out: usize,
): usize {
  for (; column + 64 <= stop; column += 64) {
    const factor = f64x2.splat(alpha);
    let a0 = f64x2.mul(factor, v128.load(source)),
      a1 = f64x2.mul(factor, v128.load(source, 16)),
      a2 = f64x2.mul(factor, v128.load(source, 32)),
      a3 = f64x2.mul(factor, v128.load(source, 48));
    let b0 = f64x2.mul(factor, v128.load(source, 64)),
      b1 = f64x2.mul(factor, v128.load(source, 80)),
      b2 = f64x2.mul(factor, v128.load(source, 96)),
      b3 = f64x2.mul(factor, v128.load(source, 112));
    let c0 = f64x2.mul(factor, v128.load(source, 128)),
      c1 = f64x2.mul(factor, v128.load(source, 144)),
      c2 = f64x2.mul(factor, v128.load(source, 160)),
      c3 = f64x2.mul(factor, v128.load(source, 176));
    let d0 = f64x2.mul(factor, v128.load(source, 192)),
      d1 = f64x2.mul(factor, v128.load(source, 208)),
      d2 = f64x2.mul(factor, v128.load(source, 224)),
      d3 = f64x2.mul(factor, v128.load(source, 240));
    for (let entry = list; entry < end; entry += ENTRY) {
      const g = <usize>load<u32>(entry, VECTOR) + column;
      const p = v128.load(g),
        q = v128.load(g, 16),
        r = v128.load(g, 32),
        s = v128.load(g, 48);
      const w0 = v128.load(entry),
        w1 = v128.load(entry, 16);
      a0 = madd_f64x2(w0, p, a0);
      a1 = madd_f64x2(w1, p, a1);
      b0 = madd_f64x2(w0, q, b0);
      b1 = madd_f64x2(w1, q, b1);
      c0 = madd_f64x2(w0, r, c0);
      c1 = madd_f64x2(w1, r, c1);
      d0 = madd_f64x2(w0, s, d0);
      d1 = madd_f64x2(w1, s, d1);
      const w2 = v128.load(entry, 32),
        w3 = v128.load(entry, 48);
      a2 = madd_f64x2(w2, p, a2);
      a3 = madd_f64x2(w3, p, a3);
      b2 = madd_f64x2(w2, q, b2);
      b3 = madd_f64x2(w3, q, b3);
      c2 = madd_f64x2(w2, r, c2);
      c3 = madd_f64x2(w3, r, c3);
      d2 = madd_f64x2(w2, s, d2);
      d3 = madd_f64x2(w3, s, d3);
    }
    v128.store(out, a1, 16);
    v128.store(out, a0);
    v128.store(out, a3, 48);
    v128.store(out, a2, 32);
    v128.store(out, b1, 80);
    v128.store(out, b0, 64);
    v128.store(out, b3, 112);
    v128.store(out, b2, 96);
    v128.store(out, c1, 144);
    v128.store(out, c0, 128);
    v128.store(out, c3, 176);
    v128.store(out, c2, 160);
    v128.store(out, d1, 208);
    v128.store(out, d0, 192);
    v128.store(out, d3, 240);
    v128.store(out, d2, 224);
    source += 256;
    out += 256;
  }
  return column;
}
