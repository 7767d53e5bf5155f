/** Curves at the terminal, by the commands. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { msm, startProgram } from './msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-curves-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = ['simulate', '--N', '12', '--K', '2', '--T', '30', '--quiet'];

it('msm show draws the curves of a run, in blocks where the terminal has them, and none as JSON', async () => {
  expect(await msm(folder, ...SMALL, '--record', 'pattern,energy,activity', '--out', 'run')).toMatchObject({
    status: 0,
  });
  const plain = await msm(folder, 'show', 'run');
  expect(plain.stdout).toMatch(
    /\n +first +last +min +max\n {2}pattern .*\n {2}energy +[_.:=+*# -]{30} {2}-?[\d.]+ .*\n {2}activity +\S/,
  );
  const env = { LC_ALL: 'C.UTF-8' };
  const blocks = await startProgram(folder, { words: [], env }, 'show', 'run').ended;
  expect(blocks.stdout).toMatch(/\n {2}energy +[▁▂▃▄▅▆▇█]{30} {2}/);
  const json = await startProgram(folder, { words: [], env }, 'show', 'run', '--json').ended;
  expect(json.stdout).not.toMatch(/[▁▂▃▄▅▆▇█]|"curve/);
}, 60_000);

it('msm status draws the objective of a search over its trials, and the number that a sweep is about', async () => {
  const search = ['--search', 'random', '--budget', '6', '--objective', 'energy:min', '--u', 'uniform:1..5'];
  expect(await msm(folder, ...SMALL, ...search, '--out', 'found')).toMatchObject({ status: 0 });
  expect((await msm(folder, 'status', 'found')).stdout).toMatch(/\n {2}energy {2}[_.:=+*# -]{6} {2}-?\d/);
  expect(await msm(folder, ...SMALL, '--replicas', '4', '--out', 'swept')).toMatchObject({ status: 0 });
  expect((await msm(folder, 'status', 'swept')).stdout).toMatch(/\n {2}distance_normalized {2}\S{4} {2}\d/);
  expect(JSON.parse((await msm(folder, 'status', 'swept', '--json')).stdout)).not.toHaveProperty('curve');
}, 60_000);
