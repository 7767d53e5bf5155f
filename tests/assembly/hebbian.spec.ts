import {
  addOuterProduct,
  ensureRoom,
  fold,
  product,
  rank,
  refreshSums,
  slot,
  update,
} from '../../assembly/hebbian/couplings';
import { couplingNorm, settleSums, updateSums } from '../../assembly/hebbian/sums';
import { dot_f64, dots_f64 } from '../../assembly/linalg/vectors';
import * as S from '../../assembly/hebbian/state';
import { at, EPSILON, isSymmetricAndHollow, magnitude, plainDot, put, randomVector } from './dense';
import { makeBlock, readCouplings, updateDense, updateMagnitude } from './hebbian-block';

const N: i32 = 13;
const NP: i32 = 16;
const K: i32 = 3;
const DELAYED: i32 = 6;

const DENSE = memory.data(NP * NP * 8);
const SIZES = memory.data(NP * NP * 8);
const READ = memory.data(NP * NP * 8);
const AGAIN = memory.data(NP * NP * 8);
const G = memory.data(4 * NP * 8, 16);
const X = memory.data(NP * 8, 16);
const Y = memory.data(NP * 8, 16);
const Z = memory.data(NP * 8, 16);
const DOTS = memory.data(32 * 8, 16);
const NUMBERS = memory.data(16 * 8, 16);
const MOMENTS = memory.data(4 * 8, 16);

/** Factor and weight of update t. */
const decayOf = (t: i32): f64 => 0.95 - 0.01 * <f64>(t % 3);
const weightOf = (t: i32): f64 => (t % 2 == 0 ? 0.07 : -0.04);

/**
 * A block after `updates` updates, every third of them with a pattern, and the same updates of DENSE. SIZES holds the
 * magnitudes that were added up.
 */
function updatedBlock(updates: i32): usize {
  const state = makeBlock(N, K, DELAYED, DENSE);
  for (let i = 0; i < NP * NP; i++) put(SIZES, i, abs(at(DENSE, i)));
  for (let t = 0; t < updates; t++) {
    const pattern = t % 3 == 2 ? t % K : -1;
    if (pattern >= 0) memory.copy(G, slot(state, pattern), NP << 3);
    else randomVector(G, N, NP, 300 + t);
    if (pattern < 0) ensureRoom(state, 1);
    update(state, decayOf(t), G, weightOf(t), pattern);
    updateDense(DENSE, NP, decayOf(t), weightOf(t), G);
    updateMagnitude(SIZES, NP, decayOf(t), weightOf(t), G);
  }
  return state;
}

/**
 * Roundings that an entry of J sees in `updates` updates: in the dense form four an update (two factors, a product, a sum); in
 * parts two an update (base and weights), the products with g, and a sum over the slots. A rounding is EPSILON/2.
 */
function roundings(updates: i32): f64 {
  return <f64>(6 * updates + K + DELAYED + 4) / 2;
}

/** Whether J as read equals DENSE to `bound` EPSILON of the magnitudes. */
function isClose(state: usize, bound: f64): bool {
  readCouplings(state, READ);
  let isGood = true;
  for (let i = 0; i < NP * NP; i++) {
    isGood = isGood && abs(at(READ, i) - at(DENSE, i)) <= bound * EPSILON * at(SIZES, i);
  }
  return isGood;
}

describe('the couplings', () => {
  it('of a fresh block are those that were set', () => {
    const state = makeBlock(N, K, DELAYED, DENSE);
    readCouplings(state, READ);
    expect<i32>(memory.compare(READ, DENSE, NP * NP * 8)).toBe(0);
    expect<i32>(rank(state)).toBe(K);
  });

  it('follow decay and outer products, folded or not', () => {
    for (let updates = 1; updates <= 20; updates++) {
      const state = updatedBlock(updates);
      expect<bool>(isClose(state, roundings(updates))).toBe(true);
      expect<i32>(S.used(state)).toBeLessThanOrEqual(DELAYED);
    }
  });

  it('read as rows are symmetric and hollow bit for bit, with zero padding', () => {
    for (let updates = 0; updates <= 20; updates++) {
      readCouplings(updatedBlock(updates), READ);
      expect<bool>(isSymmetricAndHollow(READ, NP)).toBe(true);
      let isPadded = true;
      for (let i = N; i < NP; i++) {
        for (let j = 0; j < NP; j++) isPadded = isPadded && load<u64>(READ + ((<usize>(i * NP + j)) << 3)) == 0;
      }
      expect<bool>(isPadded).toBe(true);
    }
  });

  it('do not change by reading them', () => {
    const state = updatedBlock(5);
    readCouplings(state, READ);
    readCouplings(state, AGAIN);
    expect<i32>(memory.compare(READ, AGAIN, NP * NP * 8)).toBe(0);
    expect<i32>(S.used(state)).toBe(4);
  });

  it('need no slot for an update with a pattern', () => {
    const state = makeBlock(N, K, DELAYED, DENSE);
    for (let t = 0; t < 100; t++) update(state, 0.9, slot(state, t % K), 0.1, t % K);
    expect<i32>(S.used(state)).toBe(0);
    // w_mu = 0.1 (0.9^(99-t) + 0.9^(96-t) + ...), two roundings an update
    let expected: f64 = 0;
    for (let t = 0; t < 100; t++) expected = 0.9 * expected + (t % K == 1 ? 0.1 : 0);
    expect<f64>(at(S.weights(state), 1)).toBe(expected);
  });
});

describe('a fold', () => {
  it('leaves every entry of J as it was, bit for bit, and nothing unfolded', () => {
    for (let updates = 1; updates <= 8; updates++) {
      const state = updatedBlock(updates);
      readCouplings(state, READ);
      fold(state);
      readCouplings(state, AGAIN);
      // all readers of J and the fold form an entry in the same way, so the bound is zero
      expect<i32>(memory.compare(READ, AGAIN, NP * NP * 8)).toBe(0);
      expect<i32>(S.used(state)).toBe(0);
      expect<f64>(S.alpha(state)).toBe(1);
      for (let s = 0; s < K + DELAYED; s++) expect<f64>(at(S.weights(state), s)).toBe(0);
      for (let i = 0; i < NP; i++) expect<f64>(at(S.diagonal(state), i)).toBe(0);
    }
  });

  it('happens only when the slots do not suffice', () => {
    const state = makeBlock(N, K, DELAYED, DENSE);
    for (let t = 0; t < 2 * DELAYED + 1; t++) {
      ensureRoom(state, 1);
      expect<i32>(S.used(state)).toBe(t % DELAYED);
      randomVector(G, N, NP, 500 + t);
      update(state, 1, G, 0.01, -1);
    }
    S.setUsed(state, 3);
    ensureRoom(state, 3);
    expect<i32>(S.used(state)).toBe(3);
    ensureRoom(state, 4);
    expect<i32>(S.used(state)).toBe(0);
  });

  it('forgets the products of the old base with the patterns', () => {
    const state = updatedBlock(3);
    product(state, slot(state, 1), 1, DOTS, Y);
    fold(state);
    product(state, slot(state, 1), 1, DOTS, Y);
    product(state, slot(state, 1), -1, DOTS, Z);
    expect<i32>(memory.compare(Y, Z, NP * 8)).toBe(0);
  });
});

describe('the product with J', () => {
  it('equals the dense one, with any number of slots in use', () => {
    for (let updates = 0; updates <= 20; updates++) {
      const state = updatedBlock(updates);
      randomVector(X, N, NP, 400 + updates);
      product(state, X, -1, DOTS, Y);
      let isGood = true;
      for (let i = 0; i < NP; i++) {
        const row = (<usize>(i * NP)) << 3;
        // the roundings of an entry, then two sums of np terms one after the other and one over the slots
        const bound = (roundings(updates) + <f64>(2 * NP + K + DELAYED)) * EPSILON * magnitude(SIZES + row, X, NP);
        isGood = isGood && abs(at(Y, i) - plainDot(DENSE + row, X, NP)) <= bound;
      }
      for (let i = N; i < NP; i++) isGood = isGood && at(Y, i) == 0;
      expect<bool>(isGood).toBe(true);
    }
  });

  it('brings the dot products with all slots', () => {
    const state = updatedBlock(4);
    randomVector(X, N, NP, 401);
    product(state, X, -1, DOTS, Y);
    for (let s = 0; s < rank(state); s++) expect<f64>(at(DOTS, s)).toBe(dot_f64(slot(state, s), X, NP));
  });

  it('of a pattern is the same bit for bit when its product with the base is remembered', () => {
    const state = updatedBlock(4);
    product(state, slot(state, 2), -1, DOTS, Z);
    for (let time = 0; time < 3; time++) {
      product(state, slot(state, 2), 2, DOTS, Y);
      expect<i32>(memory.compare(Y, Z, NP * 8)).toBe(0);
      expect<i32>(load<i32>(S.known(state), 8)).toBe(1);
    }
    expect<i32>(load<i32>(S.known(state), 4)).toBe(0);
  });

  it('does not look at a base that has decayed to nothing', () => {
    const state = makeBlock(N, K, DELAYED, DENSE);
    S.setAlpha(state, 0);
    memory.fill(S.base(state), 0xff, NP * NP * 4); // NaN
    randomVector(X, N, NP, 402);
    product(state, X, -1, DOTS, Y);
    for (let i = 0; i < NP; i++) expect<f64>(at(Y, i)).toBe(0);
  });

  it('of one hollow outer product equals the dense one', () => {
    randomVector(G, N, NP, 403);
    randomVector(X, N, NP, 404);
    randomVector(Y, N, NP, 405);
    memory.copy(Z, Y, NP * 8);
    addOuterProduct(G, X, 0.6, dot_f64(G, X, NP), NP, Y);
    for (let i = 0; i < NP; i++) {
      let sum: f64 = 0;
      for (let j = 0; j < NP; j++) sum += i == j ? 0 : 0.6 * at(G, i) * at(G, j) * at(X, j);
      // np terms with up to three products each, both sides; the own term is added and taken away again
      const bound = <f64>(NP + 6) * EPSILON * (abs(at(Z, i)) + 2 * 0.6 * abs(at(G, i)) * magnitude(G, X, NP));
      expect<f64>(abs(at(Y, i) - at(Z, i) - sum)).toBeLessThanOrEqual(bound);
    }
  });
});

/** H_ij = sum_mu p_mu xi_i xi_j off the diagonal. */
function hebb(state: usize, i: i32, j: i32): f64 {
  let sum: f64 = 0;
  for (let mu = 0; mu < K; mu++) {
    sum += at(S.probabilities(state), mu) * at(slot(state, mu), i) * at(slot(state, mu), j);
  }
  return i == j ? 0 : sum;
}

/** Mean over the off-diagonal entries of (J_ij - k H_ij) times D_ij, H_ij or of J_ij^2, from DENSE. */
function directSum(state: usize, which: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      const h = hebb(state, i, j);
      const d = at(DENSE, i * NP + j) - S.strength(state) * h;
      sum += which == 0 ? d * d : d * h;
    }
  }
  return sum / <f64>(N * (N - 1));
}

/**
 * Bound of a mean over N (N-1) products of entries: each entry carries the roundings of J and of k H (3 K), and the sum rounds
 * once an entry. Means of |D|^2, |D H| and the mean squares of the magnitudes stay below 4.
 */
function sumBound(updates: i32): f64 {
  return 4 * (2 * (roundings(updates) + 3 * <f64>K) + <f64>(N * N)) * EPSILON;
}

describe('the sums over the couplings', () => {
  it('by blocks equal the direct ones', () => {
    for (let updates = 0; updates <= 20; updates += 2) {
      const state = updatedBlock(updates);
      refreshSums(state);
      expect<f64>(abs(S.deviation(state) - directSum(state, 0))).toBeLessThan(sumBound(updates));
      expect<f64>(abs(S.projection(state) - directSum(state, 1))).toBeLessThan(sumBound(updates));
    }
  });

  it('give the norm of J', () => {
    const state = updatedBlock(7);
    refreshSums(state);
    const norm = plainDot(DENSE, DENSE, NP * NP);
    // <J, J> = S + 2 k P + k^2 V as a sum over N (N-1) entries, each term below 4
    expect<f64>(abs(couplingNorm(state) - norm)).toBeLessThan(3 * <f64>(N * (N - 1)) * sumBound(7));
  });

  it('follow an update that has happened', () => {
    const state = updatedBlock(4);
    refreshSums(state);
    randomVector(G, N, NP, 600);
    update(state, 0.9, G, 0.2, -1);
    product(state, G, -1, DOTS, Y);
    expect<f64>(settleSums(state, 0.9, 0.2, G, Y, DOTS, MOMENTS)).toBe(dot_f64(G, Y, NP));
    expectSums(state);
  });

  it('follow four updates at once that are still to come', () => {
    const state = updatedBlock(1);
    refreshSums(state);
    for (let j = 0; j < 4; j++) {
      const g = G + ((<usize>(j * NP)) << 3);
      randomVector(g, N, NP, 610 + j);
      put(NUMBERS, 2 * j, 0.05 * <f64>(j + 1));
      product(state, g, -1, DOTS, Y);
      put(NUMBERS, 2 * j + 1, dot_f64(g, Y, NP));
    }
    updateSums(state, 0.8, G, NUMBERS, 4, DOTS);
    for (let j = 0; j < 4; j++) {
      update(state, j == 0 ? 0.8 : 1, G + ((<usize>(j * NP)) << 3), at(NUMBERS, 2 * j), -1);
    }
    expectSums(state);
  });

  it('end at zero where rounding would take a mean of squares below it', () => {
    expect<f64>(settledDeviation(-1)).toBe(0);
    expect<f64>(updatedDeviation(-1)).toBe(0);
  });

  it('stay infinite below zero, and no number, so that a run ends there', () => {
    expect<f64>(settledDeviation(-Infinity)).toBe(-Infinity);
    expect<f64>(updatedDeviation(-Infinity)).toBe(-Infinity);
    expect<bool>(isNaN(settledDeviation(NaN))).toBe(true);
    expect<bool>(isNaN(updatedDeviation(NaN))).toBe(true);
  });
});

/** S after an update that has happened, of one neuron, whose form g^T J' g is given: S was small, so it has the sign of the form. */
function settledDeviation(form: f64): f64 {
  const state = updatedBlock(1);
  S.setDeviation(state, 0);
  memory.fill(G, 0, NP * 8);
  memory.fill(Y, 0, NP * 8);
  memory.fill(DOTS, 0, K * 8);
  put(S.squares(state), 0, 0);
  put(G, 0, 1);
  put(Y, 0, form);
  settleSums(state, 1, 1, G, Y, DOTS, MOMENTS);
  return S.deviation(state);
}

/** The same of an update that is still to come. */
function updatedDeviation(form: f64): f64 {
  const state = updatedBlock(1);
  S.setDeviation(state, 0);
  memory.fill(G, 0, NP * 8);
  put(NUMBERS, 0, 1);
  put(NUMBERS, 1, form);
  updateSums(state, 1, G, NUMBERS, 1, DOTS);
  return S.deviation(state);
}

/** The sums as kept equal those taken anew. */
function expectSums(state: usize): void {
  const deviation = S.deviation(state),
    projection = S.projection(state);
  refreshSums(state);
  // the forms g^T J g are sums of N^2 entries with the roundings of a few updates
  expect<f64>(abs(deviation - S.deviation(state))).toBeLessThan(sumBound(8));
  expect<f64>(abs(projection - S.projection(state))).toBeLessThan(sumBound(8));
}
