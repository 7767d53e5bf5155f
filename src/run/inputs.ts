/** Arrays that a person gives as files, and their copies in the run's folder. */
import { join } from 'node:path';
import type { TextSetting } from '../config/settings.js';
import { MsmError } from '../errors.js';
import type { Family, Inputs } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import type { ReadTable } from '../table/table.js';
import { type DiskOperations, ensureFolder, ioError, readWhole, writeWhole } from './disk.js';
import { sha256 } from './environment.js';
import { inFolder, type Manifest, type StoredInput } from './folder.js';

/** An input with where it came from. */
export interface GivenInput {
  readonly key: string;
  readonly source: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly values: Float64Array | Int32Array;
}

const bytesOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** An unreadable input is a mistake of the command line, not of the disk. */
function readInput(path: string, flag: string): Uint8Array {
  try {
    return readWhole(path);
  } catch (error) {
    const known = ioError(path, 'read', error);
    if (!(known instanceof MsmError)) throw known;
    throw new MsmError('E_CONFIG', `${flag} ${known.message}`, { place: flag, cause: error });
  }
}

/** Names that the column of an input may have: the key, or the key of what a run writes (`sigma0` <- `sigma`). */
function candidateNames(key: string, columns: readonly string[]): string {
  const written = key.replace(/0$/, '');
  return columns.includes(key) || !columns.includes(written) ? key : written;
}

/** Metadata that a run writes into its own tables. */
const IDENTITY_KEY = 'msm.identity';
/** What a copy of an input says of its form; its values are in one column. */
const SHAPE_KEY = 'msm.shape';

/**
 * Whether a table has the input one row a neuron where the model wants one row a pattern. With as many patterns as neurons the
 * shape does not tell; state.arrow is known by its metadata.
 */
function isTransposed({ columns, nRows, metadata }: ReadTable, name: string, shape: readonly number[]): boolean {
  const column = columns.find((candidate) => candidate.name === name);
  const isOwn = IDENTITY_KEY in metadata;
  return shape.length === 2 && (isOwn || shape[0] !== shape[1]) && column?.width === shape[0] && nRows === shape[1];
}

/** Given patterns by the key of their input. Throws E_CONFIG, E_CORRUPT. */
export async function readPatternInputs(
  { schema }: Family,
  files: { readonly [key: string]: string },
): Promise<ReadonlyMap<string, GivenInput>> {
  const wanted = schema.inputs.filter(({ key, isPatterns }) => isPatterns === true && files[key] !== undefined);
  const found = new Map<string, GivenInput>();
  if (wanted.length === 0) return found;
  const { patternReader } = await import('./patterns.js');
  const reader = patternReader();
  for (const { key } of wanted) {
    const source = files[key];
    const { values, count, size } = await reader.read(source, key, `--${key}`);
    found.set(key, { key, source, shape: [count, size], sha256: sha256(bytesOf(values)), values });
  }
  return found;
}

function fittingPatterns(input: GivenInput, wanted: readonly number[]): GivenInput {
  const [, size] = input.shape;
  if (wanted[1] < 0 || wanted[1] === size) return input;
  const { key, source } = input;
  throw new MsmError('E_CONFIG', `--${key} ${source} has ${size} values a pattern, the network ${wanted[1]} nodes`, {
    place: `--${key}`,
  });
}

/** Parameters that follow from given patterns, as settings that anything a person sets replaces: the length of the first ones. */
export function sizeSettings({ schema }: Family, patterns: ReadonlyMap<string, GivenInput>): readonly TextSetting[] {
  const input = schema.inputs.find(({ key }) => patterns.has(key));
  const given = input === undefined ? undefined : patterns.get(input.key);
  if (input === undefined || given === undefined) return [];
  return [{ key: input.shape[1], text: String(given.shape[1]), place: `--${input.key}` }];
}

/** Reads the files for a run; patterns have been read before. Throws E_CONFIG naming flag, file and shape; E_CORRUPT for damaged files. */
export async function readInputs(
  family: Family,
  parameters: Parameters,
  files: { readonly [key: string]: string },
  patterns: ReadonlyMap<string, GivenInput> = new Map(),
): Promise<readonly GivenInput[]> {
  const given: GivenInput[] = [];
  for (const { key, type, shape: symbols } of family.schema.inputs) {
    const source = files[key];
    if (source === undefined) continue;
    const rows = patterns.get(key);
    if (rows !== undefined) {
      given.push(fittingPatterns(rows, family.inputShape(key, parameters)));
      continue;
    }
    const { readTable, numericArray } = await import('../table/read.js');
    const table = await readTable(readInput(source, `--${key}`), source);
    const wanted = family.inputShape(key, parameters);
    const shape = wanted.map((size) => (size < 0 ? table.nRows : size));
    const name = candidateNames(
      key,
      table.columns.map((column) => column.name),
    );
    // a matrix of couplings has one row a unit in every file
    const transposed = symbols[0] !== symbols[1] && isTransposed(table, name, shape);
    const numbers = numericArray(table, shape, name, { transposed });
    const values = type === 'i32' ? Int32Array.from(numbers) : numbers;
    const broken = type === 'i32' ? numbers.findIndex((value) => value !== (value | 0)) : -1;
    if (broken >= 0) {
      throw new MsmError(
        'E_CONFIG',
        `entry ${broken} of ${source} is ${numbers[broken]}, it must be a 32-bit integer`,
        {
          place: `--${key}`,
        },
      );
    }
    given.push({ key, source, shape, sha256: sha256(bytesOf(values)), values });
  }
  return given;
}

/** Inputs as a model takes them. */
export const inputArrays = (given: readonly GivenInput[]): Inputs =>
  Object.fromEntries(given.map(({ key, values }) => [key, values]));

/** What run.json says of the inputs. */
export const storedInputs = (given: readonly GivenInput[]): readonly StoredInput[] =>
  given.map(({ key, source, shape, sha256: hash }) => ({ key, source, shape, sha256: hash }));

/** Copies the inputs into the run's folder, so that it can be resumed and understood by itself. */
export async function keepInputs(
  disk: DiskOperations,
  folder: string,
  given: readonly GivenInput[],
): Promise<Manifest['files']> {
  if (given.length === 0) return [];
  ensureFolder(inFolder(folder).inputs);
  const { writeArrow } = await import('../table/arrow.js');
  const files: Manifest['files'][number][] = [];
  for (const { key, values, shape } of given) {
    const path = join('inputs', `${key}.arrow`);
    const type = values instanceof Float64Array ? 'f64' : 'i32';
    const columns = [{ name: key, type, meaning: 'given array, row-major' }] as const;
    // where the array came from stands in run.json: equal arrays make equal files
    const table = { name: key, meaning: 'input of the run', columns, metadata: { [SHAPE_KEY]: shape.join(',') } };
    const written = await writeWhole(disk, join(folder, path), async (sink) => {
      await writeArrow(table, [[values]], sink);
    });
    files.push({ path, ...written });
  }
  return files;
}

/** Reads the copies back. Throws E_CORRUPT if one is not what run.json says. */
export async function restoreInputs(folder: string, stored: readonly StoredInput[]): Promise<readonly GivenInput[]> {
  const given: GivenInput[] = [];
  for (const { key, source, shape, sha256: hash } of stored) {
    const path = join(inFolder(folder).inputs, `${key}.arrow`);
    const { readTable } = await import('../table/read.js');
    const values = (await readTable(readWhole(path), path)).columns[0].data as Float64Array | Int32Array;
    if (sha256(bytesOf(values)) !== hash) {
      throw new MsmError('E_CORRUPT', `${path} is not the array that the run began with`, { place: path });
    }
    given.push({ key, source, shape, sha256: hash, values });
  }
  return given;
}
