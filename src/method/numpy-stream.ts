/**
 * Random numbers as numpy draws them: `default_rng(SeedSequence(entropy, spawn_key))`, that is PCG64 (M. E. O'Neill, Harvey
 * Mudd College technical report HMC-CS-2014-0905: 128-bit linear congruential generator, output XSL-RR) seeded through the
 * hash of SeedSequence, and normals by the ziggurat of 256 layers (Marsaglia and Tsang, J. Stat. Softw. 5 (2000)).
 *
 * For published programs whose inputs were drawn this way. It is a generator with a state; everything else uses `random.ts`.
 */
import type { Elementary } from '../kernel/elementary.js';
import { ZIGGURAT_EDGES } from './numpy-ziggurat.js';

export interface NumpyStream {
  /** `count` doubles in [0, 1), as `random(count)`. */
  uniforms(count: number): Float64Array;
  /** `count` standard normals, as `standard_normal(count)`. */
  normals(count: number): Float64Array;
}

/** 128-bit numbers are eight limbs of 16 bits, lowest first: sums of eight products of limbs are exact in a double. */
type Limbs = readonly number[];

const LIMB = 0x10000;
/** 0x2360ed051fc65da44385df649fccf645 */
const MULTIPLIER = Float64Array.of(0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360);

/** next = state x MULTIPLIER + increment, modulo 2^128; next is not state. */
function advance(state: Float64Array, increment: Float64Array, next: Float64Array): void {
  let carry = 0;
  for (let k = 0; k < 8; k++) {
    let sum = carry + increment[k];
    for (let j = 0; j <= k; j++) sum += state[j] * MULTIPLIER[k - j];
    carry = Math.floor(sum / LIMB);
    next[k] = sum - carry * LIMB;
  }
}

/** XSL-RR: the halves combined by exclusive or, rotated right by the top six bits. out: four limbs, lowest first. */
function output(state: Float64Array, out: Int32Array): void {
  const rotation = state[7] >>> 10;
  const [whole, bits] = [rotation >>> 4, rotation & 15];
  for (let k = 0; k < 4; k++) {
    const [low, high] = [(k + whole) & 3, (k + whole + 1) & 3];
    const [a, b] = [state[low] ^ state[low + 4], state[high] ^ state[high + 4]];
    out[k] = ((a >>> bits) | (b << (16 - bits))) & 0xffff;
  }
}

const POOL = 4;
const SHIFT = 16;

/** 32-bit words of a number below 2^53, lowest first; one word at least. */
const wordsOf = (value: number): readonly number[] =>
  value < 2 ** 32 ? [value] : [value % 2 ** 32, Math.floor(value / 2 ** 32)];

/** A hash of SeedSequence: each call multiplies its constant once more. */
function hasher(initial: number, multiplier: number): (value: number) => number {
  let constant = initial;
  return (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, multiplier);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> SHIFT)) >>> 0;
  };
}

/** `count` words of SeedSequence(entropy, spawn_key).generate_state. */
function seedWords(entropy: number, spawnKey: readonly number[], count: number): readonly number[] {
  const own = wordsOf(entropy);
  // with a spawn key, short entropy is filled up with zeros, so that it cannot be mistaken for a part of the key
  const filled = [...own, ...new Array<number>(Math.max(0, POOL - own.length)).fill(0)];
  const words = [...filled, ...spawnKey.flatMap(wordsOf)];
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  const mix = (x: number, y: number): number => {
    const mixed = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) | 0;
    return (mixed ^ (mixed >>> SHIFT)) >>> 0;
  };
  const pool = words.slice(0, POOL).map(hash);
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (to !== from) pool[to] = mix(pool[to], hash(pool[from]));
  }
  for (const word of words.slice(POOL)) for (let to = 0; to < POOL; to++) pool[to] = mix(pool[to], hash(word));
  const expand = hasher(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: count }, (_, i) => expand(pool[i % POOL]));
}

/** 128 bits from four words that hold the high half first, each half lowest word first. */
function limbsOf(words: readonly number[]): Limbs {
  return [words[2], words[3], words[0], words[1]].flatMap((word) => [word & 0xffff, word >>> 16]);
}

function sumOf(a: Limbs, b: Limbs): Limbs {
  let carry = 0;
  return a.map((limb, k) => {
    const sum = limb + b[k] + carry;
    carry = sum >>> 16;
    return sum & 0xffff;
  });
}

/** Next 64 bits of PCG64 as four limbs, always in the same array: a stream draws tens of thousands of numbers. */
function pcg64(entropy: number, spawnKey: readonly number[]): () => Int32Array {
  const words = seedWords(entropy, spawnKey, 8);
  const increment = Float64Array.from(
    limbsOf(words.slice(4)).map((limb, k, all) => ((limb << 1) | (k > 0 ? all[k - 1] >>> 15 : 1)) & 0xffff),
  );
  let [state, next] = [new Float64Array(8), new Float64Array(8)];
  const out = new Int32Array(4);
  const step = (): void => {
    advance(state, increment, next);
    [state, next] = [next, state];
  };
  state.set(sumOf([...increment], limbsOf(words.slice(0, 4))));
  step();
  return () => {
    step();
    output(state, out);
    return out;
  };
}

/** Where the tail begins: the edge of the base layer. */
const TAIL = ZIGGURAT_EDGES[255];
/** 1 / TAIL, rounded as in numpy: `1 / TAIL` is not certain to be. */
const TAIL_SCALE = 0.2736612373297583;
const MANTISSA = 2 ** 52;

interface Layers {
  /** [256]: a 52-bit number below this lies inside the layer for certain. */
  readonly inside: Float64Array;
  /** [256]: exp(-x^2 / 2) at the outer edge; 1 at the top. */
  readonly density: Float64Array;
}

function layersOf({ exp }: Pick<Elementary, 'exp'>): Layers {
  const inner = (i: number): number => (i === 0 ? TAIL : i === 1 ? 0 : ZIGGURAT_EDGES[i - 1]);
  return {
    inside: Float64Array.from(ZIGGURAT_EDGES, (edge, i) => Math.floor((inner(i) / edge) * MANTISSA)),
    density: Float64Array.from(ZIGGURAT_EDGES, (edge, i) => (i === 0 ? 1 : exp(-0.5 * edge * edge))),
  };
}

/** `count` numbers of a generator; faster than `Float64Array.from`. */
function drawn(count: number, draw: () => number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = draw();
  return numbers;
}

/**
 * numpy's stream of an entropy and a spawn key, whole numbers from 0 to 2^53 - 1. Uniforms are numpy's to the last bit, and so
 * are normals but those in the tail, |x| > 3.65, which share the rounding of `log1p`; a draw within one unit in the last place
 * of the curve may be accepted by one and not by the other (chance about 1e-16 a draw). Cost: about 0.2 us a number.
 */
export function numpyStream(
  entropy: number,
  spawnKey: readonly number[],
  { exp, log1p }: Pick<Elementary, 'exp' | 'log1p'>,
): NumpyStream {
  const next = pcg64(entropy, spawnKey);
  const { inside, density } = layersOf({ exp });
  const uniform = (): number => {
    const limbs = next();
    const [a, b, c, d] = [limbs[0], limbs[1], limbs[2], limbs[3]];
    return (d * 2 ** 37 + c * 2 ** 21 + b * 2 ** 5 + (a >>> 11)) / 2 ** 53;
  };
  /** Distance behind the edge of the base layer. */
  const tail = (): number => {
    for (;;) {
      const x = -TAIL_SCALE * log1p(-uniform());
      const y = -log1p(-uniform());
      if (y + y > x * x) return x;
    }
  };
  const normal = (): number => {
    for (;;) {
      // 8 bits choose the layer, one the sign, 52 the place
      const limbs = next();
      const [a, b, c, d] = [limbs[0], limbs[1], limbs[2], limbs[3]];
      const layer = a & 255;
      const place = (d & 0x1fff) * 2 ** 39 + c * 2 ** 23 + b * 2 ** 7 + (a >>> 9);
      const x = (a & 256 ? -place : place) * (ZIGGURAT_EDGES[layer] / MANTISSA);
      if (place < inside[layer]) return x;
      // in the tail numpy takes another bit of the place for the sign
      if (layer === 0) return Math.floor(place / 256) & 1 ? -(TAIL + tail()) : TAIL + tail();
      const height = (density[layer - 1] - density[layer]) * uniform() + density[layer];
      if (height < exp(-0.5 * x * x)) return x;
    }
  };
  return {
    uniforms: (count) => drawn(count, uniform),
    normals: (count) => drawn(count, normal),
  };
}
