/** Small networks with drawn parameters and batches, for tests. */
import type { Build } from '../../../src/kernel/kernels.js';
import { drawParameters } from '../../../src/model/heterosynaptic/initial.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { type NetworkSettings, openAlone } from '../../../src/model/heterosynaptic/open.js';
import { RULE_DEFAULTS, type RuleSettings } from '../../../src/model/heterosynaptic/rules.js';
import type { Batch, Precision, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';

/** Numbers in [0, 1) that repeat. */
export function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

export const NONE = { type: 'identity', alpha: 0, block: 1 } as const;

export const perceptron = (sizes: readonly number[], training: object = NONE): NetworkSettings => ({
  kind: 'perceptron',
  sizes,
  corruption: { training: { ...NONE, ...training }, test: NONE },
});

export const gpt = (shape: object = {}, lastTokens = 0, probability = 0, training: object = NONE): NetworkSettings => ({
  kind: 'gpt',
  shape: { vocabulary: 7, context: 6, layers: 2, heads: 2, width: 8, hasBias: true, isCausal: false, ...shape },
  lastTokens,
  dropout: { probability, seed: 3 },
  corruption: { training: { ...NONE, ...training }, test: NONE },
});

export interface Opened {
  readonly network: NetworkSettings;
  readonly precision?: Precision;
  readonly items: number;
  readonly rule?: Partial<RuleSettings>;
  readonly prunes?: boolean;
  readonly build?: Build;
}

/** A network whose parameters are drawn, larger than initial ones so that nothing is near its linear range. */
export function opened({ network, precision = 'f64', items, rule, prunes = false, build }: Opened): Trainable {
  const kernels = freshKernels(HETEROSYNAPTIC_MODULE, build);
  const settings = { network, precision, items, prunes, rule: { ...RULE_DEFAULTS, ...rule } };
  const trainable = openAlone(kernels, settings);
  drawParameters(kernels, trainable, network, 5);
  const draw = stream(11);
  const parameters = trainable.parameters();
  for (let i = 0; i < parameters.length; i++) parameters[i] += 0.6 * (draw() - 0.5);
  trainable.changed();
  return trainable;
}

/** A batch for a network; `zeros`: share of inputs of a perceptron that are zero. */
export function batchFor(network: NetworkSettings, items: number, zeros = 0): Batch {
  const draw = stream(items + 1);
  const isGpt = network.kind === 'gpt';
  const width = isGpt ? network.shape.context : network.sizes[0];
  const classes = isGpt ? network.shape.vocabulary : (network.sizes.at(-1) as number);
  const targets = isGpt ? network.lastTokens || width : 1;
  const token = (): number => Math.floor(draw() * classes);
  return {
    items,
    inputs: isGpt
      ? Int32Array.from({ length: items * width }, token)
      : Float64Array.from({ length: items * width }, () => (draw() < zeros ? 0 : draw())),
    targets: Int32Array.from({ length: items * targets }, token),
  };
}
