/** The commands that a page gives to make a sweep again: typed into a shell, they make the same runs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sweepReport } from '../../src/report/sweep-report.js';
import { msm, PROGRAM } from '../cli/msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-repeat-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands of the page of a sweep, by their labels. */
async function commandsOf(name: string): Promise<readonly (readonly [label: string, text: string])[]> {
  const { sections } = await sweepReport(join(folder, name), name);
  return sections
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (part.kind === 'command' ? [[part.label, part.text] as const] : []));
}

/** Who does the runs is no part of what is planned: more workers take longer to start than these runs take. */
const HERE = ['--jobs', '1', '--quiet'];

const typed = (text: string): string =>
  execFileSync('sh', ['-c', `${text.replace(/^msm /, `"${process.execPath}" "${PROGRAM}" `)} ${HERE.join(' ')}`], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** What each request of a sweep planned: how many runs, and the identities of the first and the last. */
const plansOf = (name: string): readonly unknown[] =>
  JSON.parse(readFileSync(join(folder, name, 'sweep.json'), 'utf8')).requests.map(
    ({ runCount, ends }: { readonly runCount: number; readonly ends: readonly string[] }) => [runCount, ends],
  );

/** Runs what the page says, into another folder. */
async function again(name: string): Promise<void> {
  const lines = (await commandsOf(name)).filter(([label]) => /^The same runs again|^And what was added/.test(label));
  expect(lines.length).toBeGreaterThan(0);
  for (const [, text] of lines) typed(text.replace('--out again', `--out ${name}-again`));
  expect(plansOf(`${name}-again`)).toEqual(plansOf(name));
}

const SMALL = ['simulate', '--N', '12', '--T', '20', ...HERE];

describe('the commands of a page', () => {
  it('make the runs of a grid with seeds, records, a format, words and an input with a blank in its name', async () => {
    writeFileSync(
      join(folder, 'two patterns.csv'),
      `${'1,-1,1,1,-1,1,1,1,-1,1,-1,1'}\n${'1,1,-1,1,-1,1,1,-1,-1,-1,1,1'}\n`,
    );
    const words = ['--patterns', 'two patterns.csv', '--tau-J', '10,infinity', '--activation', 'identity,tanh'];
    const more = ['--seed', '3,9', '--record', 'energy,sigma@[0,19]', '--every', '2', '--format', 'csv'];
    expect(await msm(folder, ...SMALL, ...words, ...more, '--out', 'grid')).toMatchObject({ status: 0 });
    await again('grid');
    const [[label, text]] = await commandsOf('grid');
    expect(label).toMatch(/^As it was run, in .*:$/);
    expect(text).toBe(
      "msm simulate --N 12 --T 20 --jobs 1 --quiet --patterns 'two patterns.csv' --tau-J 10,infinity --activation identity,tanh --seed 3,9 --record 'energy,sigma@[0,19]' --every 2 --format csv --out grid",
    );
  });

  it('make the runs that were added to a sweep later too', async () => {
    const words = [...SMALL, '--replicas', '2', '--K', '2'];
    expect(await msm(folder, ...words, '--out', 'grown')).toMatchObject({ status: 0 });
    expect(await msm(folder, ...words, '--tau-J', '10,20', '--out', 'grown', '--resume')).toMatchObject({ status: 0 });
    await again('grown');
  });

  it('order the axes of a sweep file as that does, by name', async () => {
    writeFileSync(join(folder, 'my.yaml'), 'parameters: {u: [1, 2], K: [2, 3], N: 12, T: 20}\n');
    expect(await msm(folder, 'simulate', '--sweep', 'my.yaml', '--out', 'sorted', ...HERE)).toMatchObject({
      status: 0,
    });
    await again('sorted');
  });

  it('make the trials of a search', async () => {
    const search = ['--search', 'tpe', '--budget', '12', '--objective', 'distance:min', '--tau-J', 'log:5..50'];
    expect(await msm(folder, ...SMALL, '--K', '2', ...search, '--seed', '4', '--out', 'found')).toMatchObject({
      status: 0,
    });
    await again('found');
  });

  it('give what flags cannot say as a file, which its first line runs', async () => {
    const sweep =
      'parameters: {N: 12}\nzip: {K: [2, 3], u: [1, 2]}\nderived: {T: 10 * K}\nspaces:\n  a: {seeds: [1, 2]}\n  b: {parameters: {beta: [1, 2]}}\n';
    writeFileSync(join(folder, 'zipped.yaml'), sweep);
    expect(await msm(folder, 'simulate', '--sweep', 'zipped.yaml', '--out', 'zipped', ...HERE)).toMatchObject({
      status: 0,
    });
    const [, text] = (await commandsOf('zipped')).find(([label]) => label.includes('again.yaml')) ?? [];
    writeFileSync(join(folder, 'again.yaml'), text ?? '');
    const [, line = ''] = /^# (msm .*)$/m.exec(text ?? '') ?? [];
    typed(line.replace('--out again', '--out zipped-again'));
    expect(plansOf('zipped-again')).toEqual(plansOf('zipped'));
  });
});
