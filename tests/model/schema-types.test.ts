/** Types of parameters follow from their declaration. What must not compile is marked: a type that lets it through fails the check. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { completeParameters } from '../../src/config/validate.js';
import type { RATE } from '../../src/model/rate/model.js';
import type { FamilySchema, Parameter, ParametersOf } from '../../src/model/schema.js';

const described = { symbol: '', help: '', group: '' };

const PARAMETERS = [
  { ...described, key: 'N', kind: 'integer', default: 3 },
  { ...described, key: 'tau', kind: 'number', default: 1, words: ['infinity'] },
  { ...described, key: 'k', kind: 'number', default: null, whenAbsent: 'one' },
  { ...described, key: 'rule', kind: 'choice', default: 'hard', options: { hard: '', soft: '' } },
  { ...described, key: 'isOpen', kind: 'boolean', default: true },
  { ...described, key: 'weights', kind: 'vector', default: [1] },
  { ...described, key: 'hold', kind: 'duration', default: 1, min: 1 },
] as const satisfies readonly Parameter[];

const SCHEMA: FamilySchema<ParametersOf<typeof PARAMETERS>> = {
  name: 'typed',
  summary: '',
  parameters: PARAMETERS,
  inputs: [],
  observables: [],
  compatible: () => [],
};

describe('the type of resolved parameters', () => {
  const p = completeParameters(SCHEMA, { N: 5, rule: 'soft' });

  it('is that of their kinds, words and absences', () => {
    expectTypeOf(p).toEqualTypeOf<{
      readonly N: number;
      readonly tau: number | 'infinity';
      readonly k: number | null;
      readonly rule: 'hard' | 'soft';
      readonly isOpen: boolean;
      readonly weights: readonly number[];
      readonly hold: number | { readonly min: number; readonly max: number };
    }>();
    expect(p).toEqual({ N: 5, tau: 1, k: null, rule: 'soft', isOpen: true, weights: [1], hold: 1 });
  });

  it('has no other key, and no other word', () => {
    // @ts-expect-error there is no such parameter
    expect(p.M).toBeUndefined();
    // @ts-expect-error a choice is one of its words
    expect(p.rule === 'firm').toBe(false);
  });

  it('is what a family takes', () => {
    expectTypeOf<Parameters<typeof RATE.estimate>[0]['scheme']>().toEqualTypeOf<'euler' | 'rk4'>();
  });
});
