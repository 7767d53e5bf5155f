/** Uniforms of the golden generator, splitmix64 on pairs of words, or as they are listed. */
import type { Golden } from '../golden.js';

/** The high word of the product of two unsigned 32-bit words. */
function highWord(a: number, b: number): number {
  const [a1, a0, b1, b0] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor(((middle & 0xffff) + a0 * b1) / 65536);
}

/** Shift and multiplier (high and low word) of the two rounds of splitmix64. */
const ROUNDS = [
  [30, 0xbf58476d, 0x1ce4e5b9],
  [27, 0x94d049bb, 0x133111eb],
] as const;

const GENERATOR = 'splitmix64-53';

function generated(seed: number, count: number): Float64Array {
  const uniforms = new Float64Array(count);
  let [high, low] = [Math.floor(seed / 2 ** 32), seed >>> 0];
  for (let k = 0; k < count; k++) {
    const sum = low + 0x7f4a7c15;
    high = (high + 0x9e3779b9 + (sum >= 2 ** 32 ? 1 : 0)) >>> 0;
    low = sum >>> 0;
    let [h, l] = [high, low];
    for (const [shift, by1, by0] of ROUNDS) {
      l = (l ^ ((l >>> shift) | (h << (32 - shift)))) >>> 0;
      h = (h ^ (h >>> shift)) >>> 0;
      h = (highWord(l, by0) + Math.imul(h, by0) + Math.imul(l, by1)) >>> 0;
      l = Math.imul(l, by0) >>> 0;
    }
    l = (l ^ ((l >>> 31) | (h << 1))) >>> 0;
    h = (h ^ (h >>> 31)) >>> 0;
    uniforms[k] = (h * 2 ** 21 + (l >>> 11)) * 2 ** -53;
  }
  return uniforms;
}

/** Uniforms of a shape: listed, or made as a block of seed and shape describes them. Throws unless they are those that it names. */
export function uniformsOf(golden: Golden, key: string, shape: readonly number[]): Float64Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (golden.isList(key)) return sized(golden.numbers(key), count);
  const block = golden.part(key);
  const own = block.integers('shape');
  if (own.join() !== shape.join()) throw new Error(`${key} have the shape ${own}, the steps ${shape}`);
  if (block.text('generator') !== GENERATOR) throw new Error(`unknown generator '${block.text('generator')}'`);
  const uniforms = generated(block.number('seed'), count);
  const first = block.numbers('first');
  const isRight = first.every((value, k) => value === uniforms[k]) && uniforms.at(-1) === block.number('last');
  if (!isRight) throw new Error('the generator of uniforms is not that of the golden files');
  return uniforms;
}

function sized(values: Float64Array, count: number): Float64Array {
  if (values.length < count) throw new Error(`${values.length} uniforms for ${count} draws`);
  return values;
}
