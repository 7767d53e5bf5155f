/** The network of a run for the sizes of basins: +1 and -1, one unit after the other, at zero temperature. */
import { overlapOf, settle } from '../../../analysis/asynchronous.js';
import { FIXED_POINT } from '../../../analysis/basins.js';
import { assertSigns } from '../../../analysis/pattern-probabilities.js';
import { CORE_MODULE } from '../../../kernel/core-kernels.js';
import { basinAnalysis } from '../../analyses/basins.js';
import { updateOrders } from '../../analyses/orders.js';
import { RETRIEVED } from '../../analyses/retrieval-curves.js';
import type { HebbianParameters } from '../parameters.js';
import { networkOf } from './states.js';

export const BASINS = basinAnalysis<HebbianParameters>(async (run, tools) => {
  const { N, K, patterns, states } = await networkOf(run);
  assertSigns(patterns, N, K);
  const { J } = states[states.length - 1];
  const orders = updateOrders(tools.kernels(CORE_MODULE), run.seed, N);
  return {
    N,
    patterns,
    startOf: (uniforms) => Float64Array.from(uniforms, (u) => (u < 0.5 ? -1 : 1)),
    relax(start, number, most) {
      const { state, sweeps, isFixed } = settle(J, start, orders(number), most);
      return { state, status: isFixed ? FIXED_POINT : 'not converged', steps: sweeps };
    },
    likeness: { word: 'overlap', symbol: 'm', of: overlapOf, from: RETRIEVED },
  };
});
