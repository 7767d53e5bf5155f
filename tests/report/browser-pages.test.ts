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

  const ENERGY = '#figure-energy';
  const labels = `JSON.stringify([...document.querySelectorAll('${ENERGY} .live .role-axis-label text')].map((one) => one.textContent).sort())`;
  const tip = (): Promise<string> => page.value(`document.getElementById('tip').textContent`);

  it('says run, place and value of the point under the pointer', async () => {
    await shown(page, ENERGY);
    const [x, y, high] = await page.value<number[]>(
      `(() => { const box = document.querySelector('${ENERGY} .pane').getBoundingClientRect(); return [box.left + 0.6 * box.width, box.top, box.height]; })()`,
    );
    const seen = new Set<string>();
    for (let part = 0.05; part < 1; part += 0.1) {
      await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y: y + part * high, button: 'none' });
      await page.until(`!document.getElementById('tip').hidden`);
      const words = await tip();
      expect(words).toMatch(/^time t: \d+\n[ab] \(K = [23]\): -?\d+(\.\d+)?$/);
      seen.add(words.split('\n')[1].split(':')[0]);
    }
    expect([...seen].sort()).toEqual(['a (K = 2)', 'b (K = 3)']);
  });

  it('reads values, zooms and shows all again by keys', async () => {
    const before = await page.value<string>(labels);
    await pressed(page, ENERGY, 'ArrowRight');
    expect(await tip()).toMatch(/^time t: \d+\n[ab] \(K = [23]\): /);
    await pressed(page, ENERGY, '+', '+');
    await page.until(`${labels} !== ${JSON.stringify(before)}`);
    await pressed(page, ENERGY, '0', '0');
    await page.until(`${labels} === ${JSON.stringify(before)}`);
  });

  it('hides a run by its button, and shows it again', async () => {
    const lines = `[...document.querySelectorAll('${ENERGY} .live .mark-line path')].filter((path) => (path.getAttribute('d') ?? '').length > 10).length`;
    const button = `[...document.querySelectorAll('${ENERGY} .tools button[aria-pressed]')].find((one) => one.textContent.trim() === 'b (K = 3)')`;
    expect(await page.value(lines)).toBe(2);
    await page.value(`${button}.click()`);
    await page.until(`${lines} === 1`);
    await page.value(`${button}.click()`);
    await page.until(`${lines} === 2`);
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
