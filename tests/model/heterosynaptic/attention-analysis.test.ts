/** `msm analyse --analysis attention`: what it is shown, what it writes, what it refuses. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analyse/analyse.js';
import { NODE_DISK } from '../../../src/host/disk.js';
import type { AnalysedRun } from '../../../src/model/analysis.js';
import { withDefaults } from '../../../src/model/defaults.js';
import type { Family } from '../../../src/model/family.js';
import { HETEROSYNAPTIC_ANALYSES } from '../../../src/model/heterosynaptic/analyses.js';
import { HETEROSYNAPTIC } from '../../../src/model/heterosynaptic/model.js';
import { tensorsOf } from '../../../src/model/heterosynaptic/open.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../../../src/model/heterosynaptic/settings.js';
import type { Parameters as Options } from '../../../src/model/schema.js';
import { readTable } from '../../../src/table/read.js';
import { countOf } from '../../../src/train/tensors.js';
import { freshKernels } from '../../conformance/kernels.js';
import { temporaryFolders } from '../../run/folders.js';
import { start, type Texts } from '../../run/harness.js';
import { stream } from './networks.js';

const made = temporaryFolders();
const F = { exp: Math.exp, log: Math.log, log1p: Math.log1p, tanh: Math.tanh };
const TOOLS = { kernels: freshKernels, elementary: F };
const FAMILY = HETEROSYNAPTIC as unknown as Family;
const SMALL: Texts = {
  n_embd: 8,
  n_head: 2,
  n_layer: 2,
  max_epochs: 1,
  train_size: 8,
  validation_size: 2,
  test_size: 3,
};
const COPYING: Texts = { ...SMALL, task: 'selective-copying', l_noise: 4, l_memorize: 2, n_tokens: 5 };
const RHYME = `${'Jack and Jill went up the hill to fetch a pail of water.\n'.repeat(4)}`;

/** Runs that the tests of this file share. */
let place = '';
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'msm-attention-'));
  writeFileSync(join(place, 'rhyme.txt'), RHYME);
  const data = { inputFiles: { data: [join(place, 'rhyme.txt')] } };
  await start(join(place, 'copying'), COPYING, { family: FAMILY });
  await start(join(place, 'words'), { ...SMALL, task: 'words', seq_len: 4 }, { family: FAMILY, ...data });
  await start(join(place, 'digits'), { max_epochs: 1, train_size: 32, hidden: '[4]' }, { family: FAMILY });
  return () => rmSync(place, { recursive: true });
});

/** What is said and written of a run, columns by their names. */
async function analysed(run: string, ...settings: readonly string[]) {
  const request = { folder: join(place, run), analyses: ['attention'], settings, out: join(made(), 'tables') };
  const { files, verdicts } = await analyse(NODE_DISK, request);
  const [maps, heads] = await Promise.all(files.map(({ path }) => readTable(readFileSync(path), path)));
  const columns = (table: typeof maps): { readonly [name: string]: readonly (number | string)[] } =>
    Object.fromEntries(table.columns.map(({ name, data }) => [name, Array.from(data as ArrayLike<number | string>)]));
  return { maps: columns(maps), heads: columns(heads), metadata: maps.metadata, said: verdicts[0].lines };
}

describe('attention of selective copying', () => {
  it('is that of sequences of the test, all positions of a layer and the read ones of the last', async () => {
    const { maps, heads, said, metadata } = await analysed('copying', 'sequences=2', 'first=1');
    expect(said[0]).toBe(
      '2 layers of 2 heads on sequences 1 to 2 of the test, 8 tokens each; of layer 1 the last 2 positions, which alone are read',
    );
    expect(JSON.parse(metadata['msm.options'])).toEqual({ prompt: null, sequences: 2, first: 1, weights: 'last' });
    expect(maps.weight).toHaveLength(2 * 2 * (8 * 8 + 2 * 8));
    expect([...new Set(maps.sequence)]).toEqual([1, 2]);
    const rows = new Map<string, number>();
    for (const [row, weight] of maps.weight.entries()) {
      const name = ['sequence', 'layer', 'head', 'query'].map((column) => maps[column][row]).join(' ');
      rows.set(name, (rows.get(name) ?? 0) + (weight as number));
    }
    expect(rows.size).toBe(2 * 2 * (8 + 2));
    for (const [name, sum] of rows) expect(Math.abs(sum - 1), name).toBeLessThan(2 ** -20);
    const last = maps.query.filter((_, row) => maps.layer[row] === 1);
    expect([...new Set(last)]).toEqual([6, 7]);
    // markers stand behind four blanks and two tokens to be recalled
    const tokens = maps.key_token.slice(0, 8);
    expect(tokens.slice(6)).toEqual(['4', '4']);
    expect(tokens.slice(0, 6).filter((token) => token === '0')).toHaveLength(4);
    expect(maps.query_token.slice(6 * 8, 7 * 8)).toEqual(new Array(8).fill('4'));
    expect(heads.rows).toEqual([16, 16, 4, 4]);
  });

  it('is that of numbers of tokens, of which the network sees the last', async () => {
    const { maps, said } = await analysed('copying', 'prompt=0 0 1 0, 2 0 0 3 4 4');
    expect(said[0]).toBe(
      '2 layers of 2 heads on the last 8 of 10 tokens of the prompt; of layer 1 the last 2 positions, which alone are read',
    );
    expect(maps.key_token.slice(0, 8)).toEqual(['1', '0', '2', '0', '0', '3', '4', '4']);
  });

  it('is of the same sequence whether it is named or is one of the test', async () => {
    const test = await analysed('copying', 'first=2');
    const named = await analysed('copying', `prompt=${test.maps.key_token.slice(0, 8).join(' ')}`);
    expect(named.maps.weight).toEqual(test.maps.weight);
  });
});

describe('attention of a text', () => {
  it('is that of a prompt in the words of the run, causal', async () => {
    const { maps, said } = await analysed('words', 'prompt=Up the HILL');
    expect(said[0]).toBe('2 layers of 2 heads on 3 tokens of the prompt');
    expect(maps.query_token.slice(0, 9).filter((_, i) => i % 3 === 0)).toEqual(['up', 'the', 'hill']);
    for (const [row, weight] of maps.weight.entries()) {
      expect(weight === 0).toBe((maps.key[row] as number) > (maps.query[row] as number));
    }
  });

  it('is that of windows of the text that it was given, while that is there', async () => {
    const { maps } = await analysed('words', 'first=2');
    const words = RHYME.toLowerCase().replaceAll('.', ' .').trim().split(/\s+/);
    const window = maps.key_token.slice(0, 4);
    expect(words.some((_, at) => window.every((word, i) => words[at + i] === word))).toBe(true);
    renameSync(join(place, 'rhyme.txt'), join(place, 'elsewhere.txt'));
    await expect(analysed('words')).rejects.toThrow('rhyme.txt is missing');
    await expect(analysed('words', 'prompt=up the hill')).resolves.toMatchObject({ said: expect.anything() });
    renameSync(join(place, 'elsewhere.txt'), join(place, 'rhyme.txt'));
  });
});

describe('attention is refused', () => {
  it.each<readonly [string, string, readonly string[], string]>([
    ['of a perceptron', 'digits', [], 'task = digits is learned by a perceptron, which has no attention'],
    [
      'of an unknown word',
      'words',
      ['prompt=up the hil'],
      '--set prompt: hil, number 2 of its words, is not in the vocabulary of the run. Did you mean hill',
    ],
    [
      'of a token that is none',
      'copying',
      ['prompt=0 5'],
      '--set prompt: 5 is no token; tokens are integers from 0 to 4',
    ],
    ['of nothing', 'copying', ['prompt= '], '--set prompt has no token to begin with'],
    [
      'of a prompt and sequences of the test',
      'copying',
      ['prompt=0 1', 'first=1'],
      'sequences and first are of the test',
    ],
    [
      'of a sequence beyond the test',
      'copying',
      ['first=3'],
      '--set first: the test has 3 sequences, 0 to 2, and no 3',
    ],
    [
      'of sequences beyond the test',
      'copying',
      ['first=1', 'sequences=3'],
      '--set sequences: the test has 3 sequences, 0 to 2, and no 1 to 3',
    ],
  ])('%s', async (_, run, settings, message) => {
    await expect(analysed(run, ...settings)).rejects.toThrow(message);
  });
});

describe('the network that is looked at', () => {
  const parameters = withDefaults(HETEROSYNAPTIC_SCHEMA, {
    ...{ task: 'selective-copying', train_size: 1, validation_size: 1, test_size: 40 },
  });
  const count = countOf(tensorsOf(trainableOf(parameters, 0).network));
  /** A run in memory with drawn weights; `best` has others. */
  const of = (options: Options, best?: Float64Array) => {
    const draw = stream(3);
    const weights = Float64Array.from({ length: count }, () => draw() - 0.5);
    const run: AnalysedRun<HeterosynapticParameters> = {
      ...{ name: 'a run', parameters, summary: [], steps: 0, recorded: [], seed: 0, data: () => ({}) },
      ...{ series: async () => new Float64Array(), table: async () => undefined, input: async () => undefined },
      state: async (name) => ({ weights, best })[name],
    };
    const usual = { prompt: null, sequences: 1, first: 0, weights: 'last' };
    return HETEROSYNAPTIC_ANALYSES[0].of(run, { ...usual, ...options }, TOOLS);
  };

  it('has the last weights, or the best ones if they are asked for and there', async () => {
    const prompt = '0 0 3 1';
    const weightsOf = async (...args: Parameters<typeof of>) =>
      Array.from((await of(...args)).tables[0].rows[7] as Float64Array);
    // all weights zero: every position looks at all alike
    const alike = await weightsOf({ prompt, weights: 'best' }, new Float64Array(count));
    expect(new Set(alike)).toEqual(new Set([0.25]));
    expect(new Set(await weightsOf({ prompt }, new Float64Array(count))).size).toBeGreaterThan(10);
    await expect(of({ prompt, weights: 'best' })).rejects.toThrow('a run: it has no best weights: it had no epoch');
  });

  it('is looked at on no more sequences than tables hold, which is said', async () => {
    const all = of({ sequences: 40 });
    await expect(all).rejects.toThrow('a run: 2496000 weights of attention are more than 2000000');
    await expect(all).rejects.toMatchObject({ next: 'Set sequences to 32 at most.' });
  });
});
