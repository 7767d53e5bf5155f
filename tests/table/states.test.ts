import { describe, expect, it } from 'vitest';
import { type ArrayRequest, readTable, takeArray } from '../../src/table/read.js';
import { firstOfSeries } from '../../src/table/states.js';

const read = (text: string) => readTable(new TextEncoder().encode(text), 'sigma.csv');
const SIGMA = 'step,time,unit,sigma\n0,0.0,0,1\n0,0.0,1,2\n10,1.0,1,4\n10,1.0,0,3\n';
const request = (step?: number): ArrayRequest => ({
  names: ['sigma0', 'sigma'],
  shape: [-1],
  ...(step !== undefined && { step }),
});

describe('a table with a state a step', () => {
  it('gives the last state, or the one asked for, and says which', async () => {
    const table = await read(SIGMA);
    expect(takeArray(table, request())).toMatchObject({
      values: Float64Array.of(3, 4),
      said: ['step 10, the last of 2'],
    });
    expect(takeArray(table, request(0))).toMatchObject({ values: Float64Array.of(1, 2), said: ['step 0, one of 2'] });
  });

  it('is refused for a step that it has not, as is a table without steps', async () => {
    const table = await read(SIGMA);
    expect(() => takeArray(table, request(5))).toThrow('sigma.csv: there is no step 5; it has 0, 10');
    const bare = await read('unit,sigma\n0,1\n');
    expect(() => takeArray(bare, request(5))).toThrow("there is no column 'step', from which @5 would choose");
    const matrix = await read('1\n2\n');
    expect(() => takeArray(matrix, request(5))).toThrow('it has no state a step, from which @5 would choose');
  });
});

describe('a series', () => {
  it('says its first step, and is refused where steps are left out', async () => {
    expect(firstOfSeries(await read('step,pattern\n7,1\n8,0\n'))).toBe(7);
    expect(firstOfSeries(await read('pattern\n1\n0\n'))).toBeUndefined();
    const sparse = await read('step,pattern\n0,1\n10,0\n');
    expect(() => firstOfSeries(sparse)).toThrow(
      'row 1 is of step 10 and the one before of step 0; every step must have its row',
    );
  });
});
