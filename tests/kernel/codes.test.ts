/** Words and places that both languages use: what the host reads and what the kernels are given are the same numbers. */
import { describe, expect, it } from 'vitest';
import { accessors } from '../../src/kernel/accessors.js';
import { codeOf, placeOf, widthOf, wordOf } from '../../src/kernel/codes.js';
import type { StructDeclaration } from '../../src/kernel/struct.js';

const TRAIN = {
  name: 'train',
  codes: { rule: ['delta', 'hard-limit', 'none'] },
  records: { pulse: ['height', 'width', 'rest_time'] },
  scalars: [],
  arrays: [],
} as const satisfies StructDeclaration;

/** The constants of the text that is generated for the kernels. */
const constants = (text: string): { readonly [name: string]: number } =>
  Object.fromEntries(
    [...text.matchAll(/export const (\w+): (?:i32|usize) = (\d+);/g)].map(([, name, n]) => [name, Number(n)]),
  );

describe('the words of a list', () => {
  it('have the numbers on the host that their constants have in the kernels', () => {
    const { RULE_DELTA, RULE_HARD_LIMIT, RULE_NONE } = constants(accessors(TRAIN));
    expect([RULE_DELTA, RULE_HARD_LIMIT, RULE_NONE]).toEqual([0, 1, 2]);
    expect(TRAIN.codes.rule.map((word) => codeOf(TRAIN, 'rule', word))).toEqual([0, 1, 2]);
    expect([0, 1, 2].map((code) => wordOf(TRAIN, 'rule', code))).toEqual(TRAIN.codes.rule);
  });

  it('are checked before the program runs', () => {
    // @ts-expect-error the list has no such word
    expect(codeOf(TRAIN, 'rule', 'soft')).toBe(-1);
    // @ts-expect-error there is no such list
    expect(codeOf(TRAIN, 'rules', 'delta')).toBe(-1);
  });
});

describe('the numbers of a record', () => {
  it('lie in the kernels, in bytes, where the host looks for them', () => {
    const { PULSE_HEIGHT, PULSE_WIDTH, PULSE_REST_TIME, PULSE_BYTES } = constants(accessors(TRAIN));
    const places = TRAIN.records.pulse.map((name) => 8 * placeOf(TRAIN, 'pulse', name));
    expect([PULSE_HEIGHT, PULSE_WIDTH, PULSE_REST_TIME]).toEqual(places);
    expect(places).toEqual([0, 8, 16]);
    expect(PULSE_BYTES).toBe(8 * widthOf(TRAIN, 'pulse'));
  });

  it('are checked before the program runs', () => {
    // @ts-expect-error the record has no such number
    expect(placeOf(TRAIN, 'pulse', 'depth')).toBe(-1);
  });
});
