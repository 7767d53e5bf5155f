import { log_f64 } from '../../assembly/math/log';
import { areOrthonormal_f64, orthonormal_scratch_bytes } from '../../assembly/linalg/orthonormal';
import { qr_f64, qr_scratch_bytes } from '../../assembly/linalg/qr';

const N: i32 = 60;
const LD: i32 = 64;
const ORIGINAL = memory.data(8 * 60 * 64);
const Q = memory.data(8 * 60 * 64);
const R = memory.data(8 * 60 * 60);
const LOGS = memory.data(8 * 61);
const SCRATCH = memory.data(8 * (60 * (16 + 60) + 16 + 3 * 60 + 2 * 60 * 60));
const PLAIN = memory.data(8 * 60 * 64);
const LENGTHS = memory.data(8 * 60);
const PLAIN_R = memory.data(8 * 2 * 60 * 60);
const SUM = memory.data(8);

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

/** The same and 30 on the diagonal: the condition number is about 2, as that of noise is (30 + 9) / (30 - 9). */
function makeEasyColumns(k: i32): void {
  makeColumns(k, 1);
  for (let j = 0; j < k; j++) store<f64>(at(ORIGINAL, LD, j, j), load<f64>(at(ORIGINAL, LD, j, j)) + 30);
  memory.copy(Q, ORIGINAL, 8 * N * LD);
}

/** Unit vectors with a part of the size `defect` of unit vector p in column q. */
function makeUnits(k: i32, p: i32, q: i32, defect: f64): void {
  memory.fill(Q, 0, 8 * N * LD);
  for (let i = 0; i < N; i++) {
    for (let j = k; j < LD; j++) store<f64>(at(Q, LD, i, j), 7); // not of these columns
  }
  for (let j = 0; j < k; j++) store<f64>(at(Q, LD, j, j), 1);
  store<f64>(at(Q, LD, p, q), load<f64>(at(Q, LD, p, q)) + defect);
}

/** What is promised of Q^T Q. */
function promised(n: i32, k: i32): f64 {
  return 1e-15 * <f64>k + 1e-16 * sqrt<f64>(<f64>n);
}

/** Largest deviation of Q^T Q from the unit matrix. */
function orthogonality(n: i32, k: i32): f64 {
  let largest: f64 = 0;
  for (let a = 0; a < k; a++) {
    for (let b = a; b < k; b++) {
      let sum: f64 = 0;
      for (let i = 0; i < n; i++) sum += load<f64>(at(Q, LD, i, a)) * load<f64>(at(Q, LD, i, b));
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

function sameBits(a: usize, b: usize): bool {
  return load<u64>(a) == load<u64>(b) || (isNaN(load<f64>(a)) && isNaN(load<f64>(b)));
}

// @ts-ignore: decorator
@inline
function inverseOf(length: f64): f64 {
  return length == 0 ? 0 : 1 / length;
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
      const inverse = inverseOf(load<f64>(LENGTHS + ((<usize>j) << 3)));
      store<f64>(at(r, k, j, l), sum * inverse);
      for (let i = 0; i < n; i++) {
        const w = load<f64>(at(PLAIN, LD, i, l));
        store<f64>(at(PLAIN, LD, i, l), w - sum * inverse * inverse * load<f64>(at(PLAIN, LD, i, j)));
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const inverse = inverseOf(load<f64>(LENGTHS + ((<usize>j) << 3)));
      store<f64>(at(PLAIN, LD, i, j), load<f64>(at(PLAIN, LD, i, j)) * inverse);
    }
  }
}

/** Whether Q has the bits of the plain method applied once or twice, and R and its logarithms those of its triangles. */
function isPlain(n: i32, k: i32, times: i32): bool {
  const first = PLAIN_R,
    second = PLAIN_R + ((<usize>(k * k)) << 3);
  memory.copy(PLAIN, ORIGINAL, 8 * N * LD);
  plain(n, k, first);
  if (times == 2) plain(n, k, second);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < LD; j++) {
      if (!sameBits(at(Q, LD, i, j), at(PLAIN, LD, i, j))) return false;
    }
  }
  for (let i = 0; i < k; i++) {
    for (let l = 0; l < k; l++) {
      let sum: f64 = 0;
      if (times == 1 && l >= i) sum = load<f64>(at(first, k, i, l));
      else for (let j = i; j <= l; j++) sum += load<f64>(at(second, k, i, j)) * load<f64>(at(first, k, j, l));
      store<f64>(SUM, sum);
      if (!sameBits(at(R, k, i, l), SUM)) return false;
    }
    store<f64>(SUM, log_f64(load<f64>(at(R, k, i, i))));
    if (!sameBits(LOGS + ((<usize>i) << 3), SUM)) return false;
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
      expect<bool>(orthogonality(N, k) <= ROUNDING).toBe(true);
      expect<bool>(residual(k) <= ROUNDING).toBe(true);
    }
  });
  it('has the bits of one application where that is enough, for every k, with an even and an odd number of rows', () => {
    let different = 0;
    for (let n = N - 1; n <= N; n++) {
      for (let k = 1; k <= n; k++) {
        makeEasyColumns(k);
        qr_f64(n, k, Q, LD, LOGS, R, SCRATCH);
        expect<bool>(isPlain(n, k, 1)).toBe(true);
        expect<bool>(orthogonality(n, k) <= promised(n, k)).toBe(true);
        if (!isPlain(n, k, 2)) different++;
      }
    }
    // a second one would show
    expect<i32>(different).toBeGreaterThan(110);
  });
  it('has the bits of two applications where one is not enough', () => {
    for (let n = N - 1; n <= N; n++) {
      for (let k = 2; k <= n; k++) {
        makeColumns(k, k % 3 == 0 ? 1e-3 : 1e-6);
        qr_f64(n, k, Q, LD, LOGS, R, SCRATCH);
        expect<bool>(isPlain(n, k, 2)).toBe(true);
        expect<bool>(isPlain(n, k, 1)).toBe(false);
      }
    }
  });
  it('has the bits of two applications with a zero column, one that stands twice, or NaN in the last', () => {
    const k = 13;
    for (let kind = 0; kind < 3; kind++) {
      makeEasyColumns(k);
      for (let i = 0; i < N; i++) {
        if (kind == 0) store<f64>(at(ORIGINAL, LD, i, 9), 0);
        else if (kind == 1) store<f64>(at(ORIGINAL, LD, i, 9), load<f64>(at(ORIGINAL, LD, i, 4)));
        else store<f64>(at(ORIGINAL, LD, i, k - 1), NaN);
      }
      memory.copy(Q, ORIGINAL, 8 * N * LD);
      qr_f64(N, k, Q, LD, LOGS, R, SCRATCH);
      expect<bool>(isPlain(N, k, 2)).toBe(true);
      expect<bool>(isPlain(N, k, 1)).toBe(false);
    }
  });
  it('is as orthogonal as promised, however close columns are to each other', () => {
    for (let k = 2; k <= N; k += k < 20 ? 3 : 13) {
      for (let spread: f64 = 1; spread > 5e-9; spread *= 0.3) {
        makeColumns(k, spread);
        qr_f64(N, k, Q, LD, LOGS, R, SCRATCH);
        expect<bool>(orthogonality(N, k) <= promised(N, k)).toBe(true);
        expect<bool>(residual(k) <= ROUNDING).toBe(true);
      }
    }
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
  it('leaves the columns beyond k alone', () => {
    makeColumns(7, 1);
    qr_f64(N, 7, Q, LD, LOGS, R, SCRATCH);
    let isUntouched = true;
    for (let i = 0; i < N; i++) {
      for (let j = 7; j < LD; j++) {
        isUntouched = isUntouched && load<f64>(at(Q, LD, i, j)) == load<f64>(at(ORIGINAL, LD, i, j));
      }
    }
    expect<bool>(isUntouched).toBe(true);
  });
  it('gives the same bits without R, with one application and with two', () => {
    const k = 7;
    for (let times = 1; times <= 2; times++) {
      if (times == 1) makeEasyColumns(k);
      else makeColumns(k, 1e-4);
      qr_f64(N, k, Q, LD, LOGS, R, SCRATCH);
      memory.fill(LOGS, 0, 8 * k);
      memory.copy(Q, ORIGINAL, 8 * N * LD);
      qr_f64(N, k, Q, LD, LOGS, 0, SCRATCH);
      expect<bool>(isPlain(N, k, times)).toBe(true);
      expect<bool>(isPlain(N, k, 3 - times)).toBe(false);
    }
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
    expect<i32>(qr_scratch_bytes(N, N)).toBe(8 * (60 * (16 + 60) + 16 + 3 * 60 + 2 * 60 * 60));
  });
});

describe('the probe of orthonormal columns', () => {
  it('sees a product of any two columns, from the tolerance on', () => {
    const tolerance = 1e-13;
    for (let k = 1; k <= 19; k++) {
      for (let p = 0; p < k; p++) {
        for (let q = 0; q < k; q++) {
          const ofProduct = p == q ? 2 : 1; // that of a column with itself grows by twice its part
          makeUnits(k, p, q, (0.99 * tolerance) / ofProduct);
          expect<bool>(areOrthonormal_f64(N, k, Q, LD, tolerance, SCRATCH)).toBe(true);
          makeUnits(k, p, q, (1.01 * tolerance) / ofProduct);
          expect<bool>(areOrthonormal_f64(N, k, Q, LD, tolerance, SCRATCH)).toBe(false);
        }
      }
    }
  });
  it('sees products that equal or alternating signs would cancel, each column with both its neighbours on a ring', () => {
    const defect = 1e-13,
      k = 18;
    makeUnits(k, 0, 0, 0);
    for (let j = 0; j < k; j++) {
      const half = j % 2 == 0 ? 0.5 * defect : -0.5 * defect,
        next = (j + 1) % k;
      store<f64>(at(Q, LD, j, next), half);
      store<f64>(at(Q, LD, next, j), half);
    }
    expect<bool>(areOrthonormal_f64(N, k, Q, LD, 1.9 * defect, SCRATCH)).toBe(false);
    expect<bool>(areOrthonormal_f64(N, k, Q, LD, 2.1 * defect, SCRATCH)).toBe(true);
  });
  it('sees zero columns, NaN and infinities at any place', () => {
    const values: StaticArray<f64> = [0, NaN, Infinity, -Infinity];
    for (let k = 1; k <= 19; k++) {
      for (let j = 0; j < k; j++) {
        for (let v = 0; v < values.length; v++) {
          makeUnits(k, j, j, values[v] - 1);
          expect<bool>(areOrthonormal_f64(N, k, Q, LD, 0.9, SCRATCH)).toBe(false);
        }
      }
    }
  });
  it('says how much scratch space it needs', () => {
    expect<i32>(orthonormal_scratch_bytes(5)).toBe(80);
  });
});
