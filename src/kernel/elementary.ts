/** Elementary functions that give the same bits in every engine. Methods and statistics take them as an argument. */
import type { Kernels } from './kernels.js';

/** Scalar functions of the kernels. The host's own ones differ between engines. */
export interface Elementary {
  readonly exp: (x: number) => number;
  /** Natural logarithm. */
  readonly log: (x: number) => number;
  /** log(1 + x), accurate for small x. */
  readonly log1p: (x: number) => number;
  readonly tanh: (x: number) => number;
}

/** The elementary functions of loaded kernels. Throws if the build does not export them. */
export function elementaryOf(kernels: Kernels): Elementary {
  return {
    exp: kernels.kernel('exp_f64'),
    log: kernels.kernel('log_f64'),
    log1p: kernels.kernel('log1p_f64'),
    tanh: kernels.kernel('tanh_f64'),
  };
}
