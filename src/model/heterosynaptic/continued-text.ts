/** What a trained transformer makes of a beginning: text, or of sequences the numbers of tokens. */
import { MsmError } from '../../errors.js';
import type { CommonKernels } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import { didYouMean, quoted } from '../../text.js';
import { generateTokens, type Sampling } from './generate.js';
import type { HeterosynapticKernels } from './kernels.js';
import { openAlone } from './open.js';
import type { HeterosynapticParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';
import { trainableOf } from './settings.js';
import { taskOf } from './tasks.js';
import { tokensOf } from './vocabulary.js';

type P = HeterosynapticParameters;

/** A network as a run left it. */
export interface TrainedNetwork {
  readonly parameters: P;
  readonly weights: ArrayLike<number>;
  /** Code points of its tokens (vocabulary.ts), of texts. */
  readonly codes?: ArrayLike<number>;
}

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

/** How beginnings are read and results are written. */
interface Language {
  /** Tokens that may be drawn: those with lower numbers. */
  readonly known: number;
  read(prompt: string): readonly number[];
  write(tokens: readonly number[]): string;
}

const PROMPT = '--prompt';
const refuse = (message: string, next?: string): MsmError => new MsmError('E_CONFIG', message, { place: PROMPT, next });

/** Words and characters of the run; others are refused, since the network knows nothing of them. */
function languageOfText(p: P, codes: ArrayLike<number>): Language {
  const vocabulary = tokensOf(codes);
  const unit = taskOf(p).text?.({ parameters: p }).unit;
  if (vocabulary === undefined || unit === undefined) throw new RangeError('no vocabulary');
  const numbers = new Map(vocabulary.map((token, i) => [token, i]));
  return {
    known: vocabulary.length,
    read: (prompt) =>
      Array.from(unit.tokens(prompt), (token, place) => {
        const number = numbers.get(token);
        if (number !== undefined) return number;
        const guess = unit.name === 'words' ? didYouMean(token, vocabulary) : '';
        const what = `${PROMPT}: ${quoted(token)}, number ${place} of its ${unit.name}, is not in the vocabulary of the run`;
        throw refuse(`${what}. ${guess}`.trim(), 'The table vocabulary of the run has all that is.');
      }),
    write: (tokens) => unit.join(tokens.map((token) => vocabulary[token])),
  };
}

/** Numbers of tokens, separated by commas or spaces. */
const languageOfNumbers = (vocabulary: number): Language => ({
  known: vocabulary,
  read: (prompt) =>
    prompt
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .map((word) => {
        if (/^\d{1,9}$/.test(word) && Number(word) < vocabulary) return Number(word);
        throw refuse(`${PROMPT}: ${quoted(word)} is no token; tokens are integers from 0 to ${vocabulary - 1}`);
      }),
  write: (tokens) => tokens.join(' '),
});

function languageOf({ parameters: p, codes }: TrainedNetwork): Language {
  const items = taskOf(p).items(p);
  if (items.kind === 'images') {
    const what = `task = ${p.task} is learned by a perceptron, which says no tokens`;
    throw new MsmError('E_CONFIG', what, { place: 'task', next: 'Give a run of a text or of selective copying.' });
  }
  return codes === undefined ? languageOfNumbers(items.vocabulary) : languageOfText(p, codes);
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
  const language = languageOf(trained);
  const beginning = language.read(prompt);
  if (beginning.length === 0) throw refuse(`${PROMPT} has no token to go on from`);
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
