/** The report of a search, by the command. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSweep } from '../../src/draw/sweep-subject.js';
import { sweepReport } from '../../src/report/sweep-report.js';
import { msm } from '../cli/msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a search is reported with the best trial, how to run that again, and all trials, the best first', async () => {
  const search = ['--search', 'random', '--budget', '10', '--objective', 'energy:max', '--u', 'uniform:0..5'];
  const words = [
    'simulate',
    '--N',
    '12',
    '--K',
    '2',
    '--T',
    'log:20..30:1',
    ...search,
    '--beta',
    '1,2',
    '--out',
    'found',
    '--json',
  ];
  const made = await msm(folder, ...words);
  const { best } = JSON.parse(made.stdout).search;
  const report = await sweepReport(join(folder, 'found'), 'found');
  expect(report.title).toBe('found: a search of hebbian');
  expect(report.verdict.slice(0, 2)).toEqual([
    ['searched by', 'random, 10 trials'],
    ['largest', expect.stringMatching(new RegExp(`^energy = \\S+ in trial ${best.trial}$`))],
  ]);
  const parts = report.sections.flatMap((section) => section.parts);
  const commands = parts.flatMap((part) => (part.kind === 'command' ? [part.text] : []));
  expect(commands[0]).toBe(`msm simulate --preset ${join(folder, best.folder)}`);
  const again = await msm(folder, 'simulate', '--preset', best.folder, '--out', 'again', '--quiet');
  expect(again).toMatchObject({ status: 0 });
  const identity = (name: string) => JSON.parse(readFileSync(join(folder, name, 'run.json'), 'utf8')).identity;
  expect(identity('again')).toBe(identity(best.folder));
  const [trials] = parts.flatMap((part) => (part.kind === 'table' && part.table.id === 'trials' ? [part.table] : []));
  const at = trials.columns.findIndex(({ title }) => title === 'objective');
  const values = trials.rows.map((row) => (row[at] as { readonly value: number }).value);
  expect(values.length).toBe(10);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  const [figures] = parts.flatMap((part) => (part.kind === 'figures' ? [part.figures.map(({ id }) => id)] : []));
  expect(figures).toEqual(['search_progress', 'search_parameters', 'search_together']);
  // of what was chosen from a list the values say how it is drawn
  expect((await openSweep(join(folder, 'found'))).subject.scales).toEqual({ u: 'linear', T: 'log' });
}, 60_000);
