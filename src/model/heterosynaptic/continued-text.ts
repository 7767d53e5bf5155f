/** What a trained transformer makes of a beginning: text, or of sequences the numbers of tokens. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { generateTokens, type Sampling } from './generate.js';
import type { HeterosynapticKernels } from './kernels.js';
import { languageOf, type TrainedNetwork } from './language.js';
import { openAlone } from './open.js';
import { PURPOSE } from './purposes.js';
import { trainableOf } from './settings.js';

export interface TextRequest extends Sampling {
  /** A text, or numbers of tokens. */
  readonly prompt: string;
  /** Tokens to make. */
  readonly count: number;
  readonly seed: number;
}

export interface ContinuedText {
  /** The beginning with what follows. */
  readonly text: string;
  /** Numbers of all its tokens. */
  readonly tokens: readonly number[];
}

/**
 * Goes on with a beginning. The network sees as many of the last tokens as it takes; the same seed draws the same tokens.
 *
 * @throws MsmError E_CONFIG for a run of images, or a beginning that has no tokens or unknown ones
 */
export function continueText(
  kernels: Kernels<HeterosynapticKernels>,
  trained: TrainedNetwork,
  { prompt, count, seed, ...sampling }: TextRequest,
): ContinuedText {
  const language = languageOf(trained, '--prompt');
  const beginning = language.read(prompt);
  const { network, ...settings } = trainableOf(trained.parameters, 0);
  if (network.kind !== 'gpt') throw new RangeError('no transformer');
  // only the last position is read, and nothing is left out or pruned
  const last = { ...network, lastTokens: 1, dropout: { probability: 0, seed: 0 } };
  const trainable = openAlone(kernels, { ...settings, network: last, items: 1, prunes: false });
  trainable.parameters().set(trained.weights);
  trainable.changed();
  const plain = kernels as unknown as Kernels<CommonKernels>;
  const [random, address] = [randomSource(plain, seed), kernels.allocate(8)];
  const made = generateTokens(trainable, {
    ...sampling,
    prompt: beginning,
    count,
    context: network.shape.context,
    known: language.known,
    exp: elementaryOf(plain).exp,
    draw: (index) => {
      random.uniform({ address, count: 1, purpose: PURPOSE.generation, stream: 0, first: index }, 0, 1);
      return kernels.f64(address, 1)[0];
    },
  });
  const tokens = [...beginning, ...made];
  return { text: language.write(tokens), tokens };
}
