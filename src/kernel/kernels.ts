/**
 * Loads a build of the kernels and owns its linear memory. Nothing above this folder knows addresses but through it.
 *
 * Runs in any JavaScript engine: the caller brings the bytes or the compiled module.
 */
import { instantiateSync } from '@assemblyscript/loader';
import { MsmError } from '../errors.js';
import type { CommonKernels } from './core-kernels.js';
import type { Build, KernelModule, VectorBits } from './module.js';

export type { Build } from './module.js';

/** An instance of a module of kernels; `K` is what the module exports, at least what every module does. */
export interface Kernels<K = CommonKernels> {
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  /** The kernel of that name; throws if the build does not export it. */
  kernel<N extends keyof K & string>(name: N): K[N];
  /** Zeroed bytes on a 64-byte boundary. Views made before may be detached by it. Throws E_CONFIG beyond 4 GiB, a RangeError if the system refuses. */
  allocate(bytes: number): number;
  /** Announces `count` rooms of so many bytes that are allocated as they are needed: each call makes the next one. Who asks for more gets them. */
  later(count: number, bytes: number): () => number;
  /** Bytes that are in use once all is allocated that was announced. */
  needed(): number;
  f64(address: number, count: number): Float64Array;
  i32(address: number, count: number): Int32Array;
  /** Makes the memory what it was at first, but for its size. Whatever was allocated can no longer be used. */
  renew(): void;
}

const PAGE = 65536;
const ALIGNMENT = 64;
const ADDRESSABLE = 2 ** 32 - PAGE;

const tooLarge = (bytes: number): MsmError =>
  new MsmError('E_CONFIG', `the run needs ${(bytes / 2 ** 30).toFixed(1)} GiB or more, which cannot be had`, {
    next: 'One run can use at most 4 GiB: make it smaller.',
  });

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** The error of an engine that cannot run the fast build. `place`: where that was asked for. */
export const noRelaxedSimd = (place: string, next: string): MsmError =>
  new MsmError('E_CONFIG', 'this JavaScript engine has no relaxed SIMD, which the fast build needs', { place, next });

/** Whether this engine can run the fast build: a module with one relaxed multiply-add is offered to it. */
export function supportsRelaxedSimd(): boolean {
  // (module (func (param v128 v128 v128) (result v128) local.get 0..2  f64x2.relaxed_madd))
  const probe = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32,
    2, 253, 135, 2, 11,
  ];
  return WebAssembly.validate(new Uint8Array(probe));
}

/** Makes an instance of a module's build with a memory of its own, for each use: one run can never touch another's. */
export type FreshKernels = <K>(module: KernelModule<K>) => Kernels<K>;

/**
 * Instantiates a build with a memory of its own, so that one run can never touch another's. The caller must know that it exports `K`.
 * `vectors`: what this engine was asked for before the module was compiled. With 256 bits, products take loops that need their room; the
 * bits of results are the same.
 */
export function loadKernels<K = CommonKernels>(
  module: WebAssembly.Module | Uint8Array,
  build: Build,
  vectors: VectorBits = 128,
): Kernels<K> {
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module as BufferSource);
  const abort = (): never => {
    throw new Error('a kernel aborted');
  };
  const { exports } = instantiateSync(compiled, { env: { abort } });
  const members = exports as unknown as { readonly [name: string]: unknown };
  const memory = members.memory as WebAssembly.Memory;
  // modules without loops for wide vectors do not ask
  if (vectors === 256) (members.use_wide_vectors as (() => void) | undefined)?.();
  const heapBase = (members.heap_base as () => number)();
  const bottom = aligned(heapBase);
  let top = bottom;
  let announced = 0;
  // the kernels' tables and whatever they keep after them: all state of an instance is in its memory
  const tables = new Uint8Array(memory.buffer, 0, bottom).slice();
  const allocate = (bytes: number): number => {
    const address = top;
    top = aligned(top + bytes);
    if (top > ADDRESSABLE) throw tooLarge(top);
    const missing = top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return address;
  };
  return {
    build,
    memory,
    kernel: (name) => {
      const found = members[name];
      if (typeof found !== 'function') throw new Error(`the ${build} build has no kernel '${name}'`);
      return found as K[typeof name];
    },
    allocate,
    later: (count, bytes) => {
      const each = aligned(bytes);
      let left = count;
      announced += count * each;
      return () => {
        if (left > 0) announced -= each;
        left--;
        return allocate(bytes);
      };
    },
    needed: () => top + announced,
    f64: (address, count) => new Float64Array(memory.buffer, address, count),
    i32: (address, count) => new Int32Array(memory.buffer, address, count),
    renew: () => {
      const bytes = new Uint8Array(memory.buffer);
      bytes.fill(0, bottom);
      bytes.set(tables);
      [top, announced] = [bottom, 0];
    },
  };
}
