/** No number that is not finite reaches a file. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNotFinite, finiteResults, finiteRows, finiteSummary, firstNotFinite } from '../../src/engine/finite.js';
import type { MsmError } from '../../src/errors.js';
import type { Family } from '../../src/model/family.js';
import type { HebbianKernels } from '../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import type { HebbianParameters } from '../../src/model/hebbian/parameters.js';
import type { RecordTable } from '../../src/model/record.js';
import { readRun } from '../../src/run/folder.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { filesBelow, start } from '../run/harness.js';

const { NaN: none, POSITIVE_INFINITY: infinite } = Number;

describe('the first number that must not be written', () => {
  it('is found at every place of every length', () => {
    for (let length = 1; length <= 9; length++) {
      for (let at = 0; at < length; at++) {
        for (const value of [none, infinite, -infinite]) {
          const values = new Float64Array(length).fill(1e308);
          values[at] = value;
          expect(firstNotFinite(values, 0, length, false)).toBe(at);
          expect(firstNotFinite(values, at + 1, length, false)).toBe(-1);
        }
      }
    }
  });

  it('is an infinity but not NaN where there may be no value', () => {
    expect(firstNotFinite(Float64Array.of(none, 1, none), 0, 3, true)).toBe(-1);
    expect(firstNotFinite(Float64Array.of(none, 1, infinite), 0, 3, true)).toBe(2);
  });

  it('is the one of the earliest row among all columns, lists included', () => {
    const table: Pick<RecordTable, 'name' | 'columns'> = {
      name: 't',
      columns: [
        { name: 'a', type: 'f64', meaning: '' },
        { name: 'b', type: 'f64', meaning: '', width: 2 },
        { name: 'n', type: 'i32', meaning: '' },
        { name: 'c', type: 'f64', meaning: '' },
      ],
    };
    const rows = [
      Float64Array.of(1, 1, infinite),
      Float64Array.of(0, 0, 0, none, 0, 0),
      Int32Array.of(1, 2, 3),
      Float64Array.of(1, 1, none),
    ];
    expect(findNotFinite(table, rows, 3)).toEqual({ table: 't', column: 'b', row: 1, value: none });
    expect(findNotFinite(table, rows, 1)).toBeUndefined();
  });
});

describe('rows on their way to a file', () => {
  const table: RecordTable = {
    name: 'state',
    meaning: '',
    columns: [
      { name: 'w', type: 'f64', meaning: '', width: 3 },
      { name: 'y', type: 'f64', meaning: '' },
    ],
  };

  it('are counted by what a row of their first column has, a list too', () => {
    const rows = [[Float64Array.of(1, 2, 3), Float64Array.of(4)]];
    expect([...finiteRows(table, rows, 5)]).toEqual(rows);
    const wrong = [[Float64Array.of(1, 2, 3), Float64Array.of(Number.NaN)]];
    expect(() => [...finiteRows(table, wrong, 5)]).toThrow('y of table state is NaN');
  });
});

describe('numbers of a whole run', () => {
  const thrown = (body: () => unknown): MsmError => {
    try {
      body();
    } catch (error) {
      return error as MsmError;
    }
    throw new Error('it was accepted');
  };

  it('end it if an item of the summary is not finite; one without a value is none', () => {
    const items = [
      { name: 'a', value: null, meaning: 'absent' },
      { name: 'b', value: none, meaning: 'a ratio' },
    ];
    expect(finiteSummary(items.slice(0, 1), 3)).toHaveLength(1);
    const error = thrown(() => finiteSummary(items, 3));
    expect([error.code, error.message]).toEqual(['E_DIVERGED', 'b is NaN after step 3 (a ratio)']);
    expect(error.data).toMatchObject({ step: 3, variable: 'b', index: [1] });
  });

  it('end it if a table of its end holds one that is not finite', () => {
    const table = {
      name: 't',
      meaning: '',
      columns: [{ name: 'x', type: 'f64', meaning: '', nullable: true }],
      rows: [[null, 1, -infinite]],
    } as const;
    const error = thrown(() => finiteResults([table], 9));
    expect(error.message).toBe('x of table t is -Infinity in row 2');
    expect(error.data).toMatchObject({ step: 9, variable: 't.x', index: [2], value: '-Infinity' });
    expect(finiteResults([{ ...table, rows: [[null, 1]] }], 9)).toHaveLength(1);
  });
});

/** The hebbian family with one number spoiled: in the rows of a step, in the summary, in a table of its end, or in its state. */
const spoiled = (
  where: 'sigma' | 'timeseries' | 'summary' | 'results' | 'state',
  step = 0,
): Family<HebbianKernels, HebbianParameters> => ({
  ...HEBBIAN,
  create: (options) => {
    const model = HEBBIAN.create(options);
    return {
      get steps() {
        return model.steps;
      },
      block: model.block,
      tables: model.tables,
      step: () => model.step(),
      advance: (count, sink) =>
        model.advance(count, {
          append: (table, rows, columns) => {
            const own = columns.map((column) => column.slice());
            const at = own[0].subarray(0, rows).indexOf(step);
            if (where === table && at >= 0) own.at(-1)?.fill(none, at + (table === 'sigma' ? 2 : 0), at + 3);
            sink.append(table, rows, own);
          },
        }),
      summary: () => model.summary().map((item) => (where === 'summary' ? { ...item, value: infinite } : item)),
      results: () => {
        const columns = [{ name: 'x', type: 'f64', meaning: 'a number' }] as const;
        return where === 'results' ? [{ name: 'end', meaning: 'its end', columns, rows: [[none]] }] : [];
      },
      finalState: () => {
        const { table, rows } = model.finalState();
        const groups = [...rows].map((group) => group.map((column) => column.slice()));
        if (where === 'state') groups[0][2][5] = none;
        return { table, rows: groups };
      },
    };
  },
});

describe('a run', () => {
  const folder = temporaryFolders();
  const texts = { N: 6, K: 2, T: 40 };

  /** The error of a run that must not end well, and its folder. */
  const failed = async (family: Family): Promise<{ readonly error: MsmError; readonly place: string }> => {
    const place = join(folder(), 'run');
    let error: unknown;
    try {
      await start(place, texts, { family, record: { record: ['distance', 'sigma'] } });
    } catch (found) {
      error = found;
    }
    expect(error).toMatchObject({ code: 'E_DIVERGED' });
    expect(readRun(place).status).toBe('failed');
    return { error: error as MsmError, place };
  };

  it.each([
    { where: 'sigma', message: 'sigma of table sigma is NaN at step 23, unit 2', index: [2] },
    { where: 'timeseries', message: 'distance of table timeseries is NaN at step 23', index: [7] },
  ] as const)('stops at a number in $where that is not finite and keeps the steps before it', async (given) => {
    const { error, place } = await failed(spoiled(given.where, 23));
    expect(error.message).toBe(given.message);
    expect(error.data).toMatchObject({ step: 23, index: given.index, value: 'NaN' });
    for (const [name, perStep] of [
      ['timeseries', 1],
      ['sigma', 6],
    ] as const) {
      const path = join(place, `${name}.parquet`);
      const { columns, nRows } = await readTable(readFileSync(path), path);
      expect([name, nRows]).toEqual([name, 23 * perStep]);
      expect(Math.max(...(columns[0].data as Int32Array))).toBe(22);
    }
  });

  it('does not call itself done with a summary or a state that is not finite', async () => {
    const { error } = await failed(spoiled('summary'));
    expect(error.message).toMatch(/^steps is Infinity after step 40/);
    expect((await failed(spoiled('results'))).error.message).toBe('x of table end is NaN in row 0');
    const { error: other, place } = await failed(spoiled('state'));
    expect(other.message).toMatch(/^J of table state is NaN at unit 0/);
    expect(filesBelow(place)).not.toContain('state.arrow');
  });
});
