/** Benchmarks of spiking networks: a fact that is written, there and back, and whole steps of training of the default network. */
import type { FreshKernels } from '../../kernel/kernels.js';
import type { Batch, Precision } from '../../train/trainable.js';
import { type Bench, PLAIN_LOOP, repeated, type Subject } from '../bench.js';
import { drawParameters } from './initial.js';
import { SPIKING_MODULE } from './kernels.js';
import { alike, placeNeuron } from './neuron.js';
import { numericOf, padded, wordsOf } from './numeric.js';
import { openAlone } from './open.js';
import { planRecord } from './record.js';
import { ADAM_DEFAULTS, type AssociationsNetwork, NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from './settings-types.js';
import { openWritingLayer } from './writing-layer.js';

/** Numbers in [0, 1) without a pattern in the last bits. */
const numberAt = (i: number): number => ((i * 7919) % 1009) / 1009;

/** Operations of the rule on an entry of the memory in a step: forward, and back with the memory computed anew. */
const RULE = { forward: 5, back: 5 + 16 } as const;

/** The published network. */
export const networkFor = (
  facts: number,
  classes = facts,
  form: 'spiking' | 'relu' = 'spiking',
): AssociationsNetwork => ({
  ...{ kind: 'associations', form, features: 10, embedding: 80, memory: 100, classes, facts, steps: 100 },
  ...{ readoutDelay: 1, encoderGain: form === 'spiking' ? 80 : 1, feedbackGain: 0.2, readoutWindow: 30 },
  neuron: NEURON_DEFAULTS,
  plasticity: form === 'spiking' ? PLASTICITY_DEFAULTS : { ...PLASTICITY_DEFAULTS, gammaPos: 0.1, gammaNeg: 0.1 },
});

/** Items whose labels differ, as the task has them; the query is one of the features. */
export function batchOf({ features: F, classes, facts }: AssociationsNetwork, items: number): Batch {
  const width = facts * F + facts + F;
  const [inputs, targets] = [new Float64Array(items * width), new Int32Array(items)];
  for (let b = 0; b < items; b++) {
    const row = inputs.subarray(b * width, (b + 1) * width);
    for (let i = 0; i < facts * F; i++) row[i] = numberAt(b * 131 + i + 1);
    for (let n = 0; n < facts; n++) row[facts * F + n] = (n + b) % classes;
    const asked = b % facts;
    row.set(row.subarray(asked * F, (asked + 1) * F), facts * F + facts);
    targets[b] = (asked + b) % classes;
  }
  return { items, inputs, targets };
}

/**
 * Operations of a step as a plain loop does it, two for a multiplication and addition: the rule on each entry of the memory, and the products
 * of weights and memory with spikes and adjoints. What is left out where nothing fires counts all the same.
 */
export function stepFlops({ form, embedding: E, memory: M, steps, facts }: AssociationsNetwork, items: number): number {
  const rule = (RULE.forward + RULE.back) * M * M;
  const writing = 6 * (2 * M * 2 * E);
  if (form === 'relu') return items * (facts * (rule + writing) + 6 * M * (E + M));
  const fact = steps * (rule + writing + 6 * M * M);
  const query = steps * 6 * (M * (E + M) + M * M);
  return items * (facts * fact + query);
}

/** A network in single precision with its first parameters, and the batch that it learns. */
export function openStep(fresh: FreshKernels, network: AssociationsNetwork, items: number) {
  const kernels = fresh(SPIKING_MODULE);
  const rates = { weight: 1e-5, target: 0 };
  const settings = { network, rates, adam: ADAM_DEFAULTS, maxGradient: 40, precision: 'f32', items } as const;
  const trainable = openAlone(kernels, settings);
  drawParameters(kernels, trainable, 1);
  return { kernels, trainable, batch: batchOf(network, items) };
}

/** Gradient and step of a batch, as `msm memorize` does it; weights stay as they were drawn. */
export function stepOf(fresh: FreshKernels, name: string, network: AssociationsNetwork, items: number): Subject {
  const { trainable, batch } = openStep(fresh, network, items);
  let step = 0;
  return {
    name: network.form === 'relu' ? name : `${name}${PLAIN_LOOP}`,
    countsMore: network.form !== 'relu',
    flops: stepFlops(network, items),
    bytes: 4 * 4 * trainable.count,
    peak: 2,
    run: repeated(() => {
      trainable.lossAndGradient(batch, { step: step++, epoch: 1 });
      trainable.clipping?.squares(trainable.tensors[0]);
      trainable.optimize(0);
    }),
    spanMs: 40,
  };
}

/** A fact of 100 steps in the writing layer of the default size, whose 160 inputs fire in an eighth of them. */
function writing(fresh: FreshKernels, precision: Precision, goesBack: boolean): Subject {
  const numeric = numericOf(fresh(SPIKING_MODULE), precision);
  const { kernels, size } = numeric;
  const [n, inputs, steps] = [100, 160, 100];
  const plan = planRecord();
  const shape = { n, inputs, steps, facts: 1, feedback: 0.2, keepsPotentials: false };
  const layer = openWritingLayer(
    numeric,
    alike(placeNeuron(numeric, NEURON_DEFAULTS)),
    PLASTICITY_DEFAULTS,
    shape,
    plan,
  );
  const weights = numeric.room(2 * n * inputs);
  const view = numeric.view(weights, 2 * n * inputs);
  for (let i = 0; i < view.length; i++) view[i] = 0.36 * (numberAt(i) - 0.5);
  layer.takeWeights(weights);
  const words = wordsOf(inputs);
  const bits = kernels.allocate(4 * steps * words);
  const spikes = kernels.i32(bits, steps * words);
  // half of the inputs fire as often as they can
  for (let t = 0; t < steps; t++) for (let i = t % 4; i < inputs; i += 8) spikes[t * words + (i >> 5)] |= 1 << (i & 31);
  const record = kernels.allocate(plan.bytes());
  layer.place(record, bits);
  const forward = (): void => {
    layer.begin();
    layer.write(0);
  };
  const back = (): void => {
    layer.beginBack();
    numeric.view(layer.memoryBar, n * padded(n)).fill(1e-3);
    layer.writeBack(0);
  };
  forward();
  return {
    name: `write_fact${goesBack ? '_back' : ''}_${precision} ${inputs} -> 2 x ${n}, ${steps} steps${PLAIN_LOOP}`,
    countsMore: true,
    flops: steps * n * n * (goesBack ? RULE.back : RULE.forward),
    bytes: size * steps * n * n,
    ...(precision === 'f32' && { peak: 2 }),
    run: repeated(goesBack ? back : forward),
  };
}

/** The headline workloads are the steps that a comparison with PyTorch is made of (bench/peers.ts). */
export const BENCH: Bench = {
  *kernels(fresh) {
    for (const precision of ['f32', 'f64'] as const) {
      yield writing(fresh, precision, false);
      yield writing(fresh, precision, true);
    }
  },
  *workloads(fresh) {
    yield stepOf(fresh, 'associations, batch 32, 2 facts', networkFor(2), 32);
    yield stepOf(fresh, 'associations, batch 32, 10 facts', networkFor(10), 32);
    yield stepOf(fresh, 'associations without time, batch 512, 10 facts', networkFor(10, 10, 'relu'), 512);
  },
};
