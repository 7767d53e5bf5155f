/** Where many random starts of a network ended: its attractors, with the sizes of their basins, and how much of the space of starts is not known. */
import { type Interval, wilsonInterval } from './proportion.js';

/** How one start ended. */
export interface End {
  readonly state: Float64Array;
  /** `fixed point`, or in words what it came to instead. */
  readonly status: string;
  readonly steps: number;
}

export const FIXED_POINT = 'fixed point';

/** An attractor, or all ends that are no fixed point for one reason. */
export interface Basin {
  /** That of the first start that ended there. Absent: ends of this status are not told apart. */
  readonly state?: Float64Array;
  readonly status: string;
  /** Starts that ended there. */
  readonly starts: number;
  /** Of all starts, with its 95 % interval (Wilson). */
  readonly share: number;
  readonly interval: Interval;
  readonly meanSteps: number;
}

/** Entries of fixed points that differ by less are the same: a search stops that close to the point, or closer. */
export const SAME = 1e-3;

const isSame = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => Math.abs(value - b[i]) < SAME);

/**
 * Basins of some ends, the largest first; those that are no fixed point behind them, one for each status. Each end is looked at once, as it comes, and
 * only the state of the first at an attractor is kept. Cost: ends times attractors.
 */
export function basinsOf(ends: Iterable<End>): readonly Basin[] {
  let count = 0;
  const groups: { readonly state?: Float64Array; readonly status: string; starts: number; steps: number }[] = [];
  for (const { state, status, steps } of ends) {
    const isPoint = status === FIXED_POINT;
    let group = groups.find((one) => one.status === status && (one.state === undefined || isSame(one.state, state)));
    if (group === undefined) {
      group = { status, starts: 0, steps: 0, ...(isPoint && { state }) };
      groups.push(group);
    }
    group.starts++;
    group.steps += steps;
    count++;
  }
  const rank = ({ state }: { readonly state?: Float64Array }): number => (state === undefined ? 1 : 0);
  return groups
    .sort((a, b) => rank(a) - rank(b) || b.starts - a.starts)
    .map(({ starts, steps, ...group }) => {
      const share = starts / count;
      return { ...group, starts, share, interval: wilsonInterval(share, count), meanSteps: steps / starts };
    });
}

/**
 * The share of starts that lead to attractors which none of so many starts found, by Good and Turing (Good, Biometrika 40, 237 (1953)): that of the starts whose
 * attractor was found once.
 */
export function unseenShare(basins: readonly Basin[], starts: number): number {
  return basins.filter((basin) => basin.state !== undefined && basin.starts === 1).length / starts;
}
