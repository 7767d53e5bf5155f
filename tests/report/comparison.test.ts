/** Comparisons of runs and of sweeps, by the command. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../src/host/disk.js';
import type { Cell, PageTable, Report } from '../../src/page/report.js';
import { differingNumbers, numbersTable, sharedNumbers } from '../../src/report/compare-runs.js';
import { type Compared, namesOf } from '../../src/report/compared.js';
import { comparisonReport } from '../../src/report/comparison.js';
import { commonKeys, namesakes } from '../../src/report/sameness.js';
import { identityOf, readRun, writeRun } from '../../src/run/run-record.js';
import { msm } from '../cli/msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
const SMALL = ['simulate', '--N', '20', '--T', '50', '--quiet'];

beforeAll(async () => {
  const runs: readonly (readonly string[])[] = [
    ['--K', '2', '--out', 'a'],
    ['--K', '3', '--seed', '5', '--record', 'energy,activity', '--out', 'b'],
    ['--K', '2', '--out', 'twin'],
    ['--K', '3', '--tau-J', '20', '--out', 'one'],
    ['--K', '2,3', '--tau-J', '10,20', '--replicas', '2', '--out', 's'],
    ['--K', '3,4', '--tau-J', '10,20', '--beta', '0.1', '--out', 't'],
  ];
  for (const words of runs) expect(await msm(folder, ...SMALL, ...words)).toMatchObject({ status: 0 });
  const rate = ['lyapunov', '--N', '20', '--T', '20', '--duration', '200', '--trials', '1', '--out', 'rate', '--quiet'];
  expect(await msm(folder, ...rate)).toMatchObject({ status: 0 });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = (...names: readonly string[]): Promise<Report> =>
  comparisonReport(names.map((name) => join(folder, name)));

const parts = ({ sections }: Report) => sections.flatMap((section) => section.parts);

function table(made: Report, id: string): PageTable {
  const found = parts(made).flatMap((part) => (part.kind === 'table' && part.table.id === id ? [part.table] : []));
  expect(found.length).toBe(1);
  return found[0];
}

const text = (cell: Cell): string | null => (cell === null || typeof cell === 'string' ? cell : cell.text);
const row = ({ rows }: PageTable, name: string) => rows.find(([first]) => text(first) === name)?.map(text);
const figures = (made: Report) => parts(made).flatMap((part) => (part.kind === 'figures' ? part.figures : []));

describe('two runs', () => {
  it('are told apart by their parameters, those that differ first and in bold', async () => {
    const made = await report('a', 'b');
    const parameters = table(made, 'parameters');
    expect(parameters.columns.map(({ title }) => title)).toEqual(['parameter', 'a', 'b', 'unit', 'meaning']);
    expect(parameters.rows.slice(0, 3).map((cells) => cells.slice(0, 3).map(text))).toEqual([
      ['K', '2', '3'],
      ['seed', '0', '5'],
      ['N', '20', '20'],
    ]);
    expect(parameters.rows.slice(0, 3).map(([, cell]) => (cell as { readonly isMarked?: boolean }).isMarked)).toEqual([
      true,
      true,
      false,
    ]);
    expect(made.verdict[0]).toEqual(['parameters that differ', 'K']);
    expect(made).toMatchObject({ title: 'Comparison of a and b', subtitle: '2 runs of hebbian', warnings: [] });
  });

  it('that other revisions of a model made are said to be that', async () => {
    cpSync(join(folder, 'a'), join(folder, 'later'), { recursive: true });
    const stored = { ...readRun(join(folder, 'later')), revision: 2 };
    await writeRun(NODE_DISK, join(folder, 'later'), { ...stored, identity: identityOf(stored) });
    const { warnings } = await report('a', 'later');
    expect(warnings[0]).toBe('Not all were made at the same revision of the model: numbers may differ for that alone.');
  });

  it('have their numbers beside each other, with the difference', async () => {
    const made = await report('a', 'b');
    const numbers = table(made, 'numbers');
    const values = numbers.rows.find(([name]) => name === 'distance') ?? [];
    const [a, b, difference] = values.slice(1, 4).map((cell) => (cell as { readonly value: number }).value);
    const stored = ['a', 'b'].map((name) => {
      const { summary } = JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8'));
      return summary.find((item: { readonly name: string }) => item.name === 'distance').value;
    });
    expect([a, b, difference]).toEqual([...stored, stored[1] - stored[0]]);
    expect(numbers.columns[3]).toMatchObject({ title: 'b − a' });
    expect(text(values[3])).toMatch(difference > 0 ? /^\+/ : /^-/);
  });

  it('have the curves that both recorded over each other, named by what differs', async () => {
    const made = await report('a', 'b');
    expect(figures(made).map(({ id }) => id)).toEqual(['energy', 'activity']);
    expect(figures(made)[0].live.series).toEqual(['a (K = 2)', 'b (K = 3)']);
    expect(figures(made)[0].caption).not.toContain('K =');
    expect(figures(made)[0].caption).toContain('N = 20');
  });

  it('have a curve of several columns under the name of what was recorded, a panel for each of the first four', async () => {
    const words = [...SMALL, '--K', '6', '--record', 'overlap'];
    for (const [out, seed] of [
      ['six', '0'],
      ['other', '1'],
    ]) {
      expect(await msm(folder, ...words, '--seed', seed, '--out', out)).toMatchObject({ status: 0 });
    }
    const [figure] = figures(await report('six', 'other'));
    expect([figure.id, figure.title]).toEqual(['overlap', 'Overlap']);
    expect(figure.live.panels.map(({ yTitle }) => yTitle)).toEqual(['m₀', 'm₁', 'm₂', 'm₃']);
    expect(figure.live.series).toEqual(['six', 'other']);
    expect(figure.caption).toContain('The first 4 of 6.');
  });

  it('that are the same are said to be so', async () => {
    const made = await report('a', 'twin');
    expect(made.warnings).toEqual([
      'a and twin are the same run: parameters, seed, inputs, kernels and revision are equal.',
    ]);
    expect(made.verdict).toEqual([
      ['parameters that differ', 'none'],
      ['numbers that differ', expect.stringMatching(/^0 of \d+$/)],
    ]);
  });

  it('of two families are compared by what they share', async () => {
    const made = await report('a', 'rate');
    const keys = table(made, 'parameters').rows.map(([key]) => key);
    // neurons here, units there; patterns shown here, connections there; a step of a time without unit here, of 1 ms there
    expect(keys).toEqual(['scheme', 'seed']);
    const words = parts(made).flatMap((part) => (part.kind === 'words' ? [part.text] : []));
    expect(words[0]).toMatch(
      /^Not compared, since not all have them, with the same meaning: hebbian: .*K.*; rate: .*\bp\b.*\bg\b/,
    );
    expect(made.subtitle).toBe('a run of hebbian and a run of rate');
    expect(made.warnings).toEqual([
      'They are of different families, hebbian and rate: only what has the same name and meaning in all is compared.',
    ]);
    expect(made.verdict).toEqual([
      ['parameters that differ', 'none'],
      ['numbers that differ', '1 of 1'],
    ]);
  });

  it('of two families, and a sweep of one, are not joined on what merely has one name', async () => {
    const made = await report('s', 'rate');
    expect(made.verdict).toContainEqual(['joined on', 'nothing: nothing varies']);
  });
});

describe('two sweeps', () => {
  it('are joined on the parameters that vary, with means and differences', async () => {
    const made = await report('s', 't');
    const results = table(made, 'joined');
    expect(results.columns.slice(0, 5).map(({ title }) => title)).toEqual([
      'K',
      'tau_J',
      'distance_normalized, s',
      'distance_normalized, t',
      't − s',
    ]);
    expect(results.rows.map((cells) => cells.slice(0, 2).map(text))).toEqual([
      ['3', '10'],
      ['3', '20'],
    ]);
    expect(results.caption).toContain('2 combinations; 2 only in s; 2 only in t.');
    for (const [, , s, t, difference] of results.rows as readonly (readonly {
      readonly text: string;
      readonly value: number;
    }[])[]) {
      expect(difference.value).toBe(t.value - s.value);
      expect(s.text).toContain(' ± ');
      expect(t.text).not.toContain(' ± ');
    }
    expect(made.verdict).toContainEqual(['joined on', 'K, tau_J']);
    expect(row(table(made, 'parameters'), 'K')?.slice(0, 3)).toEqual(['K', '2, 3', '3, 4']);
    expect([...figures(made)[0].live.series].sort()).toEqual(['s (β = 1)', 't (β = 0.1)']);
  });

  it('are joined with a run where it has the values of one of them', async () => {
    const met = await report('s', 'one');
    expect(table(met, 'joined').rows.map((cells) => cells.slice(0, 2).map(text))).toEqual([['3', '20']]);
    expect(table(met, 'joined').caption).toContain('1 combination; 3 only in s.');
    const apart = await report('s', 'a');
    expect(table(apart, 'joined').rows).toEqual([]);
    expect(parts(apart)).toContainEqual({
      kind: 'words',
      text: 'They have no combination of parameters in common.',
    });
  });
});

describe('what is the same', () => {
  const of = (family: string, key: string, help: string): Compared =>
    ({ family, schema: { parameters: [{ key, help }] }, parameters: new Map([[key, '1']]) }) as unknown as Compared;

  it('has one name within a family, and one meaning too among families', () => {
    const one = of('rate', 'p', 'probability of a connection');
    expect(commonKeys([one, of('rate', 'p', 'said otherwise')])).toEqual(['p']);
    expect(commonKeys([one, of('hebbian', 'p', 'probability of a pattern')])).toEqual([]);
    expect(commonKeys([one, of('hebbian', 'p', 'probability of a connection')])).toEqual(['p']);
    expect(commonKeys([one, of('rate', 'q', 'probability of a connection')])).toEqual([]);
  });

  it('has its own row of numbers: one that merely has its name is not beside it', () => {
    const run = (name: string, family: string, meaning: string, value: number): Compared =>
      ({ name, family, run: { summary: [{ name: 'error', meaning, value }] } }) as unknown as Compared;
    const all = [
      run('a', 'rate', 'of exponents', 1),
      run('b', 'hebbian', 'of recall', 7),
      run('c', 'rate', 'of exponents', 3),
    ];
    const numbers = sharedNumbers(all);
    const { rows } = numbersTable(all, numbers);
    expect(rows.map((cells) => cells.map(text))).toEqual([['error', '1', '-', '3', '–', '+2', '', 'of exponents']]);
    expect(differingNumbers(numbers)).toBe(1);
    expect(sharedNumbers(all.slice(0, 2))).toEqual([]);
  });

  it('is told from what has its name alone', () => {
    const [hebbian, rate] = [{ family: 'hebbian' }, { family: 'rate' }];
    const things = [
      [{ name: 'error', meaning: 'of recall' }, { name: 'seed' }],
      [{ name: 'error' }, { name: 'seed' }],
    ];
    expect([...namesakes([hebbian, rate], things)]).toEqual(['error']);
    expect([...namesakes([rate, rate], things)]).toEqual([]);
  });
});

describe('msm report of several', () => {
  it('writes one page here, with the same bytes each time', async () => {
    expect(await msm(folder, 'report', 'a', 'b')).toMatchObject({ status: 0 });
    const page = readFileSync(join(folder, 'comparison.html'), 'utf8');
    expect(page).toContain('<title>Comparison of a and b</title>');
    expect(await msm(folder, 'report', 'a', 'b', '--output', 'again.html')).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, 'again.html'), 'utf8')).toBe(page);
  });

  it('refuses a folder that is named twice, and one that is not there, and writes nothing', async () => {
    const twice = await msm(folder, 'report', 'a', 'a', '--output', 'no.html');
    expect(twice).toMatchObject({ status: 2, stderr: expect.stringContaining('a is named twice') });
    const absent = await msm(folder, 'report', 'a', 'nowhere', '--output', 'no.html');
    expect(absent).toMatchObject({ status: 2, stderr: expect.stringContaining('nowhere does not exist') });
    expect(existsSync(join(folder, 'no.html'))).toBe(false);
  });
});

it('names are the last parts of paths, or all of them where two are alike', () => {
  expect(namesOf(['runs/a', 'runs/b/'])).toEqual(['a', 'b']);
  expect(namesOf(['x/a', 'y/a'])).toEqual(['x/a', 'y/a']);
});

it('a damaged run is compared by what its record says, without its curves', async () => {
  cpSync(join(folder, 'b'), join(folder, 'broken'), { recursive: true });
  const path = join(folder, 'broken', 'timeseries.parquet');
  const bytes = readFileSync(path);
  bytes[40] ^= 1;
  writeFileSync(path, bytes);
  const made = await report('a', 'broken');
  expect(made.warnings).toEqual([
    'broken: Damaged: timeseries.parquet is changed.',
    'broken: Nothing is drawn: the results are not what was written.',
  ]);
  expect(row(table(made, 'parameters'), 'K')?.slice(0, 3)).toEqual(['K', '2', '3']);
  expect(figures(made)).toEqual([]);
});
