/** Arrays that a person gives instead of having them drawn: files and names become arrays of the shape that a family wants. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { flagName } from '../config/describe.js';
import { fromBase, type InputText, type InputTexts, type KeptFile } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import { placePatternSource, RAW } from '../dataset/source.js';
import { MsmError } from '../errors.js';
import { sha256 } from '../host/environment.js';
import type { Family, InputParts, Inputs } from '../model/family.js';
import type { FamilySchema, InputDescription, Parameters } from '../model/schema.js';
import type { ArrayRequest, TakenArray } from '../table/read.js';
import { isOfRun, type NamedTable, readNamedTable, statedSizes } from './file.js';
import { isInParts } from './named-parts.js';
import { noteOf, unusedNote } from './notes.js';
import { assertSizes, isParameter, type KnownSize, type KnownSizes } from './sizes.js';
import type { InputSource } from './source.js';

/** An input with where it came from. */
export interface GivenInput {
  readonly key: string;
  /** As it was written. */
  readonly source: string;
  /** Folder from which that path starts; absent: where the program ran. */
  readonly base?: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly values: Float64Array | Int32Array;
  /** The file in which a sweep keeps it for its runs, which have no copy of their own then. */
  readonly kept?: KeptFile;
}

/** Arrays that were read while looking for their sizes, and the sizes. */
export interface SizedInputs {
  readonly arrays: ReadonlyMap<string, TakenArray>;
  readonly sizes: KnownSizes;
}

/** Inputs of a plan, and notes on how they were read. */
export interface TakenInputs {
  readonly given: readonly GivenInput[];
  readonly notes: readonly string[];
}

/** The bytes of an array, for hashes. */
export const bytesOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Another way to a file. */
type Way = (path: string) => string;

/** What is opened for an input: the copy in a sweep, or the file as named, from its starting folder. */
function pathOf(
  { key, isPatterns }: InputDescription,
  { text, base, copy }: InputText,
  way: Way = (path) => path,
): string {
  // copies of patterns are already z-scored
  if (copy !== undefined) return isPatterns === true ? `${RAW}${way(copy)}` : way(copy);
  const inPlace = (path: string): string => way(fromBase(path, base));
  return isPatterns === true ? placePatternSource(text, `--${flagName(key)}`, inPlace, existsSync) : inPlace(text);
}

/** What was given for an input, in a form that can be found from any folder. @throws E_CONFIG */
export const absoluteInput = (input: InputDescription, given: InputText): string => pathOf(input, given, resolve);

/** Reads what was given for the inputs of a family: for each input, in the schema's order, one or several. Throws E_CONFIG, E_CORRUPT. */
export async function readSources({ schema }: Family, texts: InputTexts): Promise<readonly (readonly InputSource[])[]> {
  const found: (readonly InputSource[])[] = [];
  let reader: import('./patterns.js').PatternReader | undefined;
  for (const input of schema.inputs) {
    const { key, isPatterns } = input;
    const own: InputSource[] = [];
    for (const [i, given] of (texts[key] ?? []).entries()) {
      const flag = `--${flagName(key)}`;
      const path = pathOf(input, given);
      const name = copyName(key, i, texts[key].length);
      const what = `${flag} ${given.copy === undefined ? path : given.text}`;
      if (isPatterns === true) {
        reader ??= (await import('./patterns.js')).patternReader();
        own.push({ input, given, name, what, content: { patterns: await reader.read(path, key, flag) } });
      } else own.push({ input, given, name, what, content: { named: await readNamedTable(path, flag) } });
    }
    if (own.length > 0) found.push(own);
  }
  return found;
}

/** What a sweep calls the copy of input i of `count`. */
export const copyName = (key: string, i: number, count: number): string => (count === 1 ? key : `${key}-${i}`);

/** Sets with one source of each input: all combinations, the last input moving fastest. */
export function combinations(sources: readonly (readonly InputSource[])[]): readonly (readonly InputSource[])[] {
  return sources.reduce<readonly (readonly InputSource[])[]>(
    (sets, own) => sets.flatMap((set) => own.map((source) => [...set, source])),
    [[]],
  );
}

/** Which array of a table an input is. */
function requestOf(
  { input, content }: InputSource & { readonly content: { readonly named: NamedTable } },
  shape: readonly number[],
  expected?: number,
): ArrayRequest {
  const { key, written = [], isSymmetric, shape: symbols } = input;
  const { table, step } = content.named;
  const isSquare = symbols.length === 2 && symbols[0] === symbols[1];
  const isOwn = isOfRun(table);
  return {
    names: [key, ...written],
    shape,
    isSquare,
    stated: statedSizes(table, symbols),
    isSymmetric: isSymmetric === true && isOwn,
    // a matrix of couplings has one row per unit in every file; state.arrow has one row per unit for all arrays
    ...(!isSquare && { turnedLists: isOwn ? 'all' : 'fitting' }),
    ...(step !== undefined && { step }),
    ...(expected !== undefined && { expected }),
  };
}

const isTable = (source: InputSource): source is InputSource & { readonly content: { readonly named: NamedTable } } =>
  'named' in source.content;

/** The shape of a vector that is written as one row or one column. */
function squeezed(found: readonly number[], rank: number): readonly number[] {
  return rank === 1 && found.length === 2 && found.includes(1) ? [found[0] * found[1]] : found;
}

/** The error for a copy that was changed. */
const anotherArray = (place: string): MsmError =>
  new MsmError('E_CORRUPT', `${place} is damaged: it is not the array that the run began with`, { place });

/** Whether a file has the parts of an input by name. */
const isNamedInParts = ({ input: { key, written = [] }, content }: InputSource): boolean =>
  'named' in content && content.named.step === undefined && isInParts(content.named.table, [key, ...written]);

/** What else is known of an input: how long a series is expected to be, and its parts. */
interface Expected {
  readonly expected?: number;
  readonly parts?: InputParts;
}

/** Takes the array of a source; a message about a size that is set elsewhere says where. Throws E_CONFIG. */
async function take(
  source: InputSource & { readonly content: { readonly named: NamedTable } },
  shape: readonly number[],
  known: KnownSizes,
  { expected, parts }: Expected,
): Promise<TakenArray> {
  const { input, what, content } = source;
  const [{ takeArray }, { firstOfSeries }] = await Promise.all([
    import('../table/read.js'),
    import('../table/states.js'),
  ]);
  if (parts !== undefined && isNamedInParts(source)) {
    return (await import('./parts.js')).takeParts(content.named.table, parts);
  }
  try {
    const first = input.isPerStep === true ? firstOfSeries(content.named.table) : undefined;
    const taken = takeArray(content.named.table, requestOf(source, shape, expected));
    return first === undefined || first === 0 ? taken : { ...taken, said: [`from step ${first} on`, ...taken.said] };
  } catch (error) {
    const { found, seen } = (error instanceof MsmError ? error.data : undefined) ?? {};
    if (Array.isArray(found)) assertSizes(what, input.shape, squeezed(found, shape.length), known, String(seen ?? ''));
    throw error;
  }
}

/** A size that is written as a number; below 0 for one that is a parameter. */
const fixedSize = (symbol: string): number => (/^\d+$/.test(symbol) ? Number(symbol) : -1);

/**
 * The sizes that files fix where nobody sets them, and the arrays read on the way. A list of edges says only how large a size must be
 * at least; it counts where nothing else fixes the size.
 *
 * @param asked - sizes that the person, a preset or a sweep sets
 * @param partsOf - the parts that an input has with what is set
 * @throws E_CONFIG where two say different sizes, naming both
 */
export async function sizeInputs(
  schema: FamilySchema,
  sources: readonly InputSource[],
  asked: KnownSizes,
  partsOf: (key: string) => InputParts | undefined = () => undefined,
): Promise<SizedInputs> {
  const sizes = new Map<string, KnownSize>(asked);
  const arrays = new Map<string, TakenArray>();
  const bounds: { readonly source: InputSource; readonly taken: TakenArray }[] = [];
  const fix = ({ input, what }: InputSource, shape: readonly number[], isBound = false): void => {
    assertSizes(what, input.shape, shape, sizes);
    for (const [d, symbol] of input.shape.entries()) {
      if (sizes.has(symbol) || !isParameter(schema, symbol)) continue;
      const by = `${what} has ${symbol} = ${shape[d]}`;
      sizes.set(symbol, { size: shape[d], by, file: `--${flagName(input.key)}`, isBound });
    }
  };
  for (const source of sources) {
    const { input, content } = source;
    if ('patterns' in content) fix(source, [content.patterns.count, content.patterns.size]);
    if (!isTable(source) || !input.shape.some((symbol) => isParameter(schema, symbol))) continue;
    const wanted = input.shape.map((symbol) => sizes.get(symbol)?.size ?? fixedSize(symbol));
    const taken = await take(source, wanted, sizes, { parts: partsOf(input.key) });
    if (taken.isBound) bounds.push({ source, taken });
    else {
      arrays.set(input.key, taken);
      fix(source, taken.shape);
    }
  }
  for (const { source, taken } of bounds.sort((a, b) => b.taken.values.length - a.taken.values.length)) {
    if (source.input.shape.some((symbol) => !sizes.has(symbol))) fix(source, taken.shape, true);
  }
  return { arrays, sizes };
}

function asIntegers(values: Float64Array, { what, input }: InputSource): Int32Array {
  const broken = values.findIndex((value) => value !== (value | 0));
  if (broken < 0) return Int32Array.from(values);
  throw configError(
    `entry ${broken} of ${what} is ${values[broken]}, it must be a 32-bit integer`,
    `--${flagName(input.key)}`,
  );
}

/**
 * The arrays of a run with the given parameters, and notes on how they were read.
 *
 * @param sized - what `sizeInputs` found
 * @param asked - sizes that were known beforehand
 * @param steps - steps of the run
 * @throws E_CONFIG naming flag, file and shape
 */
export async function takeInputs(
  family: Family,
  parameters: Parameters,
  sources: readonly InputSource[],
  { arrays, sizes }: SizedInputs,
  asked: KnownSizes,
  steps: () => number,
): Promise<TakenInputs> {
  const given: GivenInput[] = [];
  const notes: string[] = [];
  for (const source of sources) {
    const { input, content } = source;
    const { key } = input;
    let taken: Pick<TakenArray, 'values' | 'shape' | 'form' | 'said'>;
    if ('patterns' in content) taken = { ...content.patterns, shape: [content.patterns.count, content.patterns.size] };
    else {
      const wanted = family.inputShape(key, parameters);
      const expected = input.isPerStep === true ? steps() : undefined;
      const parts = family.inputParts?.(key, parameters);
      taken = arrays.get(key) ?? (await take(source as never, wanted, sizes, { expected, parts }));
    }
    const { shape } = taken;
    const values = input.type === 'i32' ? asIntegers(taken.values, source) : taken.values;
    const { text, base, sha256: due, kept } = source.given;
    const hash = sha256(bytesOf(values));
    if (due !== undefined && due !== hash) throw anotherArray(text.replace(RAW, ''));
    const origin = { key, source: text, ...(base !== undefined && { base }), ...(kept !== undefined && { kept }) };
    given.push({ ...origin, shape, sha256: hash, values });
    const unused = input.isPerStep === true ? unusedNote(source, shape[0], steps()) : undefined;
    notes.push(...[noteOf(source, taken, asked, sizes), unused].filter((note) => note !== undefined));
  }
  return { given, notes };
}

/**
 * Refuses a file with the parts of an input by name where the runs of a sweep have other parts: it is read once for all of them.
 *
 * @throws E_CONFIG naming the file
 */
export function assertSameParts(
  { inputParts }: Family,
  sources: readonly InputSource[],
  runs: Iterable<Parameters>,
): void {
  const named = sources.filter(isNamedInParts);
  const known = new Map<InputSource, string>();
  if (named.length === 0 || inputParts === undefined) return;
  for (const parameters of runs) {
    for (const source of named) {
      const text = JSON.stringify(inputParts(source.input.key, parameters)?.parts);
      if ((known.get(source) ?? text) !== text) {
        const next = 'Give each network a sweep of its own.';
        throw configError(
          `${source.what} is for one network, and the runs of this sweep have several`,
          `--${flagName(source.input.key)}`,
          next,
        );
      }
      known.set(source, text);
    }
  }
}

/** Inputs as a model takes them. */
export const inputArrays = (given: readonly GivenInput[]): Inputs =>
  Object.fromEntries(given.map(({ key, values }) => [key, values]));
