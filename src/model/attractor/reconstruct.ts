/** Reconstruction of noisy patterns (spec 4.5): retrieval of learned ones, generalisation to others. */
import { type ReconstructionScore, reconstructionGain, reconstructionScore } from '../../analysis/reconstruction.js';
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { advanceSpan, allocateSpans, type Noise, type Spans, type Stretch } from './advance.js';
import { allocateEvidence, type Evidence, setEvidence } from './evidence.js';
import { clearMean, meanState, type Network, setState } from './network.js';
import { DEFAULT_RULE, type StepRule } from './rule.js';
import { deviation } from './search.js';

/** What a trial shows. */
export interface Probe {
  /** s e z [n]. */
  readonly clean: Float64Array;
  /** The clean pattern with noise of standard deviation sd(clean)/SNR [n]. */
  readonly noisy: Float64Array;
}

/** The probe of a trial from a pattern z [n], its factor s e, and standard normal numbers [n] (not read for an infinite SNR). */
export function probeOf(
  z: ArrayLike<number>,
  factor: number,
  snr: number,
  normals: ArrayLike<number> | undefined,
): Probe {
  const clean = Float64Array.from(z, (value) => factor * value);
  if (normals === undefined || snr === Number.POSITIVE_INFINITY) return { clean, noisy: clean.slice() };
  const width = deviation(clean) / snr;
  return { clean, noisy: clean.map((value, i) => value + width * normals[i]) };
}

/** Standard normal numbers [n] of a trial; `address` has room for them. They depend on seed, stream and trial alone. */
export function probeNormals(
  kernels: Kernels,
  address: number,
  seed: number,
  n: number,
  stream: number,
  trial: number,
): Float64Array {
  const at = { address, count: n, purpose: 'attractorProbe', stream, first: trial * n } as const;
  randomSource(kernels, seed).normal(at, 0, 1);
  return kernels.f64(address, n);
}

export interface ReconstructOptions {
  /** Patterns z, each [n]. */
  readonly patterns: readonly ArrayLike<number>[];
  /** Pattern of each trial. */
  readonly indices: ArrayLike<number>;
  /** Evidence level. */
  readonly e: number;
  readonly signal?: number;
  /** Ratio of the amplitudes of signal and noise; Infinity for none. */
  readonly snr?: number;
  /** beta is that of the evaluation; eta is taken as 0. */
  readonly rule?: Partial<StepRule>;
  /** Steps of a trial. */
  readonly steps?: number;
  /** First steps of a trial that do not enter the mean. */
  readonly burnIn?: number;
  /** Whether the state is set to zero before each trial; as published it is not. */
  readonly resets?: boolean;
  /** r^2 to three decimals, as published. */
  readonly isRounded?: boolean;
  /** Standard normal numbers [trials, n]; drawn with the seed if absent. */
  readonly normals?: ArrayLike<number>;
  readonly seed?: number;
  /** Uniforms [trials, steps, n] instead of drawn ones. */
  readonly uniforms?: ArrayLike<number>;
}

export interface Reconstruction extends ReconstructionScore {
  readonly pattern: number;
  readonly noisy: Float64Array;
  readonly mean: Float64Array;
}

/** Buffers of a series of trials. */
interface Bench {
  readonly spans: Spans;
  readonly evidence: Evidence;
}

function runTrial(
  network: Network,
  { spans, evidence }: Bench,
  rule: StepRule,
  noise: Noise,
  from: number,
  steps: number,
) {
  const stretch: Stretch = { rule, evidence, shown: () => 0, noise };
  for (let done = 0; done < steps; ) {
    const count = Math.min(spans.longest, steps - done);
    advanceSpan(network, spans, stretch, from + done, count);
    done += count;
  }
}

/** Does all trials on a network, whose state goes on from trial to trial. Throws E_CONFIG, E_DIVERGED. */
export function reconstruct(
  network: Network,
  options: ReconstructOptions,
): { readonly trials: readonly Reconstruction[]; readonly gain: number } {
  const { kernels, n } = network;
  const { signal = 0.1, snr = 1, steps = 100, burnIn = 0, resets = false, isRounded = false, seed = 0 } = options;
  const rule = { ...DEFAULT_RULE, ...options.rule, eta: 0 };
  const noise: Noise = options.uniforms === undefined ? { seed } : { uniforms: options.uniforms };
  const bench = { spans: allocateSpans(network), evidence: allocateEvidence(kernels, n, 1) };
  const address = kernels.allocate(8 * n);
  const trials = Array.from(options.indices, (pattern, trial): Reconstruction => {
    const given =
      options.normals === undefined ? undefined : Array.from(options.normals).slice(trial * n, trial * n + n);
    const normals = given ?? probeNormals(kernels, address, seed, n, 0, trial);
    const { clean, noisy } = probeOf(options.patterns[pattern], signal * options.e, snr, normals);
    if (resets) setState(network, new Float64Array(n));
    setEvidence(kernels, bench.evidence, 0, noisy);
    runTrial(network, bench, rule, noise, trial * steps, burnIn);
    clearMean(network);
    runTrial(network, bench, rule, noise, trial * steps + burnIn, steps - burnIn);
    const mean = meanState(network);
    return { pattern, noisy, mean, ...reconstructionScore(mean, noisy, clean, { isRounded }) };
  });
  return { trials, gain: reconstructionGain(trials) };
}
