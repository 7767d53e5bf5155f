/**
 * Least squares over probabilities: minimises |A p - b|^2 over p >= 0 with sum p = 1, by active sets, as Lawson and Hanson do for p >= 0
 * ("Solving Least Squares Problems", chapter 23), with the sum as an equation of its own.
 *
 * It ends after finitely many sets, at a minimum. Where several p are equally good, as for columns that are equal, one of them is found.
 */

/** Gradients below this share of the largest entry of A'A and A'b are rounding. */
const ROUNDING = 1e-12;

/** Solves a symmetric system [n, n] by elimination with pivots; entries that no equation determines are 0. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const [M, x] = [matrix.slice(), right.slice()];
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(M[i * n + k]) > Math.abs(M[pivot * n + k])) pivot = i;
    if (M[pivot * n + k] === 0) continue;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) [M[k * n + j], M[pivot * n + j]] = [M[pivot * n + j], M[k * n + j]];
      [x[k], x[pivot]] = [x[pivot], x[k]];
    }
    for (let i = k + 1; i < n; i++) {
      const share = M[i * n + k] / M[k * n + k];
      if (share === 0) continue;
      for (let j = k; j < n; j++) M[i * n + j] -= share * M[k * n + j];
      x[i] -= share * x[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = x[k];
    for (let j = k + 1; j < n; j++) sum -= M[k * n + j] * x[j];
    x[k] = M[k * n + k] === 0 ? 0 : sum / M[k * n + k];
  }
  return x;
}

/** The best p of these entries alone, which may be negative, and the multiplier of the sum. */
function bestOf(gram: Float64Array, c: Float64Array, set: readonly number[], K: number) {
  const n = set.length + 1;
  const [M, right] = [new Float64Array(n * n), new Float64Array(n)];
  // the sum is scaled as the other equations are, so that pivots compare
  const scale = gram[set[0] * K + set[0]];
  set.forEach((mu, i) => {
    set.forEach((nu, j) => {
      M[i * n + j] = gram[mu * K + nu];
    });
    M[i * n + n - 1] = scale;
    M[(n - 1) * n + i] = scale;
    right[i] = c[mu];
  });
  right[n - 1] = scale;
  const x = solve(M, right);
  return { p: x.subarray(0, n - 1), multiplier: x[n - 1] * scale };
}

/** A'A [K, K] and A'b [K] of K columns. */
export function normalEquations(columns: readonly ArrayLike<number>[], b: ArrayLike<number>) {
  const K = columns.length;
  const [gram, c] = [new Float64Array(K * K), new Float64Array(K)];
  for (let mu = 0; mu < K; mu++) {
    const column = columns[mu];
    for (let r = 0; r < b.length; r++) c[mu] += column[r] * b[r];
    for (let nu = 0; nu <= mu; nu++) {
      const other = columns[nu];
      let sum = 0;
      for (let r = 0; r < b.length; r++) sum += column[r] * other[r];
      gram[mu * K + nu] = sum;
      gram[nu * K + mu] = sum;
    }
  }
  return { gram, c };
}

/** The entry whose growth lowers the sum of squares most; undefined if none does. */
function entering(gram: Float64Array, c: Float64Array, p: Float64Array, multiplier: number, set: readonly number[]) {
  const K = c.length;
  const size = Math.max(...gram.map(Math.abs), ...c.map(Math.abs));
  let [best, largest] = [-1, ROUNDING * size];
  for (let mu = 0; mu < K; mu++) {
    if (set.includes(mu)) continue;
    let gradient = c[mu] - multiplier;
    for (let nu = 0; nu < K; nu++) gradient -= gram[mu * K + nu] * p[nu];
    if (gradient > largest) [best, largest] = [mu, gradient];
  }
  return best < 0 ? undefined : best;
}

/** Minimises |A p - b|^2 over p >= 0, sum p = 1; columns [K][rows]. Cost: K^2 rows, then K^3 for each of some K sets. */
export function simplexLeastSquares(columns: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array {
  const K = columns.length;
  const { gram, c } = normalEquations(columns, b);
  const p = new Float64Array(K);
  let first = 0;
  for (let mu = 1; mu < K; mu++) {
    if (gram[mu * K + mu] - 2 * c[mu] < gram[first * K + first] - 2 * c[first]) first = mu;
  }
  p[first] = 1;
  let set: number[] = [first];
  let { multiplier } = bestOf(gram, c, set, K);
  // each set lowers the sum of squares, so none comes twice; the bound is for what rounding could do
  for (let round = 0; round < 10 * K + 10; round++) {
    const mu = entering(gram, c, p, multiplier, set);
    if (mu === undefined) break;
    set = [...set, mu];
    for (;;) {
      const best = bestOf(gram, c, set, K);
      const way = set.reduce((least, nu, i) => {
        const [now, then] = [p[nu], best.p[i]];
        return then < 0 ? Math.min(least, now / (now - then)) : least;
      }, 1);
      set.forEach((nu, i) => {
        p[nu] += way * (best.p[i] - p[nu]);
      });
      multiplier = best.multiplier;
      if (way === 1) break;
      const isStopped = (nu: number, i: number): boolean => best.p[i] < 0 && p[nu] <= Number.EPSILON;
      const stopped = set.filter(isStopped);
      for (const nu of stopped) p[nu] = 0;
      set = set.filter((nu) => !stopped.includes(nu));
    }
  }
  return p;
}
