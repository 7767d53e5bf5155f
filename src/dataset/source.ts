/**
 * What a person writes to name patterns:
 *
 *     digits          digits:1,2,3      digits:10..1796       the digits that ship with the program, by row; 1+8 is a sum
 *     bars            bars:plain,cross                        bars on a 5 x 5 grid, by name
 *     FILE            FILE:0,3..7                             a table or array, one row a pattern
 *     FOLDER          FOLDER:0..9       a.png,b.png           PNG or PGM images of one size, a folder in the order of names and numbers
 *
 * A leading `raw:` leaves the values as they are; without it each pattern is z-scored.
 */
import { MsmError } from '../errors.js';

/** Rows whose sum is one pattern, each z-scored first; mostly a single row. */
export type Row = readonly number[];

export interface PatternSource {
  readonly kind: 'digits' | 'bars' | 'files';
  /** What is written between the kind and the rows: files, or names of bars. */
  readonly names: readonly string[];
  /** Rows in the order wanted; all if absent. */
  readonly rows?: readonly Row[];
  readonly isRaw: boolean;
}

/** The word in front of patterns that are left as they are. */
export const RAW = 'raw:';

/** More rows than any table that is read as a whole: a slip of the finger. */
const MOST_ROWS = 1_000_000;

/** A row, a sum of rows, or a range: `3`, `1+8`, `0..9`, `0..99:10`. */
const ROW = String.raw`(?:\d+(?:\+\d+)*|\d+\.\.\d+(?::[1-9]\d*)?)`;
const ROW_LIST = new RegExp(`^${ROW}(?:,${ROW})*$`);
const isRowList = (text: string): boolean => ROW_LIST.test(text);

/** Rows of a list; a range includes its end if that is on its grid, and may run downwards. */
function parseRows(text: string, place: string): readonly Row[] {
  const rows: Row[] = [];
  for (const item of text.split(',')) {
    if (item.includes('+')) {
      rows.push(item.split('+').map(Number));
      continue;
    }
    const [from, to = from, step = '1'] = item.split(/\.\.|:/);
    const [first, last] = [Number(from), Number(to)];
    const by = (last < first ? -1 : 1) * Number(step);
    for (let row = first; by > 0 ? row <= last : row >= last; row += by) {
      rows.push([row]);
      if (rows.length > MOST_ROWS) throw new MsmError('E_CONFIG', `${place}: more than ${MOST_ROWS} rows`, { place });
    }
  }
  return rows;
}

/** Paths of a list separated by commas. A file that exists with a comma in its name is one path. */
function splitPaths(text: string, exists: (path: string) => boolean): readonly string[] {
  const pieces = text.split(',');
  const paths: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    let to = pieces.length;
    const joined = (): string => pieces.slice(from, to).join(',').trim();
    while (to > from + 1 && !exists(joined())) to--;
    paths.push(joined());
    from = to;
  }
  return paths;
}

/**
 * Reads the name of patterns. Their reader finds out whether files and rows exist; a file that exists is meant as a whole, even
 * if its name looks like a list or ends like rows.
 *
 * @param place - the flag, for messages
 * @param exists - whether there is a file or folder of a name
 * @throws MsmError E_CONFIG for an empty name or a malformed list of rows
 */
export function parsePatternSource(
  text: string,
  place: string,
  exists: (path: string) => boolean = () => false,
): PatternSource {
  const isRaw = text.startsWith(RAW);
  const body = (isRaw ? text.slice(RAW.length) : text).trim();
  if (body === '') {
    throw new MsmError('E_CONFIG', `${place} names no patterns: must be digits, bars, a file or a folder`, { place });
  }
  const [, head, tail] = /^(digits|bars)(?::(.*))?$/.exec(body) ?? [];
  if (head === 'bars') {
    return { kind: 'bars', names: tail === undefined ? [] : tail.split(',').map((name) => name.trim()), isRaw };
  }
  if (head === 'digits') {
    if (tail === undefined) return { kind: 'digits', names: [], isRaw };
    if (isRowList(tail)) return { kind: 'digits', names: [], rows: parseRows(tail, place), isRaw };
    throw new MsmError('E_CONFIG', `${place} ${text}: the rows must be a list such as 1,2,3 or 0..9, not '${tail}'`, {
      place,
    });
  }
  // the rows follow the last colon: a path may contain colons of its own
  const at = /:([\d.,:+]+)$/.exec(body);
  const found = at !== null && isRowList(at[1]) && !exists(body) ? at : null;
  const path = found === null ? body : body.slice(0, found.index);
  return {
    kind: 'files',
    names: splitPaths(path, exists),
    ...(found !== null && { rows: parseRows(found[1], place) }),
    isRaw,
  };
}

/**
 * The same name with other paths; names of digits and bars stay.
 *
 * @param inPlace - turns a path as it was written into one that can be opened
 */
export function placePatternSource(
  text: string,
  place: string,
  inPlace: (path: string) => string,
  exists: (path: string) => boolean,
): string {
  const found = (path: string): boolean => exists(inPlace(path));
  const { kind, names, isRaw } = parsePatternSource(text, place, found);
  if (kind !== 'files') return text;
  const body = (isRaw ? text.slice(RAW.length) : text).trim();
  const rows = found(body) ? '' : (/:[\d.,:+]+$/.exec(body)?.[0] ?? '');
  const tail = isRowList(rows.slice(1)) ? rows : '';
  return `${isRaw ? RAW : ''}${names.map(inPlace).join(',')}${tail}`;
}
