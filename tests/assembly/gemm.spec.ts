import {
  gemm_f64,
  gemm_pack_a_f64,
  gemm_packed_bytes,
  gemm_plain_f64,
  gemm_workspace_bytes,
} from '../../assembly/linalg/gemm';
import { spmm_csr_f64, spmm_stream_f64, stream_offsets } from '../../assembly/linalg/sparse';

/** Room for the largest case below: 600 x 600. */
const A = memory.data(8 * 600 * 600);
const PACKED = memory.data(8 * 600 * 600);
const X = memory.data(8 * 600 * 200);
const Y = memory.data(8 * 600 * 200);
const EXPECTED = memory.data(8 * 600 * 200);
const WORKSPACE = memory.data(8 * 256 * 200);
const ROW_START = memory.data(4 * 601);
const COL = memory.data(4 * 600 * 600);
const VAL = memory.data(8 * 600 * 600);
const STREAM = memory.data(16 * (37 * 37 + 1));

/** Deterministic numbers in [-1, 1). */
function fill(at: usize, count: i32, seed: u32): void {
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    store<f64>(at + ((<usize>i) << 3), <f64>state / 2147483648.0 - 1.0);
  }
}

/** Largest difference of n x m entries. */
function difference(a: usize, lda: i32, b: usize, ldb: i32, n: i32, m: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      const d = abs(load<f64>(a + ((<usize>(i * lda + j)) << 3)) - load<f64>(b + ((<usize>(i * ldb + j)) << 3)));
      if (!(d <= largest)) largest = d;
    }
  }
  return largest;
}

/** Error of the packed product against the plain one for n x k times k x m, rows of x and y longer than m. */
function gemmError(n: i32, m: i32, k: i32): f64 {
  const ld = m + 4;
  fill(A, n * k, 1);
  fill(X, k * ld, 2);
  fill(Y, n * ld, 3);
  gemm_pack_a_f64(n, k, A, k, PACKED);
  gemm_f64(n, m, k, PACKED, X, ld, Y, ld, WORKSPACE);
  gemm_plain_f64(n, m, k, A, k, X, ld, EXPECTED, m);
  return difference(Y, ld, EXPECTED, m, n, m);
}

describe('the packed product', () => {
  // Sums of k terms below 1 in another order: k ulp of k/3 at most, far above what is found.
  it('agrees with the definition for rows that fill no panel', () => {
    for (let n = 1; n <= 9; n++) expect<bool>(gemmError(n, 4, n) <= 1e-14).toBe(true);
  });
  it('agrees beyond one block of rows and of columns', () => {
    expect<bool>(gemmError(13, 100, 257) <= 1e-13).toBe(true);
    expect<bool>(gemmError(600, 40, 600) <= 1e-12).toBe(true);
    expect<bool>(gemmError(7, 196, 512) <= 1e-12).toBe(true);
  });
  it('gives the bits of the plain sum within one block', () => {
    expect<f64>(gemmError(30, 40, 256)).toBe(0);
  });
  it('leaves the columns beyond m alone', () => {
    gemmError(5, 8, 6);
    fill(EXPECTED, 5 * 12, 3);
    expect<f64>(difference(Y + 64, 12, EXPECTED + 64, 12, 5, 4)).toBe(0);
  });
  it('says how much memory it needs', () => {
    expect<i32>(gemm_packed_bytes(5, 3)).toBe(192);
    expect<bool>(gemm_workspace_bytes(40, 1000) >= 8 * 256 * 40).toBe(true);
  });
});

/** Keeps every third entry of A (n x n) as an edge; the others become 0. Some rows stay empty. */
function makeSparse(n: i32): void {
  fill(A, n * n, 5);
  let edges = 0;
  store<i32>(ROW_START, 0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = A + ((<usize>(i * n + j)) << 3);
      if ((i * 7 + j * 5) % 3 == 0 && i % 5 != 2) {
        store<i32>(COL + ((<usize>edges) << 2), j);
        store<f64>(VAL + ((<usize>edges) << 3), load<f64>(at));
        edges++;
      } else store<f64>(at, 0);
    }
    store<i32>(ROW_START + ((<usize>(i + 1)) << 2), edges);
  }
}

describe('the sparse product', () => {
  it('gives the bits of the plain sum for every width', () => {
    const n = 37;
    makeSparse(n);
    for (let m = 4; m <= 96; m += 4) {
      fill(X, n * m, m);
      fill(Y, n * m, 3);
      spmm_csr_f64(n, ROW_START, COL, VAL, X, m, Y);
      gemm_plain_f64(n, m, n, A, n, X, m, EXPECTED, m);
      expect<f64>(difference(Y, m, EXPECTED, m, n, m)).toBe(0);
    }
  });
  it('has the same bits with its edges as a stream, prepared anew for each width', () => {
    const n = 37;
    makeSparse(n);
    const count = load<i32>(ROW_START + (n << 2));
    for (let e = 0; e < count; e++) {
      store<u32>(STREAM + ((<usize>e) << 4), load<u32>(COL + ((<usize>e) << 2)));
      store<f64>(STREAM + ((<usize>e) << 4), load<f64>(VAL + ((<usize>e) << 3)), 8);
    }
    store<u64>(STREAM + ((<usize>count) << 4), -1); // what follows the last edge is read, but not used
    for (let m = 4; m <= 96; m += 4) {
      fill(X, n * m, m);
      fill(Y, n * m, 3);
      stream_offsets(count, STREAM, m);
      spmm_stream_f64(n, ROW_START, STREAM, X, m, Y);
      spmm_csr_f64(n, ROW_START, COL, VAL, X, m, EXPECTED);
      expect<f64>(difference(Y, m, EXPECTED, m, n, m)).toBe(0);
    }
  });
});
