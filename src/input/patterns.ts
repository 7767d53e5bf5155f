/** Patterns that a person names (src/dataset/source.ts), read and brought to the form that a network takes. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configError } from '../config/problem.js';
import { BARS, bars, LEARNED_BARS } from '../dataset/bars.js';
import { squaredDigits } from '../dataset/digits.js';
import { addRows, type PatternSet, pickRows, zScoredSet } from '../dataset/preprocess.js';
import { type PatternSource, parsePatternSource } from '../dataset/source.js';
import { MsmError } from '../errors.js';
import { readWhole } from '../host/disk.js';
import type { ReadTable } from '../table/table.js';
import { didYouMean, quoted } from '../text.js';
import { readNamedTable, statedSizes } from './file.js';
import { IMAGE_ENDINGS, isFolder, isImage, readImages } from './images.js';

const DIGITS_FILE = fileURLToPath(new URL('../../data/digits.csv.gz', import.meta.url));

/** Patterns, and notes on how they were read. */
export interface ReadPatterns extends PatternSet {
  /** The header or column of a table. */
  readonly form: string;
  /** How else the files were understood, in words. */
  readonly said: readonly string[];
  /** Whether they ship with the program, so that no file had to be understood. */
  readonly isShipped: boolean;
}

/** Arrays of images, [count, height, width], as one row a pattern. */
function flat({ columns, ...table }: ReadTable): ReadTable {
  const rows = columns.map((column) => {
    const { shape } = column;
    if (shape === undefined || shape.length < 3) return column;
    return { ...column, shape: [shape[0], shape.slice(1).reduce((product, size) => product * size, 1)] };
  });
  return { ...table, columns: rows };
}

/** A table with one row a pattern, one row an entry (columns i, j and value), or a column of lists; or an array. */
async function readPatternTable(path: string, place: string, key: string): Promise<ReadPatterns> {
  const { READABLE_ENDINGS, takeArray } = await import('../table/read.js');
  const bare = path.replace(/@\d+$/, '').toLowerCase();
  if (existsSync(path) && !READABLE_ENDINGS.some((ending) => bare.endsWith(ending))) {
    const allowed = `tables (${READABLE_ENDINGS.join(', ')}), images (${IMAGE_ENDINGS.join(', ')}), folders of images`;
    throw configError(`${place} ${path}: its ending says neither table nor image. Allowed: ${allowed}`, place);
  }
  const { table, step } = await readNamedTable(path, place);
  const { values, shape, form, said } = takeArray(flat(table), {
    names: [key],
    shape: [-1, -1],
    stated: statedSizes(table, ['*', '*']),
    ...(step !== undefined && { step }),
  });
  const [count, size] = shape;
  if (count === 0 || size === 0) throw configError(`${place} ${path} holds no pattern`, place);
  const names = Array.from({ length: count }, (_, row) => `row ${row} of ${path}`);
  return { values, count, size, names, form, said, isShipped: false };
}

async function readFiles({ names }: PatternSource, place: string, key: string): Promise<ReadPatterns> {
  const [first] = names;
  if (names.length === 1 && !isImage(first) && !isFolder(first)) return readPatternTable(first, place, key);
  const { set, said } = await readImages(names, place);
  return { ...set, form: '', said, isShipped: false };
}

const shipped = (set: PatternSet): ReadPatterns => ({ ...set, form: '', said: [], isShipped: true });

async function readDigits(): Promise<ReadPatterns> {
  const { readTable } = await import('../table/read.js');
  const { columns } = await readTable(readWhole(DIGITS_FILE), DIGITS_FILE);
  return shipped(squaredDigits(columns, DIGITS_FILE));
}

function readBars(names: readonly string[], place: string): ReadPatterns {
  const wrong = names.find((name) => !(name in BARS));
  if (wrong !== undefined) {
    const guess = didYouMean(wrong, Object.keys(BARS));
    throw new MsmError('E_CONFIG', `${place} bars:${quoted(wrong)}: there is no such bar. ${guess}`.trim(), {
      place,
      next: `Bars: ${Object.keys(BARS).join(', ')}.`,
    });
  }
  return shipped(bars(names.length === 0 ? LEARNED_BARS : names));
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
  read(text: string, key: string, place: string): Promise<ReadPatterns>;
}

/** Makes a reader of patterns. */
export function patternReader(): PatternReader {
  let digits: Promise<ReadPatterns> | undefined;
  const all = (source: PatternSource, key: string, place: string): Promise<ReadPatterns> | ReadPatterns => {
    if (source.kind === 'files') return readFiles(source, place, key);
    if (source.kind === 'bars') return readBars(source.names, place);
    digits ??= readDigits();
    return digits;
  };
  return {
    read: async (text, key, place) => {
      const source = parsePatternSource(text, place, existsSync);
      const { rows, isRaw } = source;
      const { form, said, isShipped, ...set } = await all(source, key, place);
      const picked = rows === undefined ? set : pickRows(set, rows.flat(), `${place} ${text}`);
      const scaled = isRaw ? picked : zScoredSet(picked);
      const terms = rows?.map(({ length }) => length) ?? [];
      return { ...(terms.some((count) => count > 1) ? addRows(scaled, terms) : scaled), form, said, isShipped };
    },
  };
}

/** Patterns by name, read once. Throws as `PatternReader.read`. */
export const readPatterns = (text: string, key: string, place: string): Promise<ReadPatterns> =>
  patternReader().read(text, key, place);
