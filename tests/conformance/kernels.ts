/** Fresh kernels for tests. */

import * as builds from '../../src/host/builds.js';
import type { Build, Kernels } from '../../src/kernel/kernels.js';
import type { KernelModule } from '../../src/kernel/module.js';

const BUILDS = { strict: builds.freshKernels('strict'), fast: builds.freshKernels('fast') } as const;

/** Kernels of a module's build with a memory of their own. */
export function freshKernels<K>(module: KernelModule<K>, build: Build = 'strict'): Kernels<K> {
  return BUILDS[build](module);
}
