/**
 * Pictures as activities without time (specification, sections 3 and 11): blocks of a convolution 3 x 3 without biases, perhaps batch normalisation, relu, and the largest of 2 x 2.
 * Places of a layer stand in rows with all channels each, [places][channels], and have a border of zeros where a convolution hears them.
 */
import type { Pieces } from '../../train/pieces.js';
import type { TensorPlaces } from '../../train/tensors.js';
import { openBatchNorm } from './batch-norm.js';
import { encodedNeurons, encoderCount } from './image-encoder.js';
import { openPassages } from './kept-passages.js';
import type { Numeric } from './numeric.js';
import { openReluBatch, wholeNumbers } from './relu-batch.js';
import { openReluBlock, type ReluBlockShape, reluBlockBytes } from './relu-block.js';
import { openSeenImages } from './seen-images.js';
import { type EncoderName, encoderTensor, NORM_TENSORS } from './tensors.js';

export interface ReluEncoderShape {
  readonly height: number;
  readonly width: number;
  /** Channels of each block, multiples of 4. */
  readonly channels: readonly number[];
  readonly learns: boolean;
  /** Whether what units hear is normalised, over a batch where they learn and by running statistics otherwise; absent: not. */
  readonly hasNorm?: boolean;
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
  /** What is normalised over a batch; absent: nothing is. */
  readonly norm?: EncoderNorm;
}

export interface EncoderNorm {
  /** Announces the rooms of so many pictures. */
  announce(pictures: number): void;
  /** Passes the pictures of a batch forward, by its own statistics: they are the only ones that are asked for until `apart`. */
  together(pictures: readonly number[]): Pieces<void>;
  /** Pictures are run one by one from now on, by running statistics. */
  apart(): void;
  /** Running statistics, at this address, take those of the batch. */
  renew(parameters: number): void;
}

/** The blocks of an encoder. */
export const reluBlockShapes = ({ height, width, channels, learns }: ReluEncoderShape): readonly ReluBlockShape[] =>
  channels.map((own, i) => ({
    ...{ height: height >> i, width: width >> i, channels: own, inputs: i === 0 ? 1 : channels[i - 1] },
    ...{ learns, hearsUnits: i > 0 },
  }));

export function openReluEncoder(
  numeric: Numeric,
  name: EncoderName,
  shape: ReluEncoderShape,
  at: TensorPlaces,
): ReluEncoder {
  const { size } = numeric;
  const { height, width, channels, learns, hasNorm = false, kept } = shape;
  const pixels = height * width;
  const shapes = reluBlockShapes(shape);
  const blocks = shapes.map((one) => openReluBlock(numeric, one));
  const norms = hasNorm
    ? shapes.map((one, block) =>
        openBatchNorm(numeric, { name, block, rows: one.height * one.width, channels: one.channels }, at),
      )
    : [];
  const last = blocks[blocks.length - 1];
  const places = channels.map((_, i) => at(encoderTensor(name, i, 'weight')));
  const n = encodedNeurons(shape);
  const count = encoderCount(channels, hasNorm ? NORM_TENSORS.length : 0);
  const stateBytes = shapes.map((one) => wholeNumbers(reluBlockBytes(one, size)));
  const passages = openPassages(
    numeric,
    pixels,
    stateBytes.reduce((sum, own) => sum + own, 0),
    kept,
  );
  const place = (state: number): void => {
    let at = state;
    for (const [i, block] of blocks.entries()) {
      block.place(at);
      at += stateBytes[i];
    }
  };
  const run = (picture: number): void => {
    place(passages.place(picture));
    for (const [i, block] of blocks.entries()) {
      block.hear(i === 0 ? picture : blocks[i - 1].pooled);
      norms[i]?.run(block.units);
      block.activate();
    }
  };
  const seen = openSeenImages(numeric, pixels, { address: last.pooled, words: (n * size) / 4, run });
  let acting: Float32Array | Float64Array | undefined;
  const alone = {
    values: seen.spikes,
    back: (picture: number, bar: number): void => {
      const state = passages.of(picture);
      if (state === undefined) run(picture);
      else place(state);
      for (let i = blocks.length - 1; i >= 0; i--) {
        blocks[i].unpool(i === blocks.length - 1 ? bar : blocks[i + 1].bar);
        blocks[i].learn();
      }
    },
    take: (parameters: number): void => {
      const given = numeric.view(parameters + places[0], count);
      const before = acting;
      if (before !== undefined && given.every((value, i) => value === before[i])) return;
      acting = given.slice();
      seen.forget();
      passages.forget();
      for (const [i, block] of blocks.entries()) block.takeWeights(parameters + places[i]);
      for (const norm of norms) norm.take(parameters);
    },
    clear: (): void => {
      if (learns) for (const block of blocks) block.clearGradient();
    },
    finish: (gradient: number): void => {
      if (learns) for (const [i, block] of blocks.entries()) block.giveGradient(gradient + places[i]);
    },
  };
  if (!hasNorm || !learns) return { n, ...alone };
  const batch = openReluBatch(
    numeric,
    blocks.map((block, i) => ({ block, norm: norms[i], shape: shapes[i] })),
  );
  let isTogether = false;
  return {
    ...{ n, take: alone.take, clear: alone.clear },
    values: (picture) => (isTogether ? batch : alone).values(picture),
    back: batch.addBar,
    finish: (gradient) => {
      batch.back(gradient);
      alone.finish(gradient);
    },
    norm: {
      announce: batch.announce,
      together: (pictures) => {
        isTogether = true;
        return batch.forward(pictures);
      },
      apart: () => {
        isTogether = false;
      },
      renew: (parameters) => {
        for (const norm of norms) norm.renew(parameters);
      },
    },
  };
}
