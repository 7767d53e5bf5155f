/** What the program says to a person who made a mistake: one sentence, the right status, nothing written. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandNotFound } from '../../src/hooks/command-not-found.js';
import { temporaryFolders } from '../run/folders.js';
import { msm, namesIn } from './msm.js';

interface Mistake {
  readonly name: string;
  readonly args: readonly string[];
  /** The first line on stderr. */
  readonly says: RegExp;
  readonly status?: number;
  readonly files?: { readonly [name: string]: string | Buffer };
  /** Symbolic links, and where they lead. */
  readonly links?: { readonly [name: string]: string };
  /** The second line; absent: any, or none. */
  readonly next?: RegExp;
}

const SMALL = ['simulate', '--N', '4', '--K', '2', '--T', '20'];
const ASYMMETRIC = '0,1,0,0\n2,0,0,0\n0,0,0,0\n0,0,0,0\n';

const MISTAKES: readonly Mistake[] = [
  {
    name: 'an unknown command',
    args: ['simulat'],
    says: /^simulat is not a command of msm\. Did you mean simulate\?$/,
  },
  {
    name: 'the name of a family',
    args: ['heterosynaptic', '--lr', '1'],
    says: /^heterosynaptic is not a command of msm\.$/,
    next: /^The models of that name are run by: msm train$/,
  },
  {
    name: 'a folder without a name',
    args: [...'simulate --N 4 --K 2 --T 20 --out='.split(' ')],
    says: /^--out: names nothing; leave it out for the usual place$/,
  },
  {
    name: 'an integer that is not written as one',
    args: ['simulate', '--jobs', '1e3'],
    says: /^--jobs 1e3: must be an integer, written in digits alone$/,
  },
  {
    name: 'a preset that is not UTF-8',
    args: ['simulate', '--preset', './latin.yaml'],
    files: { 'latin.yaml': Buffer.from('# one\nsummary: caf\xe9\n', 'latin1') },
    says: /^latin\.yaml:2: the file is not text in UTF-8$/,
  },
  {
    name: 'a link that leads to itself',
    args: ['attractor', 'learn', '--patterns', 'loop'],
    links: { loop: 'loop' },
    says: /^--patterns cannot read loop: it is a link/,
  },
  {
    name: 'such a link as a folder',
    args: ['show', 'loop'],
    links: { loop: 'loop' },
    says: /^loop is a link to no folder$/,
  },
  {
    name: 'a flag that must be there',
    args: ['train', 'generate', 'run'],
    says: /^the flag --prompt is missing$/,
  },
  {
    name: 'half a unit',
    args: ['train', '--hidden', '[4,1.5]'],
    says: /^--hidden \[4,1\.5\]: must be integers of at least 1 in brackets, as \[500,400,300\]/,
  },
  {
    name: 'an unknown flag',
    args: ['simulate', '--tua-J', '5'],
    says: /^--tua-J is not a flag of 'msm simulate'\. Did you mean --tau-J/,
  },
  { name: 'a word too many', args: ['show', 'a', 'b'], says: /^unexpected argument b$/ },
  {
    name: 'a parameter written as an assignment',
    args: ['simulate', 'tau_J=10'],
    says: /^unexpected argument tau_J=10\. Did you mean --tau-J 10\?$/,
  },
  {
    name: 'such a parameter with a slip',
    args: ['lyapunov', 'trails=3'],
    says: /^unexpected argument trails=3\. Did you mean --trials 3\?$/,
  },
  { name: 'an assignment of nothing known', args: ['simulate', 'zzzzzz=10'], says: /^unexpected argument zzzzzz=10$/ },
  {
    name: 'no folder where there is none to take',
    args: ['resume'],
    says: /^no folder was named, and there is no unfinished run or sweep below runs\/$/,
  },
  { name: 'a flag without its value', args: ['simulate', '--N'], says: /^Flag --N expects a value$/ },
  {
    name: 'an unknown preset',
    args: ['simulate', '--preset', 'config_g'],
    says: /^--preset config_g: .*Did you mean config_f/,
  },
  {
    name: 'a value out of range',
    args: ['simulate', '--rho', '1.5'],
    says: /^--rho 1\.5: must be a number from 0 to 1 /,
  },
  { name: 'a value that is no number', args: ['simulate', '--N', 'many'], says: /^--N many: must be/ },
  { name: 'a word of no choice', args: ['simulate', '--scheme', 'rk5'], says: /^--scheme rk5: .*Did you mean rk4\?$/ },
  {
    name: 'an unknown key',
    args: ['simulate', '--set', 'tua_J=5'],
    says: /^tua_J is not a parameter of 'hebbian'.*Did you mean tau_J/,
  },
  {
    name: 'options that exclude each other',
    args: ['simulate', '--mode', 'faithful', '--scheme', 'rk4'],
    says: /published program knows only euler/,
  },
  {
    name: 'a format and a profile of another',
    args: ['simulate', '--format', 'csv', '--parquet', 'compatible'],
    says: /^--parquet compatible and --format csv exclude each other$/,
  },
  {
    name: 'an observable that is not there',
    args: ['simulate', '--record', 'enregy'],
    says: /^--record enregy: .*Did you mean energy\?$/,
  },
  {
    name: 'a number of tries below none',
    args: ['simulate', '--K', '2,3', '--retries', '-1'],
    says: /^--retries -1: must be an integer of at least 0$/,
  },
  {
    name: 'workers that are no number',
    args: ['simulate', '--K', '2,3', '--jobs', 'many'],
    says: /^--jobs many: must be an integer/,
  },
  {
    name: 'an unknown launcher',
    args: ['simulate', '--K', '2,3', '--launcher', 'slrum'],
    says: /^--launcher slrum: must be one of local, slurm, mpi\. Did you mean slurm\?$/,
  },
  {
    name: 'more patterns than any memory holds',
    args: ['simulate', '--K', '9007199254740993'],
    says: /^9007199254740992 patterns of 150 neurons .* GiB; one run can use at most 4 GiB/,
  },
  { name: 'a network too large', args: ['simulate', '--N', '100000'], says: /GiB/ },
  {
    name: 'an input that is not there',
    args: [...SMALL, '--sigma0', 'no.csv'],
    says: /^--sigma0 cannot read no\.csv: there is no such file or folder$/,
  },
  {
    name: 'an input of the wrong shape',
    args: [...SMALL, '--sigma0', 's.csv'],
    says: /^--N 4, but --sigma0 s\.csv has N = 2: 2 rows x 1 column, one cell a line, no header$/,
    files: { 's.csv': '1\n0\n' },
  },
  {
    name: 'an input of wrong values',
    args: [...SMALL, '--J0', 'J.csv'],
    says: /^J0\[0, 1\] = 1 but J0\[1, 0\] = 2/,
    files: { 'J.csv': ASYMMETRIC },
  },
  {
    name: 'a damaged input',
    args: [...SMALL, '--sigma0', 's.parquet'],
    says: /^s\.parquet/,
    status: 5,
    files: { 's.parquet': 'PAR1' },
  },
  {
    name: 'an existing folder',
    args: [...SMALL, '--out', 'there'],
    says: /^there exists already; nothing was written$/,
    files: { there: 'a file' },
  },
  { name: 'a folder that is not there', args: ['show', 'nowhere'], says: /^nowhere/ },
  {
    name: 'a folder without a run',
    args: ['resume', '.'],
    says: /^\. is neither a run nor a sweep: there is nothing in it$/,
  },
  {
    name: 'a folder without a finished run',
    args: ['verify', '.'],
    says: /run\.json does not exist: this is not a run's folder$/,
  },
];

describe('a mistake', () => {
  const folder = temporaryFolders();

  it.each(MISTAKES)('of $name is one sentence on stderr, writes nothing and shows no stack', async (mistake) => {
    const { args, says, status = 2, files = {}, links = {}, next = /^/ } = mistake;
    const cwd = folder();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content);
    for (const [name, target] of Object.entries(links)) symlinkSync(target, join(cwd, name));
    const { status: found, stdout, stderr } = await msm(cwd, ...args);
    expect({ found, stdout }, stderr).toEqual({ found: status, stdout: '' });
    const [first, ...others] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/^E_(CONFIG|CORRUPT): /);
    expect(first.replace(/^E_\w+: /, '')).toMatch(says);
    expect(others.length, stderr).toBeLessThanOrEqual(1);
    expect(others[0] ?? '').toMatch(next);
    expect(stderr).not.toMatch(/\n\s+at |node:|Error:/);
    expect(namesIn(cwd)).toEqual([...Object.keys(files), ...Object.keys(links)]);
  });

  it.each([['simulate', '--rho', '1.5'], ['simulate', '--nope'], ['nope'], ['resume'], ['show', 'nowhere']])(
    'with --json is one object on stdout and nothing else: %s %s',
    async (...args) => {
      const { status, stdout, stderr } = await msm(folder(), ...args, '--json');
      expect([status, stderr]).toEqual([2, '']);
      expect(JSON.parse(stdout)).toEqual({
        ok: false,
        error: expect.objectContaining({ code: 'E_CONFIG', exitStatus: 2, message: expect.stringMatching(/.+/) }),
      });
    },
  );

  it('is said even with --quiet', async () => {
    const { status, stdout, stderr } = await msm(folder(), 'simulate', '--rho', '2', '--quiet');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^E_CONFIG: --rho 2/);
  });

  it('about an existing folder says what is in it and what can be done', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'run');
    const again = await msm(cwd, ...SMALL, '--out', 'run');
    expect(again.status).toBe(2);
    expect(again.stderr).toBe(
      'E_CONFIG: run exists already; nothing was written\nIt holds a finished run; look at it with: msm show run\n',
    );
    mkdirSync(join(cwd, 'empty'));
    expect((await msm(cwd, ...SMALL, '--out', 'empty')).stderr).toContain('Choose another folder with --out');
  });

  it('in the folder to write to is an error of the disk', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'file'), '');
    const { status, stderr } = await msm(cwd, ...SMALL, '--out', 'file/run');
    expect(status).toBe(74);
    expect(stderr).toMatch(/^E_IO: cannot make the folder file.*\n$/);
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('');
  });
});

describe('a word that is no command', () => {
  it('is answered with the nearest command, or as an argument too many', () => {
    const commands = ['resume', 'show', 'simulate'];
    expect(commandNotFound('resum', commands).message).toBe('resum is not a command of msm. Did you mean resume?');
    expect(commandNotFound('simulate:foo', commands)).toMatchObject({
      message: 'unexpected argument foo',
      next: 'See: msm simulate --help',
    });
    expect(commandNotFound('xyzzy', commands)).toMatchObject({
      message: 'xyzzy is not a command of msm.',
      exitStatus: 2,
    });
  });

  it('is answered with each command once, whatever there is below it', () => {
    const commands = ['memorize', 'memorize:cards', 'memorize:cards:test', 'memorize:cards:train'];
    const message = 'card is not a command of msm memorize. Did you mean cards?';
    expect(commandNotFound('memorize:card', commands).message).toBe(message);
  });

  it('is looked for at its own place, however many words were right before it', () => {
    const commands = ['memorize', 'memorize:plot', 'memorize:cards', 'memorize:cards:test', 'memorize:cards:train'];
    expect(commandNotFound('memorize:cards:traim', commands)).toMatchObject({
      message: 'traim is not a command of msm memorize cards. Did you mean train?',
      place: 'traim',
      next: 'See: msm memorize cards --help',
    });
    expect(commandNotFound('memorize:cards:plot', commands).message).toBe(
      'plot is not a command of msm memorize cards.',
    );
    expect(commandNotFound('memorize:plot:x', commands)).toMatchObject({
      message: 'unexpected argument x',
      next: 'See: msm memorize plot --help',
    });
  });
});
