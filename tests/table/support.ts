/** Tables for the tests of this folder. */
import type { ColumnData, Rows, Sink, TableDescription } from '../../src/table/table.js';

/** Doubles that careless code changes: signed zeros, subnormals, limits, what is not finite, what has many digits. */
export const SPECIAL_DOUBLES: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308, // smallest normal
  2.225073858507201e-308, // largest subnormal
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1 / 3,
  0.1,
  1e21,
  2 ** 53 + 2,
  1,
];

const N = SPECIAL_DOUBLES.length;

/** One column of each type, plain and nullable, and nullable columns without any value. */
export const EVERY_TYPE: TableDescription = {
  name: 'everything',
  meaning: 'one column of each type',
  columns: [
    { name: 'x', type: 'f64', unit: 'mV', symbol: 'x_i', meaning: 'special doubles' },
    { name: 'x_or_null', type: 'f64', meaning: 'special doubles with gaps', nullable: true },
    { name: 'i', type: 'i32', unit: '1', meaning: 'extreme integers' },
    { name: 'i_or_null', type: 'i32', meaning: 'integers with gaps', nullable: true },
    { name: 't', type: 'text', meaning: 'text that needs quoting' },
    { name: 't_or_null', type: 'text', meaning: 'text with gaps', nullable: true },
    { name: 'b', type: 'boolean', meaning: 'truth' },
    { name: 'b_or_null', type: 'boolean', meaning: 'truth with gaps', nullable: true },
    { name: 'no_x', type: 'f64', meaning: 'gaps alone', nullable: true },
    { name: 'no_t', type: 'text', meaning: 'gaps alone', nullable: true },
    { name: '7', type: 'i32', meaning: 'a name that looks like a number' },
  ],
  metadata: { seed: '1', 'run.id': 'abc', Umlaut: 'äöü' },
};

/** Rows for `EVERY_TYPE`; `shift` makes groups differ. */
export function everyTypeRows(shift = 0): Rows {
  const at = (i: number): number => SPECIAL_DOUBLES[(i + shift) % N];
  const indices = Array.from({ length: N }, (_, i) => i);
  return [
    Float64Array.from(indices, at),
    indices.map((i) => (i % 3 === 0 ? null : at(i))),
    Int32Array.from(indices, (i) => (i % 2 === 0 ? -(2 ** 31) : 2 ** 31 - 1)),
    indices.map((i) => (i % 2 === 0 ? i - 5 + shift : null)),
    indices.map((i) => (i % 2 === 0 ? `é\n漢𝄞${i}` : 'a,"b" ')),
    indices.map((i) => (i % 4 === 0 ? null : i % 4 === 1 ? '' : 'word')),
    indices.map((i) => i % 2 === 0),
    indices.map((i) => (i % 3 === 0 ? null : i % 2 === 0)),
    indices.map(() => null),
    indices.map(() => null),
    Int32Array.from(indices),
  ];
}

/** The values of a column over several groups. */
export function joined(groups: readonly Rows[], column: number): unknown[] {
  return groups.flatMap((rows) => Array.from(rows[column] as ArrayLike<unknown>));
}

export interface Gathered extends Sink {
  bytes(): Uint8Array;
}

/** A sink that keeps everything. */
export function gather(): Gathered {
  const parts: Uint8Array[] = [];
  return {
    write: (bytes) => void parts.push(bytes.slice()),
    bytes: () => new Uint8Array(Buffer.concat(parts)),
  };
}

/** A table of doubles alone. */
export function doublesTable(...names: string[]): TableDescription {
  const columns = names.map((name) => ({ name, type: 'f64' as const, meaning: name }));
  return { name: 'doubles', meaning: 'doubles', columns, metadata: {} };
}

/** The type, with the bits, of each value: `toEqual` takes -0 for different but all NaN for equal, which is wanted. */
export function plain(data: ColumnData): unknown[] {
  return Array.from(data as ArrayLike<unknown>);
}
