/** Requests of a sweep as sweep.json keeps them, and back: with the copies of given arrays in place of the originals. */
import { join, relative } from 'node:path';
import { type InputText, inputTexts } from '../../config/inputs.js';
import { MsmError } from '../../errors.js';
import { pathKind } from '../../host/disk.js';
import { packageVersion } from '../../host/environment.js';
import { copyName } from '../../input/inputs.js';
import { inFolder, type Manifest } from '../../run/folder.js';
import { copyPath } from '../../run/input-copies.js';
import { hashOwn, hasOwnFolder } from '../../run/layout.js';
import { familyOfFolder, storedModel } from '../../run/model-copy.js';
import type { RunRequest } from '../../run/plan-runs.js';
import { damaged } from '../../run/shape.js';
import type { Compile } from '../../run/stored-run.js';
import { quoted } from '../../text.js';
import { type StoredRequest, type SweepRequest, sweepFile } from './record.js';

/** What was written for an input; where the sweep keeps it follows from its folder. */
const written = ({ text, base }: InputText): InputText => ({ text, ...(base !== undefined && { base }) });

/** A request as sweep.json keeps it. */
export function storeRequest({ family, build, inputFiles, ...rest }: RunRequest): StoredRequest {
  const texts = Object.entries(inputTexts(inputFiles)).map(([key, list]) => [key, list.map(written)]);
  return {
    family: family.schema.name,
    ...(family.copy !== undefined && { model: storedModel(family) }),
    ...rest,
    inputFiles: Object.fromEntries(texts),
    build: build.build,
    kernelSha256: build.hash,
    version: packageVersion(),
  };
}

/** The copies of arrays given to a request, as they are now. Throws E_CORRUPT unless they are there, as files of the folder itself. */
export function copiesOf(folder: string, { request, place }: SweepRequest): Manifest['files'] {
  const names = Object.entries(inputTexts(request.inputFiles)).flatMap(([key, list]) =>
    list.map((_, i) => copyName(key, i, list.length)),
  );
  const above = join(folder, place);
  const folders = [...(place === '.' ? [] : [join(folder, 'requests'), above]), inFolder(above).inputs];
  const gone = names.length === 0 ? undefined : folders.find((one) => !hasOwnFolder(one));
  if (gone !== undefined) throw damaged(gone, 'it is missing');
  return names.map((name) => {
    const path = copyPath(above, name);
    if (pathKind(path) === undefined) throw damaged(path, 'it is missing');
    return { path: relative(above, path), ...hashOwn(path) };
  });
}

/** Throws E_CORRUPT unless the copies of given arrays are what they were when the sweep was made. */
function assertCopies(folder: string, stored: SweepRequest): void {
  for (const { path, sha256 } of copiesOf(folder, stored)) {
    // version 0.1 did not say what they were; for it, the identities of the runs show a change
    const isSame =
      stored.inputs === undefined || stored.inputs.some((one) => one.path === path && one.sha256 === sha256);
    if (!isSame) throw damaged(join(folder, stored.place, path), 'it is not the array that the sweep was made with');
  }
}

/**
 * The request again, with the copies of its given arrays in place of the originals.
 *
 * @throws E_CORRUPT for an unknown family and damaged copies, E_CONFIG if the kernels are not those it was made with
 */
export async function restoreRequest(folder: string, stored: SweepRequest, compile: Compile): Promise<RunRequest> {
  const { request, place } = stored;
  const path = sweepFile(folder);
  const { family: _, model: __, build: kind, kernelSha256, version, ...rest } = request;
  const family = await familyOfFolder(folder, request, path);
  const unknown = Object.keys(request.inputFiles).find((key) => family.schema.inputs.every((one) => one.key !== key));
  if (unknown !== undefined) throw damaged(path, `its input ${quoted(unknown)} is none of the family`);
  assertCopies(folder, stored);
  const build = compile(family.module, kind);
  if (build.hash !== kernelSha256) {
    throw new MsmError('E_CONFIG', `${folder} was begun with other kernels (${kernelSha256.slice(0, 12)})`, {
      place: folder,
      next: `Resume it with version ${version} of msm, or start it again.`,
    });
  }
  const own = join(folder, place);
  const copies = Object.entries(inputTexts(request.inputFiles)).map(([key, list]) => [
    key,
    list.map((given, i) => ({ ...given, copy: copyPath(own, copyName(key, i, list.length)) })),
  ]);
  return { ...rest, family, build, inputFiles: Object.fromEntries(copies) };
}
