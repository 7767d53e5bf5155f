import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { trialDraws } from '../../../src/method/search/draws.js';
import { randomPoint } from '../../../src/method/search/random.js';
import type { Dimension, Observation, Point } from '../../../src/method/search/space.js';
import { tpePoint } from '../../../src/method/search/tpe.js';
import { freshKernels } from '../../conformance/kernels.js';

const kernels = freshKernels(CORE_MODULE);
const elementary = elementaryOf(kernels);

/** Best at 3, 0.01, 5 and the second of four choices, where it is 0. */
const SPACE: readonly Dimension[] = [
  { kind: 'real', low: -10, high: 10, isLog: false },
  { kind: 'real', low: 1e-4, high: 1, isLog: true },
  { kind: 'integer', low: 1, high: 40, isLog: false },
  { kind: 'choice', count: 4 },
];
const loss = ([x, y, n, c]: Point): number =>
  (x - 3) ** 2 / 10 + (Math.log10(y) + 2) ** 2 + ((n - 5) / 10) ** 2 + (c === 1 ? 0 : 1);

const GENERATION = 8;
const TRIALS = 64;

type Suggest = typeof tpePoint;

/** Trials in generations: each generation knows the results of those before it. */
function search(suggest: Suggest, seed: number, objective: (point: Point) => number | null = loss) {
  const draws = trialDraws(kernels, seed);
  const history: Observation[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    const known = Math.floor(trial / GENERATION) * GENERATION;
    const pending = history.slice(known).map(({ point }) => point);
    const point = suggest(SPACE, history.slice(0, known), pending, draws(trial), elementary);
    history.push({ point, loss: objective(point) });
  }
  return history;
}
const random: Suggest = (dimensions, _history, _pending, draws, functions) => randomPoint(dimensions, draws, functions);
const best = (history: readonly Observation[]): number => Math.min(...history.map((one) => one.loss ?? Infinity));

describe('tpePoint', () => {
  it('finds better points than random search with the same number of trials', () => {
    // sign test over 41 seeds (0 to 40): a method no better than chance has 29 or more wins with probability 0.0058
    const SEEDS = 41;
    const LEAST_WINS = 29;
    let wins = 0;
    for (let seed = 0; seed < SEEDS; seed++) if (best(search(tpePoint, seed)) < best(search(random, seed))) wins++;
    expect(wins).toBeGreaterThanOrEqual(LEAST_WINS);
  });

  it('stays inside the space, whole where it must be', () => {
    for (const { point } of [...search(tpePoint, 1), ...search(random, 1)]) {
      const [x, y, n, c] = point;
      expect(x).toBeGreaterThanOrEqual(-10);
      expect(x).toBeLessThanOrEqual(10);
      expect(y).toBeGreaterThanOrEqual(1e-4);
      expect(y).toBeLessThanOrEqual(1);
      expect(Number.isInteger(n) && n >= 1 && n <= 40).toBe(true);
      expect([0, 1, 2, 3]).toContain(c);
    }
  });

  it('is a function of its arguments alone', () => {
    const history = search(tpePoint, 7);
    expect(search(tpePoint, 7)).toEqual(history);
    expect(tpePoint(SPACE, history, [], trialDraws(freshKernels(CORE_MODULE), 7)(99), elementary)).toEqual(
      tpePoint(SPACE, history, [], trialDraws(kernels, 7)(99), elementary),
    );
    expect(search(tpePoint, 8)).not.toEqual(history);
  });

  it('goes on through failed trials, and away from them', () => {
    const failing = search(tpePoint, 3, (point) => (point[0] < 0 ? null : loss(point)));
    expect(failing.filter((one) => one.loss === null).length).toBeLessThan(TRIALS / 4);
    const draws = trialDraws(kernels, 3)(TRIALS);
    const allFailed = failing.map(({ point }) => ({ point, loss: null }));
    expect(tpePoint(SPACE, allFailed, [], draws, elementary)).toEqual(randomPoint(SPACE, draws, elementary));
  });
});

describe('randomPoint', () => {
  it('draws each dimension uniformly in its coordinate', () => {
    // Kolmogorov distance of 2000 draws to the uniform law; beyond 1.95/sqrt(n) in one of 1000 cases, three dimensions
    const COUNT = 2000;
    const draws = trialDraws(kernels, 5);
    const points = Array.from({ length: COUNT }, (_, trial) => randomPoint(SPACE, draws(trial), elementary));
    const distance = (values: readonly number[]): number =>
      Math.max(...[...values].sort((a, b) => a - b).map((z, i) => Math.max(z - i / COUNT, (i + 1) / COUNT - z)));
    expect(distance(points.map(([x]) => (x + 10) / 20))).toBeLessThan(1.95 / Math.sqrt(COUNT));
    expect(distance(points.map(([, y]) => (Math.log10(y) + 4) / 4))).toBeLessThan(1.95 / Math.sqrt(COUNT));
    const counts = Array.from({ length: 40 }, (_, i) => points.filter(([, , n]) => n === i + 1).length);
    // chi-square with 39 degrees of freedom is beyond 72.1 in one of 1000 cases
    expect(counts.reduce((sum, count) => sum + (count - 50) ** 2 / 50, 0)).toBeLessThan(72.1);
  });
});
