/** Averages of the distances over the trials, as kernels make them: each step is averaged once, whoever asks. */
import type { Kernels } from '../../kernel/kernels.js';
import type { RateKernels } from './kernels.js';
import type { RateBlock } from './state.js';

export class Averages {
  readonly #kernels: Kernels<RateKernels>;
  readonly #block: RateBlock;
  readonly #trials: number;
  /** Addresses of the means of all steps, and of their mean logarithms. */
  readonly #distances: number;
  readonly #logarithms: number;
  /** Steps that are averaged. */
  #done = 0;

  constructor(kernels: Kernels<RateKernels>, block: RateBlock, trials: number, steps: number) {
    this.#kernels = kernels;
    this.#block = block;
    this.#trials = trials;
    this.#distances = kernels.allocate(8 * steps);
    this.#logarithms = kernels.allocate(8 * steps);
  }

  /**
   * Of `made` steps from `first` on, whose distances are in the block to stay: the mean distance, and the mean logarithm, NaN where a
   * distance is zero. Views, valid while the memory of the kernels does not grow.
   */
  at(first: number, made: number): { readonly distance: Float64Array; readonly logarithm: Float64Array } {
    const [done, at] = [this.#done, 8 * this.#done];
    if (first + made > done) {
      const distances = this.#block.pointer('distances') + at * this.#trials;
      const average = this.#kernels.kernel('rate_mean_distances_f64');
      average(first + made - done, this.#trials, distances, this.#distances + at, this.#logarithms + at);
      this.#done = first + made;
    }
    return {
      distance: this.#kernels.f64(this.#distances + 8 * first, made),
      logarithm: this.#kernels.f64(this.#logarithms + 8 * first, made),
    };
  }
}
