/** PNG images: decoded, with samples of less than a byte unpacked. */
import { type GreyImage, greyOf } from '../dataset/image.js';
import { MsmError } from '../errors.js';
import { budgetOf, UNPACKED_LIMIT } from './limit.js';
import { checkedPng } from './png-chunks.js';

/**
 * Reads a PNG image of any depth and kind of colour. Throws E_CORRUPT if it is none, E_CONFIG for one that is not opaque or unpacks
 * to more than the limit.
 */
export async function readPng(bytes: Uint8Array, name: string, limit = UNPACKED_LIMIT): Promise<GreyImage> {
  const { convertIndexedToRgb, decode } = await import('fast-png');
  try {
    const image = decode(checkedPng(bytes, budgetOf(name, limit)));
    const { width, height, depth } = image;
    if (image.transparency !== undefined && image.palette === undefined) {
      throw new MsmError('E_CONFIG', `${name} has a transparent colour; only opaque images have a brightness`, {
        place: name,
      });
    }
    if (image.palette !== undefined) {
      const channels = image.palette[0].length;
      return greyOf({ width, height, channels, full: 255, data: convertIndexedToRgb(image) }, name);
    }
    const full = 2 ** depth - 1;
    return greyOf({ width, height, channels: image.channels, full, data: samplesOf(image) }, name);
  } catch (error) {
    if (error instanceof MsmError) throw error;
    throw new MsmError('E_CORRUPT', `${name} is no PNG image: ${(error as Error).message}`, {
      place: name,
      cause: error,
    });
  }
}

interface Packed {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/** One number a sample; depths below a byte come packed, each line from a new byte. */
function samplesOf({ width, height, depth, channels, data }: Packed): ArrayLike<number> {
  if (depth >= 8 || data.length === width * height * channels) return data;
  const perLine = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height); // [height, width]
  for (let i = 0; i < samples.length; i++) {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * perLine + Math.floor(bit / 8)];
    samples[i] = (byte >> (8 - depth - (bit % 8))) & (2 ** depth - 1);
  }
  return samples;
}
