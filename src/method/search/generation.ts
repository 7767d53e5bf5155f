/** Suggestions in generations: what is tried does not depend on how many trials run at the same time, or on when they end. */
import type { Elementary } from '../../kernel/elementary.js';
import type { TrialDraws } from './draws.js';
import { randomPoint } from './random.js';
import type { Dimension, Observation, Point } from './space.js';
import { tpePoint } from './tpe.js';

/** Trials of one generation, which know the results of all earlier generations but none of their own. */
export const GENERATION = 8;

export interface SearchPlan {
  readonly method: 'tpe' | 'random';
  readonly trials: number;
  /** Trials that are drawn at random, whatever the method. */
  readonly startup: number;
}

/**
 * The points of the generation that begins after `history`, which holds the results of all earlier trials: `GENERATION` of
 * them, or what is left of the budget. A pure function of its arguments.
 */
export function nextGeneration(
  { method, trials, startup }: SearchPlan,
  dimensions: readonly Dimension[],
  history: readonly Observation[],
  draws: TrialDraws,
  elementary: Elementary,
): readonly Point[] {
  const points: Point[] = [];
  const first = history.length;
  for (let trial = first; trial < Math.min(trials, first + GENERATION); trial++) {
    const isRandom = method === 'random' || trial < startup;
    points.push(
      isRandom
        ? randomPoint(dimensions, draws(trial), elementary)
        : tpePoint(dimensions, history, points, draws(trial), elementary),
    );
  }
  return points;
}
