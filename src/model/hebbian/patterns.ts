/** Patterns, initial couplings and the Hebbian matrix from their draws (spec sections 2 and 5). Plain arrays, row-major. */

/** xi = (1 - W) + W Z, and divided by sqrt(N) for gaussian Z. Z, W: [K, N]. In place in Z. */
export function combinePatterns(
  Z: Float64Array,
  W: Float64Array | undefined,
  neurons: number,
  isGaussian: boolean,
): void {
  const scale = Math.sqrt(neurons);
  for (let i = 0; i < Z.length; i++) {
    const xi = W === undefined ? Z[i] : 1 - W[i] + W[i] * Z[i];
    Z[i] = isGaussian ? xi / scale : xi;
  }
}

/** Standard deviation of the raw initial couplings: k/sqrt(K). */
export function couplingScale(strength: number, patterns: number): number {
  return strength / Math.sqrt(patterns);
}

/** J(0) = (A + A^T)/2 sqrt 2 off the diagonal, 0 on it. A: [N, N]. */
export function symmetrise(A: Float64Array, neurons: number): Float64Array {
  const J = new Float64Array(neurons * neurons);
  const half = 0.5 * Math.sqrt(2);
  for (let i = 0; i < neurons; i++) {
    for (let j = i + 1; j < neurons; j++) {
      const value = (A[i * neurons + j] + A[j * neurons + i]) * half;
      J[i * neurons + j] = value;
      J[j * neurons + i] = value;
    }
  }
  return J;
}

/** H_ij = sum_mu p_mu xi^mu_i xi^mu_j off the diagonal: [N, N]. patterns: [K, N]. */
export function hebbianMatrix(patterns: Float64Array, p: ArrayLike<number>, neurons: number): Float64Array {
  const H = new Float64Array(neurons * neurons);
  for (let mu = 0; mu < p.length; mu++) {
    const xi = patterns.subarray(mu * neurons, (mu + 1) * neurons);
    for (let i = 0; i < neurons; i++) {
      const weight = p[mu] * xi[i];
      for (let j = 0; j < neurons; j++) if (j !== i) H[i * neurons + j] += weight * xi[j];
    }
  }
  return H;
}

export interface PatternCorrelation {
  readonly mean: number;
  readonly std: number;
  readonly predictedMean: number;
  readonly predictedStd: number;
  /** Whether mean and deviation are within the published 10 % of what rho predicts. */
  readonly isValid: boolean;
}

/** C_mn = xi^m.xi^n/N over m < n: mean and deviation (divisor n), and what rho predicts. One pattern has no pairs: zeros. */
export function patternCorrelation(patterns: Float64Array, neurons: number, rho: number): PatternCorrelation {
  const count = patterns.length / neurons;
  const values: number[] = [];
  for (let m = 0; m < count; m++) {
    for (let n = m + 1; n < count; n++) {
      let dot = 0;
      for (let i = 0; i < neurons; i++) dot += patterns[m * neurons + i] * patterns[n * neurons + i];
      values.push(dot / neurons);
    }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / Math.max(1, values.length);
  const std = Math.sqrt(variance);
  const predictedStd = Math.sqrt((1 - rho * rho) / neurons);
  const isMeanRight = rho === 0 ? Math.abs(mean) <= 0.1 : Math.abs(mean - rho) <= 0.1 * rho;
  const isValid = isMeanRight && Math.abs(std - predictedStd) <= 0.1 * predictedStd;
  return { mean, std, predictedMean: rho, predictedStd, isValid };
}
