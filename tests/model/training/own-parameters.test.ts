import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../../src/model/schema.js';
import { foreignParameters, type OwnParameters } from '../../../src/model/training/own-parameters.js';

const P = { task: 'a', mode: 'right', size: 3, digits: [1, 2] };
type Tasked = { task: 'a' | 'b' | 'c'; mode: 'right' | 'faithful'; size: number; digits: readonly number[] };
const PARAMETERS = [
  { key: 'size', kind: 'integer', default: 3 },
  { key: 'digits', kind: 'vector', default: [1, 2] },
] as unknown as readonly Parameter[];
const OWN: OwnParameters<Tasked> = [
  [['b', 'c'], ['size']],
  [['a'], ['digits']],
];
const foreign = (set: Partial<Tasked>) => foreignParameters(PARAMETERS, OWN, { ...P, ...set } as Tasked);

describe('parameters of other tasks', () => {
  it('are named with their value and the tasks that have them', () => {
    expect(foreign({ size: 4 })).toEqual([
      { key: 'size', message: 'size = 4 has no effect with task = a: it belongs to task = b or c', isIdle: true },
    ]);
    expect(foreign({ task: 'c', digits: [2] })).toEqual([
      { key: 'digits', message: 'digits = [2] has no effect with task = c: it belongs to task = a', isIdle: true },
    ]);
  });

  it('are no fault where they are as usual, of the task itself, or ignored as in the original', () => {
    expect(foreign({ task: 'c', digits: [1, 2] })).toEqual([]);
    expect(foreign({ task: 'b', size: 4 })).toEqual([]);
    expect(foreign({ size: 4, mode: 'faithful' })).toEqual([]);
  });
});
