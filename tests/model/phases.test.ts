import { describe, expect, it } from 'vitest';
import { endEarly, type Phase, phaseAt, placePhases, programme, stepsOf, stepsOfRun } from '../../src/model/phases.js';

type Kind = Phase & { readonly kind: 'a' | 'b' };
const PHASES: readonly Kind[] = [
  { kind: 'a', name: 'first', steps: 3 },
  { kind: 'b', name: 'none', steps: 0 },
  { kind: 'b', name: 'second', steps: 2 },
  { kind: 'a', name: 'third', steps: 1 },
];

describe('a programme of phases', () => {
  const placed = placePhases(PHASES);

  it('places each phase behind the steps of those before it', () => {
    expect(placed.map(({ index, first }) => [index, first])).toEqual([
      [0, 0],
      [1, 3],
      [2, 3],
      [3, 5],
    ]);
    expect(stepsOf(PHASES)).toBe(6);
  });

  it('finds the phase of a step, never one without steps, and none behind the last', () => {
    const names = [0, 2, 3, 4, 5, 6].map((step) => phaseAt(placed, step)?.phase.name);
    expect(names).toEqual(['first', 'first', 'second', 'second', 'third', undefined]);
  });

  it('hands steps to the runner of the kind, and never those of the next phase', () => {
    const calls: unknown[] = [];
    const runner =
      (kind: string) =>
      ({ index }: { readonly index: number }, phase: Phase, within: number, most: number, word: string): number => {
        calls.push([kind, index, phase.name, within, most, word]);
        return most;
      };
    const advance = programme<Kind, readonly [word: string]>(placed, { a: runner('a'), b: runner('b') });
    expect(advance(1, 10, 'x')).toBe(2);
    expect(advance(3, 1, 'y')).toBe(1);
    expect(advance(5, 10, 'z')).toBe(1);
    expect(calls).toEqual([
      ['a', 0, 'first', 1, 2, 'x'],
      ['b', 2, 'second', 0, 1, 'y'],
      ['a', 3, 'third', 0, 1, 'z'],
    ]);
    expect(() => advance(6, 1, '')).toThrow('there is no step 6');
  });
});

describe('a run that may end early', () => {
  it('has its planned steps, or those that were done when it ended; at its planned end there is nothing to end', () => {
    const numbers = new Map([['step', 4]]);
    const block = {
      get: (name: string) => numbers.get(name) ?? 0,
      set: (name: string, value: number) => void numbers.set(name, value),
    };
    expect(stepsOfRun(block, 6)).toBe(6);
    endEarly(block, 4);
    expect(stepsOfRun(block, 6)).toBe(6);
    endEarly(block, 6);
    expect(stepsOfRun(block, 6)).toBe(4);
  });
});
