/** Orders in which analyses update units one after the other. */
import type { Orders } from '../../analysis/asynchronous.js';
import type { CoreKernels } from '../../kernel/core-kernels.js';
import type { Kernels } from '../../kernel/kernels.js';
import { PURPOSE, words } from '../../method/random.js';

/** Random permutations of the units, of the seed, for the start of that number; the one before is overwritten by the next. */
export function updateOrders(kernels: Kernels<CoreKernels>, seed: number, N: number): (start: number) => Orders {
  const address = kernels.allocate(4 * N);
  const permute = kernels.kernel('permutation_i32');
  return (start) => (sweep) => {
    permute(address, N, ...words(seed), PURPOSE.analysisOrder, start, ...words(sweep * N));
    return kernels.i32(address, N);
  };
}
