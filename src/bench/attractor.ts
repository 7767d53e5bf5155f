/** Benchmarks of the attractor family: its learning update, relaxation, the step as runs do it, and the published training. */
import type { FreshKernels } from '../kernel/kernels.js';
import { advanceSpan, allocateSpans, type Spans, type Stretch } from '../model/attractor/advance.js';
import { allocateWeights, placeWeights } from '../model/attractor/energy.js';
import { placeEvidence } from '../model/attractor/evidence.js';
import { ATTRACTOR_MODULE } from '../model/attractor/kernels.js';
import { createNetwork, type Network } from '../model/attractor/network.js';
import { openRelaxation, relaxationBytes, startRelaxation } from '../model/attractor/relaxation.js';
import { DEFAULT_RULE } from '../model/attractor/rule.js';
import { stride } from '../model/attractor/state.js';
import { type Ceiling, least, type Measurement, type Milliseconds, rate } from './measure.js';

/** Operations of the elementary functions of a node: a draw and a prediction, and the five curves. */
const NODE_FLOPS = 150;
const CURVES_FLOPS = 150;
/** Steps of one call, as many as a run's rows of records. */
const SPAN = 50;
/** Training of simulation 3: one-step epochs of three digits. */
const SEQUENCE_STEPS = 2000;
const DIGIT_PIXELS = 64;

/** What a step does besides drawing states. */
export interface StepKind {
  readonly n: number;
  readonly learns: boolean;
  readonly withCurves: boolean;
}

/** Arithmetic of a step: the field, learning, the monitor's product with J, and the elementary functions of each node. */
export function stepFlops({ n, learns, withCurves }: StepKind): number {
  const np = stride(n);
  return (learns ? 4 : 2) * np * np + (withCurves ? 2 * np * np + CURVES_FLOPS * np : 0) + NODE_FLOPS * np;
}

/** Bytes of J that a step reads and writes. */
export const stepBytes = ({ n, learns, withCurves }: StepKind): number =>
  8 * stride(n) ** 2 * ((learns ? 2 : 1) + (withCurves ? 1 : 0));

interface Bench {
  readonly network: Network;
  readonly spans: Spans;
  readonly stretch: Stretch;
}

/** A network of n nodes that is shown three patterns in turn. */
function open(fresh: FreshKernels, { n, learns, withCurves }: StepKind): Bench {
  const kernels = fresh(ATTRACTOR_MODULE);
  const network = createNetwork(kernels, { n });
  const rows = [0, 1, 2].map((r) => Float64Array.from({ length: n }, (_, i) => (((i + r) * 7919) % 13 < 6 ? -15 : 20)));
  const stretch: Stretch = {
    rule: { ...DEFAULT_RULE, eta: learns ? 0.001 : 0 },
    evidence: placeEvidence(kernels, n, rows),
    shown: (s) => s % rows.length,
    noise: { seed: 1 },
    withCurves,
  };
  return { network, spans: allocateSpans(network), stretch };
}

/** Seconds of a step in a loop that draws, learns and records as a run does. */
export function stepSeconds(fresh: FreshKernels, kind: StepKind, clock: Milliseconds, budgetMs: number): number {
  const { network, spans, stretch } = open(fresh, kind);
  let done = 0;
  const calls = (count: number): void => {
    for (let call = 0; call < count; call++) {
      advanceSpan(network, spans, stretch, done, SPAN);
      done += SPAN;
    }
  };
  return least(clock, calls, budgetMs, 20) / SPAN;
}

/** The learning update with the field that follows, on weights that stay as they are: its coefficients are zero. */
function learning(fresh: FreshKernels, ceiling: Ceiling, clock: Milliseconds, budgetMs: number, n: number) {
  const kernels = fresh(ATTRACTOR_MODULE);
  const np = stride(n);
  const [J, a, s, field] = [np * np, np, np, np].map((count) => kernels.allocate(8 * count));
  kernels.f64(J, np * np).fill(0.01);
  kernels.f64(s, np).fill(0.5);
  const kernel = kernels.kernel('attractor_learn_f64');
  const calls = (count: number): void => {
    for (let i = 0; i < count; i++) kernel(J, np, a, s, field);
  };
  const seconds = least(clock, calls, budgetMs);
  return rate(`attractor_learn_f64 n=${n}`, seconds, 4 * np * np, 16 * np * np, ceiling, 8 * np * np);
}

/** A step of a relaxation that never ends: its tolerance is below any change, and it looks for no cycles. */
function relaxing(fresh: FreshKernels, ceiling: Ceiling, clock: Milliseconds, budgetMs: number, n: number) {
  const kernels = fresh(ATTRACTOR_MODULE);
  const np = stride(n);
  const weights = allocateWeights(kernels, n);
  placeWeights(
    weights,
    Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 0 : 0.1)),
  );
  const block = openRelaxation(kernels, n, kernels.allocate(relaxationBytes(n)), true);
  const start = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 0.5 : -0.25));
  const kernel = kernels.kernel('attractor_relax');
  const calls = (count: number): void => {
    for (let call = 0; call < count; call++) {
      startRelaxation(kernels, weights, block, start, { mode: 'right', tolerance: 0, maxSteps: SPAN });
      kernel(block.address, weights.address, SPAN, 0);
    }
  };
  const seconds = least(clock, calls, budgetMs) / SPAN;
  return rate(`attractor_relax step n=${n}`, seconds, 2 * np * np + 80 * np, 8 * np * np, ceiling);
}

/** Hot kernels on their own. */
export function benchAttractorKernels(
  fresh: FreshKernels,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] {
  return [64, 256].flatMap((n) => [
    learning(fresh, ceiling, clock, budgetMs, n),
    relaxing(fresh, ceiling, clock, budgetMs, n),
  ]);
}

/** Seconds that a whole training with curves takes, with a new network each time. */
function trainingSeconds(fresh: FreshKernels, clock: Milliseconds, budgetMs: number): number {
  const { network, spans, stretch } = open(fresh, { n: DIGIT_PIXELS, learns: true, withCurves: true });
  const { block } = network;
  const calls = (count: number): void => {
    for (let call = 0; call < count; call++) {
      for (const name of ['J', 'sigma', 'field'] as const) block.f64(name).fill(0);
      for (let done = 0; done < SEQUENCE_STEPS; done += spans.longest) {
        advanceSpan(network, spans, stretch, done, Math.min(spans.longest, SEQUENCE_STEPS - done));
      }
    }
  };
  return least(clock, calls, budgetMs, 1);
}

/** The headline workloads: steps of the published sizes with and without curves, and the training of simulation 3 as a whole. */
export function benchAttractorWorkloads(
  fresh: FreshKernels,
  ceiling: Ceiling,
  clock: Milliseconds,
  budgetMs: number,
): readonly Measurement[] {
  const whole = { n: DIGIT_PIXELS, learns: true, withCurves: true };
  const resident = 8 * stride(DIGIT_PIXELS) ** 2;
  const measured = (name: string, kind: StepKind): Measurement => {
    const seconds = stepSeconds(fresh, kind, clock, budgetMs);
    return rate(name, seconds, stepFlops(kind), stepBytes(kind), ceiling, 8 * stride(kind.n) ** 2);
  };
  const training = trainingSeconds(fresh, clock, budgetMs);
  return [
    measured('attractor step n=64, learning, curves', whole),
    measured('attractor step n=64, learning', { ...whole, withCurves: false }),
    measured('attractor step n=64, no learning', { n: DIGIT_PIXELS, learns: false, withCurves: false }),
    rate(
      `attractor simulation 3, ${SEQUENCE_STEPS} steps`,
      training,
      SEQUENCE_STEPS * stepFlops(whole),
      SEQUENCE_STEPS * stepBytes(whole),
      ceiling,
      resident,
    ),
  ];
}
