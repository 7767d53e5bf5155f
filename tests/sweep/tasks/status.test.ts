import { describe, expect, it } from 'vitest';
import { secondsLeft } from '../../../src/sweep/tasks/status.js';

const NOW = 1_000_000;
const session = (doneCount: number, seconds: number) => ({ doneCount, began: NOW - 1000 * seconds });

describe('the time left of a sweep', () => {
  it('is that of the open runs at the pace of a session since its start', () => {
    expect(secondsLeft(30, [session(10, 5)], NOW)).toBe(15);
  });

  it('adds up the paces of sessions that began at different times', () => {
    // 2 a second and one in ten seconds: together 2.1 a second
    const both = secondsLeft(21, [session(10, 5), session(1, 10)], NOW) as number;
    expect(Math.abs(both - 10)).toBeLessThan(1e-12);
    expect(secondsLeft(21, [session(10, 5), session(0, 10)], NOW)).toBe(10.5);
  });

  it('is none where nothing was done yet or nobody works, and nothing where nothing is open', () => {
    expect(secondsLeft(3, [session(0, 5)], NOW)).toBeNull();
    expect(secondsLeft(3, [], NOW)).toBeNull();
    expect(secondsLeft(0, [], NOW)).toBe(0);
  });

  it('is finite for a session that has just begun', () => {
    expect(secondsLeft(3, [session(1, 0)], NOW)).toBe(0.003);
    expect(secondsLeft(3, [session(1, -1)], NOW)).toBe(0.003);
  });
});
