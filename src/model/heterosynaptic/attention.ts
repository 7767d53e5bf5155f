/** What the heads of a trained transformer look at, in the pass that its test makes: without dropout, with the corruption of the test. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Reals } from '../../train/trainable.js';
import type { HeterosynapticKernels } from './kernels.js';
import type { TrainedNetwork } from './language.js';
import { numericOf } from './numeric.js';
import { openTransformer } from './open.js';
import { trainableOf } from './settings.js';

/** A head, and the sequence that it looks at. */
export interface HeadMap {
  readonly sequence: number;
  readonly layer: number;
  readonly head: number;
  /** Positions at the end of the sequence that look at all: of the last layer those that are read. */
  readonly queries: number;
  /** Positions of the sequence. */
  readonly length: number;
  /** [queries, length]: each row sums to 1, and is 0 at what a causal network does not see. */
  readonly weights: Reals;
}

/**
 * The maps of all heads, sequence by sequence, layer by layer.
 *
 * @param sequences - tokens, no more than the context of the network each
 */
export function attentionMaps(
  kernels: Kernels<HeterosynapticKernels>,
  { parameters, weights }: TrainedNetwork,
  sequences: readonly ArrayLike<number>[],
): readonly HeadMap[] {
  const { network, precision } = trainableOf(parameters, 0);
  if (network.kind !== 'gpt') throw new RangeError('no transformer');
  const { heads, context } = network.shape;
  const numeric = numericOf(kernels, precision);
  const transformer = openTransformer(numeric, network, 1);
  const [acting, inputs] = [numeric.room(weights.length), numeric.words(context)];
  numeric.view(acting, weights.length).set(weights);
  transformer.take(acting);
  return sequences.flatMap((tokens, sequence) => {
    const { length } = tokens;
    numeric.kernels.i32(inputs, length).set(tokens);
    const layers = transformer.attention({ inputs, targets: 0, length }, { from: 0, to: 1 });
    return layers.flatMap(({ queries, weights: all }, layer) =>
      Array.from({ length: heads }, (_, head): HeadMap => {
        const own = all.subarray(head * queries * length, (head + 1) * queries * length);
        return { sequence, layer, head, queries, length, weights: own };
      }),
    );
  });
}

/** Weights that `attentionMaps` makes of a sequence of so many tokens. */
export function attentionCount({ parameters }: Pick<TrainedNetwork, 'parameters'>, length: number): number {
  const { network } = trainableOf(parameters, 0);
  if (network.kind !== 'gpt') throw new RangeError('no transformer');
  const { lastTokens, shape } = network;
  const read = lastTokens === 0 ? length : Math.min(lastTokens, length);
  return shape.heads * length * ((shape.layers - 1) * length + read);
}
