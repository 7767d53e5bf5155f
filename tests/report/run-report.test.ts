/** Reports of runs that are damaged, failed, or not finished, by the command. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { launch, msm, waitUntil } from '../cli/msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = ['simulate', '--N', '20', '--K', '2', '--T', '50'];

/** The page that the command writes of a run, without the program that all pages have. */
async function pageOf(run: string): Promise<string> {
  expect(await msm(folder, 'report', run)).toMatchObject({ status: 0 });
  return readFileSync(join(folder, run, 'report.html'), 'utf8').replaceAll(/<script>.*?<\/script>/gs, '');
}

it('a damaged run is reported as damaged, and nothing is drawn of it', async () => {
  expect(await msm(folder, ...SMALL, '--out', 'damaged')).toMatchObject({ status: 0 });
  expect(await pageOf('damaged')).toContain('data-figure=');
  const table = join(folder, 'damaged', 'timeseries.parquet');
  const bytes = readFileSync(table);
  bytes[40] ^= 1;
  writeFileSync(table, bytes);
  const page = await pageOf('damaged');
  expect(page).toContain('Damaged: timeseries.parquet is changed.');
  expect(page).toContain('Nothing is drawn:');
  expect(page).not.toContain('data-figure=');
}, 60_000);

it('an interrupted run is reported as far as it has come, with the command to go on', async () => {
  const words = ['simulate', '--N', '200', '--K', '10', '--T', '3000000', '--out', 'cut'];
  const { child, ended } = launch(folder, ...words);
  await waitUntil(folder, child, () => existsSync(join(folder, 'cut', 'run.json')));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ status: 75 });
  const page = await pageOf('cut');
  expect(page).toMatch(
    /The run is not finished: it is interrupted at step [\d,]+ of 3,000,000. Go on with: msm resume cut/,
  );
  expect(page).toContain('<p class="status open">interrupted</p>');
}, 60_000);

it('a run that diverged is reported with the place where it did', async () => {
  const words = ['simulate', '--N', '10', '--K', '2', '--T', '5', '--k', '1e200', '--out', 'diverged'];
  expect(await msm(folder, ...words)).toMatchObject({ status: 3 });
  const page = await pageOf('diverged');
  expect(page).toMatch(/It failed with E_DIVERGED: J\[\d, \d\] = \S+ is too large to compute with before step 0/);
  expect(page).toContain('<p class="status bad">failed</p>');
}, 60_000);
