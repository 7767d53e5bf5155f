/** Fresh kernels for tests. */
import { readFileSync } from 'node:fs';
import { type Build, type Kernels, loadKernels } from '../../src/kernel/kernels.js';

const FOLDER = new URL('../../build/', import.meta.url);

/** Kernels of a build with a memory of their own. */
export function freshKernels(build: Build = 'strict'): Kernels {
  return loadKernels(readFileSync(new URL(`kernels.${build}.wasm`, FOLDER)), build);
}
