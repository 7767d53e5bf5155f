/** Grey images as patterns: what decoders give, PGM files, and several images as one set. */
import { MsmError } from '../errors.js';
import type { PatternSet } from './preprocess.js';

/** A grey image, row-major from the top left. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** Brightness as the file says it, [height, width]. */
  readonly values: Float64Array;
  readonly name: string;
}

/** Samples as a decoder gives them. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 colours, 4 colours and alpha. */
  readonly channels: number;
  /** Value of full brightness and of full opacity. */
  readonly full: number;
  /** [height, width, channels] */
  readonly data: ArrayLike<number>;
}

/** Shares of red, green and blue in brightness (ITU-R BT.601), as whole thousandths so that grey stays exactly grey. */
const RED = 299;
const GREEN = 587;
const BLUE = 114;

/** Brightness of an image from 0 to 1. Throws E_CONFIG if any part is transparent, since its brightness is then not known. */
export function greyOf({ width, height, channels, full, data }: Samples, name: string): GreyImage {
  const values = new Float64Array(width * height); // [height, width]
  const hasColours = channels >= 3;
  for (let i = 0; i < values.length; i++) {
    const at = i * channels;
    if (channels % 2 === 0 && data[at + channels - 1] !== full) {
      const place = `column ${i % width}, row ${Math.floor(i / width)}`;
      throw new MsmError('E_CONFIG', `${name} is transparent at ${place}; only opaque images have a brightness`, {
        place: name,
      });
    }
    const light = hasColours ? (RED * data[at] + GREEN * data[at + 1] + BLUE * data[at + 2]) / 1000 : data[at];
    values[i] = light / full;
  }
  return { width, height, values, name };
}

/** Images of one size as a set. Throws E_CONFIG naming the first image of another size. */
export function imageSet(images: readonly GreyImage[], source: string): PatternSet {
  const [first] = images;
  if (first === undefined) throw new MsmError('E_CONFIG', `${source} holds no image`, { place: source });
  const { width, height } = first;
  const odd = images.find((image) => image.width !== width || image.height !== height);
  if (odd !== undefined) {
    const sizes = `${odd.width} x ${odd.height}, but ${first.name} is ${width} x ${height}`;
    throw new MsmError('E_CONFIG', `${odd.name} is ${sizes}; all images must have one size`, { place: odd.name });
  }
  const size = width * height;
  const values = new Float64Array(images.length * size); // [images, size]
  for (const [r, image] of images.entries()) values.set(image.values, r * size);
  return { values, count: images.length, size, names: images.map(({ name }) => name) };
}

function refuse(name: string, problem: string): MsmError {
  return new MsmError('E_CORRUPT', `${name} is no PGM image: ${problem}`, { place: name });
}

/** One word of a PGM header from `at` on, without blanks and comments, and the place of the byte after it. */
function headerWord(bytes: Uint8Array, at: number): readonly [string, number] {
  let start = at;
  const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);
  while (start < bytes.length && (isBlank(bytes[start]) || bytes[start] === 35)) {
    if (bytes[start] === 35) while (start < bytes.length && bytes[start] !== 10) start++;
    else start++;
  }
  let end = start;
  while (end < bytes.length && !isBlank(bytes[end]) && bytes[end] !== 35) end++;
  return [String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 20))), end];
}

/**
 * Reads a portable grey map, plain (P2) or binary (P5), of one or two bytes a sample. Throws E_CORRUPT naming what is wrong.
 *
 * Format: https://netpbm.sourceforge.net/doc/pgm.html
 */
export function readPgm(bytes: Uint8Array, name: string): GreyImage {
  const [magic, afterMagic] = headerWord(bytes, 0);
  if (magic !== 'P2' && magic !== 'P5') throw refuse(name, `it begins with '${magic}' where P2 or P5 must stand`);
  let at = afterMagic;
  const [width, height, full] = ['width', 'height', 'largest value'].map((what) => {
    const [word, next] = headerWord(bytes, at);
    at = next;
    if (!/^[1-9]\d{0,6}$/.test(word)) throw refuse(name, `'${word}' cannot be its ${what}`);
    return Number(word);
  });
  if (full > 65535) throw refuse(name, `its largest value is ${full}, more than 65535`);
  const count = width * height;
  const wide = full > 255 ? 2 : 1;
  const isPlain = magic === 'P2';
  // plain pixels have a digit and a blank each, but for the last
  const needed = isPlain ? 2 * count - 1 : count * wide;
  if (bytes.length - at - 1 < needed) throw refuse(name, `it ends before its ${count} pixels`);
  const data = new Float64Array(count); // [height, width]
  for (let i = 0; i < count; i++) {
    if (isPlain) {
      const [word, next] = headerWord(bytes, at);
      at = next;
      if (!/^\d{1,5}$/.test(word))
        throw refuse(name, word === '' ? `it ends before its ${count} pixels` : `'${word}' is not a pixel`);
      data[i] = Number(word);
    } else {
      const place = at + 1 + i * wide;
      data[i] = wide === 2 ? bytes[place] * 256 + bytes[place + 1] : bytes[place];
    }
    if (data[i] > full) throw refuse(name, `pixel ${i} is ${data[i]}, more than its largest value ${full}`);
  }
  return greyOf({ width, height, channels: 1, full, data }, name);
}
