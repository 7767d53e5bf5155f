/**
 * Loads a build of the kernels and owns its linear memory. Nothing above this folder knows addresses but through it.
 *
 * Runs in any JavaScript engine: the caller brings the bytes or the compiled module.
 */
import { instantiateSync } from '@assemblyscript/loader';
import { MsmError } from '../errors.js';
import type { CommonKernels } from './core-kernels.js';
import type { Build, KernelModule } from './module.js';

export type { Build } from './module.js';

/** An instance of a module of kernels; `K` is what the module exports, at least what every module does. */
export interface Kernels<K = CommonKernels> {
  readonly build: Build;
  readonly memory: WebAssembly.Memory;
  /** The kernel of that name; throws if the build does not export it. */
  kernel<N extends keyof K & string>(name: N): K[N];
  /** Zeroed bytes on a 64-byte boundary. Views made before may be detached by it. */
  allocate(bytes: number): number;
  f64(address: number, count: number): Float64Array;
  i32(address: number, count: number): Int32Array;
  /** Makes the memory what it was at first, but for its size. Whatever was allocated can no longer be used. */
  renew(): void;
}

const PAGE = 65536;
const ALIGNMENT = 64;
const ADDRESSABLE = 2 ** 32 - PAGE;

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

/** Instantiates a build with a memory of its own, so that one run can never touch another's. The caller must know that it exports `K`. */
export function loadKernels<K = CommonKernels>(module: WebAssembly.Module | Uint8Array, build: Build): Kernels<K> {
  const compiled = module instanceof WebAssembly.Module ? module : new WebAssembly.Module(module as BufferSource);
  const abort = (): never => {
    throw new Error('a kernel aborted');
  };
  const { exports } = instantiateSync(compiled, { env: { abort } });
  const members = exports as unknown as { readonly [name: string]: unknown };
  const memory = members.memory as WebAssembly.Memory;
  const heapBase = (members.heap_base as () => number)();
  const bottom = Math.ceil(heapBase / ALIGNMENT) * ALIGNMENT;
  let top = bottom;
  // the kernels' tables and whatever they keep after them: all state of an instance is in its memory
  const tables = new Uint8Array(memory.buffer, 0, bottom).slice();
  return {
    build,
    memory,
    kernel: (name) => {
      const found = members[name];
      if (typeof found !== 'function') throw new Error(`the ${build} build has no kernel '${name}'`);
      return found as K[typeof name];
    },
    allocate: (bytes) => {
      const address = top;
      top = Math.ceil((top + bytes) / ALIGNMENT) * ALIGNMENT;
      if (top > ADDRESSABLE) throw new RangeError(`${top} bytes are beyond what WebAssembly can address`);
      const missing = top - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return address;
    },
    f64: (address, count) => new Float64Array(memory.buffer, address, count),
    i32: (address, count) => new Int32Array(memory.buffer, address, count),
    renew: () => {
      const bytes = new Uint8Array(memory.buffer);
      bytes.fill(0, bottom);
      bytes.set(tables);
      top = bottom;
    },
  };
}
