/** Checks the folder of a run: results against their manifest, and the work of an unfinished run against its checkpoint. Sweeps are in `src/sweep/tasks/verify.ts`. */
import { join, relative } from 'node:path';
import { MsmError } from '../errors.js';
import { fileSize, isErrno, pathKind } from '../host/disk.js';
import type { Family } from '../model/family.js';
import { findCheckpoints } from './checkpoint.js';
import { findChunks } from './chunks.js';
import { findReferences, restoreInput } from './given-inputs.js';
import { hashOwn, hasOwnFolder, inFolder } from './layout.js';
import { type Manifest, readManifest, type VerifiedFile } from './manifest.js';
import { familyOfFolder, stateOfFile } from './model-copy.js';
import { identityOf, type RunRecord, readRun, resultHash, type StoredInput } from './run-record.js';
import { damaged } from './shape.js';

export type { VerifiedFile } from './manifest.js';

export interface Verification {
  readonly folder: string;
  readonly isIntact: boolean;
  readonly files: readonly VerifiedFile[];
  /** Whether run.json's parameters, seed and inputs still make the identity of the manifest. */
  readonly isIdentityRight: boolean;
  /** What else is wrong with run.json. */
  readonly runProblem?: string;
  /** How far an unfinished run has come, whether or not its files are intact. */
  readonly unfinished?: string;
}

export const OTHER_PARAMETERS = 'parameters, seed or inputs in run.json are not those of the results';
const OTHER_MANIFEST = 'manifest.json is not the one that run.json names';
const OTHER_RESULTS = 'what run.json says of its results is not what it said when they were written';

/** Whether the results were made from the parameters, seed and inputs that run.json states. */
const isIdentity = (run: RunRecord, { identity }: Manifest): boolean =>
  identityOf(run) === identity && run.identity === identity;

/** What is wrong with run.json besides the identity, according to the manifest. Manifests of the first version say less. */
function recordProblem(run: RunRecord, manifest: Manifest, manifestSha256: () => string): string | undefined {
  if (manifest.run === null ? run.format !== 1 : manifest.run !== resultHash(run)) return OTHER_RESULTS;
  const isNamed = run.status === 'done' && run.format !== 1;
  return isNamed && run.manifestSha256 !== manifestSha256() ? OTHER_MANIFEST : undefined;
}

/** How run.json differs from what the results were made with; the results themselves are not read. Throws E_CORRUPT, E_IO. */
export function runProblem(folder: string, run: RunRecord, manifest: Manifest): string | undefined {
  if (!isIdentity(run, manifest)) return OTHER_PARAMETERS;
  return recordProblem(run, manifest, () => hashOwn(inFolder(folder).manifest).sha256);
}

/** One of the files of a manifest. Throws E_IO. */
function verifyFile(folder: string, { path, bytes, sha256 }: Manifest['files'][number]): VerifiedFile {
  const place = join(folder, path);
  const kind = pathKind(place);
  if (kind === undefined) return { path, status: 'missing' };
  const isLinked = path.startsWith('inputs/') && pathKind(inFolder(folder).inputs) !== 'folder';
  const isSame = kind === 'file' && !isLinked && fileSize(place) === bytes && hashOwn(place).sha256 === sha256;
  return { path, status: isSame ? 'ok' : 'changed' };
}

/** A run that has its results. */
function verifyResults(folder: string, run: RunRecord): Verification {
  const manifest = readManifest(folder);
  const files = manifest.files.map((file) => verifyFile(folder, file));
  const isIdentityRight = isIdentity(run, manifest);
  const wrong = recordProblem(run, manifest, () => hashOwn(inFolder(folder).manifest).sha256);
  const isIntact = isIdentityRight && wrong === undefined && files.every(({ status }) => status === 'ok');
  return { folder, files, isIdentityRight, isIntact, ...(wrong !== undefined && { runProblem: wrong }) };
}

/** A copy of a given array in the run's own folder. */
async function verifyInput(folder: string, family: Family, run: RunRecord, input: StoredInput): Promise<VerifiedFile> {
  const path = join('inputs', `${input.key}.arrow`);
  const { inputs } = inFolder(folder);
  if (!hasOwnFolder(inputs) || pathKind(join(folder, path)) === undefined) return { path, status: 'missing' };
  try {
    await restoreInput(folder, family, input, run.parameters);
    return { path, status: 'ok' };
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CORRUPT', 'E_CONFIG'].includes(error.code)) throw error;
    return { path, status: 'changed' };
  }
}

/** The files of an own model, as the run was begun with them. */
const verifyModel = (folder: string, { model }: RunRecord): VerifiedFile[] =>
  (model?.files ?? []).map((file) => ({ path: join('model', file.path), status: stateOfFile(folder, file) }));

/** A run that is not finished: given arrays, checkpoints, and the chunks that the newest undamaged checkpoint counts. */
async function verifyWork(folder: string, run: RunRecord): Promise<Verification> {
  const files: VerifiedFile[] = verifyModel(folder, run);
  // if the model cannot be read, its inputs are not known either
  if (files.every(({ status }) => status === 'ok')) {
    const family = await familyOfFolder(folder, run, inFolder(folder).run);
    const own = run.inputs.filter(({ kept }) => kept === undefined);
    for (const input of own) files.push(await verifyInput(folder, family, run, input));
    files.push(...findReferences(folder, run));
  }
  const checkpoints = findCheckpoints(folder, run.identity);
  files.push(...checkpoints.map(({ path, tables }): VerifiedFile => ({ path, status: tables ? 'ok' : 'changed' })));
  const newest = checkpoints.find(({ tables }) => tables !== undefined);
  for (const chunks of findChunks(inFolder(folder).chunks, newest?.tables ?? []).values()) {
    files.push(...chunks.map(({ path, status }) => ({ path: relative(folder, path), status })));
  }
  const isIdentityRight = identityOf(run) === run.identity;
  const isIntact = isIdentityRight && files.every(({ status }) => status === 'ok');
  return { folder, files, isIdentityRight, isIntact };
}

/**
 * Compares every file of a finished run with the manifest. What its sweep keeps for it is looked at once for all runs of the sweep, when
 * that is opened. Throws E_CONFIG if it is not finished, E_CORRUPT, E_IO.
 */
export const verifyRun = (folder: string): Verification => verifyResults(folder, readRun(folder));

/** A run that diverged has results, and also unfinished work from which it can be resumed. */
async function verifyUnfinished(folder: string, run: RunRecord): Promise<Verification> {
  const unfinished = `${run.status} at step ${run.step} of ${run.steps}`;
  const work = await verifyWork(folder, run);
  const hasResults = run.error?.code === 'E_DIVERGED' && pathKind(inFolder(folder).manifest) !== undefined;
  if (!hasResults) return { ...work, unfinished };
  const results = verifyResults(folder, run);
  const known = new Set(results.files.map(({ path }) => path));
  const files = [...results.files, ...work.files.filter(({ path }) => !known.has(path))];
  return { ...results, files, isIntact: results.isIntact && work.isIntact, unfinished };
}

/** A finished run with the arrays that it refers to. */
function withReferences(folder: string, run: RunRecord): Verification {
  const results = verifyResults(folder, run);
  const references = findReferences(folder, run);
  const isIntact = results.isIntact && references.every(({ status }) => status === 'ok');
  return { ...results, files: [...results.files, ...references], isIntact };
}

/** How often a run that is being worked on may remove a file that was just seen. */
const ATTEMPTS = 5;

/** Checks all files of a run, finished or not. Throws E_CONFIG if there is no run, E_CORRUPT if run.json or a manifest cannot be read, E_IO. */
export async function verifyAnyRun(folder: string): Promise<Verification> {
  for (let attempt = 1; ; attempt++) {
    const run = readRun(folder);
    try {
      return run.status === 'done' ? withReferences(folder, run) : await verifyUnfinished(folder, run);
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Throws E_CORRUPT, naming the first file, unless the results of a finished run are whole. */
export function assertIntact(folder: string): void {
  const { files, isIntact, isIdentityRight, runProblem: wrongRun } = verifyRun(folder);
  if (isIntact) return;
  const wrong = files.find(({ status }) => status !== 'ok');
  if (wrong === undefined)
    throw damaged(inFolder(folder).run, (isIdentityRight ? wrongRun : undefined) ?? OTHER_PARAMETERS);
  throw damaged(
    join(folder, wrong.path),
    wrong.status === 'missing' ? 'it is missing' : 'it is not what was written',
    `Do the whole run again with: msm resume ${folder} --from-start`,
  );
}
