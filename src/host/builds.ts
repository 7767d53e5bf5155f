/** Finds and compiles the builds of the kernels that ship with the package. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { CommonKernels } from '../kernel/core-kernels.js';
import {
  type Build,
  type FreshKernels,
  type Kernels,
  loadKernels,
  noRelaxedSimd,
  supportsRelaxedSimd,
} from '../kernel/kernels.js';
import type { KernelModule, VectorBits } from '../kernel/module.js';
import { readWhole } from './disk.js';
import { memoryError } from './memory.js';
import { refuseWideVectors, useWideVectors, vectorBits } from './wide-vectors.js';

/** A build of a module of kernels that exports `K`. */
export interface CompiledBuild<K = CommonKernels> extends Pick<KernelModule<K>, 'kernels'> {
  readonly build: Build;
  /** Bits of the vectors that the engine was asked for when the module was compiled. */
  readonly vectors: VectorBits;
  readonly module: WebAssembly.Module;
  /** SHA-256 of the bytes: part of every run's identity. */
  readonly hash: string;
}

const FOLDER = new URL('../../build/', import.meta.url);

/** Makes the engine ready for a build. Throws E_CONFIG if it has no relaxed SIMD and the fast build is asked for. */
export function assertBuild(build: Build): void {
  if (build !== 'fast' || supportsRelaxedSimd()) return;
  // Node 20 has it behind a flag that may be set at run time; newer engines would print that they do not know the flag
  if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
  if (supportsRelaxedSimd()) return;
  throw noRelaxedSimd('--fast', 'Leave --fast out: the strict build runs everywhere.');
}

/** Compiles a build of a module. Throws E_CONFIG if this engine has no relaxed SIMD and the fast build is asked for, and what `useWideVectors` throws. */
export function compileBuild<K>(kernels: KernelModule<K>, build: Build): CompiledBuild<K> {
  assertBuild(build);
  if (kernels.bytes === undefined) useWideVectors();
  else refuseWideVectors();
  const bytes = kernels.bytes?.(build) ?? readWhole(fileURLToPath(new URL(`${kernels.name}.${build}.wasm`, FOLDER)));
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { build, vectors: vectorBits(), module: new WebAssembly.Module(bytes as BufferSource), hash };
}

/** Instances of the modules of a build, each module compiled once. Throws what `compileBuild` and `instantiate` throw. */
export function freshKernels(build: Build): FreshKernels {
  const compiled = new Map<string, CompiledBuild<never>>();
  return <K>(module: KernelModule<K>): Kernels<K> => {
    const known = (compiled.get(module.name) as CompiledBuild<K> | undefined) ?? compileBuild(module, build);
    compiled.set(module.name, known as CompiledBuild<never>);
    return instantiate(known);
  };
}

/** Kernels with a memory of their own. Throws E_CONFIG if the system does not give that. */
export function instantiate<K>({ module, build, vectors }: CompiledBuild<K>): Kernels<K> {
  try {
    return loadKernels<K>(module, build, vectors);
  } catch (error) {
    if (error instanceof RangeError) throw memoryError(0, error);
    throw error;
  }
}
