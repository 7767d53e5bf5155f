/** Steps of training that PyTorch does too: gradient of a batch and the step of the optimizer, in single precision. */
import { freshKernels } from '../../src/host/builds.js';
import type { FreshKernels } from '../../src/kernel/kernels.js';
import { BENCH_NETWORKS, openStep, stepOf } from '../../src/model/heterosynaptic/bench.js';
import { networkFor, openStep as openSpiking, stepOf as spikingStep } from '../../src/model/spiking/bench.js';
import type { Batch, Trainable } from '../../src/train/trainable.js';
import type { Given, Work } from './work.js';

interface Opened {
  readonly trainable: Trainable;
  readonly batch: Batch;
}

const given = ({ trainable, batch }: Opened, numbers: Given['numbers']): Given => ({
  numbers,
  arrays: {
    parameters: Float64Array.from(trainable.parameters()),
    // bytes are k/255
    inputs: Float64Array.from(batch.inputs, (value) => (batch.inputs instanceof Uint8Array ? value / 255 : value)),
    targets: batch.targets,
  },
});

/** Mean loss of the batch, then its gradient, longest number 1: what a step of the optimizer is made of. */
function result({ trainable, batch }: Opened): Float64Array {
  const { loss, targets } = trainable.lossAndGradient(batch, { step: 0, epoch: 1 });
  const gradient = Float64Array.from(trainable.gradient());
  let most = 0;
  for (const value of gradient) most = Math.max(most, Math.abs(value));
  return Float64Array.from([loss / targets, ...gradient.map((value) => value / most)]);
}

const SHARED = {
  tools: ['torch'],
  tolerance: 1e-4,
  reason: 'single precision, sums over a batch in another order',
} as const;

/** A step of the default perceptron or transformer. */
export function networkWork(kind: keyof typeof BENCH_NETWORKS): Work {
  const { network, items } = BENCH_NETWORKS[kind];
  const open = (fresh: FreshKernels): Opened => openStep(fresh, network, items);
  return {
    ...SHARED,
    name: kind,
    title:
      kind === 'perceptron'
        ? 'step of training, perceptron 784-500-400-300-10, batch 128'
        : 'step of training, transformer of 2 layers of 64, batch 32 × 120 tokens',
    script: 'heterosynaptic',
    given: () => given(open(freshKernels('strict')), { transformer: kind === 'transformer' ? 1 : 0 }),
    ours: {
      result: (fresh) => result(open(fresh)),
      subject: (fresh) => stepOf(fresh, '', network, items),
    },
  };
}

/** A step of the spiking network that memorizes two associations. */
export function spikingWork(): Work {
  const [network, items] = [networkFor(2), 32];
  return {
    ...SHARED,
    name: 'spiking',
    title: 'step of training, spiking network of 100 key and 100 value neurons, 2 pairs of 100 steps, batch 32',
    script: 'spiking',
    given: () => given(openSpiking(freshKernels('strict'), network, items), { items }),
    ours: {
      result: (fresh) => result(openSpiking(fresh, network, items)),
      subject: (fresh) => spikingStep(fresh, '', network, items),
    },
  };
}
