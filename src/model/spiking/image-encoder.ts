/**
 * Images as spikes (specification, sections 3 and 4): pixels are currents of leaky neurons, and blocks of convolution and pooling follow. All states are 0 at
 * the beginning of each image.
 */
import { type Convolution, openConvolution } from './convolution.js';
import { type Numeric, padded, wordsOf } from './numeric.js';
import { openSeenImages } from './seen-images.js';

export interface ImageEncoderShape {
  readonly height: number;
  readonly width: number;
  /** Channels of each block. */
  readonly channels: readonly number[];
  readonly steps: number;
  readonly hasBias: boolean;
  readonly learns: boolean;
  readonly seesPeaks?: boolean;
}

/** Neurons that are heard of an encoder: each block halves the sides, rounded down. */
export function encodedNeurons({
  height,
  width,
  channels,
}: Pick<ImageEncoderShape, 'height' | 'width' | 'channels'>): number {
  const pooled = (side: number): number => channels.reduce((left) => Math.floor(left / 2), side);
  return pooled(height) * pooled(width) * channels[channels.length - 1];
}

/** Weights of all blocks, and `more` numbers of each channel. */
export const encoderCount = (channels: readonly number[], more: number): number =>
  channels.reduce((sum, own, i) => sum + own * ((i === 0 ? 1 : channels[i - 1]) * 9 + more), 0);

export interface ImageEncoder {
  readonly blocks: readonly Convolution[];
  /** Spikes of what the last block pools, [steps][words]. */
  readonly bits: number;
  readonly words: number;
  /** Numbers of a row of their gradient, padding included: channels of the last block that are no multiple of 32 are followed by zeros. */
  readonly stride: number;
  /** Spikes of the pixels, [steps][pixelWords]. */
  readonly pixelBits: number;
  readonly pixelWords: number;
  /** An image [pixels]. */
  run(image: number): void;
  /** Address of the spikes of an image, which is run unless it was seen before: they hold until the next call. */
  spikes(image: number): number;
  /** Weights changed. */
  changed(): void;
  /** The way back of the image that was run last; `bar` [steps][stride] is the gradient of its spikes. */
  runBack(bar: number): void;
}

/** @param neurons - constants of the neurons of the pixels, then of each block */
export function openImageEncoder(
  numeric: Numeric,
  neurons: { readonly pixels: number; readonly blocks: readonly number[] },
  { height, width, channels, steps, hasBias, learns, seesPeaks = false }: ImageEncoderShape,
): ImageEncoder {
  const pixels = height * width;
  const [np, pixelWords] = [padded(pixels), wordsOf(pixels)];
  const k = numeric.pick('encode');
  const pixelBits = numeric.kernels.allocate(4 * steps * pixelWords);
  const [state, slopes, currents] = [numeric.room(3 * np), numeric.room(steps * np), numeric.room(np)];
  const blocks: Convolution[] = [];
  for (const [i, own] of channels.entries()) {
    const before = blocks.at(-1);
    const shape = {
      height: before?.pooledHeight ?? height,
      width: before?.pooledWidth ?? width,
      inputs: i === 0 ? 1 : channels[i - 1],
      inputStride: before?.stride ?? 1,
      channels: own,
    };
    blocks.push(openConvolution(numeric, neurons.blocks[i], { ...shape, steps, hasBias, learns, seesPeak: seesPeaks }));
  }
  const last = blocks[blocks.length - 1];
  const run = (image: number): void => {
    numeric.view(currents, pixels).set(numeric.view(image, pixels));
    numeric.zero(state, 3 * np);
    k.encode(neurons.pixels, steps, np, pixelWords, currents, state, pixelBits, slopes, 0);
    for (const [i, block] of blocks.entries()) block.run(i === 0 ? pixelBits : blocks[i - 1].pooledBits);
  };
  const seen = openSeenImages(numeric, pixels, { address: last.pooledBits, words: steps * last.pooledWords, run });
  return {
    blocks,
    bits: last.pooledBits,
    words: last.pooledWords,
    stride: last.pooledHeight * last.pooledWidth * last.stride,
    pixelBits,
    pixelWords,
    run,
    spikes: seen.spikes,
    changed: seen.forget,
    runBack: (bar) => {
      for (let i = blocks.length - 1; i >= 0; i--) blocks[i].runBack(blocks[i + 1], i === blocks.length - 1 ? bar : 0);
    },
  };
}
