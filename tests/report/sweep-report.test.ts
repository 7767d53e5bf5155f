/** Reports of sweeps, by the command. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { msm } from '../cli/msm.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a sweep is reported with its counts, axes, results and figures, twice with the same bytes', async () => {
  const words = ['simulate', '--N', '20', '--K', '2,3', '--T', '50', '--replicas', '2', '--out', 's'];
  expect(await msm(folder, ...words)).toMatchObject({ status: 0 });
  const page = async (): Promise<string> => {
    expect(await msm(folder, 'report', 's')).toMatchObject({ status: 0 });
    return readFileSync(join(folder, 's', 'report.html'), 'utf8');
  };
  const first = await page();
  expect(first).toContain('<title>s: a sweep of hebbian</title>');
  expect(first).toContain('4 of 4 runs are done');
  expect(first).toContain('<p class="status good">done</p>');
  expect(first).toContain('Results, a row a run: 4 runs;');
  expect(first).toContain('data-figure=');
  expect(first).not.toContain('aria-label="Warnings"');
  expect(await page()).toBe(first);
}, 60_000);
