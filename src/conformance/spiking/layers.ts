/** Golden writing and reading layers by themselves, with the gradient of a functional of their outputs. */
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import { alike, placeNeuron } from '../../model/spiking/neuron.js';
import { type Numeric, numericOf, padded } from '../../model/spiking/numeric.js';
import { openReadingLayer } from '../../model/spiking/reading-layer.js';
import { planRecord } from '../../model/spiking/record.js';
import { openWritingLayer } from '../../model/spiking/writing-layer.js';
import type { Precision } from '../../train/trainable.js';
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { shapeOf } from './neurons.js';
import {
  type Config,
  configOf,
  judgeOf,
  PRECISIONS,
  placeRows,
  placeSpikes,
  takeRows,
  takeSpikes,
  transposed,
} from './play.js';

/** The gain that the published program has. */
const FEEDBACK = 0.2;

interface Sizes {
  readonly samples: number;
  readonly steps: number;
  readonly inputs: number;
  readonly n: number;
}

function sizesOf(inputs: Golden): Sizes {
  const [samples, steps, width] = shapeOf(inputs, 'x');
  const [, , n] = shapeOf(inputs.part('loss_coefficients'), 'key');
  return { samples, steps, inputs: width, n };
}

/** Rows of keys and values side by side: [steps][np of keys, np of values]. */
function placeBoth(numeric: Numeric, keys: Float64Array, values: Float64Array, n: number): number {
  const steps = keys.length / n;
  const both = Array.from({ length: 2 * steps }, (_, row) => {
    const from = (row >> 1) * n;
    return [...(row % 2 === 0 ? keys : values).subarray(from, from + n)];
  });
  return placeRows(numeric, both.flat(), n);
}

/** Numbers of one sample. */
const ofSample = (values: Float64Array, b: number, samples: number): Float64Array =>
  values.subarray((b * values.length) / samples, ((b + 1) * values.length) / samples);

/** Gradient [steps][inputs] of the spikes that a layer hears. */
function spikesGradient(
  numeric: Numeric,
  { steps, inputs }: Sizes,
  np: number,
  weights: number,
  xBar: number,
): readonly number[] {
  const k = numeric.pick('spikes_back');
  const all = steps * padded(inputs);
  const [slopes, zBar, start] = [numeric.room(all), numeric.room(all), numeric.room(padded(inputs))];
  numeric.view(slopes, all).fill(1);
  k.spikes_back(steps, inputs, padded(inputs), slopes, np, weights, xBar, zBar, start);
  return takeRows(numeric, zBar, steps, inputs);
}

/** Results of a layer over all samples, by the keys of the golden file. */
type Found = { readonly [key: string]: number[] };

const WRITTEN = [
  ...['key', 'val', 'key_membrane', 'val_membrane', 'key_trace', 'val_trace', 'mem', 'moments'],
  ...['refractory_key', 'refractory_val', 'grad_x', 'grad_initial_mem', 'grad_W'],
] as const;

/** The writing layer in facts of some steps: where a fact ends must not matter. */
function written(golden: Golden, config: Config, precision: Precision, { kernels }: Context, steps: number): Found {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const inputs = golden.part('inputs');
  const sizes = sizesOf(inputs);
  const { samples, n } = sizes;
  const facts = sizes.steps / steps;
  const np = padded(n);
  const plan = planRecord();
  const shape = { n, inputs: sizes.inputs, steps, facts, feedback: FEEDBACK, keepsPotentials: true };
  const layer = openWritingLayer(numeric, alike(placeNeuron(numeric, config.neuron)), config.plasticity, shape, plan);
  const weights = inputs.numbers('W');
  const parameters = numeric.room(weights.length);
  numeric.view(parameters, weights.length).set(weights);
  layer.takeWeights(parameters);
  const found: Found = Object.fromEntries(WRITTEN.map((key) => [key, []]));
  const coefficients = inputs.part('loss_coefficients');
  const [x, keyBar, valueBar, memoryBar] = [
    inputs.numbers('x'),
    ...['key', 'val', 'mem'].map((key) => coefficients.numbers(key)),
  ];
  for (let b = 0; b < samples; b++) {
    const own = (values: Float64Array): Float64Array => ofSample(values, b, samples);
    const record = numeric.kernels.allocate(plan.bytes());
    const bits = placeSpikes(numeric, own(x), sizes.inputs);
    layer.place(record, bits);
    layer.begin();
    for (let fact = 0; fact < facts; fact++) layer.write(fact);
    const row = np * numeric.size;
    found.key.push(...takeSpikes(numeric, layer.keyBits(), sizes.steps, n));
    found.val.push(...takeSpikes(numeric, layer.valueBits(), sizes.steps, n));
    found.key_membrane.push(...takeRows(numeric, layer.potentials(), sizes.steps, n, 2 * np));
    found.val_membrane.push(...takeRows(numeric, layer.potentials() + row, sizes.steps, n, 2 * np));
    for (let fact = 1; fact <= facts; fact++) {
      found.key_trace.push(...takeRows(numeric, layer.traces(fact), 1, n));
      found.val_trace.push(...takeRows(numeric, layer.traces(fact) + row, 1, n));
      found.moments.push(...transposed(takeRows(numeric, layer.memory(fact), n, n), n, n));
    }
    found.mem.push(...found.moments.slice(-n * n));
    found.refractory_key.push(...takeRows(numeric, layer.states + 2 * row, 1, n));
    found.refractory_val.push(...takeRows(numeric, layer.states + 5 * row, 1, n));
    const spikesBar = placeBoth(numeric, own(keyBar), own(valueBar), n);
    layer.beginBack(spikesBar);
    const bar = placeRows(numeric, transposed(own(memoryBar), n, n), n);
    numeric.view(layer.memoryBar, n * np).set(numeric.view(bar, n * np));
    const gradients: (readonly number[])[] = [];
    for (let fact = facts - 1; fact >= 0; fact--) {
      layer.writeBack(fact);
      const part = { ...sizes, steps };
      gradients.unshift(spikesGradient(numeric, part, 2 * np, layer.weights, layer.inputsBar));
    }
    found.grad_x.push(...gradients.flat());
    found.grad_initial_mem.push(...transposed(takeRows(numeric, layer.memoryBar, n, n), n, n));
  }
  const gradient = numeric.room(weights.length);
  layer.giveGradient(gradient);
  found.grad_W.push(...numeric.view(gradient, weights.length));
  return found;
}

function checkWriting(
  golden: Golden,
  config: Config,
  margin: number,
  precision: Precision,
  context: Context,
): readonly Comparison[] {
  const writing = golden.part('writing');
  const { samples, steps, n } = sizesOf(writing.part('inputs'));
  const expected = writing.part('expected');
  const judge = judgeOf(precision, margin);
  return [1, steps].flatMap((each) => {
    const found = written(writing, config, precision, context, each);
    const named = (quantity: string): string => `${quantity}, ${each} steps a fact`;
    const reals = (key: string): Comparison => judge.reals(named(key), found[key], expected.numbers(key));
    const spikes = (key: string): Comparison => judge.spikes(named(key), found[key], expected.numbers(key));
    const of = (key: string): readonly Comparison[] => (each === 1 ? [reals(key)] : []);
    const at = each === 1 ? expected.part('mem_at_steps') : undefined;
    const moments = at?.keys().map((step) => {
      const own = Array.from({ length: samples }, (_, b) => {
        const from = (b * steps + Number(step)) * n * n;
        return found.moments.slice(from, from + n * n);
      });
      return judge.reals(named(`mem at step ${step}`), own.flat(), at.numbers(step));
    });
    return [
      ...[spikes('key'), spikes('val'), spikes('refractory_key'), spikes('refractory_val')],
      ...[...of('key_trace'), ...of('val_trace'), ...(moments ?? [])],
      ...['key_membrane', 'val_membrane', 'mem', 'grad_x', 'grad_initial_mem', 'grad_W'].map(reals),
    ];
  });
}

function checkReading(
  golden: Golden,
  config: Config,
  margin: number,
  precision: Precision,
  { kernels }: Context,
): readonly Comparison[] {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const reading = golden.part('reading');
  const [inputs, expected] = [reading.part('inputs'), reading.part('expected')];
  const sizes = sizesOf(inputs);
  const { samples, steps, n } = sizes;
  const { delay } = config;
  const np = padded(n);
  const plan = planRecord();
  const shape = { n, inputs: sizes.inputs, steps, delay, window: 0, keepsPotentials: true };
  const layer = openReadingLayer(numeric, alike(placeNeuron(numeric, config.neuron)), shape, plan);
  const weights = inputs.numbers('W');
  const [parameters, gradient] = [numeric.room(weights.length), numeric.room(weights.length)];
  numeric.view(parameters, weights.length).set(weights);
  layer.takeWeights(parameters);
  const [x, mem] = [inputs.numbers('x'), inputs.numbers('mem')];
  const coefficients = inputs.part('loss_coefficients');
  const [keyBar, valueBar] = ['key', 'val'].map((key) => coefficients.numbers(key));
  const keys = ['key', 'val', 'key_membrane', 'val_membrane', 'delay_buffer', 'grad_x', 'grad_mem'];
  const found: Found = Object.fromEntries(keys.map((key) => [key, []]));
  for (let b = 0; b < samples; b++) {
    const own = (values: Float64Array): Float64Array => ofSample(values, b, samples);
    const record = numeric.kernels.allocate(plan.bytes());
    const bits = placeSpikes(numeric, own(x), sizes.inputs);
    const memory = placeRows(numeric, transposed(own(mem), n, n), n);
    const memoryBar = numeric.room(n * np);
    layer.place(record, bits, memory);
    layer.read();
    const values = takeSpikes(numeric, layer.valueBits(), steps, n);
    found.key.push(...takeSpikes(numeric, layer.keyBits(), steps, n));
    found.val.push(...values);
    found.key_membrane.push(...takeRows(numeric, layer.potentials(), steps, n, 2 * np));
    found.val_membrane.push(...takeRows(numeric, layer.potentials() + np * numeric.size, steps, n, 2 * np));
    // a slot has the values of the last step that is its number but for multiples of the delay
    for (let slot = 0; slot < delay; slot++) {
      const last = steps - 1 - ((steps - 1 - slot + delay) % delay);
      for (let i = 0; i < n; i++) found.delay_buffer.push(last < 0 ? 0 : values[last * n + i]);
    }
    layer.readBack(memoryBar, placeBoth(numeric, own(keyBar), own(valueBar), n));
    found.grad_x.push(...spikesGradient(numeric, sizes, np, layer.weights, layer.inputsBar));
    found.grad_mem.push(...transposed(takeRows(numeric, memoryBar, n, n), n, n));
  }
  layer.giveGradient(gradient);
  const judge = judgeOf(precision, margin);
  return [
    ...['key', 'val', 'delay_buffer'].map((key) => judge.spikes(key, found[key], expected.numbers(key))),
    ...['key_membrane', 'val_membrane', 'grad_x', 'grad_mem'].map((key) =>
      judge.reals(key, found[key], expected.numbers(key)),
    ),
    judge.reals('grad_W', numeric.view(gradient, weights.length), expected.numbers('grad_W')),
  ];
}

export function layerCases(golden: Golden): readonly Case[] {
  return PRECISIONS.flatMap((precision) => {
    const each = (name: string, check: typeof checkWriting): Case => ({
      name: `${name} in ${precision}`,
      check: (context) => check(golden, configOf(golden.part('config')), golden.number('margin'), precision, context),
    });
    return [each('writing', checkWriting), each('reading', checkReading)];
  });
}
