/** Golden networks that memorize associations: all activity, losses, gradients and steps of training. */

import { openAssociations } from '../../model/spiking/associations.js';
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import type { SpikingMemory } from '../../model/spiking/memory-network.js';
import { numericOf } from '../../model/spiking/numeric.js';
import { rateLoss } from '../../model/spiking/rates.js';
import { openReluAssociations } from '../../model/spiking/relu-associations.js';
import type { RatedLayer } from '../../model/spiking/sample-network.js';
import {
  ADAM_DEFAULTS,
  type AssociationsNetwork,
  NEURON_DEFAULTS,
  PLASTICITY_DEFAULTS,
  type SpikingSettings,
} from '../../model/spiking/settings-types.js';
import { TENSOR } from '../../model/spiking/tensors.js';
import type { AdamSettings } from '../../train/adam.js';
import { decayedRate } from '../../train/schedule.js';
import type { Batch, Precision, Reals, Trainable } from '../../train/trainable.js';
import { clipFactor, sumOfShares } from '../../train/whole-batch.js';
import { type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { type Active, activity, compareTensors, NAMES, opened, PUBLISHED, setParameters } from './networks.js';
import {
  type Config,
  configOf,
  type Judge,
  judgeOf,
  PRECISIONS,
  placeTraces,
  takeRows,
  takeSpikes,
  transposed,
} from './play.js';

function spikingNetwork(sizes: Golden, config: Config): AssociationsNetwork {
  const embedding = sizes.count('E');
  return {
    ...{ kind: 'associations', form: 'spiking', ...PUBLISHED, encoderGain: embedding, embedding },
    features: sizes.count('F'),
    memory: sizes.count('M'),
    classes: sizes.count('C'),
    facts: sizes.count('L'),
    steps: config.steps,
    readoutDelay: config.delay,
    neuron: config.neuron,
    plasticity: config.plasticity,
  };
}

/** Items of a golden batch, each features, labels and query. */
function batchOf(golden: Golden): Batch {
  const [features, labels, query] = ['features', 'labels', 'query'].map((key) => golden.numbers(key));
  const targets = golden.integers('answer');
  const items = targets.length;
  const rows = Array.from({ length: items }, (_, b) =>
    [features, labels, query].flatMap((all) => [
      ...all.subarray((b * all.length) / items, ((b + 1) * all.length) / items),
    ]),
  );
  return { items, inputs: Float64Array.from(rows.flat()), targets };
}

/** Some items of a batch. */
const slice = ({ inputs, targets, items }: Batch, from: number, to: number): Batch => ({
  items: to - from,
  inputs: (inputs as Float64Array).subarray((from * inputs.length) / items, (to * inputs.length) / items),
  targets: targets.subarray(from, to),
});

/** Spikes of every layer [items, steps, n] by the names of golden files. */
function spikesOf(
  { numeric, own, records }: Active<SpikingMemory>,
  { embedding: E, memory: M, steps, facts }: AssociationsNetwork,
): { readonly [layer: string]: readonly number[] } {
  const { facts: told, query, writing, reading } = own.parts;
  const all = steps * facts;
  const of = (take: () => readonly number[]): readonly number[] =>
    records.flatMap((record) => {
      own.place(record);
      return take();
    });
  const heard = (half: number) =>
    of(() => takeSpikes(numeric, told.bits(), all, 2 * E).filter((_, i) => Math.floor((i % (2 * E)) / E) === half));
  return {
    features: heard(0),
    labels: heard(1),
    query: of(() => takeSpikes(numeric, query.bits(), steps, E)),
    write_key: of(() => takeSpikes(numeric, writing.keyBits(), all, M)),
    write_val: of(() => takeSpikes(numeric, writing.valueBits(), all, M)),
    read_key: of(() => takeSpikes(numeric, reading.keyBits(), steps, M)),
    read_val: of(() => takeSpikes(numeric, reading.valueBits(), steps, M)),
  };
}

/** Rate terms, their part of the loss, cross entropy and loss of a batch from epoch 1 on, whose gradient is then there. */
function losses({ trainable, settings }: ReturnType<typeof opened>, layers: readonly RatedLayer[], batch: Batch) {
  const { survey } = trainable;
  if (survey === undefined) throw new Error('a network without rates');
  const at = { step: 0, epoch: 1 };
  const shares = { from: 0, to: trainable.shares(batch.items).length };
  const spikes = sumOfShares(survey.of(batch, shares, at), survey.count);
  const rates = rateLoss(layers, spikes, batch.items, settings.rates);
  const { loss, correct, targets } = trainable.lossAndGradient(batch, at);
  const plain = trainable.evaluate(batch);
  return { rates, loss: loss / targets, crossEntropy: plain.loss / targets, accuracy: (100 * correct) / targets };
}

const TERMS = ['features', 'labels', 'query', 'write_key', 'write_val', 'read_key', 'read_val'] as const;

function compareLosses(judge: Judge, found: ReturnType<typeof losses>, expected: Golden): readonly Comparison[] {
  const terms = expected.part('rate_terms');
  return [
    ...TERMS.map((term, i) => judge.reals(`rate term of ${term}`, [found.rates.terms[i]], terms.numbers(term))),
    judge.reals('activity loss', [found.rates.loss], expected.numbers('activity_loss')),
    judge.reals('cross entropy', [found.crossEntropy], expected.numbers('cross_entropy')),
    judge.reals('loss', [found.loss], expected.numbers('loss')),
  ];
}

function checkNetwork(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const config = configOf(golden.part('config'));
  const network = spikingNetwork(golden.part('sizes'), config);
  const { memory: M, steps, facts } = network;
  const [inputs, expected] = [golden.part('inputs'), golden.part('expected')];
  const batch = batchOf(inputs.part('batch'));
  const open = opened(context, network, precision, golden.part('sizes').count('B'), { rates: config.rates });
  const { trainable } = open;
  setParameters(trainable, inputs.part('params'));
  const judge = judgeOf(precision, golden.number('margin'));
  const active = activity(
    context,
    (own) => openAssociations(own, network, true),
    precision,
    trainable.parameters(),
    batch,
  );
  const { numeric, own, records } = active;
  const { writing, reading } = own.parts;
  const [np, all] = [writing.np, steps * facts];
  const found = {
    membranes: [[], []] as number[][],
    traces: [[], []] as number[][],
    memories: [] as number[],
    memory: [] as number[],
    readout: [] as number[],
  };
  for (const record of records) {
    own.place(record);
    for (const half of [0, 1]) {
      const offset = half * np * numeric.size;
      const bits = half === 0 ? writing.keyBits() : writing.valueBits();
      found.membranes[half].push(...takeRows(numeric, writing.potentials() + offset, all, M, 2 * np));
      found.traces[half].push(
        ...takeRows(numeric, placeTraces(numeric, bits, all, M, network.plasticity.tauTrace), all, M),
      );
    }
    for (let n = 1; n <= facts; n++) {
      const after = transposed(takeRows(numeric, writing.memory(n), M, M), M, M);
      found.memories.push(...after);
      if (n === facts) found.memory.push(...after);
    }
    found.readout.push(...takeRows(numeric, reading.readout(), 1, M));
  }
  const spikes = spikesOf(active, network);
  const given = expected.part('spikes');
  const loss = losses(open, own.layers, batch);
  return [
    ...given.keys().map((layer) => judge.spikes(layer, spikes[layer] ?? [], given.numbers(layer))),
    judge.reals('membranes of keys', found.membranes[0], expected.numbers('write_key_membrane')),
    judge.reals('membranes of values', found.membranes[1], expected.numbers('write_val_membrane')),
    judge.reals('traces of keys', found.traces[0], expected.numbers('write_key_trace')),
    judge.reals('traces of values', found.traces[1], expected.numbers('write_val_trace')),
    judge.reals('memory after each fact', found.memories, expected.numbers('mem_after_each_fact')),
    judge.reals('memory', found.memory, expected.numbers('mem')),
    judge.reals('readout', found.readout, expected.numbers('readout')),
    judge.reals('logits', trainable.logits(batch).slice(), expected.numbers('logits')),
    ...compareLosses(judge, loss, expected),
    equal('accuracy', loss.accuracy, expected.number('accuracy_percent')),
    ...compareTensors(judge, 'gradient', trainable, trainable.gradient(), expected.part('grads')),
  ];
}

/** Draws of the 32-bit generator that the file of the default size is made with: u in [0, 1). */
function* drawn(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Parameters by the formula of the golden files' description. */
function formulaParameters({ tensors, count }: Trainable, seed: number): Float64Array {
  const parameters = new Float64Array(count);
  const draws = drawn(seed);
  for (const { name, shape, offset, count: own } of tensors) {
    const [rows, columns] = shape;
    const largest = name === TENSOR.output ? 1 / Math.sqrt(columns) : Math.SQRT2 * Math.sqrt(6 / (rows + columns));
    for (let i = 0; i < own; i++) parameters[offset + i] = (2 * draws.next().value - 1) * largest;
  }
  return parameters;
}

/** Every k-th number of a tensor from the first on, 20 at most. */
function samplesOf(values: Reals): readonly number[] {
  const step = Math.max(1, Math.floor(values.length / 20));
  return Array.from(values)
    .filter((_, i) => i % step === 0)
    .slice(0, 20);
}

const sumRows = (values: readonly number[], n: number): readonly number[] =>
  Array.from({ length: values.length / n }, (_, row) =>
    values.slice(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0),
  );

function checkDefaultSize(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const config = configOf(golden.part('config'));
  const network = spikingNetwork(golden.part('sizes'), config);
  const { memory: M, embedding: E } = network;
  const items = golden.part('sizes').count('B');
  const batch = batchOf(golden.part('batch'));
  const expected = golden.part('expected');
  const open = opened(context, network, precision, items, { rates: config.rates });
  const { trainable } = open;
  trainable.parameters().set(formulaParameters(trainable, golden.count('seed')));
  trainable.changed();
  const judge = judgeOf(precision, golden.number('margin'));
  const active = activity(
    context,
    (own) => openAssociations(own, network, true),
    precision,
    trainable.parameters(),
    batch,
  );
  const { numeric, own, records } = active;
  const memories = records.flatMap((record) => {
    own.place(record);
    return transposed(takeRows(numeric, own.parts.writing.memory(network.facts), M, M), M, M);
  });
  const spikes = spikesOf(active, network);
  const counts = expected.part('spike_counts');
  const countOf = (layer: string): readonly number[] => {
    const n = ['features', 'labels', 'query'].includes(layer) ? E : M;
    const each = spikes[layer].length / items;
    const found = new Array<number>(items * n).fill(0);
    for (const [i, spike] of spikes[layer].entries()) found[Math.floor(i / each) * n + (i % n)] += spike;
    return found;
  };
  const loss = losses(open, own.layers, batch);
  const [norms, samples] = [expected.part('grad_norms'), expected.part('grad_samples')];
  return [
    ...counts.keys().map((layer) => judge.spikes(`spikes of ${layer}`, countOf(layer), counts.numbers(layer))),
    judge.reals('sums of the memory', sumRows(memories, M), expected.numbers('mem_row_sums')),
    judge.reals('largest memory', [Math.max(...memories)], expected.numbers('mem_max')),
    judge.reals('logits', trainable.logits(batch).slice(), expected.numbers('logits')),
    ...compareLosses(judge, loss, expected),
    ...trainable.tensors.flatMap(({ name, offset, count }) => {
      const own = trainable.gradient().subarray(offset, offset + count);
      const norm = Math.sqrt(Array.from(own).reduce((sum, value) => sum + value * value, 0));
      return [
        judge.reals(`length of gradient ${NAMES[name]}`, [norm], norms.numbers(NAMES[name])),
        judge.reals(`gradient ${NAMES[name]}`, samplesOf(own), samples.numbers(NAMES[name])),
      ];
    }),
  ];
}

/** A step of a run: gradient, its length before clipping, clipping and Adam. Returns that length. */
function step(trainable: Trainable): number {
  const { clipping, tensors } = trainable;
  if (clipping === undefined) throw new Error('gradients may be of any length');
  const squares = tensors.map(clipping.squares);
  const factor = clipFactor(clipping, squares);
  if (factor < 1) for (const tensor of tensors) clipping.scale(tensor, factor);
  trainable.optimize();
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}

const adamOf = (optimiser: Golden): AdamSettings => ({
  rate: optimiser.number('lr'),
  beta1: optimiser.number('beta1'),
  beta2: optimiser.number('beta2'),
  epsilon: optimiser.number('eps'),
});

function checkTraining(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const config = configOf(golden.part('config'));
  const network = spikingNetwork(golden.part('sizes'), config);
  const [inputs, expected, optimiser] = ['inputs', 'expected', 'optimiser'].map((key) => golden.part(key));
  const given = { rates: config.rates, adam: adamOf(optimiser), maxGradient: optimiser.number('max_grad_norm') };
  const { trainable, settings } = opened(context, network, precision, golden.part('sizes').count('B'), given);
  setParameters(trainable, inputs.part('params'));
  const judge = judgeOf(precision, golden.number('margin'));
  const { layers } = openAssociations(numericOf(context.kernels(SPIKING_MODULE), precision), network);
  const steps = inputs.list('batches').flatMap((one, i) => {
    const is = expected.list('steps')[i];
    const batch = batchOf(one);
    const logits = trainable.logits(batch).slice();
    const { loss, correct, targets, measures } = trainable.lossAndGradient(batch, {
      step: i,
      epoch: is.flag('regularise') ? 1 : 0,
    });
    const crossEntropy = trainable.evaluate(batch).loss / targets;
    const regularised = (measures?.[1] ?? Number.NaN) / targets;
    const norm = step(trainable);
    const named = (what: string): string => `${what} of step ${i + 1}`;
    return [
      judge.reals(named('logits'), logits, is.numbers('logits')),
      judge.reals(named('loss'), [loss / targets], is.numbers('loss')),
      judge.reals(named('cross entropy'), [crossEntropy], is.numbers('cross_entropy')),
      judge.reals(named('activity loss'), [regularised], is.numbers('activity_loss')),
      judge.reals(named('length of the gradient'), [norm], is.numbers('grad_norm')),
      equal(named('accuracy'), (100 * correct) / targets, is.number('accuracy_percent')),
      ...compareTensors(judge, named('parameters'), trainable, trainable.parameters(), is.part('params_after')),
    ];
  });
  const moment = (name: 'moment' | 'variance'): Reals =>
    precision === 'f32' ? trainable.block.f32(name) : trainable.block.f64(name);
  const rated = layers.length;
  return [
    equal('rated layers', rated, TERMS.length),
    ...steps,
    ...compareTensors(judge, 'first moment', trainable, moment('moment'), expected.part('adam_m')),
    ...compareTensors(judge, 'second moment', trainable, moment('variance'), expected.part('adam_v')),
    ...evaluated(judge, trainable, inputs, expected.part('evaluation')),
    ...scheduled(judge, settings, expected.part('lr_schedule')),
  ];
}

/** Evaluation in batches, whose figures are weighted by their sizes. */
function evaluated(judge: Judge, trainable: Trainable, inputs: Golden, expected: Golden): readonly Comparison[] {
  const whole = batchOf(inputs.part('eval'));
  const size = inputs.count('eval_batch_size');
  let [loss, correct] = [0, 0];
  for (let from = 0; from < whole.items; from += size) {
    const found = trainable.evaluate(slice(whole, from, Math.min(whole.items, from + size)));
    loss += found.loss;
    correct += found.correct;
  }
  return [
    judge.reals('loss of the evaluation', [loss / whole.items], expected.numbers('loss')),
    judge.reals('accuracy of the evaluation', [(100 * correct) / whole.items], expected.numbers('accuracy_percent')),
  ];
}

/** The published schedule: 0.85 times the rate every 20 epochs. */
function scheduled(judge: Judge, { adam }: SpikingSettings, expected: Golden): readonly Comparison[] {
  const rates = [...expected.integers('epochs')].map((epoch) =>
    decayedRate(adam.rate, { factor: 0.85, every: 20 }, epoch),
  );
  return [judge.reals('learning rates', rates, expected.numbers('lr'))];
}

function checkRelu(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const [config, sizes, inputs, expected] = ['config', 'sizes', 'inputs', 'expected'].map((key) => golden.part(key));
  const network: AssociationsNetwork = {
    ...{ kind: 'associations', form: 'relu', encoderGain: 1, ...PUBLISHED, steps: 1, readoutDelay: 1 },
    features: sizes.count('F'),
    embedding: sizes.count('E'),
    memory: sizes.count('M'),
    classes: sizes.count('C'),
    facts: sizes.count('L'),
    neuron: NEURON_DEFAULTS,
    plasticity: {
      ...PLASTICITY_DEFAULTS,
      wMax: config.number('w_max'),
      gammaPos: config.number('gamma_pos'),
      gammaNeg: config.number('gamma_neg'),
    },
  };
  const batch = batchOf(inputs.part('batch'));
  const given = { adam: { ...ADAM_DEFAULTS, rate: 0.001 }, maxGradient: 40 };
  const { trainable } = opened(context, network, precision, sizes.count('B'), given);
  setParameters(trainable, inputs.part('params'));
  const judge = judgeOf(precision, 1);
  const logits = trainable.logits(batch).slice();
  const active = reluActivity(context, network, precision, trainable.parameters(), batch);
  const { loss, targets } = trainable.lossAndGradient(batch, { step: 0 });
  const gradients = compareTensors(judge, 'gradient', trainable, trainable.gradient(), expected.part('grads'));
  const norm = step(trainable);
  return [
    ...['write_key', 'write_val', 'mem', 'read_key', 'read_val'].map((key) =>
      judge.reals(key, active[key], expected.numbers(key)),
    ),
    judge.reals('logits', logits, expected.numbers('logits')),
    judge.reals('loss', [loss / targets], expected.numbers('loss')),
    ...gradients,
    judge.reals('length of the gradient', [norm], expected.numbers('grad_norm')),
    ...compareTensors(judge, 'parameters', trainable, trainable.parameters(), expected.part('params_after')),
  ];
}

/** Activities of the twin without time over a batch, by the names of golden files. */
function reluActivity(
  context: Context,
  network: AssociationsNetwork,
  precision: Precision,
  parameters: Reals,
  batch: Batch,
): { readonly [key: string]: readonly number[] } {
  const numeric = numericOf(context.kernels(SPIKING_MODULE), precision);
  const own = openReluAssociations(numeric, network);
  const { memory: M, facts } = network;
  const address = numeric.room(parameters.length);
  numeric.view(address, parameters.length).set(parameters);
  own.take(address);
  const [item, record] = [numeric.room(own.width), numeric.kernels.allocate(own.recordBytes)];
  const found: { readonly [key: string]: number[] } = {
    ...{ write_key: [], write_val: [], mem: [], read_key: [], read_val: [] },
  };
  for (let b = 0; b < batch.items; b++) {
    numeric.view(item, own.width).set(batch.inputs.subarray(b * own.width, (b + 1) * own.width));
    own.forward(item, record);
    const { np, written, memory, read } = own.arrays;
    const half = np * numeric.size;
    for (let n = 0; n < facts; n++) {
      found.write_key.push(...takeRows(numeric, written(record, n), 1, M));
      found.write_val.push(...takeRows(numeric, written(record, n) + half, 1, M));
    }
    found.mem.push(...transposed(takeRows(numeric, memory(record, facts), M, M), M, M));
    found.read_key.push(...takeRows(numeric, read(record).keys, 1, M));
    found.read_val.push(...takeRows(numeric, read(record).values, 1, M));
  }
  return found;
}

type Check = (golden: Golden, precision: Precision, context: Context) => readonly Comparison[];

const inBoth =
  (name: string, check: Check) =>
  (golden: Golden): readonly Case[] =>
    PRECISIONS.map((precision) => ({
      name: `${name} in ${precision}`,
      check: (context) => check(golden, precision, context),
    }));

export const networkCases = inBoth('network', checkNetwork);
export const defaultSizeCases = inBoth('network of the default size', checkDefaultSize);
export const trainingCases = inBoth('training', checkTraining);
export const reluCases = inBoth('twin without time', checkRelu);
