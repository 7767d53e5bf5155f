/** Golden encoders of images: pixels through blocks of convolution to two decoding layers, with gradients; and the prototypical loss. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import { openImageEncoder } from '../../model/spiking/image-encoder.js';
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import { openListeningLayer } from '../../model/spiking/listening-layer.js';
import { placeNeuron } from '../../model/spiking/neuron.js';
import { type Numeric, numericOf } from '../../model/spiking/numeric.js';
import { prototypicalLoss } from '../../model/spiking/prototypes.js';
import type { Precision } from '../../train/trainable.js';
import { type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { shapeOf } from './neurons.js';
import { BOUNDS, configOf, judgeOf, PRECISIONS, placeTraces, takeRows, takeSpikes } from './play.js';

/** Spikes that a pixel of the published decoder is divided by. */
const PIXEL = 15;

function place(numeric: Numeric, values: ArrayLike<number>): number {
  const address = numeric.room(values.length);
  numeric.view(address, values.length).set(values);
  return address;
}

/** Counts of n neurons over the steps. */
function countsOf(spikes: readonly number[], n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const [i, spike] of spikes.entries()) counts[i % n] += spike;
  return counts;
}

function openParts(golden: Golden, numeric: Numeric) {
  const config = configOf(golden.part('config'));
  const inputs = golden.part('inputs');
  const [height, width] = golden.integers('image_size');
  const channels = [...golden.integers('channels').subarray(1)];
  const { steps, neuron } = config;
  const own = placeNeuron(numeric, neuron);
  const blocks = Array.from(inputs.numbers('cnn_thresholds'), (threshold) =>
    placeNeuron(numeric, { ...neuron, threshold, perfectReset: false }, false),
  );
  const keepsPotentials = neuron.perfectReset;
  const shape = { height, width, channels, steps, hasBias: true, learns: true, seesPeaks: true };
  const encoder = openImageEncoder(numeric, { pixels: own, blocks }, shape);
  const [[middle, features], [pixels]] = [shapeOf(inputs, 'W_dec1'), shapeOf(inputs, 'W_dec2')];
  const listening = { steps, keepsPotentials };
  const first = openListeningLayer(numeric, own, {
    ...listening,
    n: middle,
    inputs: features,
    inputWords: encoder.words,
  });
  const second = openListeningLayer(numeric, own, { ...listening, n: pixels, inputs: middle });
  for (const [i, block] of encoder.blocks.entries())
    block.takeWeights(place(numeric, inputs.rows('kernels')[i]), place(numeric, inputs.rows('biases')[i]));
  first.takeWeights(place(numeric, inputs.numbers('W_dec1')));
  second.takeWeights(place(numeric, inputs.numbers('W_dec2')));
  return { config, encoder, first, second, features, middle, pixels, size: height * width, channels };
}

function checkEncoder(golden: Golden, precision: Precision, { kernels }: Context): readonly Comparison[] {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const [inputs, expected] = [golden.part('inputs'), golden.part('expected')];
  const { config, encoder, first, second, features, middle, pixels, size, channels } = openParts(golden, numeric);
  const { steps, plasticity } = config;
  const [images, target] = [inputs.numbers('image'), inputs.numbers('target')];
  const samples = images.length / size;
  const found = {
    ...{ counts: [] as number[], encoded: [] as number[], first: [] as number[], trace: [] as number[] },
    ...{ second: [] as number[], output: [] as number[] },
  };
  const bar = numeric.room(steps * encoder.stride);
  const ones = numeric.room(steps * encoder.stride);
  numeric.view(ones, steps * encoder.stride).fill(1);
  const [ofFeatures, ofMiddle] = [numeric.room(encoder.stride), numeric.room(first.np)];
  let squares = 0;
  for (let b = 0; b < samples; b++) {
    encoder.run(place(numeric, images.subarray(b * size, (b + 1) * size)));
    first.run(encoder.bits);
    second.run(first.bits);
    const spikes = takeSpikes(numeric, second.bits, steps, pixels);
    const output = countsOf(spikes, pixels).map((count) => count / PIXEL);
    found.counts.push(...countsOf(takeSpikes(numeric, encoder.pixelBits, steps, size), size));
    found.encoded.push(...takeSpikes(numeric, encoder.bits, steps, features, encoder.words));
    found.first.push(...takeSpikes(numeric, first.bits, steps, middle));
    found.trace.push(
      ...takeRows(numeric, placeTraces(numeric, first.bits, steps, middle, plasticity.tauTrace), steps, middle),
    );
    found.second.push(...spikes);
    found.output.push(...output);
    const errors = output.map((pixel, i) => pixel - target[b * pixels + i]);
    squares += errors.reduce((sum, error) => sum + error * error, 0);
    const zBar = numeric.view(second.zBar, steps * second.np);
    for (let t = 0; t < steps; t++)
      for (const [i, error] of errors.entries()) zBar[t * second.np + i] = (2 * error) / (samples * pixels * PIXEL);
    second.runBack(first.bits);
    second.giveInputs(first.slopes, first.np, first.zBar, ofMiddle);
    first.runBack(encoder.bits);
    first.giveInputs(ones, encoder.stride, bar, ofFeatures);
    encoder.runBack(bar);
  }
  const gradients = gradientsOf(golden, numeric, encoder.blocks, first, second, channels);
  const judge = judgeOf(precision, golden.number('margin'));
  return [
    judge.spikes('spikes of pixels', found.counts, expected.numbers('pixel_spike_counts')),
    judge.spikes('encoder', found.encoded, expected.numbers('encoder_spikes')),
    judge.spikes('first layer', found.first, expected.numbers('dec1_spikes')),
    judge.spikes('second layer', found.second, expected.numbers('dec2_spikes')),
    judge.reals('traces', found.trace, expected.numbers('dec1_trace')),
    judge.reals(
      'largest currents',
      encoder.blocks.map((block) => block.peak()),
      expected.numbers('max_current'),
    ),
    judge.reals('output', found.output, expected.numbers('output')),
    judge.reals('mse', [squares / (samples * pixels)], expected.numbers('mse')),
    ...gradients.map(([name, values, wanted]) => judge.reals(name, values, wanted)),
  ];
}

type Parts = ReturnType<typeof openParts>;

/** Gradients as the golden file has them, by name. */
function gradientsOf(
  golden: Golden,
  numeric: Numeric,
  blocks: Parts['encoder']['blocks'],
  first: Parts['first'],
  second: Parts['second'],
  channels: readonly number[],
): readonly (readonly [name: string, values: ArrayLike<number>, expected: Float64Array])[] {
  const expected = golden.part('expected');
  const [kernels, biases] = [expected.rows('grad_kernels'), expected.rows('grad_biases')];
  const ofBlocks = blocks.flatMap((block, i) => {
    const [weights, bias] = [numeric.room(kernels[i].length), numeric.room(channels[i])];
    block.giveGradient(weights, bias);
    return [
      [`gradient of kernels ${i}`, numeric.view(weights, kernels[i].length).slice(), kernels[i]],
      [`gradient of biases ${i}`, numeric.view(bias, channels[i]).slice(), biases[i]],
    ] as const;
  });
  const ofLayers = [first, second].map((layer, i) => {
    const wanted = expected.numbers(`grad_W_dec${i + 1}`);
    const at = numeric.room(wanted.length);
    layer.giveGradient(at);
    return [`gradient of layer ${i + 1}`, numeric.view(at, wanted.length).slice(), wanted] as const;
  });
  return [...ofBlocks, ...ofLayers];
}

function checkPrototypes(golden: Golden, { kernels }: Context): readonly Comparison[] {
  const [inputs, expected] = [golden.part('inputs'), golden.part('expected')];
  const [, width] = shapeOf(inputs, 'x');
  const { loss, accuracy } = prototypicalLoss(
    elementaryOf(kernels(CORE_MODULE)),
    inputs.numbers('x'),
    width,
    inputs.integers('y'),
    inputs.count('num_support'),
  );
  const one = (name: string, value: number) => relative(name, [value], expected.numbers(name), BOUNDS.f64);
  return [one('loss', loss), one('accuracy', accuracy)];
}

export const imageCases = (golden: Golden): readonly Case[] => [
  ...PRECISIONS.map((precision) => ({
    name: `encoder in ${precision}`,
    check: (context: Context) => checkEncoder(golden, precision, context),
  })),
  { name: 'prototypical loss', check: (context) => checkPrototypes(golden.part('prototypical'), context) },
];
