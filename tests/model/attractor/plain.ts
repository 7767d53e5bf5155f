/**
 * The experiments of the attractor family from their equations, node by node and draw by draw, as a reference for tests. It shares with
 * the program the scalar functions and the generator of random numbers, whose positions are written out here once more.
 */

import type { Kernels } from '../../../src/kernel/kernels.js';
import type { AttractorKernels } from '../../../src/model/attractor/kernels.js';
import { PURPOSE } from '../../../src/model/attractor/purposes.js';
import type { Parameters } from '../../../src/model/schema.js';

export type Rows = readonly (readonly number[])[];

/** One search: its start, and where it is after so many steps. */
export interface PlainSearch {
  readonly phase: number;
  readonly level: number;
  readonly pattern: number;
  readonly start: readonly number[];
  after(steps: number): readonly number[];
}

export interface PlainTrial {
  readonly phase: number;
  readonly pattern: number;
  readonly r2In: number;
  readonly r2Out: number;
}

/** Which trials a phase does: each its own signal, noise, temperature and length. */
export interface PlainTrials {
  readonly rows: Rows;
  readonly pick: 'cyclic' | 'random' | number;
  readonly trials: number;
  readonly steps: number;
  readonly signal: number;
  readonly snr: number;
  readonly beta: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** Squared correlation. */
function r2(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [x.map((value) => value - mean(x)), y.map((value) => value - mean(y))];
  const dot = (u: readonly number[], v: readonly number[]): number =>
    u.reduce((sum, value, i) => sum + value * v[i], 0);
  return dot(a, b) ** 2 / (dot(a, a) * dot(b, b));
}

/** Levels of a search have streams of their own; phases are this far apart. */
const STREAMS = 4096;

/** A network in an experiment: its phases are called in their order, each with its number. */
export class PlainNetwork {
  readonly n: number;
  readonly trials: PlainTrial[] = [];
  readonly searches: PlainSearch[] = [];
  readonly shown: number[] = [];
  J: number[][];
  sigma: number[];
  readonly #kernels: Kernels<AttractorKernels>;
  readonly #p: Parameters;
  readonly #seed: number;
  readonly #scratch: number;
  #step = 0;

  constructor(
    kernels: Kernels<AttractorKernels>,
    p: Parameters,
    seed: number,
    start: { readonly J?: Rows; readonly sigma?: readonly number[] } = {},
  ) {
    this.n = p.N as number;
    this.#kernels = kernels;
    this.#p = p;
    this.#seed = seed;
    this.#scratch = kernels.allocate(8 * 4096);
    this.J = start.J?.map((row) => [...row]) ?? Array.from({ length: this.n }, () => new Array<number>(this.n).fill(0));
    this.sigma = [...(start.sigma ?? new Array<number>(this.n).fill(0))];
  }

  /** Rows of the block: draws of a step start at a multiple of it. */
  get #stride(): number {
    return Math.ceil(this.n / 4) * 4;
  }

  #words(purpose: keyof typeof PURPOSE, stream: number, first: number) {
    return [this.#seed, 0, PURPOSE[purpose], stream, first, 0] as const;
  }

  #uniforms(): number[] {
    const words = this.#words('noise', 0, this.#step * this.#stride);
    this.#kernels.kernel('fill_uniform_f64')(this.#scratch, this.n, ...words, 0, 1);
    return [...this.#kernels.f64(this.#scratch, this.n)];
  }

  #normals(purpose: keyof typeof PURPOSE, stream: number, row: number): number[] {
    this.#kernels.kernel('fill_normal_f64')(this.#scratch, this.n, ...this.#words(purpose, stream, row * this.n), 0, 1);
    return [...this.#kernels.f64(this.#scratch, this.n)];
  }

  /** Whole numbers below `range`. */
  #integers(purpose: keyof typeof PURPOSE, stream: number, first: number, count: number, range: number): number[] {
    this.#kernels.kernel('fill_integer_i32')(this.#scratch, count, ...this.#words(purpose, stream, first), range);
    return [...this.#kernels.i32(this.#scratch, count)];
  }

  /** The order in which nodes are updated in this step. */
  #order(): number[] {
    if (this.#p.schedule !== 'sequential-random') return Array.from({ length: this.n }, (_, i) => i);
    const words = this.#words('sweep', 0, this.#step * this.#stride);
    this.#kernels.kernel('permutation_i32')(this.#scratch, this.n, ...words);
    return [...this.#kernels.i32(this.#scratch, this.n)];
  }

  #draw(theta: number, u: number): number {
    const literal = this.#p.mode === 'faithful' ? '_literal' : '';
    if (this.#p.sampling === 'mean') return this.#kernels.kernel(`langevin${literal}_f64`)(theta);
    return this.#kernels.kernel(`cb_sample${literal}_f64`)(theta, u);
  }

  #mean(t: number): number {
    return this.#kernels.kernel(this.#p.mode === 'faithful' ? 'langevin_literal_f64' : 'langevin_f64')(t);
  }

  #step1(bias: readonly number[], beta: number, eta: number): void {
    const u = this.#uniforms();
    const field = (i: number, states: readonly number[]): number =>
      this.J[i].reduce((sum, weight, j) => sum + weight * states[j], 0);
    const old = [...this.sigma];
    const isParallel = this.#p.schedule === 'parallel';
    const seen = new Array<number>(this.n).fill(0);
    for (const i of this.#order()) {
      seen[i] = field(i, isParallel ? old : this.sigma);
      this.sigma[i] = this.#draw(beta * (bias[i] + seen[i]), u[i]);
    }
    const predicted = seen.map((h, i) =>
      this.#mean(
        (this.#p.prediction_beta === true ? beta : 1) * (h + (this.#p.prediction === 'field+bias' ? bias[i] : 0)),
      ),
    );
    if (eta > 0) {
      this.J = this.J.map((row, i) =>
        row.map((weight, j) =>
          i === j ? weight : weight + eta * (this.sigma[i] * this.sigma[j] - predicted[i] * this.sigma[j]),
        ),
      );
    }
    this.#step++;
  }

  /** Epochs of K steps, each with one pattern as evidence, drawn or in turn or as given. */
  train(patterns: Rows, shown?: readonly number[]): void {
    const { epochs, K, e, beta, eta, order } = this.#p as { readonly [key: string]: number } & {
      readonly order: unknown;
    };
    const count = patterns.length;
    const drawn = order === 'fixed' ? undefined : this.#integers('order', 0, 0, epochs, count);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const k = shown?.[epoch] ?? drawn?.[epoch] ?? epoch % count;
      this.shown.push(k);
      for (let s = 0; s < K; s++)
        this.#step1(
          patterns[k].map((z) => e * z),
          beta,
          eta,
        );
    }
  }

  /** Trials with a noisy pattern as evidence; the mean state after the burn-in is scored. */
  reconstruct(phase: number, { rows, pick, trials, steps, signal, snr, beta }: PlainTrials): void {
    const { e, burn_in: burnIn } = this.#p as { readonly [key: string]: number };
    const round = (value: number): number => (this.#p.mode === 'faithful' ? Math.round(value * 1000) / 1000 : value);
    for (let trial = 0; trial < trials; trial++) {
      const pattern = this.#patternOf(phase, trial, pick, rows.length);
      const clean = rows[pattern].map((z) => signal * e * z);
      const normals = this.#normals('probe', phase, trial);
      const noisy = clean.map((value, i) => value + (snr === Infinity ? 0 : (spread(clean) / snr) * normals[i]));
      if (this.#p.trial_state === 'reset') this.sigma = new Array<number>(this.n).fill(0);
      const sum = new Array<number>(this.n).fill(0);
      for (let s = 0; s < steps; s++) {
        this.#step1(noisy, beta, 0);
        if (s >= burnIn) for (let i = 0; i < this.n; i++) sum[i] += this.sigma[i];
      }
      const average = sum.map((value) => value / (steps - burnIn));
      this.trials.push({ phase, pattern, r2In: round(r2(noisy, clean)), r2Out: round(r2(average, clean)) });
    }
  }

  #patternOf(phase: number, trial: number, pick: PlainTrials['pick'], count: number): number {
    if (typeof pick === 'number') return pick;
    return pick === 'cyclic' ? trial % count : this.#integers('trial', phase, trial, 1, count)[0];
  }

  /** Steps without evidence; what each state resembles most is nothing of the network. */
  run(steps: number, beta: number, eta: number): readonly (readonly number[])[] {
    return Array.from({ length: steps }, () => {
      this.#step1(new Array<number>(this.n).fill(0), beta, eta);
      return [...this.sigma];
    });
  }

  /** Deterministic relaxation from faint patterns at each level; takes its steps of the run. */
  search(phase: number, patterns: Rows): void {
    const p = this.#p as { readonly [key: string]: number };
    const levels = this.#p.levels as readonly number[];
    const J =
      this.#p.search_of === 'symmetric' ? this.J.map((row, i) => row.map((w, j) => (w + this.J[j][i]) / 2)) : this.J;
    levels.forEach((level, l) => {
      patterns.forEach((z, pattern) => {
        const d = this.#p.search_scale === 'evidence' ? z.map((value) => p.e * value) : z;
        const normals = this.#normals('start', phase * STREAMS + l, pattern);
        const start = d.map((value, i) => this.#mean(0.1 * value + 0.1 * level * spread(d) * normals[i]));
        const after = (steps: number): readonly number[] => {
          let x = start;
          for (let t = 0; t < steps; t++) {
            const now = x;
            x = J.map((row) => this.#mean(p.search_beta * row.reduce((sum, w, j) => sum + w * now[j], 0)));
          }
          return x;
        };
        this.searches.push({ phase, level, pattern, start, after });
      });
    });
    this.#step += levels.length * p.search_steps;
  }
}
