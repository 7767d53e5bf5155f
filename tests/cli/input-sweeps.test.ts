/** Inputs that are swept and paths in files of configuration, as a person writes them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

describe('inputs on the command line and in files', () => {
  const folder = temporaryFolders();

  /** A folder with two presets' worth of files in `conf`. */
  const prepared = (): string => {
    const cwd = folder();
    mkdirSync(join(cwd, 'conf'));
    const file = (path: string, text: string): void => writeFileSync(join(cwd, path), text);
    file('conf/a.csv', '1,-1,1,1\n-1,-1,1,-1\n');
    file('conf/b.csv', '1,-1,1,1,-1,1\n-1,-1,1,-1,1,1\n');
    file('c,d.csv', '1,1,-1,1\n-1,-1,1,-1\n');
    file('conf/one.yaml', 'parameters: {T: 3}\ninputs: {patterns: a.csv}\n');
    file('conf/grid.yaml', 'parameters: {T: 3, u: [1, 2]}\ninputs:\n  patterns: [a.csv, b.csv]\n');
    file('conf/lost.yaml', 'parameters: {T: 3}\ninputs: {patterns: nowhere.csv}\n');
    return cwd;
  };
  const sourcesOf = (cwd: string, out: string): readonly string[] =>
    readdirSync(join(cwd, out, 'runs'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(cwd, out, 'runs', name, 'run.json'), 'utf8')).inputs[0].source);

  it('are swept by repeating the flag; a comma stays part of a value', async () => {
    const cwd = prepared();
    const given = ['--patterns', 'conf/a.csv', '--patterns', 'c,d.csv', '--patterns', 'conf/b.csv'];
    const dry = await msm(cwd, 'simulate', '--T', '3', '--u', '1,2', ...given, '--dry-run');
    expect(dry.stdout).toContain('sweep over  patterns (3, conf/a.csv to conf/b.csv) x u (2, 1 and 2)');
    const made = await msm(cwd, 'simulate', '--T', '3', ...given, '--out', 'sweep');
    expect(made.status, made.stderr).toBe(0);
    expect(sourcesOf(cwd, 'sweep')).toEqual(['conf/a.csv', 'c,d.csv', 'conf/b.csv']);
    const [first] = readdirSync(join(cwd, 'sweep', 'runs'));
    const shown = await msm(cwd, 'show', join('sweep', 'runs', first));
    expect(shown.stdout).toMatch(
      /\ninputs +patterns \(2 x 4\) from conf\/a\.csv, sha256 [0-9a-f]{12}, kept in inputs\/patterns-0\.arrow of the sweep\n/,
    );
  });

  it('start from the folder of the preset or sweep file, which run.json keeps beside what was written', async () => {
    const cwd = prepared();
    const one = await msm(cwd, 'simulate', '--preset', 'conf/one.yaml', '--out', 'one');
    expect(one.status, one.stderr).toBe(0);
    const { inputs } = JSON.parse(readFileSync(join(cwd, 'one', 'run.json'), 'utf8'));
    expect(inputs).toMatchObject([{ key: 'patterns', source: 'a.csv', base: 'conf', shape: [2, 4] }]);
    const grid = await msm(cwd, 'simulate', '--sweep', './conf/grid.yaml', '--out', 'grid');
    expect(grid.status, grid.stderr).toBe(0);
    expect(sourcesOf(cwd, 'grid')).toEqual(['a.csv', 'a.csv', 'b.csv', 'b.csv']);
    // the command line wins, and its paths start from where the program runs
    const over = await msm(cwd, 'simulate', '--sweep', './conf/grid.yaml', '--patterns', 'c,d.csv', '--out', 'over');
    expect(over.status, over.stderr).toBe(0);
    expect(sourcesOf(cwd, 'over')).toEqual(['c,d.csv', 'c,d.csv']);
  });

  it('name the path that was opened where there is no file', async () => {
    const { status, stderr } = await msm(prepared(), 'simulate', '--preset', 'conf/lost.yaml');
    expect(status).toBe(2);
    expect(stderr).toContain(join('conf', 'nowhere.csv'));
  });
});
