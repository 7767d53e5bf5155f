/** Elementary functions that give the same bits in every engine; statistics take them as an argument. */
import type { Kernels } from '../kernel/kernels.js';

/** Scalar functions of the kernels. The host's own ones differ between engines. */
export interface Elementary {
  readonly exp: (x: number) => number;
  /** Natural logarithm. */
  readonly log: (x: number) => number;
}

/** The elementary functions of loaded kernels. Throws if the build does not export them. */
export function elementaryOf(kernels: Kernels): Elementary {
  return { exp: kernels.kernel('exp_f64'), log: kernels.kernel('log_f64') };
}

/** c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}
