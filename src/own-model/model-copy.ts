/** The copy of a model that runs carry along, as a family: nothing is compiled, and its module is loaded only where something is computed. */
import { posix } from 'node:path';
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import { readWhole } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import type { Build } from '../kernel/module.js';
import type { Family } from '../model/family.js';
import type { OwnModel } from '../model/own/description.js';
import { ownFamily } from '../model/own/family.js';
import type { OwnKernels } from '../model/own/kernels.js';
import { allParameters } from '../model/own/schema.js';
import { canonicalJson } from '../text.js';
import { moduleKey, readSealed, sealed } from './cache.js';
import { namedIn } from './named-parameters.js';
import { copyOf, MODEL_FILE, modelHash, moduleFile, readDescription, sourcesOf } from './own-folder.js';
import { readModel } from './read-model.js';
import { entryText, stateText } from './source.js';

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

const STEP_FILE = 'step.ts';

/** What the module of a defined family must fit to, since nobody knows its sources: the texts that this version makes around a step. */
function definitionKey(model: OwnModel): string {
  const parameters = allParameters(model);
  const made = { state: sha256(stateText(model, parameters)), entry: sha256(entryText(model, parameters)) };
  return sha256(canonicalJson({ defined: made }));
}

/** The family with what its runs carry along, if a program defined it; any other as it is. */
export function withCopy(family: Family): Family {
  const { definition, copy } = family;
  if (definition === undefined || copy !== undefined) return family;
  const { model } = readModel(definition.text, MODEL_FILE);
  const files = [
    { path: MODEL_FILE, bytes: new TextEncoder().encode(definition.text) },
    { path: moduleFile('strict'), bytes: sealed(definition.module, definitionKey(model)) },
  ];
  return { ...family, copy: copyOf(modelHash(model), files) };
}

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
  const isDefined = !carried.paths.includes(STEP_FILE);
  const bytes = (build: Build): Uint8Array => {
    const place = posix.join(folder, moduleFile(isDefined ? 'strict' : build));
    const key = isDefined ? definitionKey(model) : moduleKey(sourcesOf(folder, model), build);
    const found = readSealed(place, key);
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
    // without its text nobody knows what a step reads
    ...ownFamily(model, isDefined ? undefined : namedIn(own)),
    module: { name: model.name, bytes },
    copy: copyOf(carried.sha256, files),
  };
}
