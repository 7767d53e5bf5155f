/** Whether a run would be done again with the same numbers: kernels and revision of the family are in every identity. */
import type { CompiledBuild } from '../host/builds.js';
import { type FamilySchema, revisionOf } from '../model/schema.js';

/** What run.json and sweep.json say of how their numbers were computed. */
export interface StoredArithmetic {
  readonly kernelSha256: string;
  readonly revision?: number;
}

/**
 * What is other than this version has it, as the end of `was begun with`; undefined if nothing is.
 *
 * @param build the build of this version that it asks for
 */
export function otherArithmetic(
  { kernelSha256, revision }: StoredArithmetic,
  schema: Pick<FamilySchema, 'name' | 'revision'>,
  build: Pick<CompiledBuild, 'hash'>,
): string | undefined {
  if (build.hash !== kernelSha256) return `other kernels (${kernelSha256.slice(0, 12)})`;
  const now = revisionOf(schema);
  if (now === revision) return undefined;
  return `revision ${revision ?? 1} of the family ${schema.name}, which is now at ${now ?? 1}`;
}
