/** Keeps the theory in step with a run, and says what it expects at each step. */
import { placeOf } from '../../kernel/codes.js';
import { noteFollowing } from './following.js';
import type { HebbianRun } from './run.js';
import { HEBBIAN_STATE } from './state.js';
import { advanceWeights } from './theory.js';

export class TheoryCourse {
  readonly #run: HebbianRun;
  /** One for each step of the last call; NaN where there is no theory. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** The distance as a share of k^2, minus its mean in theory. */
  readonly residual: Float64Array;

  constructor(run: HebbianRun) {
    this.#run = run;
    const { longest } = run.spans;
    this.mean = new Float64Array(longest);
    this.std = new Float64Array(longest);
    this.residual = new Float64Array(longest);
  }

  /** Takes the records of `made` steps from `first` on; `last` is the pattern that the step before them showed, -1 if there was none. */
  follow(first: number, made: number, last: number, renewals: Uint8Array): void {
    const { kernels, spans, block, settings: s, theory } = this.#run;
    const width = spans.recordWidth;
    const records = kernels.f64(spans.records, made * width);
    const shown = kernels.i32(spans.shown, made);
    const weights = block.f64('theory');
    const strength2 = s.strength * s.strength;
    const distance = placeOf(HEBBIAN_STATE, 'record', 'distance');
    const eps = s.isFrozen ? 0 : theory.eps;
    let before = last;
    for (let n = 0; n < made; n++) {
      if (before >= 0) noteFollowing(weights, records[(n + 1) * width - s.patterns + before], s.neurons);
      before = shown[n];
      const expected = theory.at(first + n, weights);
      this.mean[n] = expected?.mean ?? Number.NaN;
      this.std[n] = expected?.std ?? Number.NaN;
      this.residual[n] = records[n * width + distance] / strength2 - this.mean[n];
      if (expected !== undefined) accumulate(weights, this.residual[n]);
      advanceWeights(weights, eps, renewals[n] === 1);
    }
  }
}

/** Mean and sum of squared differences of the residual so far (Welford): weights[5..7] = count, mean, squares. */
function accumulate(weights: Float64Array, value: number): void {
  weights[5] += 1;
  const change = value - weights[6];
  weights[6] += change / weights[5];
  weights[7] += change * (value - weights[6]);
}
