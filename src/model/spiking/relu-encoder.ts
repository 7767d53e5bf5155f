/**
 * Pictures as activities without time (specification, sections 3 and 11): blocks of a convolution 3 x 3 without biases, relu, and the largest of 2 x 2.
 * Places of a layer stand in rows with all channels each, [places][channels], and have a border of zeros where a convolution hears them.
 */
import type { TensorPlaces } from '../../train/tensors.js';
import { encodedNeurons, encoderCount } from './image-encoder.js';
import { openPassages } from './kept-passages.js';
import type { Numeric } from './numeric.js';
import { openReluBlock } from './relu-block.js';
import { openSeenImages } from './seen-images.js';
import { type EncoderName, encoderTensor } from './tensors.js';

/** Bytes, filled up so that what stands behind them is a number of either precision. */
const wholeNumbers = (bytes: number): number => 8 * Math.ceil(bytes / 8);

export interface ReluEncoderShape {
  readonly height: number;
  readonly width: number;
  /** Channels of each block, multiples of 4. */
  readonly channels: readonly number[];
  readonly learns: boolean;
  /** Pictures of an item, which go back right after they went forward; absent: few. */
  readonly kept?: number;
}

export interface ReluEncoder {
  /** Units that are heard. */
  readonly n: number;
  /** Address of the activities of a picture, which is run unless it was seen before: they hold until the next call. */
  values(picture: number): number;
  /** The way back of a picture; `bar` [n] is the gradient of its activities. */
  back(picture: number, bar: number): void;
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** Gradients of a share begin with 0. */
  clear(): void;
  finish(gradient: number): void;
}

export function openReluEncoder(
  numeric: Numeric,
  name: EncoderName,
  { height, width, channels, learns, kept }: ReluEncoderShape,
  at: TensorPlaces,
): ReluEncoder {
  const { size } = numeric;
  const pixels = height * width;
  const blocks = channels.map((own, i) =>
    openReluBlock(numeric, {
      ...{ height: height >> i, width: width >> i, channels: own, inputs: i === 0 ? 1 : channels[i - 1] },
      ...{ learns, hearsUnits: i > 0 },
    }),
  );
  const last = blocks[blocks.length - 1];
  const places = channels.map((_, i) => at(encoderTensor(name, i, 'weight')));
  const [n, count] = [encodedNeurons({ height, width, channels }), encoderCount({ channels, hasBias: false })];
  const passages = openPassages(
    numeric,
    pixels,
    blocks.reduce((sum, { stateBytes }) => sum + wholeNumbers(stateBytes), 0),
    kept,
  );
  const place = (state: number): void => {
    let at = state;
    for (const block of blocks) {
      block.place(at);
      at += wholeNumbers(block.stateBytes);
    }
  };
  const run = (picture: number): void => {
    place(passages.place(picture));
    for (const [i, block] of blocks.entries()) block.run(i === 0 ? picture : blocks[i - 1].pooled);
  };
  const seen = openSeenImages(numeric, pixels, { address: last.pooled, words: (n * size) / 4, run });
  let acting: Float32Array | Float64Array | undefined;
  return {
    n,
    values: seen.spikes,
    back: (picture, bar) => {
      const state = passages.of(picture);
      if (state === undefined) run(picture);
      else place(state);
      for (let i = blocks.length - 1; i >= 0; i--) blocks[i].back(i === blocks.length - 1 ? bar : blocks[i + 1].bar);
    },
    take: (parameters) => {
      const given = numeric.view(parameters + places[0], count);
      const before = acting;
      if (before !== undefined && given.every((value, i) => value === before[i])) return;
      acting = given.slice();
      seen.forget();
      passages.forget();
      for (const [i, block] of blocks.entries()) block.takeWeights(parameters + places[i]);
    },
    clear: () => {
      if (learns) for (const block of blocks) block.clearGradient();
    },
    finish: (gradient) => {
      if (learns) for (const [i, block] of blocks.entries()) block.giveGradient(gradient + places[i]);
    },
  };
}
