/** Requests of a sweep as sweep.json keeps them, and back: with the copies of given arrays in place of the originals. */
import { join } from 'node:path';
import { type InputText, inputTexts } from '../../config/inputs.js';
import { forBegun } from '../../config/validate.js';
import { compileBuild } from '../../host/builds.js';
import { packageVersion } from '../../host/environment.js';
import { copyName } from '../../input/inputs.js';
import { givenOf, revisionOf } from '../../model/schema.js';
import { copyPath, placeOfKept } from '../../run/given-inputs.js';
import { hashOwn } from '../../run/layout.js';
import { familyOfFolder, storedModel } from '../../run/model-copy.js';
import type { RunRequest } from '../../run/plan-runs.js';
import { damaged } from '../../run/shape.js';
import { assertSameArithmetic, type Compile } from '../../run/stored-run.js';
import { quoted } from '../../text.js';
import { type KeptInput, keptPath, type StoredRequest, type SweepRequest, sweepFile } from './record.js';

/** What was written for an input; where the sweep keeps it follows from its folder. */
const written = ({ text, base }: InputText): InputText => ({ text, ...(base !== undefined && { base }) });

/** A request as sweep.json keeps it. */
export function storeRequest({ family, build, inputFiles, ...rest }: RunRequest): StoredRequest {
  const revision = revisionOf(family.schema);
  const texts = Object.entries(inputTexts(inputFiles)).map(([key, list]) => [key, list.map(written)]);
  return {
    family: family.schema.name,
    ...(revision !== undefined && { revision }),
    ...(family.copy !== undefined && { model: storedModel(family) }),
    ...rest,
    inputFiles: Object.fromEntries(texts),
    build: build.build,
    kernelSha256: build.hash,
    version: packageVersion(),
  };
}

/** What was given for arrays: all but data sets. */
const arrayFiles = ({ inputFiles, data = [] }: StoredRequest): StoredRequest['inputFiles'] =>
  Object.fromEntries(Object.entries(inputFiles).filter(([key]) => data.every((one) => one.key !== key)));

/** Names of the arrays that were given to a request, by input. */
function namesOf(request: StoredRequest): ReadonlyMap<string, readonly string[]> {
  const texts = Object.entries(inputTexts(arrayFiles(request)));
  return new Map(texts.map(([key, list]) => [key, list.map((_, i) => copyName(key, i, list.length))]));
}

/**
 * The arrays that were given to a request, by name, as their files are now. Throws E_CORRUPT unless they are there, as files of the folder
 * itself, and what they were when the sweep was made.
 */
export function arraysOf(folder: string, { request, place, inputs }: SweepRequest): ReadonlyMap<string, KeptInput> {
  const names = [...namesOf(request).values()].flat();
  const found = names.map((name): KeptInput => {
    const stored = inputs?.find((one) => one.name === name);
    if (inputs !== undefined && stored === undefined)
      throw damaged(sweepFile(folder), `it does not name the copy ${name}`);
    // version 0.1 did not say what they were; there the identities of the runs show a change
    const path = stored?.path ?? keptPath(place, copyPath('', name));
    const file = placeOfKept(folder, path);
    if (file === undefined) throw damaged(join(folder, path), 'it is missing');
    const now = hashOwn(file);
    if (stored !== undefined && stored.sha256 !== now.sha256) {
      throw damaged(file, 'it is not the array that the sweep was made with');
    }
    return { name, path, ...now };
  });
  return new Map(found.map((one) => [one.name, one]));
}

/**
 * The request again, with the copies of its given arrays in place of the originals.
 *
 * @param compile absent: it is only looked at, with kernels and revision as it was made, whichever this version has
 * @throws E_CORRUPT for an unknown family and damaged copies, E_CONFIG if kernels or revision are not those it was made with
 */
export async function restoreRequest(folder: string, stored: SweepRequest, compile?: Compile): Promise<RunRequest> {
  const { request } = stored;
  const path = sweepFile(folder);
  const { family: _, model: __, build: kind, kernelSha256: hash, revision, version: ___, ...rest } = request;
  const found = await familyOfFolder(folder, request, path);
  const family = { ...found, schema: { ...forBegun(found.schema), revision } };
  const known = givenOf(family.schema);
  const unknown = Object.keys(request.inputFiles).find((key) => known.every((one) => one.key !== key));
  if (unknown !== undefined) throw damaged(path, `its input ${quoted(unknown)} is none of the family`);
  const arrays = arraysOf(folder, stored);
  const build = compile === undefined ? { ...compileBuild(found.module, kind), hash } : compile(found.module, kind);
  if (compile !== undefined) assertSameArithmetic(folder, request, found, build);
  const copies = Object.entries(inputTexts(arrayFiles(request))).map(([key, list]) => [
    key,
    list.map((given, i) => {
      const { name: ____, ...kept } = arrays.get(copyName(key, i, list.length)) as KeptInput;
      return { ...given, copy: join(folder, kept.path), kept };
    }),
  ]);
  return { ...rest, family, build, inputFiles: { ...request.inputFiles, ...Object.fromEntries(copies) } };
}
