import { describe, expect, it } from 'vitest';
import { curvesOf, isRising } from '../../src/figure/curves.js';
import type { TableAbout } from '../../src/figure/figure.js';
import { about } from './data.js';

const whole = (name: string) => about(name, { type: 'i32' });
const table = (name: string, columns: TableAbout['columns']): TableAbout => ({ name, nRows: 3, columns });

const found = (...tables: readonly TableAbout[]) =>
  curvesOf(tables).map(({ table: of, clock, values }) => [of, clock.name, values.map(({ name }) => name)]);

describe('curvesOf', () => {
  it('takes the time series along time, with whole numbers too, before all others', () => {
    const epochs = table('epochs', [whole('fit'), whole('epoch'), about('loss')]);
    const series = table('timeseries', [whole('step'), about('time'), whole('pattern'), about('energy')]);
    expect(found(epochs, series)).toEqual([
      ['timeseries', 'time', ['pattern', 'energy']],
      ['epochs', 'epoch', ['loss']],
    ]);
  });

  it('leaves out tables of entries, of words, of lists, and those without a clock or without a value', () => {
    const entries = table('sigma', [whole('step'), about('time'), whole('unit'), about('sigma')]);
    const words = table('verdicts', [whole('step'), about('verdict', { type: 'text' })]);
    const lists = table('bins', [whole('step'), about('counts', { width: 4 })]);
    expect(found(entries, words, lists, table('couplings', [about('J')]), table('none', [whole('step')]))).toEqual([]);
  });
});

it('rows rise only if each is larger than the one before', () => {
  expect([[], [1], [1, 2, 5], [1, 1], [1, 2, 1], [1, Number.NaN]].map(isRising)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
