import { describe, expect, it } from 'vitest';
import { keptArrays } from '../../src/draw/kept-arrays.js';
import type { Need } from '../../src/figure/figure.js';

const array = (value: string, step?: number) => ({ kind: 'array', table: 'state', value, step }) as const;
const NEEDS: readonly Need[] = [array('J'), { kind: 'input', key: 'J' }, array('J'), array('sigma'), array('J', 3)];

/** Reads arrays of four numbers, and notes which. */
function reader(needs: readonly Need[], most?: number) {
  const read: string[] = [];
  const reads = keptArrays(needs, most);
  const of = (value: string, step?: number) =>
    reads(array(value, step), async () => {
      read.push(`${value} ${step ?? 'last'}`);
      return { name: value, type: 'f64', shape: [4], values: Float64Array.of(1, 2, 3, read.length), axes: ['unit'] };
    });
  return { read, of };
}

describe('arrays of several figures', () => {
  it('are read once, each record of its own, and the same to all', async () => {
    const { read, of } = reader(NEEDS);
    const first = await of('J');
    await of('sigma');
    expect(await of('J')).toBe(first);
    await of('J', 3);
    expect(read).toEqual(['J last', 'sigma last', 'J 3']);
  });

  it('are let go when the last figure has them', async () => {
    const { read, of } = reader([array('J'), array('J')]);
    for (let i = 0; i < 3; i++) await of('J');
    expect(read).toEqual(['J last', 'J last']);
  });

  it('are read again where they have no room beside others', async () => {
    const needs = [array('J'), array('K'), array('J'), array('K')];
    const { read, of } = reader(needs, 32);
    for (const name of ['J', 'K', 'J', 'K']) await of(name);
    expect(read).toEqual(['J last', 'K last', 'K last']);
  });
});
