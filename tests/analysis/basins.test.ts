import { describe, expect, it } from 'vitest';
import { basinsOf, type End, FIXED_POINT, SAME, unseenShare } from '../../src/analysis/basins.js';

const end = (values: readonly number[], status = FIXED_POINT, steps = 1): End => ({
  state: Float64Array.from(values),
  status,
  steps,
});

describe('basinsOf', () => {
  const ends = [
    end([1, -1], FIXED_POINT, 4),
    end([-1, 1]),
    end([1, -1 + SAME / 2], FIXED_POINT, 8),
    end([0.3, 0], 'cycle'),
    end([1, -1], FIXED_POINT, 6),
    end([0.1, 0.9], 'cycle'),
    end([1, 1 - 2 * SAME]),
    end([1, 1]),
  ];
  const basins = basinsOf(ends);

  it('puts ends that are the same together, the largest basin first, what is no fixed point behind', () => {
    expect(
      basins.map(({ starts, status, state }) => [starts, status, state === undefined ? null : [...state]]),
    ).toEqual([
      [3, FIXED_POINT, [1, -1]],
      [1, FIXED_POINT, [-1, 1]],
      [1, FIXED_POINT, [1, 1 - 2 * SAME]],
      [1, FIXED_POINT, [1, 1]],
      [2, 'cycle', null],
    ]);
  });

  it('keeps no state but the first at each attractor', () => {
    function* inTurn(): Iterable<End> {
      for (const { state, ...rest } of ends) {
        const passed = state.slice();
        yield { ...rest, state: passed };
        const isKept = basins.some((one) => one.state?.every((value, i) => value === state[i]));
        // whoever looked at it later would see something else
        if (!isKept || rest.status !== FIXED_POINT) passed.fill(9);
      }
    }
    expect(basinsOf(inTurn())).toEqual(basins);
  });

  it('gives shares of all starts with Wilson intervals, and mean steps', () => {
    expect([basins[0].share, basins[0].meanSteps, basins[4].share]).toEqual([3 / 8, 6, 1 / 4]);
    // Wilson 1927 for 3 of 8
    expect([basins[0].interval.low.toFixed(4), basins[0].interval.high.toFixed(4)]).toEqual(['0.1368', '0.6943']);
  });

  it('estimates what was not found by what was found once', () => {
    expect(unseenShare(basins, ends.length)).toBe(3 / 8);
    expect(unseenShare(basinsOf([end([1]), end([1])]), 2)).toBe(0);
    expect(unseenShare(basinsOf([end([1], 'cycle')]), 1)).toBe(0);
  });
});
