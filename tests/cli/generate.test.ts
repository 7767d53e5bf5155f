import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

const folder = temporaryFolders();
const TEXT = 'The cat sat on the mat,\r\nthe "dog" too.\n'.repeat(40);
const SMALL = ['--n-embd', '16', '--seq-len', '16', '--max-epochs', '3', '--momentum', '0.9'];

describe('msm train generate', () => {
  it('goes on with a text from the folder of the run alone, the same for the same seed', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'cats.txt'), TEXT);
    const trained = await msm(cwd, 'train', '--task', 'characters', '--data', 'cats.txt', ...SMALL, '--out', 'cats');
    expect(trained.status, trained.stderr).toBe(0);
    expect(trained.stdout).toContain('cats.txt: its line ends become \\n');
    writeFileSync(join(cwd, 'cats.txt'), 'another text');

    const words = ['train', 'generate', 'cats', '--prompt', 'The cat', '--tokens', '60'];
    const first = await msm(cwd, ...words);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout.startsWith('The cat')).toBe(true);
    expect(first.stdout.replaceAll('<unk>', '?')).toHaveLength('The cat'.length + 60 + 1);
    expect((await msm(cwd, ...words)).stdout).toBe(first.stdout);
    expect((await msm(cwd, ...words, '--seed', '1')).stdout).not.toBe(first.stdout);
    const { ok, text, tokens } = JSON.parse((await msm(cwd, ...words, '--json')).stdout);
    expect([ok, `${text}\n`, tokens.length]).toEqual([true, first.stdout, 67]);
    expect((await msm(cwd, ...words, '--best', '--temperature', '0', '--top-k', '3')).status).toBe(0);

    const { columns } = await readTable(readFileSync(join(cwd, 'cats/vocabulary.parquet')), 'vocabulary.parquet');
    const texts = columns.find(({ name }) => name === 'text')?.data;
    expect(Array.from(texts as ArrayLike<string>).slice(0, 5)).toEqual(['<unk>', '\n', ' ', '"', ',']);
  });

  it('keeps the tokens of a run for what begins from it, on another text', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'cats.txt'), TEXT);
    writeFileSync(join(cwd, 'dogs.txt'), TEXT.replaceAll('cat', 'dog').replaceAll('dog', 'zog'));
    await msm(cwd, 'train', '--task', 'characters', '--data', 'cats.txt', ...SMALL, '--out', 'cats');
    const further = ['train', '--from-run', 'cats', '--data', 'dogs.txt', '--max-epochs', '1', '--out', 'further'];
    const { status, stdout, stderr } = await msm(cwd, ...further);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('1 of the 1');
    expect(stdout).toContain('are not in the vocabulary and count as <unk>');
  });

  it.each([
    [['nowhere', '--prompt', 'a'], 'RUN nowhere is not a run'],
    [['digits', '--prompt', 'a'], 'task = digits is learned by a perceptron, which says no tokens'],
    [['digits', '--prompt', 'a', '--temperature', '-1'], '--temperature -1: must be a number of at least 0'],
    [['digits', '--prompt', 'a', '--tokens', '0'], '--tokens 0: must be an integer from 1 to 1000000'],
  ])('refuses %j', async (words, message) => {
    const cwd = folder();
    if (words[0] === 'digits') await msm(cwd, 'train', '--max-epochs', '1', '--out', 'digits');
    const { status, stderr } = await msm(cwd, 'train', 'generate', ...words);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('texts that are none', () => {
  it.each([
    ['Latin 1', Uint8Array.of(0x5a, 0x6f, 0xeb), 'bad.txt: byte 2 is 0xEB; the file is not UTF-8 text'],
    ['NUL', Uint8Array.of(0x61, 0), 'bad.txt: byte 1 is 0 (NUL), which stands in no text'],
    ['empty', new Uint8Array(), 'bad.txt has no characters'],
    ['short', Uint8Array.of(0x61, 0x62), 'bad.txt has 2 characters, too few for a window of 64'],
  ])('are refused before anything is written: %s', async (_, bytes, message) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'bad.txt'), bytes);
    const { status, stderr } = await msm(cwd, 'train', '--task', 'characters', '--data', 'bad.txt');
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect((await msm(cwd, 'show')).status).toBe(2);
  });
});
