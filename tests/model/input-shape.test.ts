import { describe, expect, it } from 'vitest';
import { completeParameters } from '../../src/config/validate.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { numericShape } from '../../src/model/input-shape.js';
import { RATE } from '../../src/model/rate/model.js';

const shapesOf = (
  family: typeof HEBBIAN | typeof RATE | typeof ATTRACTOR,
  given: { readonly [key: string]: number },
) => {
  const p = completeParameters(family.schema as typeof HEBBIAN.schema, given);
  return Object.fromEntries(
    family.schema.inputs.map(({ key }) => [key, (family as typeof HEBBIAN).inputShape(key, p)] as const),
  );
};

describe('shapes of given arrays', () => {
  it('have the sizes of the parameters, and -1 for any length', () => {
    expect(shapesOf(HEBBIAN, { N: 40, K: 0.25 })).toEqual({
      sigma0: [40],
      J0: [40, 40],
      patterns: [10, 40],
      field: [-1],
      Xi0: [10, 40],
      Tra0: [10, 10],
    });
    expect(shapesOf(RATE, { N: 7, trials: 2 })).toEqual({
      W: [7, 7],
      Q0: [7, 2],
      initial: [2, 7],
      current: [7],
      drive: [-1, 7],
    });
    expect(shapesOf(ATTRACTOR, { N: 9, epochs: 4 })).toEqual({
      patterns: [-1, 9],
      test: [-1, 9],
      J0: [9, 9],
      sigma0: [9],
      shown: [4],
    });
  });

  it('have no axes where there is no such input, and no size that is only inherited', () => {
    expect(numericShape(HEBBIAN.schema, 'nothing', { N: 3 })).toEqual([]);
    const inputs = [{ key: 'a', symbol: '', help: '', type: 'f64', shape: ['toString', 'N'] }] as const;
    expect(numericShape({ inputs }, 'a', { N: 3 })).toEqual([-1, 3]);
  });
});
