import { log_f64 } from '../../assembly/math/log';
import { qr_f64, qr_scratch_bytes } from '../../assembly/linalg/qr';

const N: i32 = 60;
const LD: i32 = 64;
const ORIGINAL = memory.data(8 * 60 * 64);
const Q = memory.data(8 * 60 * 64);
const R = memory.data(8 * 60 * 60);
const LOGS = memory.data(8 * 61);
const SCRATCH = memory.data(8 * (60 * (8 + 60) + 8 + 3 * 60 + 2 * 60 * 60));
const PLAIN = memory.data(8 * 60 * 64);
const LENGTHS = memory.data(8 * 60);
const PLAIN_R = memory.data(8 * 2 * 60 * 60);

// @ts-ignore: decorator
@inline
function at(base: usize, ld: i32, i: i32, j: i32): usize {
  return base + ((<usize>(i * ld + j)) << 3);
}

/** Columns of deterministic numbers in [-1, 1), each after the first within `spread` of the first. */
function makeColumns(k: i32, spread: f64): void {
  let state: u32 = 17;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < LD; j++) {
      state = state * 1664525 + 1013904223;
      const value = <f64>state / 2147483648.0 - 1.0;
      const first = load<f64>(at(ORIGINAL, LD, i, 0));
      store<f64>(at(ORIGINAL, LD, i, j), j == 0 || j >= k ? value : first * (1 - spread) + spread * value);
    }
  }
  memory.copy(Q, ORIGINAL, 8 * N * LD);
}

/** Largest deviation of Q^T Q from the unit matrix. */
function orthogonality(k: i32): f64 {
  let largest: f64 = 0;
  for (let a = 0; a < k; a++) {
    for (let b = a; b < k; b++) {
      let sum: f64 = 0;
      for (let i = 0; i < N; i++) sum += load<f64>(at(Q, LD, i, a)) * load<f64>(at(Q, LD, i, b));
      const d = abs(sum - (a == b ? 1.0 : 0.0));
      if (!(d <= largest)) largest = d;
    }
  }
  return largest;
}

/** Largest deviation of Q R from the columns given. */
function residual(k: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < k; j++) {
      let sum: f64 = 0;
      for (let l = 0; l <= j; l++) sum += load<f64>(at(Q, LD, i, l)) * load<f64>(at(R, k, l, j));
      const d = abs(sum - load<f64>(at(ORIGINAL, LD, i, j)));
      if (!(d <= largest)) largest = d;
    }
  }
  return largest;
}

/** Modified Gram-Schmidt as it is written down, one column after the other: PLAIN is replaced, r is a triangle. */
function plain(n: i32, k: i32, r: usize): void {
  for (let j = 0; j < k; j++) {
    for (let l = j; l < k; l++) {
      let sum: f64 = 0;
      for (let i = 0; i < n; i++) sum += load<f64>(at(PLAIN, LD, i, j)) * load<f64>(at(PLAIN, LD, i, l));
      if (l == j) {
        store<f64>(LENGTHS + ((<usize>j) << 3), sqrt<f64>(sum));
        store<f64>(at(r, k, j, j), sqrt<f64>(sum));
        continue;
      }
      const inverse = 1 / load<f64>(LENGTHS + ((<usize>j) << 3));
      store<f64>(at(r, k, j, l), sum * inverse);
      for (let i = 0; i < n; i++) {
        const w = load<f64>(at(PLAIN, LD, i, l));
        store<f64>(at(PLAIN, LD, i, l), w - sum * inverse * inverse * load<f64>(at(PLAIN, LD, i, j)));
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const inverse = 1 / load<f64>(LENGTHS + ((<usize>j) << 3));
      store<f64>(at(PLAIN, LD, i, j), load<f64>(at(PLAIN, LD, i, j)) * inverse);
    }
  }
}

/** Whether Q has the bits of the plain method applied twice, and R those of the product of its two triangles. */
function isPlain(n: i32, k: i32): bool {
  const first = PLAIN_R,
    second = PLAIN_R + ((<usize>(k * k)) << 3);
  memory.copy(PLAIN, ORIGINAL, 8 * N * LD);
  plain(n, k, first);
  plain(n, k, second);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < LD; j++) {
      if (load<u64>(at(Q, LD, i, j)) != load<u64>(at(PLAIN, LD, i, j))) return false;
    }
  }
  for (let i = 0; i < k; i++) {
    for (let l = i; l < k; l++) {
      let sum: f64 = 0;
      for (let j = i; j <= l; j++) sum += load<f64>(at(second, k, i, j)) * load<f64>(at(first, k, j, l));
      if (load<u64>(at(R, k, i, l)) != reinterpret<u64>(sum)) return false;
    }
  }
  return true;
}

// A few ulp times the number of rows: 60 * 2^-53 = 7e-15.
const ROUNDING: f64 = 1e-14;

describe('qr', () => {
  it('gives orthonormal columns whose product with R is the matrix, for every k', () => {
    for (let k = 1; k <= N; k += k < 20 ? 1 : 13) {
      makeColumns(k, 1);
      qr_f64(N, k, Q, LD, LOGS, R, SCRATCH);
      expect<bool>(orthogonality(k) <= ROUNDING).toBe(true);
      expect<bool>(residual(k) <= ROUNDING).toBe(true);
    }
  });
  it('has the bits of the plain method for every k, with an even and an odd number of rows', () => {
    for (let n = N - 1; n <= N; n++) {
      for (let k = 1; k <= n; k++) {
        makeColumns(k, k % 3 == 0 ? 1e-3 : 1);
        qr_f64(n, k, Q, LD, LOGS, R, SCRATCH);
        expect<bool>(isPlain(n, k)).toBe(true);
      }
    }
  });
  it('stays orthogonal for columns that differ by 1e-8', () => {
    makeColumns(12, 1e-8);
    qr_f64(N, 12, Q, LD, LOGS, R, SCRATCH);
    expect<bool>(orthogonality(12) <= ROUNDING).toBe(true);
    expect<bool>(residual(12) <= ROUNDING).toBe(true);
  });
  it('has a positive diagonal, its logarithms, and zeros below', () => {
    const k = 9;
    makeColumns(k, 1);
    qr_f64(N, k, Q, LD, LOGS, R, SCRATCH);
    for (let j = 0; j < k; j++) {
      const r = load<f64>(at(R, k, j, j));
      expect<bool>(r > 0).toBe(true);
      expect<f64>(load<f64>(LOGS + ((<usize>j) << 3))).toBe(log_f64(r));
      for (let l = 0; l < j; l++) expect<f64>(load<f64>(at(R, k, j, l))).toBe(0);
    }
  });
  it('leaves the columns beyond k alone and gives the same bits without R', () => {
    makeColumns(7, 1);
    qr_f64(N, 7, Q, LD, LOGS, R, SCRATCH);
    let isUntouched = true;
    for (let i = 0; i < N; i++) {
      for (let j = 7; j < LD; j++) {
        isUntouched = isUntouched && load<f64>(at(Q, LD, i, j)) == load<f64>(at(ORIGINAL, LD, i, j));
      }
    }
    expect<bool>(isUntouched).toBe(true);
    const last = load<f64>(LOGS + 48);
    memory.copy(Q, ORIGINAL, 8 * N * LD);
    qr_f64(N, 7, Q, LD, LOGS, 0, SCRATCH);
    expect<f64>(load<f64>(LOGS + 48)).toBe(last);
  });
  it('gives -Infinity for a zero column and finite numbers elsewhere', () => {
    makeColumns(5, 1);
    for (let i = 0; i < N; i++) store<f64>(at(Q, LD, i, 2), 0);
    qr_f64(N, 5, Q, LD, LOGS, R, SCRATCH);
    expect<f64>(load<f64>(LOGS + 16)).toBe(-Infinity);
    for (let j = 0; j < 5; j++) {
      if (j != 2) expect<bool>(isFinite(load<f64>(LOGS + ((<usize>j) << 3)))).toBe(true);
      for (let i = 0; i < N; i++) expect<bool>(isFinite(load<f64>(at(Q, LD, i, j)))).toBe(true);
    }
  });
  it('does not hide NaN', () => {
    makeColumns(4, 1);
    store<f64>(at(Q, LD, 3, 1), NaN);
    qr_f64(N, 4, Q, LD, LOGS, 0, SCRATCH);
    expect<bool>(isNaN(load<f64>(LOGS + 8))).toBe(true);
  });
  it('says how much scratch space it needs', () => {
    expect<i32>(qr_scratch_bytes(N, N)).toBe(8 * (60 * (8 + 60) + 8 + 3 * 60 + 2 * 60 * 60));
  });
});
