import {
  blockAddress,
  element,
  mirror_hollow_block_f64,
  pack_panel_f64,
  panelOffset,
  symv_packed_f64,
} from '../../assembly/linalg/packed';
import { symv_streams_f64 } from '../../assembly/linalg/packed-streams';
import { symv_wide_f64 } from '../../assembly/linalg/packed-wide';
import {
  axpy_f64,
  combine_f64,
  dot_f64,
  dot_squares_f64,
  dots_f64,
  moments_f64,
  scale_f64,
  sum_f64,
  weighted_squares_f64,
} from '../../assembly/linalg/vectors';
import { at, EPSILON, magnitude, plainDot, put, randomSymmetric, randomVector } from './dense';

const DENSE = memory.data(64 * 64 * 8);
const PACKED = memory.data(64 * 64 * 8);
const ROWS = memory.data(16 * 64 * 8);
const X = memory.data(72 * 8, 16);
const Y = memory.data(72 * 8, 16);
const Z = memory.data(72 * 8, 16);

/** Marks the first entry that a kernel must not touch. */
const GUARD: f64 = 77;

/** Packs DENSE panel by panel into PACKED. */
function pack(np: i32): void {
  for (let p = 0; p < np >> 2; p++) pack_panel_f64(PACKED, np, p, DENSE + ((<usize>(4 * p * np)) << 3));
}

/** Fills `count` rows of np random numbers, the last three of each row being padding. */
function randomRows(count: i32, np: i32): void {
  for (let s = 0; s < count; s++) randomVector(ROWS + ((<usize>(s * np)) << 3), np - 3, np, 40 + s);
}

describe('a packed symmetric matrix', () => {
  it('has its panels one behind the other, and every entry at its place', () => {
    for (let np = 4; np <= 28; np += 4) {
      randomSymmetric(DENSE, np - 1, np, 3);
      pack(np);
      const panels = np >> 2;
      expect<usize>(panelOffset(0, np)).toBe(0);
      for (let p = 1; p <= panels; p++) {
        // a panel has 4 rows of np - 4 (p - 1) columns
        expect<usize>(panelOffset(p, np) - panelOffset(p - 1, np)).toBe(32 * (np - 4 * (p - 1)));
      }
      let isSame = true;
      for (let i = 0; i < np; i++) {
        for (let j = (i >> 2) << 2; j < np; j++) {
          const block = blockAddress(PACKED, i >> 2, j >> 2, np);
          isSame = isSame && load<f64>(element(block, i & 3, j & 3)) == at(DENSE, i * np + j);
        }
      }
      expect<bool>(isSame).toBe(true);
    }
  });

  it('ignores what is below the diagonal and on it', () => {
    randomSymmetric(DENSE, 11, 12, 4);
    pack(12);
    memory.copy(ROWS, PACKED, panelOffset(3, 12));
    for (let i = 0; i < 12; i++) {
      for (let j = 0; j <= i; j++) put(DENSE, i * 12 + j, NaN);
    }
    pack(12);
    expect<i32>(memory.compare(ROWS, PACKED, panelOffset(3, 12))).toBe(0);
  });

  it('mirrors the upper half of a block on the diagonal and clears the diagonal', () => {
    for (let i = 0; i < 16; i++) put(X, i, <f64>i + 1);
    put(X, 16, GUARD);
    mirror_hollow_block_f64(X);
    for (let r = 0; r < 4; r++) {
      expect<u64>(load<u64>(element(X, r, r))).toBe(0);
      for (let c = r + 1; c < 4; c++) {
        expect<f64>(load<f64>(element(X, r, c))).toBe(<f64>(8 * (c >> 1) + 2 * r + (c & 1) + 1));
        expect<f64>(load<f64>(element(X, c, r))).toBe(load<f64>(element(X, r, c)));
      }
    }
    expect<f64>(at(X, 16)).toBe(GUARD);
  });

  it('times a vector equals the dense product', () => {
    for (let np = 4; np <= 60; np += 4) {
      const n = np - ((np >> 2) % 4);
      randomSymmetric(DENSE, n, np, 5);
      pack(np);
      randomVector(X, n, np, 6);
      memory.fill(Y, 0xff, (<usize>np) << 3);
      put(Y, np, GUARD);
      symv_packed_f64(PACKED, np, X, Y);
      let isGood = at(Y, np) == GUARD;
      for (let i = 0; i < np; i++) {
        const row = DENSE + ((<usize>(i * np)) << 3);
        // np terms in any order round at most np times each, here and in the reference
        const bound = <f64>np * EPSILON * magnitude(row, X, np);
        isGood = isGood && abs(at(Y, i) - plainDot(row, X, np)) <= bound;
      }
      for (let i = n; i < np; i++) isGood = isGood && at(Y, i) == 0;
      expect<bool>(isGood).toBe(true);
    }
  });

  it('times a vector has the same bits when four panels are read at once, and on wide vectors', () => {
    for (let np = 4; np <= 64; np += 4) {
      randomSymmetric(DENSE, np, np, 5);
      pack(np);
      randomVector(X, np, np, 6);
      symv_packed_f64(PACKED, np, X, Z);
      memory.fill(Y, 0xff, (<usize>np) << 3);
      memory.fill(ROWS, 0xff, 32 * 8);
      put(Y, np, GUARD);
      put(ROWS, 32, GUARD);
      symv_streams_f64(PACKED, np, X, Y, ROWS);
      expect<i32>(memory.compare(Y, Z, (<usize>np) << 3)).toBe(0);
      expect<bool>(at(Y, np) == GUARD && at(ROWS, 32) == GUARD).toBe(true);
      const scratch = 16 + 2 * np;
      memory.fill(Y, 0xff, (<usize>np) << 3);
      memory.fill(ROWS, 0xff, (<usize>scratch) << 3);
      put(ROWS, scratch, GUARD);
      symv_wide_f64(PACKED, np, X, Y, ROWS);
      expect<i32>(memory.compare(Y, Z, (<usize>np) << 3)).toBe(0);
      expect<bool>(at(Y, np) == GUARD && at(ROWS, scratch) == GUARD).toBe(true);
    }
  });

  it('carries a NaN of the vector into every row and of an entry into its two rows', () => {
    randomSymmetric(DENSE, 8, 8, 7);
    pack(8);
    randomVector(X, 8, 8, 8);
    put(X, 5, NaN);
    symv_packed_f64(PACKED, 8, X, Y);
    for (let i = 0; i < 8; i++) expect<bool>(isNaN(at(Y, i))).toBe(true);
    put(X, 5, 1);
    put(DENSE, 1 * 8 + 6, NaN);
    pack(8);
    symv_packed_f64(PACKED, 8, X, Y);
    for (let i = 0; i < 8; i++) expect<bool>(isNaN(at(Y, i))).toBe(i == 1 || i == 6);
  });
});

describe('dot products', () => {
  it('of many rows equal direct sums and the single ones bit for bit, whatever their number', () => {
    for (let np = 4; np <= 64; np += 20) {
      randomVector(X, np - 3, np, 9);
      randomRows(14, np);
      for (let count = 0; count <= 14; count++) {
        put(Y, count, GUARD);
        dots_f64(ROWS, count, np, X, Y);
        let isGood = at(Y, count) == GUARD;
        for (let s = 0; s < count; s++) {
          const row = ROWS + ((<usize>(s * np)) << 3);
          isGood = isGood && at(Y, s) == dot_f64(row, X, np);
          isGood = isGood && abs(at(Y, s) - plainDot(row, X, np)) <= <f64>np * EPSILON * magnitude(row, X, np);
        }
        expect<bool>(isGood).toBe(true);
      }
    }
  });

  it('are exact for small integers, and so are sums and both sums of squares', () => {
    for (let i = 0; i < 12; i++) {
      put(X, i, <f64>i - 5);
      put(Y, i, <f64>((i * 7) % 5) - 2);
    }
    let product: f64 = 0,
      squares: f64 = 0,
      weighted: f64 = 0,
      sum: f64 = 0;
    for (let i = 0; i < 12; i++) {
      const x = at(X, i),
        y = at(Y, i);
      product += x * y;
      squares += x * x * y * y;
      weighted += x * y * y;
      sum += x;
    }
    expect<f64>(dot_f64(X, Y, 12)).toBe(product);
    expect<f64>(dot_squares_f64(X, Y, 12)).toBe(squares);
    expect<f64>(weighted_squares_f64(X, Y, 12)).toBe(weighted);
    expect<f64>(sum_f64(X, 12)).toBe(sum);
  });

  it('of squares, and weighted ones, keep the bound of a sum of np terms', () => {
    for (let np = 4; np <= 64; np += 12) {
      randomVector(X, np, np, 10);
      randomVector(Y, np, np, 11);
      let squares: f64 = 0,
        weighted: f64 = 0,
        size: f64 = 0,
        sum: f64 = 0,
        sumSize: f64 = 0;
      for (let i = 0; i < np; i++) {
        const x = at(X, i),
          y = at(Y, i);
        squares += x * x * (y * y);
        weighted += x * (y * y);
        size += abs(x) * y * y;
        sum += x;
        sumSize += abs(x);
      }
      // up to three products a term and np additions, on both sides
      const terms = <f64>(np + 3) * EPSILON;
      expect<f64>(abs(dot_squares_f64(X, Y, np) - squares)).toBeLessThanOrEqual(terms * squares);
      expect<f64>(abs(weighted_squares_f64(X, Y, np) - weighted)).toBeLessThanOrEqual(terms * size);
      expect<f64>(abs(sum_f64(X, np) - sum)).toBeLessThanOrEqual(terms * sumSize);
    }
  });
});

describe('moments', () => {
  it('are the four sums made one by one, bit for bit', () => {
    for (let np = 4; np <= 64; np += 12) {
      randomVector(X, np, np, 16);
      randomVector(Y, np, np, 17);
      randomVector(Z, np, np, 18);
      put(ROWS, 4, GUARD);
      moments_f64(X, Y, Z, np, ROWS);
      expect<f64>(at(ROWS, 0)).toBe(dot_f64(X, Y, np));
      expect<f64>(at(ROWS, 1)).toBe(weighted_squares_f64(Z, X, np));
      expect<f64>(at(ROWS, 2)).toBe(dot_f64(X, X, np));
      expect<f64>(at(ROWS, 3)).toBe(dot_squares_f64(X, X, np));
      expect<f64>(at(ROWS, 4)).toBe(GUARD);
    }
  });
});

describe('linear combinations', () => {
  it('of rows equal direct sums, whatever their number', () => {
    for (let np = 4; np <= 64; np += 20) {
      randomRows(11, np);
      for (let count = 0; count <= 11; count++) {
        randomVector(Z, count, 16, 12);
        randomVector(Y, np, np, 13);
        memory.copy(X, Y, (<usize>np) << 3);
        put(Y, np, GUARD);
        combine_f64(ROWS, count, np, Z, Y);
        let isGood = at(Y, np) == GUARD;
        for (let j = 0; j < np; j++) {
          let sum = at(X, j),
            size = abs(at(X, j));
          for (let s = 0; s < count; s++) {
            sum += at(Z, s) * at(ROWS, s * np + j);
            size += abs(at(Z, s) * at(ROWS, s * np + j));
          }
          isGood = isGood && abs(at(Y, j) - sum) <= <f64>(count + 1) * EPSILON * size;
        }
        expect<bool>(isGood).toBe(true);
      }
    }
  });

  it('leave out four rows whose coefficients are all zero, and single ones behind the fours', () => {
    randomRows(6, 8);
    for (let j = 0; j < 4 * 8; j++) put(ROWS, j, NaN);
    for (let j = 0; j < 8; j++) put(ROWS, 4 * 8 + j, NaN);
    memory.fill(Z, 0, 6 * 8);
    put(Z, 5, 2);
    memory.fill(Y, 0, 8 * 8);
    combine_f64(ROWS, 6, 8, Z, Y);
    for (let j = 0; j < 8; j++) expect<f64>(at(Y, j)).toBe(2 * at(ROWS, 5 * 8 + j));
  });

  it('of one vector, and a vector times a number, round as the formula does', () => {
    for (let np = 4; np <= 64; np += 12) {
      randomVector(X, np, np, 14);
      randomVector(Y, np, np, 15);
      memory.copy(Z, Y, (<usize>np) << 3);
      put(Y, np, GUARD);
      axpy_f64(0.3, X, Y, np);
      let isGood = at(Y, np) == GUARD;
      for (let j = 0; j < np; j++) isGood = isGood && at(Y, j) == at(Z, j) + 0.3 * at(X, j);
      memory.copy(Z, X, (<usize>np) << 3);
      put(X, np, GUARD);
      scale_f64(-0.7, X, np);
      isGood = isGood && at(X, np) == GUARD;
      for (let j = 0; j < np; j++) isGood = isGood && at(X, j) == -0.7 * at(Z, j);
      expect<bool>(isGood).toBe(true);
    }
  });
});
