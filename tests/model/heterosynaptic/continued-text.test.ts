import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/defaults.js';
import { continueText, type TextRequest } from '../../../src/model/heterosynaptic/continued-text.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import type { TrainedNetwork } from '../../../src/model/heterosynaptic/language.js';
import { tensorsOf } from '../../../src/model/heterosynaptic/open.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../../../src/model/heterosynaptic/settings.js';
import { codesOf } from '../../../src/model/heterosynaptic/vocabulary.js';
import { countOf } from '../../../src/train/tensors.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

const SMALL = { n_embd: 8, n_head: 2, n_layer: 1, seq_len: 5 } as const;

/** A network with drawn weights. */
function trained(given: Partial<HeterosynapticParameters>, vocabulary?: readonly string[]): TrainedNetwork {
  const parameters = withDefaults(HETEROSYNAPTIC_SCHEMA, { ...SMALL, ...given });
  const draw = stream(5);
  const count = countOf(tensorsOf(trainableOf(parameters, 0).network));
  const weights = Float64Array.from({ length: count }, () => 2 * (draw() - 0.5));
  return { parameters, weights, ...(vocabulary !== undefined && { codes: codesOf(vocabulary) }) };
}

const LETTERS = trained({ task: 'characters', n_tokens: 6 }, ['<unk>', '\n', 'a', 'b', 'é']);
const WORDS = trained({ task: 'words', n_tokens: 5 }, ['<unk>', '<pad>', 'the', 'cat', '.']);

const goOn = (network: TrainedNetwork, request: Partial<TextRequest>) =>
  continueText(freshKernels(HETEROSYNAPTIC_MODULE), network, {
    prompt: 'ab',
    count: 30,
    temperature: 1,
    seed: 0,
    ...request,
  });

describe('a text that a network goes on with', () => {
  it('begins with the prompt and is the same for the same seed alone', () => {
    const { text, tokens } = goOn(LETTERS, {});
    expect(tokens.slice(0, 2)).toEqual([2, 3]);
    expect(tokens).toHaveLength(32);
    expect(text.startsWith('ab')).toBe(true);
    expect(goOn(LETTERS, {}).text).toBe(text);
    expect(goOn(LETTERS, { seed: 1 }).text).not.toBe(text);
  });

  it('is begun alike, however long it becomes', () => {
    expect(goOn(LETTERS, { count: 12 }).tokens).toEqual(goOn(LETTERS, {}).tokens.slice(0, 14));
  });

  it('has no token that the vocabulary lacks, though the network has more', () => {
    const { tokens } = goOn(LETTERS, { count: 300, temperature: 50 });
    expect(new Set(tokens)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('follows from the last tokens of the context alone', () => {
    const [short, long] = ['babab', 'aabbbéababab'].map((prompt) => goOn(LETTERS, { prompt, temperature: 0 }).text);
    expect(long.slice('aabbbéababab'.length)).toBe(short.slice('babab'.length));
  });

  it('is of words where words were learned, in lower case and with spaces', () => {
    const { text, tokens } = goOn(WORDS, { prompt: 'The CAT.', count: 3, temperature: 0 });
    expect(tokens.slice(0, 3)).toEqual([2, 3, 4]);
    expect(text.startsWith('the cat.')).toBe(true);
  });

  it('is numbers where sequences of tokens were learned', () => {
    const copying = trained({ task: 'selective-copying', l_noise: 3, l_memorize: 2, n_tokens: 5 });
    const { text, tokens } = goOn(copying, { prompt: '0, 1 0,2 0 4', count: 2 });
    expect(tokens.slice(0, 6)).toEqual([0, 1, 0, 2, 0, 4]);
    expect(text).toBe(tokens.join(' '));
    expect(tokens).toHaveLength(8);
  });
});

describe('what cannot be gone on with', () => {
  const copying = trained({ task: 'selective-copying', l_noise: 3, l_memorize: 2, n_tokens: 5 });

  it.each<readonly [string, TrainedNetwork, string, string]>([
    ['a prompt without tokens', LETTERS, '', '--prompt has no token to begin with'],
    ['a prompt of spaces alone', WORDS, '  ', '--prompt has no token to begin with'],
    ['an unknown character', LETTERS, 'abz', 'z, number 2 of its characters, is not in the vocabulary of the run'],
    [
      'an unknown word',
      WORDS,
      'the catt',
      'catt, number 1 of its words, is not in the vocabulary of the run. Did you mean cat',
    ],
    ['no number', copying, '1 x', 'x is no token; tokens are integers from 0 to 4'],
    ['a number beyond the tokens', copying, '5', '5 is no token'],
    [
      'a run of images',
      trained({ task: 'digits' }),
      'a',
      'task = digits is learned by a perceptron, which says no tokens',
    ],
  ])('is refused: %s', (_, network, prompt, message) => {
    expect(() => goOn(network, { prompt })).toThrow(message);
  });
});
