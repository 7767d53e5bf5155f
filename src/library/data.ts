/** Data sets that a program gives as bytes, in Node and in a browser. */
import { askedDatasets } from '../config/datasets.js';
import { configError } from '../config/problem.js';
import {
  type DataFile,
  type Dataset,
  type DatasetRequest,
  type Datasets,
  isGzip,
  MOST_DATA_BYTES,
  matchFiles,
} from '../dataset/dataset.js';
import { MsmError } from '../errors.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import { didYouMean } from '../text.js';

/** Files of a data set by their names, as they are published: raw, or compressed with gzip. */
export type DataFiles = { readonly [name: string]: Uint8Array };

/** Data sets by the key of the family's schema. */
export type GivenData = { readonly [key: string]: DataFiles };

const nameOf = (key: string): string => `data.${key}`;

/** Unpacks; what comes out is counted, so that a small file cannot fill the memory. Throws E_CORRUPT. */
async function unpacked(name: string, bytes: Uint8Array): Promise<DataFile> {
  if (!isGzip(bytes)) return { name, bytes };
  const packed = new Blob([new Uint8Array(bytes)]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const damaged = (what: string, cause?: unknown): MsmError =>
    new MsmError('E_CORRUPT', `${name}: ${what}`, { place: name, cause });
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      length += piece.value.length;
      if (length > MOST_DATA_BYTES) throw damaged(`it unpacks to more than ${MOST_DATA_BYTES} bytes`);
    }
  } catch (error) {
    if (error instanceof MsmError) throw error;
    throw damaged(`it is broken: ${(error as Error).message}`, error);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return { name, bytes: all };
}

/** The files of one data set by role. @throws E_CONFIG naming what is missing */
async function datasetOf(key: string, { by, next, file, folder }: DatasetRequest, files: DataFiles): Promise<Dataset> {
  const names = Object.keys(files);
  const place = nameOf(key);
  if (folder?.some(({ ending }) => ending !== undefined)) {
    throw configError(`${place}: ${by} takes folders of files, which are read from a disk alone`, place, next);
  }
  const isOne = file !== undefined && (folder === undefined || names.length === 1);
  if (isOne && names.length !== 1) {
    throw configError(`${place} has ${names.length} files, and ${by} takes one`, place, next);
  }
  const { found, missing } = isOne
    ? { found: [{ role: file, name: names[0] }], missing: [] }
    : matchFiles(folder ?? [], names);
  if (missing.length > 0) {
    const there = names.length === 0 ? 'nothing' : names.join(', ');
    throw configError(`${place} lacks ${missing.join(', ')}; there is ${there}`, place, next);
  }
  const taken = found.map(async ({ role, name }) => [role, await unpacked(name, files[name])] as const);
  return { files: Object.fromEntries(await Promise.all(taken)) };
}

/** The data sets that were given, as a model takes them. @throws E_CONFIG, E_CORRUPT */
export async function datasetsOf(family: Family, given: GivenData = {}, parameters: Parameters): Promise<Datasets> {
  const known = (family.schema.datasets ?? []).map(({ key }) => key);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const guess = didYouMean(unknown, known);
    const next = known.length === 0 ? `${family.schema.name} takes no data sets.` : `Data sets: ${known.join(', ')}.`;
    throw configError(`${nameOf(unknown)}: there is no such data set. ${guess}`.trim(), nameOf(unknown), next);
  }
  const asked = askedDatasets(family, parameters, (key) => given[key] !== undefined, nameOf);
  const taken = Object.entries(asked).map(
    async ([key, request]) => [key, await datasetOf(key, request, given[key])] as const,
  );
  return Object.fromEntries(await Promise.all(taken));
}
