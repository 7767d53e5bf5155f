/** The tokens of a trained transformer as people read and write them: words or characters of its text, or of sequences their numbers. */
import { MsmError } from '../../errors.js';
import { didYouMean, quoted } from '../../text.js';
import type { HeterosynapticParameters } from './parameters.js';
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

export interface Language {
  /** Tokens that may be drawn: those with lower numbers. */
  readonly known: number;
  /** Numbers of tokens. Throws E_CONFIG for what is no token, and for a text without any. */
  read(prompt: string): readonly number[];
  write(tokens: readonly number[]): string;
  /** One token. */
  word(token: number): string;
}

/** Refuses what stands at a place. */
type Refuse = (message: string, next?: string) => MsmError;

/** Words and characters of the run; others are refused, since the network knows nothing of them. */
function languageOfText(p: P, codes: ArrayLike<number>, refuse: Refuse): Language {
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
        const what = `${quoted(token)}, number ${place} of its ${unit.name}, is not in the vocabulary of the run`;
        throw refuse(`: ${what}. ${guess}`.trim(), 'The table vocabulary of the run has all that is.');
      }),
    write: (tokens) => unit.join(tokens.map((token) => vocabulary[token])),
    // in faithful mode the network has tokens that no word has
    word: (token) => vocabulary[token] ?? String(token),
  };
}

/** Numbers of tokens, separated by commas or spaces. */
const languageOfNumbers = (vocabulary: number, refuse: Refuse): Language => ({
  known: vocabulary,
  read: (prompt) =>
    prompt
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .map((word) => {
        if (/^\d{1,9}$/.test(word) && Number(word) < vocabulary) return Number(word);
        throw refuse(`: ${quoted(word)} is no token; tokens are integers from 0 to ${vocabulary - 1}`);
      }),
  write: (tokens) => tokens.join(' '),
  word: String,
});

/**
 * @param place - where a prompt stands, for messages
 * @throws MsmError E_CONFIG for a run of images
 */
export function languageOf(
  { parameters: p, codes }: Pick<TrainedNetwork, 'parameters' | 'codes'>,
  place: string,
): Language {
  const items = taskOf(p).items(p);
  if (items.kind === 'images') {
    const what = `task = ${p.task} is learned by a perceptron, which says no tokens`;
    throw new MsmError('E_CONFIG', what, { place: 'task', next: 'Give a run of a text or of selective copying.' });
  }
  const refuse: Refuse = (message, next) => new MsmError('E_CONFIG', `${place}${message}`, { place, next });
  const language = codes === undefined ? languageOfNumbers(items.vocabulary, refuse) : languageOfText(p, codes, refuse);
  return {
    ...language,
    read: (prompt) => {
      const tokens = language.read(prompt);
      if (tokens.length === 0) throw refuse(' has no token to begin with');
      return tokens;
    },
  };
}
