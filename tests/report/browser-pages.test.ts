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

/** A figure in the middle of the screen, once all are live: what becomes live moves the others. */
async function shown(page: Page, figure: string): Promise<void> {
  const count = await page.value<number>(`document.querySelectorAll('[data-figure]').length`);
  for (let at = 0; at < count; at++) {
    await page.value(`document.querySelectorAll('[data-figure]')[${at}].scrollIntoView({ behavior: 'instant' })`);
    await page.until(`document.querySelectorAll('[data-figure]')[${at}].querySelector('.is-live .pane') !== null`);
  }
  await page.value(`document.querySelector('${figure}').scrollIntoView({ block: 'center', behavior: 'instant' })`);
}

/** Points at the middle of the first panel of a figure; what is said then. */
async function pointed(page: Page, figure: string): Promise<string> {
  const [x, y] = await page.value<number[]>(
    `(() => { const box = document.querySelector('${figure} .pane').getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()`,
  );
  await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  await page.until(`!document.getElementById('tip').hidden`);
  return page.value(`document.getElementById('tip').textContent`);
}

async function pressed(page: Page, figure: string, key: string, text?: string): Promise<void> {
  await page.value(`document.querySelector('${figure} .pane').focus()`);
  await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key, text });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key });
}

const labels = (figure: string): string =>
  `JSON.stringify([...document.querySelectorAll('${figure} .live .role-axis-label text')].map((label) => label.textContent))`;

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

  it('says which run a point is of, and its value', async () => {
    expect(await pointed(page, '#figure-energy')).toMatch(/^time t: \d+\n(a \(K = 2\)|b \(K = 3\)): [−-]?\d/);
  });

  it('zooms and shows all again by keys, and hides a run by its button', async () => {
    const before = await page.value<string>(labels('#figure-energy'));
    await pressed(page, '#figure-energy', '+', '+');
    await page.until(`${labels('#figure-energy')} !== ${JSON.stringify(before)}`);
    await pressed(page, '#figure-energy', '0', '0');
    await page.until(`${labels('#figure-energy')} === ${JSON.stringify(before)}`);
    const lines = `[...document.querySelectorAll('#figure-energy .live .mark-line path')].filter((path) => (path.getAttribute('d') ?? '').length > 10).length`;
    expect(await page.value(lines)).toBe(2);
    await page.value(
      `[...document.querySelectorAll('#figure-energy .tools button[aria-pressed]')].find((one) => one.textContent.startsWith('b')).click()`,
    );
    await page.until(`${lines} === 1`);
  });

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
    await shown(page, `#figure-${name}`);
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
