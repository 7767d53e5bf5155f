/**
 * The copy of an own model in the folder of a run, or of a sweep for all its runs: with it they can be understood and resumed on
 * another machine, without the original folder. Families that ship are known by their name alone.
 */
import { dirname, join } from 'node:path';
import { MsmError } from '../errors.js';
import { type DiskOperations, ensureFolder, pathKind, writeBytes } from '../host/disk.js';
import { familyNamed } from '../model/families.js';
import type { Family } from '../model/family.js';
import { quoted } from '../text.js';
import { ensureOwn, hashOwn, hasOwnFolder, inFolder, placeInSweep } from './layout.js';
import type { Manifest } from './manifest.js';
import { damaged, digest, integer, list, matching, record, type Shaped } from './shape.js';

/** Path of a file of a model, with slashes on every system: words, of which none begins with a dot. */
const path = matching(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/, 'the path of a file of a model');

/** What run.json and sweep.json say about an own model: hash of names and values as they were read, and the files of the copy. */
export const MODEL = record({ sha256: digest, files: list(record({ path, bytes: integer(0), sha256: digest }), 1) });
export type StoredModel = Shaped<typeof MODEL>;

/** What is written about the model of a run; undefined if its family ships. */
export function storedModel({ copy }: Family): StoredModel | undefined {
  if (copy === undefined) return undefined;
  const files = copy.files.map(({ path, bytes, sha256 }) => ({ path, bytes: bytes.byteLength, sha256 }));
  return { sha256: copy.sha256, files };
}

/** Files of a copy as a manifest names them. */
const listed = (files: StoredModel['files']): Manifest['files'] =>
  files.map(({ path, bytes, sha256: hash }) => ({ path: join('model', path), bytes, sha256: hash }));

/** Copies the files of an own model into a folder; nothing for a family that ships. Throws E_IO, E_CORRUPT. */
export async function keepModel(disk: DiskOperations, folder: string, family: Family): Promise<Manifest['files']> {
  const stored = storedModel(family);
  if (stored === undefined) return [];
  const { model } = inFolder(folder);
  ensureOwn(model);
  for (const { path, bytes } of family.copy?.files ?? []) {
    const place = join(model, path);
    if (dirname(place) !== model) ensureFolder(dirname(place));
    await writeBytes(disk, place, bytes);
  }
  return listed(stored.files);
}

/** The files of the copy in a run's own folder, for its manifest; none if it is a run of a sweep. */
export const keptModel = (folder: string, model: StoredModel | undefined): Manifest['files'] =>
  model !== undefined && hasOwnFolder(inFolder(folder).model) ? listed(model.files) : [];

/** The folder of the copy for a run or sweep: its own, or that of the sweep which the run belongs to. Throws E_CORRUPT if there is none. */
export function copyFolder(folder: string): string {
  const { model } = inFolder(folder);
  if (hasOwnFolder(model)) return model;
  const place = placeInSweep(folder);
  const ofSweep = place && inFolder(place.sweep).model;
  if (ofSweep !== undefined && hasOwnFolder(ofSweep)) return ofSweep;
  throw damaged(
    model,
    'it is missing, and with it what the run is made of',
    'Put the folder model back: a run of a sweep finds it in the folder of the sweep, two folders up.',
  );
}

/** In what state a file of a copy is. */
export function stateOfFile(folder: string, { path, sha256: hash }: StoredModel['files'][number]) {
  const place = join(copyFolder(folder), path);
  if (pathKind(place) === undefined) return 'missing';
  return hashOwn(place).sha256 === hash ? 'ok' : 'changed';
}

/** Throws E_CORRUPT, naming the first file, unless the copy is what it was when it was written. */
function assertCopy(folder: string, { files }: StoredModel): void {
  for (const file of files) {
    const state = stateOfFile(folder, file);
    if (state === 'ok') continue;
    throw damaged(
      join(copyFolder(folder), file.path),
      state === 'missing' ? 'it is missing' : 'it is not the file that the model was begun with',
      'Put the file back as it was; a changed model is another one, which a new run or sweep can take.',
    );
  }
}

/** Who made a run, as far as it says. */
interface Maker {
  readonly environment?: { readonly command: readonly string[]; readonly workingFolder: string };
}

/** A family that a program wrote by hand is known to that program alone. */
export function refuseUnknown(family: string, place: string, { environment }: Maker): never {
  const { command = [], workingFolder } = environment ?? {};
  const where = workingFolder === undefined ? '' : ` in ${workingFolder}`;
  const words = command.length === 0 ? '' : `, with the arguments ${command.join(' ')}`;
  throw new MsmError(
    'E_CONFIG',
    `${place}: ${quoted(family)} is not a family of msm, and no copy of its model is here`,
    {
      place,
      next: `It is part of the program that made this${where}${words}; that program can go on with it. A family of defineFamily, or a folder with model.yaml, leaves a copy.`,
    },
  );
}

/**
 * The family of a run or sweep: one that ships by its name, an own model from the copy in the folder.
 *
 * @throws E_CORRUPT for a copy that is damaged or missing, E_CONFIG for a family of another program, and if this version reads the model in another way
 */
export async function familyOfFolder(
  folder: string,
  {
    family,
    model,
    version,
    ...by
  }: Maker & { readonly family: string; readonly model?: StoredModel; readonly version: string },
  place: string,
): Promise<Family> {
  if (model === undefined) return (await familyNamed(family)) ?? refuseUnknown(family, place, by);
  assertCopy(folder, model);
  const { readCopy } = await import('../own-model/model-copy.js');
  const paths = model.files.map((file) => file.path);
  const found = readCopy(copyFolder(folder), { sha256: model.sha256, version, paths });
  if (found.schema.name !== family) throw damaged(place, `its family ${quoted(family)} is not the one of its model`);
  return found;
}
