/** Steps of a network alone, for tests: the spans of the program one after the other, with all that they can list. */
import { advanceSpan, allocateSpans, type Noise, type Stretch } from '../../../src/model/attractor/advance.js';
import { CURVES, type Curve } from '../../../src/model/attractor/curves.js';
import { allocateEvidence, type Evidence, setEvidence } from '../../../src/model/attractor/evidence.js';
import { clearMean, meanState, type Network } from '../../../src/model/attractor/network.js';
import { DEFAULT_RULE, type StepRule } from '../../../src/model/attractor/rule.js';

export interface AdvanceOptions {
  /** Missing entries are those of `DEFAULT_RULE`. */
  readonly rule?: Partial<StepRule>;
  readonly steps: number;
  /** Evidence and the row shown at each step (-1: none); no bias if absent. */
  readonly evidence?: Evidence;
  readonly shown?: (step: number) => number;
  /** Bias [n] shown at every step, instead of `evidence`. */
  readonly bias?: ArrayLike<number>;
  /** Needed unless the rule takes means. */
  readonly noise?: Noise;
  /** Which lists to return. */
  readonly curves?: boolean;
  readonly states?: boolean;
}

export interface Trace {
  readonly steps: number;
  /** One array [steps] for each curve, all evaluated after the step with the bias still set; empty if not asked for. */
  readonly curves: { readonly [name in Curve]: Float64Array };
  /** States after each step, [steps, n] row-major; empty if not asked for. */
  readonly states: Float64Array;
  /** Mean of the states after each step, [n]. */
  readonly mean: Float64Array;
}

/** Does `steps` steps; J and sigma persist in the network. Throws E_CONFIG and E_DIVERGED as `advanceSpan`. */
export function advance(network: Network, options: AdvanceOptions): Trace {
  const { kernels, n, stride: np } = network;
  const { steps } = options;
  const rule = { ...DEFAULT_RULE, ...options.rule };
  const spans = allocateSpans(network);
  const evidence = options.evidence ?? allocateEvidence(kernels, n, options.bias === undefined ? 0 : 1);
  if (options.bias !== undefined) setEvidence(kernels, evidence, 0, options.bias);
  const shown = options.shown ?? (() => (options.bias === undefined ? -1 : 0));
  const [withCurves, withStates] = [options.curves === true, options.states === true];
  const stretch: Stretch = { rule, evidence, shown, noise: options.noise ?? { seed: 0 }, withCurves, withStates };
  const curves = CURVES.map(() => new Float64Array(withCurves ? steps : 0));
  const states = new Float64Array(withStates ? steps * n : 0);
  clearMean(network);
  for (let done = 0; done < steps; ) {
    const count = Math.min(spans.longest, steps - done);
    advanceSpan(network, spans, stretch, done, count);
    const rows = kernels.f64(spans.curves, count * CURVES.length);
    for (let s = 0; s < count; s++) {
      if (withCurves) for (let c = 0; c < CURVES.length; c++) curves[c][done + s] = rows[s * CURVES.length + c];
      if (withStates) states.set(kernels.f64(spans.states + 8 * s * np, n), (done + s) * n);
    }
    done += count;
  }
  const named = Object.fromEntries(CURVES.map((name, c) => [name, curves[c]])) as Trace['curves'];
  return { steps, curves: named, states, mean: meanState(network) };
}
