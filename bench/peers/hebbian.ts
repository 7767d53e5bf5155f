/** Neurons and couplings that both move: whether the field saturates the neurons or not decides what a step costs here, not elsewhere. */
import { freshKernels } from '../../src/host/builds.js';
import type { FreshKernels } from '../../src/kernel/kernels.js';
import { benchModel, saturatingGain, stepOf } from '../../src/model/hebbian/bench.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import type { HebbianBlock } from '../../src/model/hebbian/state.js';
import type { Work } from './work.js';

const PATTERNS = 10;
/** Time constants of the default model. */
const [RATE, CONTRACTION] = [1, 1e-3];

/** Pattern that each step shows: in no order that a program could use. */
const shownAt = (step: number): number => ((step * 7919) % 13) % PATTERNS;

function open(fresh: FreshKernels, N: number, u: number, steps: number) {
  const kernels = fresh(HEBBIAN_MODULE);
  const field = Int32Array.from({ length: steps }, (_, step) => shownAt(step));
  const model = benchModel(kernels, { N, K: PATTERNS, u, T: steps }, { field });
  const block = model.block as HebbianBlock;
  const np = block.get('np');
  /** The first `count` rows of the couplings, which lie in panels of four. */
  const couplings = (count: number): Float64Array => {
    const [rows, panel] = [new Float64Array(count * N), kernels.allocate(32 * np)];
    for (let i = 0; i < count; i++) {
      if (i % 4 === 0) kernels.kernel('hebbian_coupling_rows')(block.address, i / 4, panel);
      rows.set(kernels.f64(panel + 8 * (i % 4) * np, N), i * N);
    }
    return rows;
  };
  return { model, block, np, field, couplings };
}

/** The coupled step of N neurons, saturated by the field or not. */
export const hebbianWorks = (N: number, steps: number): readonly Work[] =>
  [true, false].map((isSaturated) => hebbianWork(N, isSaturated, steps));

function hebbianWork(N: number, isSaturated: boolean, steps: number): Work {
  const u = isSaturated ? saturatingGain(N, PATTERNS) : 0.5;
  return {
    name: `hebbian-${N}-${isSaturated ? 'saturated' : 'general'}`,
    title: `step of neurons and couplings, N = ${N}, K = ${PATTERNS}, ${isSaturated ? '' : 'not '}saturated (u = ${u})`,
    script: 'hebbian',
    tools: ['numpy', 'numba', 'jax', 'c'],
    tolerance: N <= 200 ? 1e-11 : 1e-12 * N,
    reason: 'sums of N products in another order, over all steps',
    given() {
      const { block, np, field, couplings } = open(freshKernels('strict'), N, u, steps);
      const xi = new Float64Array(PATTERNS * N);
      for (let mu = 0; mu < PATTERNS; mu++) xi.set(block.f64('slots').subarray(mu * np, mu * np + N), mu * N);
      const [beta, strength] = [block.get('beta'), block.get('strength')];
      return {
        numbers: {
          ...{ n: N, patterns: PATTERNS, steps, beta, u, r: RATE, a: 1 - CONTRACTION, b: CONTRACTION * strength },
        },
        arrays: { sigma: block.f64('sigma').slice(0, N), J: couplings(N), xi, shown: field },
      };
    },
    ours: {
      result(fresh) {
        const { model, block, couplings } = open(fresh, N, u, steps);
        model.advance(steps, { append: () => {} });
        return Float64Array.from([...block.f64('sigma').subarray(0, N), ...couplings(Math.min(4, N))]);
      },
      subject: (fresh) => stepOf('', fresh, N, PATTERNS, u),
    },
  };
}
