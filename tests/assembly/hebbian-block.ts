// A small hebbian state block for the specs, laid out here instead of by the host.
import * as S from '../../assembly/hebbian/state';
import { hebbian_prepare } from '../../assembly/hebbian/advance';
import { hebbian_coupling_rows, hebbian_set_coupling_rows, slot } from '../../assembly/hebbian/couplings';
import { at, put, randomSymmetric, randomVector } from './dense';

/** Enough for N = 21, K = 5 and 8 unfolded states. */
const BLOCK = memory.data(1 << 16);
const ROWS = memory.data(4 * 32 * 8);

/** More than the header of a block. */
const HEADER: usize = 1024;

/**
 * Places an array behind `top` and returns its end. The header word of the array is found through its accessor: the header of
 * `probe` holds in each word that word's own place.
 */
function place(word: usize, top: usize, bytes: i32): usize {
  store<u32>(BLOCK + word, <u32>(top - BLOCK));
  return (top + <usize>bytes + 63) & ~(<usize>63);
}

/** A block of n neurons, K patterns with unequal probabilities, random couplings; nothing unfolded. Couplings also in `dense`. */
export function makeBlock(n: i32, patterns: i32, delayed: i32, dense: usize): usize {
  const np = (n + 3) & ~3;
  const state = BLOCK;
  memory.fill(state, 0, 1 << 16);
  const probe = state + HEADER;
  for (let word: usize = 0; word < HEADER; word += 4) store<u32>(probe + word, <u32>word);
  const row = 8 * np,
    total = patterns + delayed;
  let top = probe + HEADER;
  top = place(S.sigma(probe) - probe, top, row);
  top = place(S.field(probe) - probe, top, row);
  top = place(S.slots(probe) - probe, top, total * row);
  top = place(S.weights(probe) - probe, top, 8 * total);
  top = place(S.dots(probe) - probe, top, 8 * total);
  top = place(S.diagonal(probe) - probe, top, row);
  top = place(S.base(probe) - probe, top, np * row);
  top = place(S.probabilities(probe) - probe, top, 8 * patterns);
  top = place(S.squares(probe) - probe, top, row);
  top = place(S.baseProducts(probe) - probe, top, patterns * row);
  top = place(S.known(probe) - probe, top, 4 * patterns);
  top = place(S.scratch(probe) - probe, top, row);
  top = place(S.coefficients(probe) - probe, top, 8 * (8 * total + 64));
  memory.fill(probe, 0, HEADER);
  S.setN(state, n);
  S.setNp(state, np);
  S.setPatternCount(state, patterns);
  S.setDelayed(state, delayed);
  S.setStrength(state, 0.75);
  for (let mu = 0; mu < patterns; mu++) {
    put(S.probabilities(state), mu, <f64>(2 * (mu + 1)) / <f64>(patterns * (patterns + 1)));
    randomVector(slot(state, mu), n, np, 200 + mu);
  }
  randomSymmetric(dense, n, np, 20);
  for (let p = 0; p < np >> 2; p++) hebbian_set_coupling_rows(state, p, dense + ((<usize>(4 * p * np)) << 3));
  hebbian_prepare(state);
  return state;
}

/** All of J as the host reads it, np x np. */
export function readCouplings(state: usize, out: usize): void {
  const np = S.np(state);
  for (let p = 0; p < np >> 2; p++) {
    hebbian_coupling_rows(state, p, ROWS);
    memory.copy(out + ((<usize>(4 * p * np)) << 3), ROWS, (<usize>(4 * np)) << 3);
  }
}

/** The same update on a dense matrix: J <- a J + b g g^T off the diagonal. */
export function updateDense(dense: usize, np: i32, a: f64, b: f64, g: usize): void {
  for (let i = 0; i < np; i++) {
    for (let j = 0; j < np; j++) {
      const old = a * at(dense, i * np + j);
      put(dense, i * np + j, i == j ? 0 : old + b * at(g, i) * at(g, j));
    }
  }
}

/** The magnitudes that add up in an entry, the diagonal included: A <- |a| A + |b g g^T|. */
export function updateMagnitude(sizes: usize, np: i32, a: f64, b: f64, g: usize): void {
  for (let i = 0; i < np; i++) {
    for (let j = 0; j < np; j++) {
      const old = abs(a) * at(sizes, i * np + j);
      put(sizes, i * np + j, old + abs(b * at(g, i) * at(g, j)));
    }
  }
}
