import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, filesBelow } from '../run/harness.js';
import { msm } from './msm.js';

describe('files that people have', () => {
  const folder = temporaryFolders();
  const withFiles = (files: { readonly [name: string]: string }): string => {
    const place = folder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    return place;
  };
  const learn = ['attractor', 'learn', '--epochs', '2', '--out', 'r', '--patterns'];

  it('are read, and what was read is said on stderr, but not with --quiet or --json', async () => {
    const cwd = withFiles({ 'p.csv': '0,1,2,3\n0,1,0,1\n1,1,0,0\n' });
    const note = '--patterns p.csv: read 2 patterns of 4, header 0..3; N = 4\n';
    const dry = await msm(cwd, ...learn, 'p.csv', '--dry-run');
    expect(dry.stderr).toBe(note);
    for (const flag of ['--quiet', '--json']) {
      const ran = await msm(cwd, ...learn, 'p.csv', '--dry-run', flag);
      expect([ran.status, ran.stderr]).toEqual([0, '']);
    }
    expect((await msm(cwd, ...learn, 'p.csv')).stderr).toContain(note);
    expect(JSON.parse(readFileSync(join(cwd, 'r', 'run.json'), 'utf8')).inputs[0].shape).toEqual([2, 4]);
  });

  it.each([
    ['a text among pixels', 'a,b\n1,2\n3,x\n', "the value in row 1, column 'b' is 'x', which is not a number"],
    [
      'a first row with a gap',
      ',0.5,0.5\n1,2,3\n',
      "the value in row 0, column '0' is missing; all must be finite numbers",
    ],
  ])('with %s are refused, and nothing is written', async (_, text, problem) => {
    const cwd = withFiles({ 'p.csv': text });
    const { status, stderr } = await msm(cwd, ...learn, 'p.csv');
    expect([status, stderr.split('\n')[0]]).toEqual([2, `E_CONFIG: --patterns p.csv: ${problem}`]);
    expect(existsSync(join(cwd, 'r'))).toBe(false);
  });

  it('that contradict a flag are refused with both', async () => {
    const cwd = withFiles({ 's.txt': '0.5\n-0.5\n0.25\n' });
    const { status, stderr } = await msm(cwd, 'simulate', '--N', '40', '--sigma0', 's.txt', '--out', 'r');
    expect(status).toBe(2);
    expect(stderr).toBe(
      'E_CONFIG: --N 40, but --sigma0 s.txt has N = 3: 3 rows x 1 column, one cell a line, no header\n' +
        'Leave out --N, and it follows from --sigma0.\n',
    );
  });

  it('give a sweep its sizes, also when it goes on after they are gone', async () => {
    const cwd = withFiles({ 'w.csv': 'i,j,value\n0,1,1\n1,2,1\n2,3,1\n' });
    const sweep = [
      'lyapunov',
      '--W',
      'w.csv',
      '--g',
      '1,2',
      '--trials',
      '1',
      '--T',
      '5',
      '--exponents',
      '0',
      '--out',
      'r',
    ];
    expect((await msm(cwd, ...sweep, '--jobs', '1')).status).toBe(0);
    writeFileSync(join(cwd, 'w.csv'), '');
    const again = await msm(cwd, 'resume', 'r');
    expect([again.status, again.stdout]).toEqual([0, 'r is finished already; look at it with: msm show r\n']);
  });

  it('are kept once by a sweep on two workers, to the bytes of one', async () => {
    const cwd = withFiles({ 'p.csv': '1,-1,1,1\n-1,-1,1,-1\n' });
    const sweep = ['simulate', '--patterns', 'p.csv', '--K', '2', '--T', '20', '--u', '1,2,3,4', '--quiet'];
    for (const jobs of ['1', '2']) expect((await msm(cwd, ...sweep, '--jobs', jobs, '--out', jobs)).status).toBe(0);
    expect(filesBelow(join(cwd, '2')).filter((path) => path.includes('inputs'))).toEqual(['inputs/patterns.arrow']);
    expect(dataHashes(join(cwd, '2'))).toEqual(dataHashes(join(cwd, '1')));
    const run = join('2', 'runs', readdirSync(join(cwd, '2', 'runs'))[0]);
    renameSync(join(cwd, run), join(cwd, 'alone'));
    expect((await msm(cwd, 'show', 'alone')).stdout).toMatch(/^not whole +it lacks the given array patterns /m);
    const verified = await msm(cwd, 'verify', 'alone');
    expect([verified.status, verified.stdout.split('\n').at(-2)]).toEqual([5, 'alone is damaged']);
    expect(verified.stdout).toMatch(
      /^\.\.\/\.\.\/inputs\/patterns\.arrow +missing: it lacks the given array patterns /m,
    );
    expect((await msm(cwd, 'collect', 'alone', '--out', 'c')).status).toBe(0);
    const fromRun = ['simulate', '--from-run', 'alone', '--T', '40', '--out', 'longer'];
    for (const args of [['resume', 'alone'], fromRun]) {
      const { status, stderr } = await msm(cwd, ...args);
      expect(status).toBe(5);
      expect(stderr).toContain('copy that file to alone/inputs/patterns.arrow');
    }
    mkdirSync(join(cwd, 'alone', 'inputs'));
    cpSync(join(cwd, '2/inputs/patterns.arrow'), join(cwd, 'alone/inputs/patterns.arrow'));
    expect((await msm(cwd, 'verify', 'alone')).status).toBe(0);
    expect((await msm(cwd, ...fromRun)).status).toBe(0);
  });
});
