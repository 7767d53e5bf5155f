import { describe, expect, it } from 'vitest';
import { dueAmong, nextDue, type RecordRequest, type Schedule } from '../../../src/model/record.js';
import { observedIn } from '../../../src/model/recording/observed.js';
import { Recorder } from '../../../src/model/recording/recorder.js';
import { countRows, recordingOf, recordTables, timeOf } from '../../../src/model/recording/tables.js';
import type { ObservableDescription } from '../../../src/model/schema.js';

const common = { symbol: 's', cost: '', byDefault: true, meaning: 'what it is' } as const;
const ALL: readonly ObservableDescription[] = [
  { ...common, name: 'shown', shape: [], at: 'during', type: 'i32' },
  { ...common, name: 'mean', shape: [], at: 'before', nullable: true, from: { record: 1, per: 'N' } },
  {
    ...common,
    name: 'overlap',
    shape: ['K'],
    at: 'before',
    from: { record: 2 },
    columns: (i) => ({ name: `overlap_${i}`, symbol: `m_${i}`, meaning: `overlap with ${i}` }),
  },
  { ...common, name: 'x', shape: ['N'], at: 'after', table: { name: 'states', hasUnits: true } },
  { ...common, name: 'J', shape: ['N', 'N'], at: 'before', table: { isUpper: true } },
  {
    ...common,
    name: 'pairs',
    shape: ['K', 'N'],
    at: 'after',
    table: {
      index: [
        { name: 'trial', meaning: 'trial' },
        { name: 'unit', meaning: 'unit' },
      ],
      values: [
        { name: 'rate', meaning: 'base' },
        { name: 'companion', meaning: 'beside it' },
      ],
    },
  },
];

const SIZES = { N: 3, K: 2 };

function recordingFor(observables: { readonly [name: string]: Schedule }, more: Partial<RecordRequest> = {}) {
  const request = { observables: new Map(Object.entries(observables)), from: 0, to: 99, ...more };
  return recordingOf(observedIn(ALL, SIZES, request), request, [timeOf(0.5, 'ms', 'dt')]);
}

/** Rows by table, each a list. */
function collected() {
  const rows: { [table: string]: number[][] } = {};
  return {
    rows,
    append: (table: string, count: number, columns: readonly (Float64Array | Int32Array)[]) => {
      rows[table] ??= [];
      for (let i = 0; i < count; i++) rows[table].push(columns.map((column) => column[i]));
    },
  };
}

const EVERY = { every: 1 };

describe('tables of a recording', () => {
  it('have one for all numbers and vectors that are columns, and one for each other array, in the order of the schema', () => {
    const tables = recordTables(
      recordingFor({ pairs: EVERY, J: EVERY, x: EVERY, overlap: EVERY, mean: EVERY, shown: EVERY }),
    );
    expect(tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ['timeseries', ['step', 'time', 'shown', 'mean', 'overlap_0', 'overlap_1']],
      ['states', ['step', 'time', 'unit', 'x']],
      ['J', ['step', 'time', 'i', 'j', 'J']],
      ['pairs', ['step', 'time', 'trial', 'unit', 'rate', 'companion']],
    ]);
  });

  it('say of each column on which side of the step it is true, and nothing of what happens during it', () => {
    const [series, states] = recordTables(recordingFor({ shown: EVERY, mean: EVERY, x: EVERY }));
    expect(series.columns.map(({ meaning }) => meaning)).toEqual([
      'number of the step, from 0',
      'step times dt',
      'what it is',
      'what it is, before the step',
    ]);
    expect(series.columns.map(({ type, nullable }) => [type, nullable])).toEqual([
      ['i32', undefined],
      ['f64', undefined],
      ['i32', undefined],
      ['f64', true],
    ]);
    expect(series.columns[1].unit).toBe('ms');
    expect(states.meaning).toBe('what it is, after each recorded step');
  });

  it('count the rows that come: chosen units, entries above the diagonal, and stretches without an observable', () => {
    const recording = recordingFor({ mean: { every: 2 }, x: EVERY, J: { every: 1, at: [0, 7] } }, { units: [0, 2, 9] });
    const counted = countRows(recording, [
      { first: 0, steps: 4 },
      { first: 4, steps: 6, has: (name) => name !== 'x' },
    ]);
    expect(counted).toEqual([
      { name: 'timeseries', rows: 5, columns: 3, atOnce: 1 },
      { name: 'states', rows: 8, columns: 4, atOnce: 2 },
      { name: 'J', rows: 6, columns: 5, atOnce: 3 },
    ]);
  });
});

describe('the recorder', () => {
  const records = { values: [9, 30, 1, 2, 9, 60, 3, 4, 9, 90, 5, 6], width: 4 };
  const others = { shown: { values: [7, 8, 9] } };

  it('takes numbers of the steps that are due out of the record of a kernel, in parts of a size where that is said', () => {
    const recorder = new Recorder(recordingFor({ shown: { every: 2 }, mean: { every: 2 }, overlap: { every: 2 } }));
    const sink = collected();
    expect([...recorder.due(3, 3)]).toEqual([4]);
    recorder.numbers(recorder.due(3, 3), { records, others }, sink, 3);
    expect(sink.rows).toEqual({ timeseries: [[4, 2, 8, 20, 3, 4]] });
  });

  it('takes numbers one after the other where sources have the recorded steps alone', () => {
    const recorder = new Recorder(recordingFor({ shown: EVERY }));
    const sink = collected();
    recorder.numbers(Int32Array.of(10, 20), { others }, sink);
    expect(sink.rows.timeseries).toEqual([
      [10, 5, 7],
      [20, 10, 8],
    ]);
  });

  it('says so if nothing has the numbers of an observable', () => {
    const recorder = new Recorder(recordingFor({ shown: EVERY }));
    expect(() => recorder.numbers(Int32Array.of(0), {}, collected())).toThrow('shown');
  });

  it('hands over chosen units, entries above the diagonal, and all columns of values', () => {
    const recorder = new Recorder(recordingFor({ x: EVERY, J: { every: 2 }, pairs: { every: 3 } }, { units: [0, 2] }));
    const sink = collected();
    const J = [0, 1, 2, 1, 0, 5, 2, 5, 0];
    const sources = {
      x: (n: number) => () => ({ values: [10, 11, 12], from: 0, over: n + 1 }),
      J: () => (row: number) => ({ values: J, from: 3 * row }),
      // [N, K] with companions behind: a row of the record is a column here
      pairs: () => (row: number, column: number) => ({
        values: [1, 2, -1, -2, 3, 4, -3, -4, 5, 6, -5, -6],
        from: row + 2 * column,
        by: 4,
      }),
    };
    recorder.arrays(0, 2, sources, sink);
    expect(sink.rows).toEqual({});
    recorder.flush(sink);
    recorder.flush(sink);
    expect(sink.rows).toEqual({
      states: [
        [0, 0, 0, 10],
        [0, 0, 2, 12],
        [1, 0.5, 0, 5],
        [1, 0.5, 2, 6],
      ],
      J: [
        [0, 0, 0, 1, 1],
        [0, 0, 0, 2, 2],
        [0, 0, 1, 2, 5],
      ],
      pairs: [
        [0, 0, 0, 0, 1, -1],
        [0, 0, 0, 1, 3, -3],
        [0, 0, 0, 2, 5, -5],
        [0, 0, 1, 0, 2, -2],
        [0, 0, 1, 1, 4, -4],
        [0, 0, 1, 2, 6, -6],
      ],
    });
  });

  it('hands over what waits when there is no more room, without losing or repeating a row', () => {
    const recorder = new Recorder(recordingFor({ x: EVERY }, { to: 9999 }));
    const sink = collected();
    recorder.arrays(0, 3000, { x: (n) => () => ({ values: [n, n, n] }) }, sink);
    expect(sink.rows.states.length).toBeGreaterThan(4000);
    recorder.flush(sink);
    expect(sink.rows.states).toHaveLength(9000);
    expect(sink.rows.states.every(([step, , unit, x], i) => step === x && i === 3 * step + unit)).toBe(true);
  });

  it('refuses to have recorded nothing of an array that the schema places in the block', () => {
    const placed: ObservableDescription = {
      ...common,
      name: 'w',
      shape: ['N'],
      at: 'before',
      from: { block: 'weights' },
    };
    const request: RecordRequest = { observables: new Map([['w', { every: 2 }]]), from: 0, to: 99 };
    const recorder = (): Recorder =>
      new Recorder(recordingOf(observedIn([placed], SIZES, request), request, [timeOf(0.5, 'ms', 'dt')]));
    const [without, beside] = [recorder(), recorder()];
    without.arrays(1, 1, {}, collected());
    without.flush(collected());
    without.arrays(2, 1, {}, collected());
    expect(() => without.flush(collected())).toThrow('nothing says where the numbers of w are');
    // taken in another call
    beside.arrays(2, 1, { w: () => () => ({ values: [1, 2, 3] }) }, collected());
    beside.arrays(2, 1, {}, collected());
    beside.flush(collected());
  });

  it('knows the next step at which one of some arrays is due', () => {
    const recorder = new Recorder(recordingFor({ x: { every: 4 }, J: { every: 1, at: [5] } }));
    const [x, J] = [() => () => ({ values: [] }), () => () => ({ values: [] })];
    expect([recorder.next(0, { x, J }), recorder.next(5, { x, J }), recorder.next(5, { x })]).toEqual([0, 5, 8]);
    expect(recorder.next(6, { J })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('steps that are recorded', () => {
  /** One after the other. */
  function plain(schedule: Schedule, request: RecordRequest, first: number, made: number): number[] {
    const next = nextDue(schedule, request, first);
    return next < first + made ? [next, ...plain(schedule, request, next + 1, first + made - next - 1)] : [];
  }

  it.each<Schedule>([
    { every: 1 },
    { every: 3 },
    { every: 3, most: 4 },
    { every: 1, most: 1 },
    { every: 1, at: [0, 4, 5, 11, 12, 30] },
    { every: 1, at: [] },
  ])('are found at once, %j', (schedule) => {
    for (const [from, to] of [
      [0, Number.POSITIVE_INFINITY],
      [4, 12],
    ]) {
      const request: RecordRequest = { observables: new Map(), from, to };
      for (const first of [0, 1, 4, 11, 13]) {
        for (const made of [0, 1, 2, 9, 40]) {
          expect([...dueAmong(schedule, request, first, made)]).toEqual(plain(schedule, request, first, made));
        }
      }
    }
  });
});
