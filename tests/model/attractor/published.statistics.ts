/**
 * The regimes of simulation 2 and the forgetting of simulation 4 over many seeds (spec 6.2 and 6.4, features A13 and A16). Slow:
 * `npm run test:statistics`. Seeds are 0, 1, ..., fixed.
 *
 * A13 asks for the published cells within 3 sd of the table: that is held, and more. Means of 16 seeds are compared with the means of the
 * reference's 16 seeds: the difference of two such means has the standard error sd / sqrt(8). Bounds are four of them (z-test, false-alarm
 * rate of a new draw of seeds 6e-5 each, 8e-4 for all), with the sd of the reference.
 *
 * A16 asks for r = 0.975 +- 0.01. The other numbers of the forgetting experiment are held to the reference's six seeds: with our 24 the
 * standard error is sd sqrt(1/6 + 1/24) = 0.46 sd, and bounds of 2 sd are 4.4 of them (1e-5 each).
 *
 * Numbers of attractors are small counts, and six or sixteen seeds of the reference tell little of their law. They are compared with those of
 * an independent program (plain C, its own generator, written from the equations alone) over 200 seeds, 48 in the cell of low complexity.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../../src/analysis/reconstruction.js';
import { type Evaluation, forgetting, patternsOf, regime } from './simulations.js';

const STATISTICS = JSON.parse(
  readFileSync(new URL('../../golden/attractor/published-statistics.json', import.meta.url), 'utf8'),
);
const SEEDS = 16;
const BOUND = 4 / Math.sqrt(SEEDS / 2);
/** Attractors after learning by the independent program, cell by cell: mean and sd over 200 seeds (balanced: 7 once, 8, 9, 10: 5, 124, 70 times), the last over 48. */
const COUNTS: readonly (readonly [number, number])[] = [
  [9.315, 0.545],
  [9.975, 0.157],
  [1, 0],
];
/** How many of its 200 networks have 1, 2, ..., 10 attractors after they learned on without evidence. */
const COUNTS_AFTER = [2, 48, 43, 40, 25, 13, 4, 2, 2, 21];
/** Seeds of the forgetting experiment, each of two trainings' length. */
const FORGETTING_SEEDS = 24;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

interface Cell {
  readonly evidence: number;
  readonly beta: number;
  readonly published: { readonly [name: string]: number };
  readonly remeasured: { readonly [name: string]: readonly [number, number] };
}

let learned: Float64Array;
let test: Float64Array;

beforeAll(async () => {
  learned = await patternsOf('digits:0..9');
  test = await patternsOf('digits:10..1796');
});

describe.each(STATISTICS.simulation_2.cells as readonly Cell[])(
  `the regime e = $evidence, beta = $beta, ${SEEDS} seeds`,
  ({ evidence, beta, published, remeasured }) => {
    let runs: readonly Evaluation[];

    beforeAll(() => {
      runs = Array.from({ length: SEEDS }, (_, seed) => regime(learned, test, evidence, beta, seed));
    });

    it.each(['retrieval', 'generalisation'] as const)('has the %s gain that was measured before', (name) => {
      const values = runs.map((run) => run[name]);
      const [expected, sd] = remeasured[name];
      expect(Math.abs(mean(values) - expected)).toBeLessThan(BOUND * sd);
      // the one number that the authors printed, a draw from the same law
      expect(Math.abs(published[name] - mean(values))).toBeLessThan(3 * sd);
    });

    it('has as many attractors', () => {
      const counts = runs.map(({ attractors }) => attractors);
      const [expected, sd] =
        COUNTS[(STATISTICS.simulation_2.cells as readonly Cell[]).findIndex((one) => one.beta === beta)];
      // z-test at 4 standard errors: 6e-5
      expect(Math.abs(mean(counts) - expected)).toBeLessThanOrEqual((4 * sd) / Math.sqrt(SEEDS));
      expect(Math.abs(published.num_attractors - mean(counts))).toBeLessThanOrEqual(1);
      // of 48 balanced networks one has fewer than 9, that of seed 5: an independent relaxation of its couplings finds the same 7. So have 6 of
      // the 200 of the independent program; at that rate all 16 of the reference have 9 or 10 with probability 0.6, and a new draw of
      // 16 seeds would break this line with probability 0.08
      expect(counts.filter((count) => Math.abs(count - published.num_attractors) > 1).length).toBeLessThanOrEqual(1);
    });

    it('has attractors as far from orthogonal, or none to compare', () => {
      const values = runs.map(({ orthogonality }) => orthogonality);
      if (remeasured.orthogonality_attractors === undefined) {
        expect(values.filter((value) => !Number.isNaN(value))).toEqual([]);
        return;
      }
      const [expected, sd] = remeasured.orthogonality_attractors;
      expect(Math.abs(mean(values) - expected)).toBeLessThan(BOUND * sd);
      expect(Math.abs(published.orthogonality_attractors - mean(values))).toBeLessThan(3 * sd);
    });

    it('has couplings as asymmetric', () => {
      const [expected, sd] = remeasured.asymmetry;
      expect(Math.abs(mean(runs.map((run) => run.asymmetry)) - expected)).toBeLessThan(BOUND * sd);
    });
  },
);

describe(`learning on without evidence, 50 000 steps, ${FORGETTING_SEEDS} seeds`, () => {
  interface Outcome {
    readonly r: number;
    readonly growth: number;
    readonly after: Evaluation;
  }
  const { remeasured, published } = STATISTICS.simulation_4;
  let runs: readonly Outcome[];

  beforeAll(() => {
    const { evidence, beta } = (STATISTICS.simulation_2.cells as readonly Cell[])[0];
    const how = { e: evidence, beta, steps: 50_000 };
    runs = Array.from({ length: FORGETTING_SEEDS }, (_, seed) => forgetting(learned, test, how, seed));
  });

  it('keeps the couplings as published', () => {
    const { mean: expected, sd } = remeasured.upper_triangle_correlation;
    const found = mean(runs.map(({ r }) => r));
    expect(Math.abs(found - 0.975)).toBeLessThan(0.01);
    expect(Math.abs(found - expected)).toBeLessThan((4 * sd) / 2);
    expect(Math.abs(published.upper_triangle_correlation - found)).toBeLessThan(3 * sd);
    const { mean: ratio, sd: scatter } = remeasured.frobenius_ratio;
    expect(Math.abs(mean(runs.map(({ growth }) => growth)) - ratio)).toBeLessThan((4 * scatter) / 2);
  });

  it('loses most fixed points and some of the retrieval, as measured before', () => {
    const { retrieval, generalisation, asymmetry: size } = remeasured.after;
    const near = (values: readonly number[], [expected, sd]: readonly [number, number]): void => {
      expect(Math.abs(mean(values) - expected)).toBeLessThan((4 * sd) / 2);
    };
    near(
      runs.map(({ after }) => after.retrieval),
      retrieval,
    );
    near(
      runs.map(({ after }) => after.generalisation),
      generalisation,
    );
    const counts = runs.map(({ after }) => after.attractors);
    // the law of the counts: Kolmogorov's distance of 24 and 200 draws, beyond 1.95 sqrt(1/24 + 1/200) in one of 1000 cases or fewer
    const below = (most: number): number => COUNTS_AFTER.slice(0, most).reduce((sum, count) => sum + count, 0) / 200;
    const distances = COUNTS_AFTER.map(
      (_, k) => counts.filter((count) => count <= k + 1).length / counts.length - below(k + 1),
    );
    expect(Math.max(...distances.map(Math.abs))).toBeLessThan(1.95 * Math.sqrt(1 / FORGETTING_SEEDS + 1 / 200));
    // the reference's six seeds have 2.67 +- 0.75, so 2 to 4. The independent program has 4.3 +- 2.4 with a median of 4, because in one of eight
    // networks hardly any search ends within 1000 steps and each that does not counts as one; six of its draws have a mean of 2.67 or
    // less with probability 0.03. Seeds are fixed, but last bits decide what a network forgets: of the next lines new bits break the
    // first with probability 0.009, the second with 0.001 (10^6 draws from the counts above)
    expect(Math.abs(median(counts) - 4)).toBeLessThanOrEqual(1);
    expect(counts.filter((count) => count <= 4).length).toBeGreaterThan(8);
    near(
      runs.map(({ after }) => after.asymmetry),
      size,
    );
  });
});
