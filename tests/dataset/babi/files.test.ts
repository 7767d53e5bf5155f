import { describe, expect, it } from 'vitest';
import { BABI_TASKS, babiFiles, babiFolders, babiName, storySets } from '../../../src/dataset/babi/files.js';
import type { Dataset } from '../../../src/dataset/dataset.js';

const dataOf = (training: string | Uint8Array, test: string | Uint8Array): Dataset => {
  const bytes = (of: string | Uint8Array) => (typeof of === 'string' ? new TextEncoder().encode(of) : of);
  return {
    files: { training: { name: 'a.txt', bytes: bytes(training) }, test: { name: 'b.txt', bytes: bytes(test) } },
  };
};

describe('the files of bAbI', () => {
  it('have the names and folders of the archive', () => {
    expect(BABI_TASKS).toBe(20);
    expect(babiName(1, 'train')).toBe('qa1_single-supporting-fact_train.txt');
    expect(babiFiles(20)).toEqual([
      { role: 'training', names: ['qa20_agents-motivations_train.txt'] },
      { role: 'test', names: ['qa20_agents-motivations_test.txt'] },
    ]);
    expect(babiFolders(true)).toEqual(['en-10k', 'tasks_1-20_v1-2/en-10k']);
    expect(babiFolders(false)).toEqual(['en', 'tasks_1-20_v1-2/en']);
  });

  it('are read once, with what was done to them', () => {
    const data = dataOf('1 a.\r\n2 b?\tc\r\n', '1 d.\n2 e?\tf\n');
    const sets = storySets(data);
    expect(sets.training).toEqual([{ sentences: [['a']], query: ['b'], answer: 'c' }]);
    expect(sets.test).toEqual([{ sentences: [['d']], query: ['e'], answer: 'f' }]);
    expect(sets.notes).toEqual(['a.txt: its line ends become \\n']);
    expect(storySets(data)).toBe(sets);
  });

  it('are refused by name where they are no text, or damaged', () => {
    expect(() => storySets(dataOf('1 a.\n2 b?\tc\n', Uint8Array.of(0x31, 0x20, 0xe9, 0x2e)))).toThrow(
      'b.txt: byte 2 is 0xE9; the file is not UTF-8 text',
    );
    expect(() => storySets(dataOf('1 a.\n2 b?\tc\n', '1 a.\n b?\tc\n'))).toThrow('b.txt:2: "b?\\tc" does not begin');
  });
});
