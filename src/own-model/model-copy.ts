/** The copy of a model that runs carry along, as a family: nothing is compiled, and its module is loaded only where something is computed. */
import { posix } from 'node:path';
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import { readWhole } from '../host/disk.js';
import type { Build } from '../kernel/module.js';
import type { Family } from '../model/family.js';
import { ownFamily } from '../model/own/family.js';
import type { OwnKernels } from '../model/own/kernels.js';
import { moduleKey, readSealed } from './cache.js';
import { namedIn } from './named-parameters.js';
import { copyOf, modelHash, moduleFile, readDescription, sourcesOf } from './own-folder.js';

/** A module is the largest of the files. */
const MOST_BYTES = 2 ** 24;

/** What a run says about the model that it was begun with. */
export interface Carried {
  /** SHA-256 of the model as it was read. */
  readonly sha256: string;
  /** Paths of all its files. */
  readonly paths: readonly string[];
  /** Version of the program that began the run. */
  readonly version: string;
}

const otherVersion = (place: string, what: string, { version }: Carried): MsmError =>
  configError(`${place}: ${what}`, place, `Resume it with version ${version} of msm, or start it again.`);

/**
 * The family of a copy whose files are as they were written.
 *
 * @throws E_CONFIG if this version of the program reads the model differently
 */
export function readCopy(folder: string, carried: Carried): Family<OwnKernels> {
  const { read, file } = readDescription(folder);
  const { model } = read;
  if (modelHash(model) !== carried.sha256) {
    throw otherVersion(posix.join(folder, file.path), 'this version of msm reads the model in another way', carried);
  }
  const bytes = (build: Build): Uint8Array => {
    const place = posix.join(folder, moduleFile(build));
    const found = readSealed(place, moduleKey(sourcesOf(folder, model), build));
    if (found !== undefined) return found;
    throw otherVersion(place, 'this version of msm would make other kernels of the model', carried);
  };
  const files = carried.paths.map((path) => ({
    path,
    bytes: readWhole(posix.join(folder, path), { most: MOST_BYTES, noLink: true }),
  }));
  const texts = files.filter(({ path }) => path.endsWith('.ts'));
  const own = new Map(texts.map(({ path, bytes: text }) => [path.slice(0, -3), new TextDecoder().decode(text)]));
  return {
    ...ownFamily(model, namedIn(own)),
    module: { name: model.name, bytes },
    copy: copyOf(carried.sha256, files),
  };
}
