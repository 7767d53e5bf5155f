/**
 * Networks of +1 and -1 at zero temperature, updated one after the other: s_i = sign(sum_j J_ij s_j). With symmetric couplings no update raises the energy, so
 * that every start ends at a fixed point.
 */

/** A permutation of 0 to N - 1 for a sweep. */
export type Orders = (sweep: number) => Int32Array;

export interface Settled {
  /** [N] */
  readonly state: Float64Array;
  /** Sweeps over all units, the last of which changed nothing. */
  readonly sweeps: number;
  /** Whether it came to a fixed point within the sweeps that were allowed. */
  readonly isFixed: boolean;
}

/** A field below this share of what the largest could be is rounding, and counts as 0: of couplings that are 0 but for rounding, too. */
const ROUNDING = 1 / 2 ** 40;

/**
 * Updates until a sweep changes nothing. Fields are kept up to date: a unit that turns costs N, one that stays costs nothing. A field of 0 turns no
 * unit. J [N, N], of which the diagonal counts as 0; start [N].
 */
export function settle(J: Float64Array, start: Float64Array, orders: Orders, mostSweeps = 200): Settled {
  const N = start.length;
  const state = start.slice();
  const fields = new Float64Array(N);
  let largest = 0;
  for (let i = 0; i < N; i++) {
    let [sum, sizes] = [0, 0];
    for (let j = 0; j < N; j++) {
      sum += J[i * N + j] * state[j];
      sizes += Math.abs(J[i * N + j]);
    }
    fields[i] = sum - J[i * N + i] * state[i];
    largest = Math.max(largest, sizes);
  }
  const limit = -ROUNDING * largest;
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let turned = 0;
    const order = orders(sweep);
    for (let n = 0; n < N; n++) {
      const i = order[n];
      if (!(fields[i] * state[i] < limit)) continue;
      state[i] = -state[i];
      turned++;
      const change = 2 * state[i];
      for (let j = 0; j < N; j++) fields[j] += J[j * N + i] * change;
      fields[i] -= J[i * N + i] * change;
    }
    if (turned === 0) return { state, sweeps: sweep + 1, isFixed: true };
  }
  return { state, sweeps: mostSweeps, isFixed: false };
}

/** a . b / N */
export function overlapOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum / a.length;
}

/** Hebb's rule: sum_mu xi^mu_i xi^mu_j / N off the diagonal. patterns [K, N]. */
export function hebbRule(patterns: Float64Array, N: number): Float64Array {
  return weighted(patterns, patterns, N);
}

/** sum_mu left^mu_i right^mu_j / N off the diagonal. */
function weighted(left: Float64Array, right: Float64Array, N: number): Float64Array {
  const J = new Float64Array(N * N);
  for (let mu = 0; mu < left.length / N; mu++) {
    for (let i = 0; i < N; i++) {
      const share = left[mu * N + i] / N;
      for (let j = 0; j < N; j++) J[i * N + j] += share * right[mu * N + j];
    }
  }
  for (let i = 0; i < N; i++) J[i * N + i] = 0;
  return J;
}

/** A pattern of which less than this share is left beside those before it depends on them. */
const DEPENDENT = 1e-10;

/**
 * The projection rule (Personnaz, Guyon and Dreyfus 1985): the projector on the space of the patterns, off the diagonal. Made by orthogonalising one pattern
 * after the other, twice each; patterns that depend on others add nothing. Cost: 4 K^2 N + K N^2.
 */
export function projectionRule(patterns: Float64Array, N: number): Float64Array {
  const basis: Float64Array[] = [];
  for (let mu = 0; mu < patterns.length / N; mu++) {
    const rest = patterns.slice(mu * N, (mu + 1) * N);
    const whole = overlapOf(rest, rest);
    for (let round = 0; round < 2; round++) {
      for (const one of basis) {
        const share = overlapOf(one, rest);
        for (let i = 0; i < N; i++) rest[i] -= share * one[i];
      }
    }
    const left = overlapOf(rest, rest);
    if (!(left > DEPENDENT * whole)) continue;
    const scale = 1 / Math.sqrt(left);
    basis.push(rest.map((value) => value * scale));
  }
  const all = new Float64Array(basis.length * N);
  basis.forEach((one, at) => {
    all.set(one, at * N);
  });
  return weighted(all, all, N);
}
