/** Benchmarks of the attractor family: its learning update, relaxation, the step as runs do it, and the published training. */
import type { FreshKernels } from '../../kernel/kernels.js';
import { type Bench, repeated, type Subject } from '../bench.js';
import { advanceSpan, allocateSpans, type Spans, type Stretch } from './advance.js';
import { allocateWeights, placeWeights } from './energy.js';
import { placeEvidence } from './evidence.js';
import { ATTRACTOR_MODULE } from './kernels.js';
import { createNetwork, type Network } from './network.js';
import { openRelaxation, relaxationBytes, startRelaxation } from './relaxation.js';
import { DEFAULT_RULE } from './rule.js';
import { stride } from './state.js';

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
  8 * stride(n) * stride(n) * ((learns ? 2 : 1) + (withCurves ? 1 : 0));

interface Opened {
  readonly network: Network;
  readonly spans: Spans;
  readonly stretch: Stretch;
}

/** A network of n nodes that is shown three patterns in turn. */
function open(fresh: FreshKernels, { n, learns, withCurves }: StepKind): Opened {
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

/** A step in a loop that draws, learns and records as a run does. */
export function stepOf(name: string, fresh: FreshKernels, kind: StepKind): Subject {
  const { network, spans, stretch } = open(fresh, kind);
  let done = 0;
  return {
    name,
    flops: stepFlops(kind),
    bytes: stepBytes(kind),
    workingSet: 8 * stride(kind.n) * stride(kind.n),
    run: repeated(() => {
      advanceSpan(network, spans, stretch, done, SPAN);
      done += SPAN;
    }),
    perCall: SPAN,
    spanMs: 20,
  };
}

/** The learning update with the field that follows, on weights that stay as they are: its coefficients are zero. */
function learning(fresh: FreshKernels, n: number): Subject {
  const kernels = fresh(ATTRACTOR_MODULE);
  const np = stride(n);
  const [J, a, s, field] = [np * np, np, np, np].map((count) => kernels.allocate(8 * count));
  kernels.f64(J, np * np).fill(0.01);
  kernels.f64(s, np).fill(0.5);
  const kernel = kernels.kernel('attractor_learn_f64');
  return {
    name: `attractor_learn_f64 n=${n}`,
    flops: 4 * np * np,
    bytes: 16 * np * np,
    workingSet: 8 * np * np,
    run: repeated(() => kernel(J, np, a, s, field)),
  };
}

/** A step of a relaxation that never ends: its tolerance is below any change, and it looks for no cycles. */
function relaxing(fresh: FreshKernels, n: number): Subject {
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
  return {
    name: `attractor_relax step n=${n}`,
    flops: 2 * np * np + 80 * np,
    bytes: 8 * np * np,
    run: repeated(() => {
      startRelaxation(kernels, weights, block, start, { mode: 'right', tolerance: 0, maxSteps: SPAN });
      kernel(block.address, weights.address, SPAN, 0);
    }),
    perCall: SPAN,
  };
}

/** A training as a whole, begun anew each time. */
export function trainingOf(name: string, fresh: FreshKernels, kind: StepKind, steps: number): Subject {
  const { network, spans, stretch } = open(fresh, kind);
  const { block } = network;
  return {
    name,
    flops: steps * stepFlops(kind),
    bytes: steps * stepBytes(kind),
    workingSet: 8 * stride(kind.n) * stride(kind.n),
    run: repeated(() => {
      for (const array of ['J', 'sigma', 'field'] as const) block.f64(array).fill(0);
      for (let done = 0; done < steps; done += spans.longest) {
        advanceSpan(network, spans, stretch, done, Math.min(spans.longest, steps - done));
      }
    }),
    spanMs: 1,
  };
}

/** The headline workloads: steps of the published sizes with and without curves, and the training of simulation 3. */
export const BENCH: Bench = {
  *kernels(fresh) {
    for (const n of [64, 256]) {
      yield learning(fresh, n);
      yield relaxing(fresh, n);
    }
  },
  *workloads(fresh) {
    const n = DIGIT_PIXELS;
    yield stepOf('attractor step n=64, learning, curves', fresh, { n, learns: true, withCurves: true });
    yield stepOf('attractor step n=64, learning', fresh, { n, learns: true, withCurves: false });
    yield stepOf('attractor step n=64, no learning', fresh, { n, learns: false, withCurves: false });
    const published = { n, learns: true, withCurves: true };
    yield trainingOf(`attractor simulation 3, ${SEQUENCE_STEPS} steps`, fresh, published, SEQUENCE_STEPS);
  },
};
