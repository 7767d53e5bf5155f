/** Patterns that a person names (src/dataset/source.ts), read and brought to the form that a network takes. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configError } from '../config/problem.js';
import { didYouMean, quoted } from '../config/text.js';
import { BARS, bars, LEARNED_BARS } from '../dataset/bars.js';
import { squaredDigits } from '../dataset/digits.js';
import { type GreyImage, imageSet, readPgm } from '../dataset/image.js';
import { addRows, type PatternSet, pickRows, zScoredSet } from '../dataset/preprocess.js';
import { type PatternSource, parsePatternSource } from '../dataset/source.js';
import { MsmError } from '../errors.js';
import { readPng } from '../table/read-png.js';
import { ioError, listFolder, readWhole } from './disk.js';

const DIGITS_FILE = fileURLToPath(new URL('../../data/digits.csv.gz', import.meta.url));
const IMAGE = /\.(png|pgm)$/i;

/** Reads what the person named; not to be able to is a mistake of the command line. */
function readNamed(path: string, place: string): Uint8Array {
  try {
    return readWhole(path);
  } catch (error) {
    const known = ioError(path, 'read', error);
    if (!(known instanceof MsmError)) throw known;
    throw new MsmError('E_CONFIG', `${place} ${known.message}`, { place, cause: error });
  }
}

const readImage = async (path: string, place: string): Promise<GreyImage> => {
  const bytes = readNamed(path, place);
  return /\.pgm$/i.test(path) ? readPgm(bytes, path) : readPng(bytes, path);
};

/** Names of a column that counts rows or says what a row shows, and holds no pixels. */
const BESIDE = ['', 'index', 'row', 'label', 'pattern', '__index_level_0__', 'Unnamed: 0'];

/** A table with one row a pattern, one row an entry (columns i, j and value), or a column of lists. */
async function readPatternTable(path: string, place: string, key: string): Promise<PatternSet> {
  const { numericArray, readTable } = await import('../table/read.js');
  const table = await readTable(readNamed(path, place), path);
  const listed = table.columns.find(({ name }) => name === key);
  if (listed === undefined) refuseTexts(table, path, place);
  const pixels = table.columns.filter(
    ({ name, type, width }) => (type === 'f64' || type === 'i32') && width === undefined && !BESIDE.includes(name),
  );
  const shape = shapeOfTable(table, listed?.width, pixels.length, key);
  const [count, size] = shape;
  if (count === 0 || size === 0) throw new MsmError('E_CONFIG', `${place} ${path} holds no pattern`, { place });
  const isMatrix = listed === undefined && !isLong(table);
  const values = numericArray(isMatrix ? { ...table, columns: pixels } : table, shape, key);
  return { values, count, size, names: Array.from({ length: count }, (_, row) => `row ${row} of ${path}`) };
}

/** A pixel that is a text would silently be none. Throws E_CONFIG with column, row and value. */
function refuseTexts({ columns }: Table, path: string, place: string): void {
  const wrong = columns.find(({ name, type }) => type === 'text' && !BESIDE.includes(name));
  if (wrong === undefined) return;
  const texts = wrong.data as ArrayLike<unknown>;
  let row = 0;
  while (row < texts.length - 1 && `${texts[row]}`.trim() !== '' && Number.isFinite(Number(texts[row]))) row++;
  throw configError(
    `${place} ${path}: the value in row ${row}, column '${wrong.name}' is '${texts[row]}'; pixels must be numbers`,
    place,
    `Columns that hold no pixels are called ${BESIDE.filter((name) => /^[a-z]+$/.test(name)).join(', ')}.`,
  );
}

type Table = Awaited<ReturnType<typeof import('../table/read.js')['readTable']>>;

const isLong = ({ columns }: Table): boolean =>
  columns.some(({ name }) => name === 'i') && columns.some(({ name }) => name === 'j') && columns.length <= 4;

function shapeOfTable(table: Table, width: number | undefined, pixels: number, key: string): readonly [number, number] {
  const stored = /^(\d+),(\d+)$/.exec(table.metadata['msm.shape'] ?? '');
  if (stored !== null && table.columns[0].name === key) return [Number(stored[1]), Number(stored[2])];
  if (width !== undefined) return [table.nRows, width];
  if (!isLong(table)) return [table.nRows, pixels];
  const largest = (name: string): number => {
    const data = table.columns.find((column) => column.name === name)?.data ?? [];
    let most = -1;
    for (let row = 0; row < data.length; row++) most = Math.max(most, Number(data[row]));
    return most;
  };
  return [largest('i') + 1, largest('j') + 1];
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

async function readFiles({ names }: PatternSource, place: string, key: string): Promise<PatternSet> {
  const [first] = names;
  if (names.length === 1 && !IMAGE.test(first) && !isFolder(first)) return readPatternTable(first, place, key);
  const paths = names.flatMap((name) => {
    if (!isFolder(name)) return [name];
    return [...listFolder(name)]
      .filter((file) => IMAGE.test(file))
      .sort()
      .map((file) => join(name, file));
  });
  const other = paths.find((path) => !IMAGE.test(path));
  if (other !== undefined) {
    const next = 'Give one table, a folder of PNG or PGM images, or a list of such images.';
    throw new MsmError('E_CONFIG', `${place} ${other}: only images can be listed`, { place, next });
  }
  const images: GreyImage[] = [];
  for (const path of paths) images.push(await readImage(path, place));
  return imageSet(images, names.join(','));
}

async function readDigits(): Promise<PatternSet> {
  const { readTable } = await import('../table/read.js');
  const { columns } = await readTable(readWhole(DIGITS_FILE), DIGITS_FILE);
  return squaredDigits(columns, DIGITS_FILE);
}

function readBars(names: readonly string[], place: string): PatternSet {
  const wrong = names.find((name) => !(name in BARS));
  if (wrong !== undefined) {
    const guess = didYouMean(wrong, Object.keys(BARS));
    throw new MsmError('E_CONFIG', `${place} bars:${quoted(wrong)}: there is no such bar. ${guess}`.trim(), {
      place,
      next: `Bars: ${Object.keys(BARS).join(', ')}.`,
    });
  }
  return bars(names.length === 0 ? LEARNED_BARS : names);
}

/** Reads patterns by name; the digits at most once. */
export interface PatternReader {
  /**
   * The patterns that a text names, [count, size], z-scored unless it says `raw:`.
   *
   * @param key - what the column of a table may be called
   * @param place - the flag, for messages
   * @throws MsmError E_CONFIG for a name, file, row or value that is wrong, E_CORRUPT for damaged files
   */
  read(text: string, key: string, place: string): Promise<PatternSet>;
}

/** Makes a reader of patterns. */
export function patternReader(): PatternReader {
  let digits: Promise<PatternSet> | undefined;
  const all = (source: PatternSource, key: string, place: string): Promise<PatternSet> | PatternSet => {
    if (source.kind === 'files') return readFiles(source, place, key);
    if (source.kind === 'bars') return readBars(source.names, place);
    digits ??= readDigits();
    return digits;
  };
  return {
    read: async (text, key, place) => {
      const source = parsePatternSource(text, place);
      const { rows, isRaw } = source;
      const set = await all(source, key, place);
      const picked = rows === undefined ? set : pickRows(set, rows.flat(), `${place} ${text}`);
      const scaled = isRaw ? picked : zScoredSet(picked);
      const terms = rows?.map(({ length }) => length) ?? [];
      return terms.some((count) => count > 1) ? addRows(scaled, terms) : scaled;
    },
  };
}

/** Patterns by name, read once. Throws as `PatternReader.read`. */
export const readPatterns = (text: string, key: string, place: string): Promise<PatternSet> =>
  patternReader().read(text, key, place);
