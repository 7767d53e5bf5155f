/** One instance of the kernels for run after run: making an instance with its memory takes longer than a short run. */
import type { Kernels } from '../kernel/kernels.js';
import { type CompiledBuild, instantiate } from './builds.js';

/**
 * A memory that a run made larger than this is not kept, so that a worker does not hold what only one of its runs needed. Below, clearing
 * costs a tenth of what a new memory does, whose pages the system gives one by one (40 runs of 3 MB: a thirtieth of their time).
 */
export const MOST_BYTES = 2 ** 23;

/** Hands out kernels whose memory is as good as new. What was handed out before can no longer be used. */
export type KernelsFor = (build: CompiledBuild) => Kernels;

/** Kernels for a process that does one run at a time. */
export function reusedKernels(): KernelsFor {
  let kept: { readonly build: CompiledBuild; readonly kernels: Kernels } | undefined;
  return (build) => {
    if (kept?.build.module !== build.module || kept.kernels.memory.buffer.byteLength > MOST_BYTES) {
      kept = { build, kernels: instantiate(build) };
    } else kept.kernels.renew();
    return kept.kernels;
  };
}
