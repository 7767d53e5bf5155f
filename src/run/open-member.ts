/** What a family does in a thread or process beside that of a run, with kernels of its own. */
import { type CompiledBuild, instantiate } from '../host/builds.js';
import { memoryError } from '../host/memory.js';
import type { CommonKernels } from '../kernel/core-kernels.js';
import type { Family, MemberOptions } from '../model/family.js';
import type { Member } from '../train/team.js';

/** @throws E_CONFIG if there is no memory for it */
export function openMember(
  team: NonNullable<Family['team']>,
  build: CompiledBuild,
  run: Omit<MemberOptions, 'kernels'>,
): Member {
  const kernels = instantiate<CommonKernels>(build);
  try {
    return team.member({ kernels, ...run });
  } catch (error) {
    throw error instanceof RangeError ? memoryError(0, error) : error;
  }
}
