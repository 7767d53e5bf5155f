/** Arrays as panels: matrices as pictures of their entries, courses of arrays along time, spectra. */
import { eigenvalues } from '../analysis/eigenvalues.js';
import type { ArrayValues, ColumnAbout, Course, Numbers } from './figure.js';
import type { Picture } from './marks.js';
import { anchorsOf, COLOURS, type MapName } from './palette.js';
import type { Panel } from './panels.js';
import { dataAddress, pngOf, shownValues } from './picture.js';
import { rangeOf, tiled } from './reduce.js';
import { scaleEnds } from './span.js';
import { axisTitle, numberWords, spoken } from './text.js';

/** Tiles of a side: finer ones would be smaller than a dot in print. */
export const MOST_TILES = 600;

/** The map of values of both signs is centred at zero; values of one sign go from least to largest. Throws E_CONFIG where both are too far apart. */
export function mapOf(range: readonly [number, number]): {
  readonly map: MapName;
  readonly domain: readonly [number, number];
} {
  const [low, high] = scaleEnds(range, 'a scale of colours');
  if (low < 0 && high > 0) {
    const most = Math.max(-low, high);
    return { map: 'diverging', domain: [-most, most] };
  }
  if (Number.isNaN(low)) return { map: 'viridis', domain: [0, 1] };
  if (low === high) return { map: 'viridis', domain: low === 0 ? [0, 1] : low > 0 ? [0, 2 * low] : [2 * low, 0] };
  return { map: 'viridis', domain: [low, high] };
}

export interface Coloured {
  readonly values: ArrayLike<number>; // [rows, columns], the first row on top
  readonly rows: number;
  readonly columns: number;
  readonly range: readonly [number, number];
  readonly title: string;
  /** Ends along both axes; none of an array without entries. */
  readonly x: readonly [number, number] | undefined;
  readonly y: readonly [number, number] | undefined;
  /** Absent: by the signs of the range. */
  readonly colours?: { readonly map: MapName; readonly domain: readonly [number, number] };
}

/** A picture with its legend; without one if it has no value and no scale was given, and nothing of an array without entries. */
export function pictureMark({ values, rows, columns, range, title, x, y, colours }: Coloured): Picture {
  const { map, domain } = colours ?? mapOf(range);
  if (rows * columns === 0 || x === undefined || y === undefined) return { kind: 'picture', tiles: [] };
  const url = dataAddress(pngOf(values, rows, columns, domain, map));
  const shown = shownValues(values, rows, columns, title);
  const isEmpty = Number.isNaN(range[0]);
  // a scale that was not given would be invented
  const legend = isEmpty && colours === undefined ? {} : { colours: { title, domain, range: anchorsOf(map) } };
  return { kind: 'picture', tiles: [{ url, x, y, shown }], ...legend, ...(isEmpty && { isEmpty }) };
}

/** Rows and columns of an array: what has one axis is one row, further axes stand side by side. */
export function sidesOf({ shape }: Pick<ArrayValues, 'shape'>): readonly [number, number] {
  const [rows = 1, ...others] = shape;
  return shape.length < 2 ? [1, rows] : [rows, others.reduce((product, size) => product * size, 1)];
}

/** What tiles are, if there are any. */
const tileNote = (rows: number, columns: number, most: number): readonly string[] =>
  rows <= most && columns <= most ? [] : [`${rows} × ${columns} entries in tiles, each the mean of those in it`];

/** Ends of an axis of so many entries; of none there are none. */
export const endsOfEntries = (count: number): readonly [number, number] | undefined =>
  count > 0 ? [-0.5, count - 0.5] : undefined;

/** A matrix, its first row on top; `colours`: a scale that it shares with others. */
export function matrixPanel(
  array: ArrayValues,
  title?: string,
  colours?: Coloured['colours'],
): { readonly panel: Panel; readonly notes: readonly string[] } {
  const [rows, columns] = sidesOf(array);
  const tiles = tiled(array.values, rows, columns, MOST_TILES);
  const [y, x] = [rows, columns].map(endsOfEntries);
  const [row = 'row', column = 'column'] = array.axes;
  const picture = pictureMark({ ...tiles, range: rangeOf(array.values), title: axisTitle(array), x, y, colours });
  return {
    panel: {
      title,
      share: columns === 0 ? 1 : Math.min(1, Math.max(0.15, rows / columns)),
      x: { title: spoken(column), domain: x, isWhole: true },
      y: { title: spoken(row), domain: y, isWhole: true, isReversed: true },
      marks: [picture],
    },
    notes: tileNote(rows, columns, MOST_TILES),
  };
}

/** Rows of a matrix up to which its eigenvalues are computed for a picture: a tenth of a second. */
export const MOST_EIGENVALUES = 150;

/** Whether a square matrix equals its transpose. */
function isSymmetric(values: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (values[i * n + j] !== values[j * n + i]) return false;
  return true;
}

/** Eigenvalues: by rank of a symmetric matrix, in the plane of others. Undefined for what has none, or is too large to wait for. */
export function spectrumPanel(array: ArrayValues): Panel | undefined {
  const [n, columns] = sidesOf(array);
  const { values } = array;
  if (n !== columns || n < 2 || n > MOST_EIGENVALUES || !values.every(Number.isFinite)) return undefined;
  const { real, imaginary } = eigenvalues(values, n);
  if (isSymmetric(values, n)) {
    const sorted = real.slice().sort().reverse();
    return {
      share: 1,
      x: { title: 'rank', isWhole: true },
      y: { title: 'eigenvalue' },
      marks: [
        { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
        { kind: 'points', x: sorted.map((_, i) => i + 1), y: sorted, colour: COLOURS.blue },
      ],
    };
  }
  return {
    share: 1,
    x: { title: 'real part' },
    y: { title: 'imaginary part' },
    marks: [
      { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
      { kind: 'rule', axis: 'x', at: 0, colour: COLOURS.grey },
      { kind: 'points', x: real, y: imaginary, colour: COLOURS.blue },
    ],
  };
}

/** Title of the axis of a course. */
const alongTitle = (axis: ColumnAbout, isRegular: boolean): string => (isRegular ? axisTitle(axis) : 'record');

/** Series that belong together, a row each, as a course. */
export function courseOfRows(about: ColumnAbout, time: Numbers, rows: readonly Float64Array[], of: string): Course {
  const records = time.values.length;
  const whole = new Float64Array(rows.length * records); // [rows, records]
  for (const [i, row] of rows.entries()) whole.set(row, i * records);
  return {
    ...about,
    ...tiled(whole, rows.length, records, MOST_TILES),
    entries: rows.length,
    records,
    range: rangeOf(whole),
    axis: time,
    from: time.values[0] ?? 0,
    to: time.values[records - 1] ?? 0,
    isRegular: true,
    of,
  };
}

/** What tiles of a course are, if there are any. */
const courseNote = ({ rows, columns, entries, records }: Course): readonly string[] =>
  rows === entries && columns === records
    ? []
    : [`${numberWords(records)} records of ${numberWords(entries)} entries in tiles, each the mean of those in it`];

/** The entries of a short array as lines over time. */
export function linesPanel(course: Course, share = 0.5): { readonly panel: Panel; readonly notes: readonly string[] } {
  const { values, entries, columns, from, to, isRegular, records, of } = course;
  const last = isRegular ? to - from : records - 1;
  const start = isRegular ? from : 0;
  const x = Float64Array.from({ length: columns }, (_, c) => start + (columns > 1 ? (c * last) / (columns - 1) : 0));
  const marks = Array.from({ length: entries }, (_, i) => ({
    kind: 'line' as const,
    x,
    y: values.subarray(i * columns, (i + 1) * columns),
    ...(entries > 1 ? { label: `${spoken(of)} ${i}` } : { colour: COLOURS.blue }),
  }));
  return {
    panel: { share, x: { title: alongTitle(course.axis, isRegular) }, y: { title: axisTitle(course) }, marks },
    notes: courseNote(course),
  };
}

/** All records of an array side by side: entries upwards, time to the right. */
export function coursePanel(
  course: Course,
  share = 0.45,
): { readonly panel: Panel; readonly notes: readonly string[] } {
  const { values, rows, columns, entries, records, range, from, to, isRegular } = course;
  const half = isRegular && records > 1 ? (to - from) / (records - 1) / 2 : 0.5;
  const x = isRegular && records > 0 ? ([from - half, to + half] as const) : endsOfEntries(records);
  const y = endsOfEntries(entries);
  const upwards = new Float64Array(values.length); // [rows, columns]
  for (let row = 0; row < rows; row++) {
    upwards.set(values.subarray(row * columns, (row + 1) * columns), (rows - 1 - row) * columns);
  }
  const title = axisTitle(course);
  return {
    panel: {
      share,
      x: { title: alongTitle(course.axis, isRegular), domain: x },
      y: { title: spoken(course.of), domain: y, isWhole: true },
      marks: [pictureMark({ values: upwards, rows, columns, range, title, x, y })],
    },
    notes: courseNote(course),
  };
}
