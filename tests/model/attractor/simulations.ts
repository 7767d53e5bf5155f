/** The published experiments for one seed each, on the functions of the network alone (spec 6). */
import { angleTable, publishedAttractorOrthogonality } from '../../../src/analysis/angles.js';
import { asymmetry, symmetricPart } from '../../../src/analysis/asymmetry.js';
import { countDistinct } from '../../../src/analysis/distinct.js';
import type { Kernels } from '../../../src/kernel/kernels.js';
import { randomSource } from '../../../src/method/random.js';
import { advance } from '../../../src/model/attractor/advance.js';
import { placeEvidence } from '../../../src/model/attractor/evidence.js';
import { couplings, createNetwork, type Network } from '../../../src/model/attractor/network.js';
import { reconstruct } from '../../../src/model/attractor/reconstruct.js';
import { createRelaxer } from '../../../src/model/attractor/relaxation.js';
import { type FoundAttractor, searchAttractors } from '../../../src/model/attractor/search.js';
import { compileBuild, instantiate } from '../../../src/run/builds.js';
import { readPatterns } from '../../../src/run/patterns.js';

const BUILD = compileBuild('strict');

/** Patterns [count, size] as rows times a factor. */
export const scaledRows = (values: Float64Array, size: number, factor: number): readonly Float64Array[] =>
  Array.from({ length: values.length / size }, (_, r) =>
    values.subarray(r * size, (r + 1) * size).map((z) => factor * z),
  );

export const patternsOf = async (text: string): Promise<Float64Array> =>
  (await readPatterns(text, 'patterns', '--patterns')).values;

/** Seed of a part of an experiment: parts of one experiment draw independent numbers. */
const PARTS = 10;
const seedOf = (seed: number, part: number): number => PARTS * seed + part;

/** Integers below `range`, drawn as the program draws them, for the order in which patterns are shown. */
export function drawnOrder(kernels: Kernels, seed: number, count: number, range: number): Int32Array {
  const address = kernels.allocate(4 * count);
  const at = { address, count, purpose: 'attractorOrder', stream: 0, first: 0 } as const;
  randomSource(kernels, seed).integer(at, range);
  return kernels.i32(address, count).slice();
}

export interface Learned {
  readonly network: Network;
  readonly J: Float64Array;
}

export interface Regime {
  readonly n: number;
  readonly e: number;
  readonly beta: number;
  readonly eta: number;
  readonly epochs: number;
  readonly steps: number;
}

/** Random-order training from zero (spec 4.2). */
export function learnRandomly(values: Float64Array, regime: Regime, seed: number): Learned {
  const kernels = instantiate(BUILD);
  const { n, e, beta, eta, epochs, steps } = regime;
  const network = createNetwork(kernels, { n });
  const rows = scaledRows(values, n, e);
  const order = drawnOrder(kernels, seedOf(seed, 1), epochs, rows.length);
  advance(network, {
    rule: { eta, beta },
    steps: epochs * steps,
    evidence: placeEvidence(kernels, n, rows),
    shown: (s) => order[Math.floor(s / steps)],
    noise: { seed: seedOf(seed, 0) },
  });
  return { network, J: couplings(network) };
}

export const BARS_REGIME: Regime = { n: 25, e: 30, beta: 0.1, eta: 0.01, epochs: 500, steps: 10 };

export interface BarsOutcome {
  readonly J: Float64Array;
  readonly found: readonly FoundAttractor[];
}

/** Simulation 1: two correlated bars, and where faint ones lead. */
export function bars(values: Float64Array, seed: number): BarsOutcome {
  const { network, J } = learnRandomly(values, BARS_REGIME, seed);
  const { kernels, n } = network;
  const found = searchAttractors(kernels, createRelaxer(kernels, n, J), scaledRows(values, n, 1), { levels: [0] });
  return { J, found };
}

export interface SequenceOutcome {
  readonly J: Float64Array;
  readonly found: readonly FoundAttractor[];
  /** Free run [100, 64]. */
  readonly states: Float64Array;
}

/** Simulation 3: three digits in turn, the fixed points of the symmetric part, and a free run. */
export function sequence(values: Float64Array, seed: number): SequenceOutcome {
  const kernels = instantiate(BUILD);
  const n = 64;
  const network = createNetwork(kernels, { n });
  const rows = scaledRows(values, n, 20);
  advance(network, {
    rule: { eta: 0.001 },
    steps: 2000,
    evidence: placeEvidence(kernels, n, rows),
    shown: (s) => s % rows.length,
    noise: { seed: seedOf(seed, 0) },
  });
  const J = couplings(network);
  const found = searchAttractors(kernels, createRelaxer(kernels, n, symmetricPart(J, n)), rows, { levels: [0] });
  const { states } = advance(network, { steps: 100, noise: { seed: seedOf(seed, 1) }, states: true });
  return { J, found, states };
}

/** Learning of the ten digits, without e and beta, which span the regimes. */
const DIGITS_REGIME = { n: 64, eta: 0.001, epochs: 5000, steps: 10 };
const TRIALS = 100;

export interface Evaluation {
  readonly retrieval: number;
  readonly generalisation: number;
  readonly attractors: number;
  readonly orthogonality: number;
  readonly asymmetry: number;
}

/** Scores of a trained network as published: retrieval, generalisation, attractors (spec 6.2). The state goes on from one to the next. */
export function evaluate(
  network: Network,
  learned: Float64Array,
  test: Float64Array,
  e: number,
  seed: number,
): Evaluation {
  const { kernels, n } = network;
  const [patterns, others] = [scaledRows(learned, n, 1), scaledRows(test, n, 1)];
  const cyclic = Int32Array.from({ length: TRIALS }, (_, trial) => trial % patterns.length);
  const random = drawnOrder(kernels, seedOf(seed, 2), TRIALS, others.length);
  const common = { e, isRounded: true };
  const retrieval = reconstruct(network, { ...common, patterns, indices: cyclic, seed: seedOf(seed, 3) }).gain;
  const generalisation = reconstruct(network, {
    ...common,
    patterns: others,
    indices: random,
    seed: seedOf(seed, 4),
  }).gain;
  const J = couplings(network);
  const options = { levels: [0], mode: 'faithful' } as const;
  const found = searchAttractors(kernels, createRelaxer(kernels, n, J), scaledRows(learned, n, e), options);
  const ends = Float64Array.from(found.flatMap(({ state }) => [...state])); // [P, n]
  const angles = angleTable(ends, patterns.length, n);
  return {
    retrieval,
    generalisation,
    attractors: countDistinct(ends, patterns.length, n),
    orthogonality: publishedAttractorOrthogonality(angles),
    asymmetry: asymmetry(J, n),
  };
}

/** Simulation 2: one regime, learned and evaluated. */
export function regime(learned: Float64Array, test: Float64Array, e: number, beta: number, seed: number) {
  const { network } = learnRandomly(learned, { ...DIGITS_REGIME, e, beta }, seed);
  return { network, evaluation: evaluate(network, learned, test, e, seed) };
}

/** Simulation 4: a network learns on without evidence; J before and after. */
export function learnFreely(network: Network, steps: number, seed: number): readonly [Float64Array, Float64Array] {
  const before = couplings(network);
  advance(network, { rule: { eta: 0.001 }, steps, noise: { seed: seedOf(seed, 5) } });
  return [before, couplings(network)];
}
