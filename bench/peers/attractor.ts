/** Sequence learning of an attractor network: digits of 64 pixels shown one after the other, a new state drawn at each step. */
import { freshKernels } from '../../src/host/builds.js';
import { randomSource } from '../../src/method/random.js';
import { advanceSpan, allocateSpans } from '../../src/model/attractor/advance.js';
import { trainingOf } from '../../src/model/attractor/bench.js';
import { placeEvidence } from '../../src/model/attractor/evidence.js';
import { ATTRACTOR_MODULE } from '../../src/model/attractor/kernels.js';
import { couplings, createNetwork, state } from '../../src/model/attractor/network.js';
import { DEFAULT_RULE } from '../../src/model/attractor/rule.js';
import type { Work } from './work.js';

const [SHOWN, ETA] = [3, 0.001];

const biases = (n: number): readonly Float64Array[] =>
  Array.from({ length: SHOWN }, (_, row) =>
    Float64Array.from({ length: n }, (_, i) => (((i + row) * 7919) % 13 < 6 ? -15 : 20)),
  );

function uniforms(n: number, steps: number): Float64Array {
  const kernels = freshKernels('strict')(ATTRACTOR_MODULE);
  const at = { address: kernels.allocate(8 * n * steps), count: n * steps, purpose: 0, stream: 0, first: 0 };
  randomSource(kernels, 1).uniform(at, 0, 1);
  return kernels.f64(at.address, at.count).slice();
}

/** A training of n nodes from no weights: each step draws, learns and makes the new field. */
export function attractorWork(n: number, steps: number): Work {
  return {
    name: `attractor-${n}`,
    title: `learning a sequence of ${SHOWN} patterns, n = ${n}, ${steps} steps`,
    script: 'attractor',
    tools: ['numpy', 'numba', 'jax', 'c'],
    tolerance: 1e-10,
    reason: 'sums of n products in another order, over all steps',
    given: () => ({
      numbers: { n, eta: ETA, steps, shown: SHOWN },
      arrays: { biases: Float64Array.from(biases(n).flatMap((row) => [...row])), uniforms: uniforms(n, steps) },
    }),
    ours: {
      result(fresh) {
        const kernels = fresh(ATTRACTOR_MODULE);
        const network = createNetwork(kernels, { n });
        const spans = allocateSpans(network);
        const evidence = placeEvidence(kernels, n, biases(n));
        const rule = { ...DEFAULT_RULE, eta: ETA };
        const stretch = { rule, evidence, shown: (s: number) => s % SHOWN, noise: { uniforms: uniforms(n, steps) } };
        for (let done = 0; done < steps; done += spans.longest) {
          advanceSpan(network, spans, stretch, done, Math.min(spans.longest, steps - done));
        }
        return Float64Array.from([...state(network), ...couplings(network)]);
      },
      subject: (fresh) => trainingOf('', fresh, { n, learns: true, withCurves: false }, steps),
    },
  };
}
