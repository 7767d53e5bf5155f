/** Probabilities from files, weights and rounded ones: what is used, what is said, what is refused. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPreset, type PresetFiles } from '../../src/config/preset.js';
import { HEBBIAN_SCHEMA } from '../../src/model/hebbian/schema.js';
import { temporaryFolders } from '../run/folders.js';
import { plan } from '../run/harness.js';

describe('probabilities', () => {
  const folder = temporaryFolders();
  const file = (text: string, name = 'p.csv'): string => {
    const path = join(folder(), name);
    writeFileSync(path, text);
    return path;
  };
  const texts = { N: 6, K: 3, T: 3 };
  const read = async (p: string) => {
    const { plan: own, notes, request } = await plan({ ...texts, p });
    return { values: [...own].map(({ parameters }) => parameters.p), notes, identity: own.run(0).identity, request };
  };

  it.each([
    ['a column', '0.5\n0.3\n0.2\n'],
    ['a column with a header', 'p\n0.5\n0.3\n0.2\n'],
    ['a row', '0.5,0.3,0.2\n'],
    ['a column beside names', 'name,p\na,0.5\nb,0.3\nc,0.2\n'],
  ])('are read from a file with %s, and the identity is that of the values', async (_, text) => {
    const path = file(text);
    const { values, notes, identity, request } = await read(path);
    expect(values).toEqual([[0.5, 0.3, 0.2]]);
    expect(notes).toEqual([`--p ${path}: read [0.5,0.3,0.2]`]);
    expect(identity).toBe((await read('[0.5,0.3,0.2]')).identity);
    // what a sweep stores needs the file no more
    expect(request.spaces[0].settings.find(({ key }) => key === 'p')?.text).toBe('[0.5,0.3,0.2]');
  });

  it('say how weights and rounded numbers are used', async () => {
    expect(await read('weights:1,1,2')).toMatchObject({
      values: [[0.25, 0.25, 0.5]],
      notes: ['--p weights:1,1,2: is divided by its sum: [0.25,0.25,0.5]'],
    });
    const rounded = await read('[0.333333,0.333333,0.333333]');
    expect(rounded.notes).toEqual([
      expect.stringMatching(
        /^--p \[0\.333333,0\.333333,0\.333333\]: sums to 0\.999999, which is taken for rounding, and is divided by its sum: \[0\.3333333/,
      ),
    ]);
    const path = file('3\n3\n6\n');
    expect(await read(`weights:${path}`)).toMatchObject({
      values: [[0.25, 0.25, 0.5]],
      notes: [`--p weights:${path}: is divided by its sum: [0.25,0.25,0.5]`],
    });
    expect((await read('[0.5,0.3,0.2]')).notes).toEqual([]);
    expect((await read('null')).notes).toEqual([]);
  });

  it('are swept from files, and a file with a comma in its name is one', async () => {
    const paths = [file('1\n0\n0\n'), file('0,1,0\n')];
    expect((await read(`${paths.join(',')},[0.5,0.5,0]`)).values).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0.5, 0.5, 0],
    ]);
    expect((await read(file('0,0,1\n', 'a,b.csv'))).values).toEqual([[0, 0, 1]]);
  });

  it('are refused with the sum, the count, the place of a cell, or the file that is not there', async () => {
    const refused = (p: string) => expect(read(p)).rejects;
    await refused(file('3\n3\n6\n')).toThrow(
      'must sum to 1, and they sum to 12; weights:3,3,6 divides them by their sum',
    );
    await refused(file('0.5\n0.5\n')).toThrow('p has 2 probabilities, and K = 3');
    await refused(file('1.5\n-0.5\n0\n')).toThrow('must be numbers of at least 0');
    await refused(file('0.5\nx\n0.5\n')).toThrow("the value in row 1, column '0' is 'x', which is not a number");
    await refused('nowhere.csv').toThrow(
      'p = nowhere.csv: there is no such file, and it is neither numbers in brackets',
    );
    await refused('0.5,0.3,0.2').toThrow('must be numbers of at least 0 in brackets');
    await refused('weights:nowhere.csv').toThrow('there is no such file');
  });

  it('of a preset start from its folder, one file or a list of them', async () => {
    const dir = folder();
    mkdirSync(join(dir, 'conf'));
    writeFileSync(join(dir, 'conf', 'p.csv'), '0.5\n0.3\n0.2\n');
    const textOf = (p: string): string | undefined => {
      const files: PresetFiles = { dir, readText: () => `parameters: {p: ${p}}`, listFiles: () => [] };
      const { settings } = loadPreset(HEBBIAN_SCHEMA, join(dir, 'conf', 'my.yaml'), files);
      return settings[0].text;
    };
    const path = join(dir, 'conf', 'p.csv');
    expect(textOf('p.csv')).toBe(path);
    expect(textOf('"weights:p.csv"')).toBe(`weights:${path}`);
    expect(textOf('[p.csv, q.csv]')).toBe(`${path},${join(dir, 'conf', 'q.csv')}`);
    expect(textOf('[0.5, 0.3, 0.2]')).toBe('[0.5,0.3,0.2]');
    expect(textOf('[[0.5, 0.5], p.csv]')).toBe(`[0.5,0.5],${path}`);
    expect(textOf('"weights:1,1,2"')).toBe('weights:1,1,2');
    expect(textOf('null')).toBe('null');
    expect((await read(textOf('p.csv') ?? '')).values).toEqual([[0.5, 0.3, 0.2]]);
  });
});
