/** What is done by this program and by its peers, from the same numbers and arrays. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FreshKernels } from '../../src/kernel/kernels.js';
import type { Subject } from '../../src/model/bench.js';

/** Peers, by the end of the name of their program: `rate_numpy.py`, `rate.c`. */
export const TOOLS = ['numpy', 'numba', 'jax', 'torch', 'c'] as const;
export type Tool = (typeof TOOLS)[number];

/** What a peer begins with. */
export interface Given {
  readonly numbers: { readonly [name: string]: number };
  readonly arrays: { readonly [name: string]: Float64Array | Int32Array };
}

/** A step that is timed again and again; its result is that of some steps from what is given. */
export interface Steps {
  readonly result: (fresh: FreshKernels) => Float64Array;
  readonly subject: (fresh: FreshKernels) => Subject;
}

/** A command that is timed as a process, from its start to its end; `{out}` in its arguments is the folder that it makes. */
export interface Whole {
  readonly command: readonly string[];
  readonly resultIn: (out: string) => Promise<Float64Array>;
}

export interface Work {
  readonly name: string;
  /** What one of it is, as a heading. */
  readonly title: string;
  /** Of the programs of its peers. */
  readonly script: string;
  readonly tools: readonly Tool[];
  /** Why a tool has none, where one might look for it. */
  readonly absent?: { readonly [T in Tool]?: string };
  /** Largest difference that rounding explains, as a share of the largest number of the result. */
  readonly tolerance: number;
  /** Why that is so much. */
  readonly reason: string;
  /** Name of a work before it that comes to the same in the usual way: the page says how long others take for that. */
  readonly insteadOf?: string;
  given(): Given;
  readonly ours: Steps | Whole;
}

/** Writes what is given: numbers as lines of text, arrays as they lie in memory (little-endian). */
export function writeGiven(folder: string, { numbers, arrays }: Given): void {
  const lines = Object.entries(numbers).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(join(folder, 'numbers.txt'), lines.join(''));
  for (const [name, values] of Object.entries(arrays)) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    writeFileSync(join(folder, `${name}.${values instanceof Float64Array ? 'f64' : 'i32'}`), bytes);
  }
}

const RESULT = 'result.f64';

export const clearResult = (folder: string): void => rmSync(join(folder, RESULT), { force: true });

export const writeResult = (folder: string, values: Float64Array): void =>
  writeFileSync(join(folder, RESULT), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

export function readResult(folder: string): Float64Array {
  const bytes = readFileSync(join(folder, RESULT));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Largest difference of two results over the largest number of the first; infinite if they have not as many numbers, or some that are none. */
export function differenceOf(ours: Float64Array, theirs: Float64Array): number {
  if (ours.length === 0 || ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let [most, apart] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    if (!Number.isFinite(difference)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, Math.abs(ours[i]));
    apart = Math.max(apart, difference);
  }
  return apart / most;
}
