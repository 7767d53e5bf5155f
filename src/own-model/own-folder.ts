/** A folder with `model.yaml` and `step.ts` as a family, with the kernels that are made of it and all that a copy of it needs. */
import { posix } from 'node:path';
import { configError } from '../config/problem.js';
import { assertBuild } from '../host/builds.js';
import { NODE_DISK, pathKind, writeBytes } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { textOf } from '../host/text-file.js';
import { type Build, type Kernels, loadKernels } from '../kernel/kernels.js';
import type { Family, ModelCopy } from '../model/family.js';
import { essenceOf, type OwnModel } from '../model/own/description.js';
import { ownFamily } from '../model/own/family.js';
import type { OwnKernels } from '../model/own/kernels.js';
import { allParameters } from '../model/own/schema.js';
import { canonicalJson, didYouMean } from '../text.js';
import { type Compile, compileSources } from './assemblyscript.js';
import { cacheFolder, fromCache, intoCache, moduleKey, readSealed, sealed } from './cache.js';
import { compileModule, fileOf, type ModuleSources } from './compile.js';
import { lineOf } from './lexical.js';
import { namedIn } from './named-parameters.js';
import { type ReadModel, readModel } from './read-model.js';
import { bytesOfText, whyNoFile } from './read-text.js';
import { entryText, functionNames, stateText } from './source.js';
import { gatherSources } from './source-files.js';
import { assertStepRules } from './step-rules.js';

export const MODEL_FILE = 'model.yaml';

/** A file of a model, by its path in the folder. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The kernels of a model. */
export interface ModelModule {
  readonly build: Build;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes: part of every run's identity. */
  readonly hash: string;
}

export interface OwnFolder {
  readonly family: Family<OwnKernels>;
  readonly model: OwnModel;
  /** SHA-256 of names and values as they were read: a comment changes nothing. */
  readonly modelHash: string;
  readonly module: ModelModule;
  /** What a copy needs to be read again without a compiler: model.yaml, step.ts and what it imports, and the module. */
  readonly files: readonly ModelFile[];
}

export interface OwnFolderOptions {
  /** `strict` if absent. */
  readonly build?: Build;
  /** Where compiled modules are kept; the user's cache folder if absent. */
  readonly cache?: string;
  /** Makes the module; a compiler of its own if absent. */
  readonly compile?: Compile;
}

/** Name of the module beside step.ts. */
export const moduleFile = (build: Build): string => (build === 'strict' ? 'step.wasm' : `step.${build}.wasm`);

/** Whether a path is a folder of a model. */
export const isModelFolder = (path: string): boolean => pathKind(posix.join(path, MODEL_FILE)) === 'file';

/** The description of a folder's model. @throws E_CONFIG with file and line */
export function readDescription(folder: string): { readonly read: ReadModel; readonly file: ModelFile } {
  const path = posix.join(folder, MODEL_FILE);
  if (pathKind(path) !== 'file') {
    throw configError(
      whyNoFile(path),
      path,
      'A model is a folder with model.yaml and step.ts; make one with: msm new NAME',
    );
  }
  const bytes = bytesOfText(path);
  return { read: readModel(textOf(bytes, path), path), file: { path: MODEL_FILE, bytes } };
}

/** Hash of names and values as they were read. */
export const modelHash = (model: OwnModel): string => sha256(canonicalJson(essenceOf(model)));

/** What runs of a model carry along. */
export const copyOf = (hash: string, files: readonly ModelFile[]): ModelCopy => ({
  sha256: hash,
  files: files.map((file) => ({ ...file, sha256: sha256(file.bytes) })),
});

/** The family of a folder's model from its description alone: what can be asked for, with nothing compiled. @throws E_CONFIG with file and line */
export const describeModel = (folder: string): Family<OwnKernels> => ownFamily(readDescription(folder).read.model);

/** All that the module of a folder is made of. @throws E_CONFIG with file and line, E_IO */
export function sourcesOf(folder: string, model: OwnModel): ModuleSources {
  const parameters = allParameters(model);
  const [state, entry] = [stateText(model, parameters), entryText(model, parameters)];
  return { folder, state, entry, ...gatherSources(folder, [entry]) };
}

/** The files of the step, as a copy has them. */
function filesOf(own: ModuleSources['own']): readonly ModelFile[] {
  const encoder = new TextEncoder();
  return [...own].map(([path, text]) => ({ path: `${path}.ts`, bytes: encoder.encode(text) }));
}

/** The module of sources: beside them, from the cache, or compiled. */
async function moduleOf(
  sources: ModuleSources,
  { build = 'strict', cache = cacheFolder(), compile = compileSources }: OwnFolderOptions,
) {
  const texts = [...sources.own].map(([path, text]) => [fileOf(sources, path), text] as const);
  const called = new Set([...sources.entry.matchAll(/\bown\.(\w+)\(/g)].map(([, name]) => name));
  assertStepRules(texts, fileOf(sources, 'step'), called);
  const key = moduleKey(sources, build);
  const known = readSealed(posix.join(sources.folder, moduleFile(build)), key) ?? fromCache(cache, key);
  if (known !== undefined) return { key, bytes: known };
  const bytes = await compileModule(sources, build, compile);
  await intoCache(cache, key, bytes);
  return { key, bytes };
}

/** Refuses a step that lacks what the model needs. @throws E_CONFIG with the place of what needs it */
function assertExports(
  sources: ModuleSources,
  { model, places, placeOf }: ReadModel,
  kernels: Kernels<OwnKernels>,
): void {
  const has = (name: string): boolean => kernels.kernel(`own_has_${name}`)() !== 0;
  const step = posix.join(sources.folder, 'step.ts');
  const text = sources.own.get('step') as string;
  if (model.field.length > 0 && !has('field')) {
    throw configError(
      `${step} exports no field (${placeOf('field')})`,
      step,
      'It must have: export function field(s: usize): void',
    );
  }
  if (model.field.length === 0 && !has('step')) {
    throw configError(`${step} exports no step`, step, 'It must have: export function step(s: usize): void');
  }
  const [other, why] =
    model.field.length > 0
      ? ['step', 'with field: in model.yaml the engine does the step']
      : ['field', 'without field: in model.yaml nothing integrates it'];
  if (has(other)) {
    const place = `${step}:${lineOf(text, other) ?? 1}`;
    throw configError(`${place}: ${other} is exported, and ${why}`, place);
  }
  const missing = functionNames(model).find((name) => !has(name));
  if (missing === undefined) return;
  const exported = [...text.matchAll(/export\s+function\s+(\w+)/g)].map(([, name]) => name);
  const guess = didYouMean(missing, [...model.state.map(({ name }) => name), ...exported]);
  const place = places.get(missing) as string;
  throw configError(
    `observable ${missing} (${place}) is neither state nor a function that step.ts exports. ${guess}`.trim(),
    place,
    `Declare it under state with shape: [], or export from step.ts: export function ${missing}(s: usize): f64`,
  );
}

/**
 * Reads the model of a folder. Writes to the cache alone, and executes nothing from the folder but its module.
 *
 * @throws E_CONFIG with file and line for a mistake in it, or if step.ts changed and there is no compiler; E_IO
 */
export async function readOwnModel(folder: string, options: OwnFolderOptions = {}): Promise<OwnFolder> {
  const { build = 'strict' } = options;
  assertBuild(build);
  const { read, file } = readDescription(folder);
  const { model } = read;
  const sources = sourcesOf(folder, model);
  const { key, bytes } = await moduleOf(sources, options);
  assertExports(sources, read, loadKernels<OwnKernels>(bytes, build));
  const files = [file, ...filesOf(sources.own), { path: moduleFile(build), bytes: sealed(bytes, key) }];
  const hash = modelHash(model);
  return {
    family: {
      ...ownFamily(model, namedIn(sources.own)),
      module: { name: model.name, bytes: () => bytes },
      copy: copyOf(hash, files),
    },
    model,
    modelHash: hash,
    module: { build, bytes, hash: sha256(bytes) },
    files,
  };
}

/**
 * The family of a folder's model before a build of its kernels is chosen: nothing is compiled yet.
 *
 * @throws E_CONFIG with file and line for a mistake in its files, E_IO
 */
export function openModel(folder: string, options: Omit<OwnFolderOptions, 'build'> = {}): Family<OwnKernels> {
  const { read, file } = readDescription(folder);
  const { model } = read;
  const { own } = sourcesOf(folder, model);
  return {
    ...ownFamily(model, namedIn(own)),
    copy: copyOf(modelHash(model), [file, ...filesOf(own)]),
    built: async (build) => (await readOwnModel(folder, { ...options, build })).family,
  };
}

/** Writes the compiled module beside step.ts, so that the folder can be used without a compiler. Throws as `readOwnModel`. */
export async function keepModule(folder: string, options: OwnFolderOptions = {}): Promise<string> {
  const { files } = await readOwnModel(folder, options);
  const { path, bytes } = files[files.length - 1];
  await writeBytes(NODE_DISK, posix.join(folder, path), bytes);
  return path;
}
