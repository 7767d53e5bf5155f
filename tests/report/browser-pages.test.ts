/** Pages of several runs and of a search, in a real Chromium. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msm } from '../cli/msm.js';
import { CHROMIUM, openPage, type Page } from './chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = ['simulate', '--N', '12', '--T', '60', '--quiet'];

/** A figure in the middle of the screen, once it is live. */
async function shown(page: Page, figure: string): Promise<void> {
  await page.value(`document.querySelector('${figure}').scrollIntoView({ block: 'center', behavior: 'instant' })`);
  await page.until(`document.querySelector('${figure} .is-live .pane') !== null`);
}

async function pressed(page: Page, figure: string, key: string, text?: string): Promise<void> {
  await page.value(`document.querySelector('${figure} .pane').focus()`);
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, text });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
}

describe.skipIf(CHROMIUM === undefined)('a comparison in a browser (needs Chromium)', () => {
  let page: Page;
  beforeAll(async () => {
    expect(await msm(folder, ...SMALL, '--K', '2', '--out', 'a')).toMatchObject({ status: 0 });
    expect(await msm(folder, ...SMALL, '--K', '3', '--out', 'b')).toMatchObject({ status: 0 });
    expect(await msm(folder, 'report', 'a', 'b')).toMatchObject({ status: 0 });
    page = await openPage(`file://${folder}/comparison.html`);
    await shown(page, '#figure-energy');
  }, 60_000);
  afterAll(() => page?.close());

  it('fits a narrow screen, where only tables and commands scroll sideways', async () => {
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 380,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.until(`document.documentElement.scrollWidth <= 380`);
    await page.send('Emulation.setDeviceMetricsOverride', {
      width: 1280,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
  });

  it('complains of nothing and asks for nothing', () => {
    expect(page.complaints).toEqual([]);
    expect(page.requests.filter((address) => !address.startsWith('data:'))).toEqual([
      `file://${folder}/comparison.html`,
    ]);
  });
});

describe.skipIf(CHROMIUM === undefined)('the page of a search in a browser (needs Chromium)', () => {
  let page: Page;
  beforeAll(async () => {
    const search = ['--search', 'random', '--budget', '9', '--objective', 'energy:min', '--u', 'uniform:0..5'];
    const words = [...SMALL, '--K', '2', ...search, '--beta', '1,2', '--out', 'found'];
    expect(await msm(folder, ...words)).toMatchObject({ status: 0 });
    expect(await msm(folder, 'report', 'found')).toMatchObject({ status: 0 });
    page = await openPage(`file://${folder}/found/report.html`);
    await shown(page, '#figure-search_parameters');
  }, 60_000);
  afterAll(() => page?.close());

  it('says place and value of a point, by keys', async () => {
    await pressed(page, '#figure-search_parameters', 'ArrowRight');
    await page.until(`!document.getElementById('tip').hidden`);
    expect(await page.value(`document.getElementById('tip').textContent`)).toMatch(
      /^u: [\d.]+\n(objective|best): -?[\d.]+/,
    );
  });

  it('complains of nothing', () => {
    expect(page.complaints).toEqual([]);
  });
});
