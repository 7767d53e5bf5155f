/** Reports as people open them: from the disk, in a real Chromium, with a pointer and with keys. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msm } from '../cli/msm.js';
import { CHROMIUM, openPage, type Page } from './chromium.js';

const folder = mkdtempSync(join(tmpdir(), 'msm-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Middle of an element on the screen. */
const middleOf = (selector: string): string =>
  `(() => { const box = document.querySelector('${selector}').getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; })()`;

const labels = (figure: string): string =>
  `[...document.querySelectorAll('#figure-${figure} .live .role-axis-label text')].map((label) => label.textContent).sort()`;

describe.skipIf(CHROMIUM === undefined)('a report of a run in a browser (needs Chromium)', () => {
  let page: Page;

  beforeAll(async () => {
    const made = await msm(folder, 'simulate', '--N', '30', '--K', '3', '--T', '200', '--out', 'run', '--seed', '1');
    expect(made).toMatchObject({ status: 0 });
    expect(await msm(folder, 'report', 'run')).toMatchObject({ status: 0 });
    page = await openPage(`file://${folder}/run/report.html`);
    await page.value(
      `document.getElementById('figure-activity').scrollIntoView({ block: 'center', behavior: 'instant' })`,
    );
    await page.until(`document.querySelector('#figure-activity .is-live .pane') !== null`);
  }, 60_000);
  afterAll(() => page?.close());

  const mouse = (type: string, [x, y]: readonly number[], more: object = {}): Promise<unknown> =>
    page.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: type === 'mouseMoved' ? 'none' : 'left',
      clickCount: 1,
      ...more,
    });
  const key = async (name: string, text?: string): Promise<void> => {
    await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key: name, code: name, text });
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key: name, code: name });
  };
  const tip = (): Promise<string> => page.value(`document.getElementById('tip').textContent`);

  it('asks for nothing but itself, and complains of nothing', () => {
    expect(page.requests.filter((address) => !address.startsWith('data:'))).toEqual([
      `file://${folder}/run/report.html`,
    ]);
    expect(page.complaints).toEqual([]);
  });

  it('shows the value under the pointer', async () => {
    const [x, y] = await page.value<number[]>(middleOf('#figure-activity .pane'));
    await mouse('mouseMoved', [x, y]);
    await page.until(`!document.getElementById('tip').hidden`);
    expect(await tip()).toMatch(/^time t: \d+\na: [−-]?\d(\.\d+)?$/);
    expect(await page.value(`document.querySelector('#figure-activity .mark') !== null`)).toBe(true);
  });

  it('zooms to what a drag goes over, and a double click shows all again', async () => {
    const before = await page.value<string[]>(labels('activity'));
    const [x, y] = await page.value<number[]>(middleOf('#figure-activity .pane'));
    await mouse('mousePressed', [x - 60, y - 40]);
    await mouse('mouseMoved', [x + 60, y + 40], { button: 'left', buttons: 1 });
    await mouse('mouseReleased', [x + 60, y + 40]);
    await page.until(`JSON.stringify(${labels('activity')}) !== ${JSON.stringify(JSON.stringify(before))}`);
    const times = (await page.value<string[]>(labels('activity'))).map(Number).filter((value) => value > 1);
    expect(Math.min(...times)).toBeGreaterThan(50);
    expect(Math.max(...times)).toBeLessThan(150);
    await mouse('mousePressed', [x, y], { clickCount: 2 });
    await mouse('mouseReleased', [x, y], { clickCount: 2 });
    await page.until(`JSON.stringify(${labels('activity')}) === ${JSON.stringify(JSON.stringify(before))}`);
  });

  it('reads values, zooms and shows all again by keys', async () => {
    await page.value(`document.querySelector('#figure-activity .pane').focus()`);
    const before = await page.value<string[]>(labels('activity'));
    await key('ArrowRight');
    expect(await tip()).toMatch(/^time t: \d+\na: /);
    await key('+', '+');
    await page.until(`JSON.stringify(${labels('activity')}) !== ${JSON.stringify(JSON.stringify(before))}`);
    await key('0', '0');
    await page.until(`JSON.stringify(${labels('activity')}) === ${JSON.stringify(JSON.stringify(before))}`);
    await key('Escape');
    expect(await page.value(`document.getElementById('tip').hidden`)).toBe(true);
  });

  it('hides a series by its button, and shows it again', async () => {
    const figure = '#figure-deltaFnorm2_kt';
    await page.value(`document.querySelector('${figure}').scrollIntoView({ block: 'center', behavior: 'instant' })`);
    await page.until(`document.querySelector('${figure} .tools button[aria-pressed]') !== null`);
    const lines = `[...document.querySelectorAll('${figure} .live .mark-line path')].filter((path) => (path.getAttribute('d') ?? '').length > 10).length`;
    const button = `[...document.querySelectorAll('${figure} .tools button[aria-pressed]')].find((one) => one.textContent.trim() === 'run')`;
    const before = await page.value<number>(lines);
    expect(before).toBeGreaterThan(1);
    await page.value(`${button}.click()`);
    await page.until(`${lines} === ${before - 1}`);
    expect(await page.value(`${button}.getAttribute('aria-pressed')`)).toBe('false');
    await page.value(`${button}.click()`);
    await page.until(`${lines} === ${before}`);
  });

  it('shows place and value of a heat map under the pointer, and by keys', async () => {
    const figure = '#figure-state_patterns';
    await page.value(`document.querySelector('${figure}').scrollIntoView({ block: 'center', behavior: 'instant' })`);
    await page.until(`document.querySelector('${figure} .is-live .pane') !== null`);
    // 30 neurons, one below the other, with their entries in 3 patterns; figures around it may still be moving
    const at = (row: number, column: number) =>
      page.value<number[]>(
        `(() => { const box = document.querySelector('${figure} .pane').getBoundingClientRect(); return [box.left + ${(column + 0.5) / 3} * box.width, box.top + ${(row + 0.5) / 30} * box.height]; })()`,
      );
    const pointed = async (row: number, column: number): Promise<number[]> => {
      await mouse('mouseMoved', await at(row, column));
      return (await tip()).split('\n').map((line) => Number(line.split(': ')[1]));
    };
    const stored = await page.value<number[]>(
      `(() => { const { columns } = JSON.parse(document.getElementById('data-state_patterns').textContent); const { values: [text] } = Object.values(columns).find((one) => one.values && one.url); return [...new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer)]; })()`,
    );
    expect(stored.length).toBe(90);
    await page.until(
      `[...document.querySelectorAll('[data-figure] .plot')].slice(-3).every((one) => one.classList.contains('is-live'))`,
    );
    for (const [row, column] of [
      [0, 0],
      [7, 1],
      [29, 2],
    ]) {
      const [x, y, value] = await pointed(row, column);
      expect([x, y, value]).toEqual([column, row, Number(stored[3 * row + column].toPrecision(5))]);
    }
    await pointed(7, 1);
    await page.value(`document.querySelector('${figure} .pane').focus()`);
    await key('ArrowRight');
    await key('ArrowDown');
    const [x, y, value] = (await tip()).split('\n').map((line) => Number(line.split(': ')[1]));
    expect([x, y, value]).toEqual([2, 8, Number(stored[26].toPrecision(5))]);
  });

  it('sorts a table by a click and by a key, numbers by their values', async () => {
    const values = `[...document.querySelectorAll('#table-numbers tbody td:nth-child(2)')].map((cell) => cell.dataset.v).filter(Boolean).map(Number)`;
    await page.value(
      `document.querySelector('#table-numbers th:nth-child(2)').scrollIntoView({ block: 'center', behavior: 'instant' })`,
    );
    const [x, y] = await page.value<number[]>(middleOf('#table-numbers th:nth-child(2) button'));
    await mouse('mousePressed', [x, y]);
    await mouse('mouseReleased', [x, y]);
    const up = await page.value<number[]>(values);
    expect(up).toEqual([...up].sort((a, b) => a - b));
    expect(await page.value(`document.querySelector('#table-numbers th:nth-child(2)').getAttribute('aria-sort')`)).toBe(
      'ascending',
    );
    await page.value(`document.querySelector('#table-numbers th:nth-child(2) button').focus()`);
    await key('Enter', '\r');
    const down = await page.value<number[]>(values);
    expect(down).toEqual([...up].reverse());
  });

  it('filters the rows of a long table', async () => {
    await page.value(
      `(() => { const input = document.querySelector('#table-numbers input'); input.value = 'theor std'; input.dispatchEvent(new Event('input')); })()`,
    );
    const names = `[...document.querySelectorAll('#table-numbers tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[0].textContent)`;
    expect(await page.value(names)).toEqual(['theory_std']);
    expect(await page.value(`document.querySelector('#table-numbers .count').textContent`)).toMatch(/^1 of \d+$/);
  });

  it('is dark where people want that, figures too', async () => {
    const ground = `getComputedStyle(document.body).backgroundColor`;
    const line = `getComputedStyle(document.querySelector('#figure-activity .live .mark-line path')).stroke`;
    expect(await page.value(ground)).toBe('rgb(251, 251, 250)');
    expect(await page.value(line)).toBe('rgb(0, 114, 178)');
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: 'dark' }] });
    expect(await page.value(ground)).toBe('rgb(20, 24, 29)');
    expect(await page.value(line)).toBe('rgb(74, 168, 224)');
    // dots of the buttons that show and hide series have the colours of these
    const dots = `[...document.querySelectorAll('[data-colour]')].map((one) => [one.dataset.colour, getComputedStyle(one, '::before').backgroundColor])`;
    const all = await page.value<readonly (readonly [string, string])[]>(dots);
    expect(all.find(([colour]) => colour === '#0072b2')?.[1]).toBe('rgb(74, 168, 224)');
    await page.send('Emulation.setEmulatedMedia', { features: [] });
  });

  it('is printed with the drawings, without what only works on a screen', async () => {
    await page.send('Emulation.setEmulatedMedia', { media: 'print' });
    const shown = (selector: string): Promise<string> =>
      page.value(`getComputedStyle(document.querySelector('${selector}')).display`);
    expect(await shown('#figure-activity .drawn')).toBe('block');
    expect(await shown('#figure-activity .live')).toBe('none');
    expect(await shown('#figure-activity .tools')).toBe('none');
    await page.send('Emulation.setEmulatedMedia', { media: '' });
  });

  it('names each figure for who cannot see it', async () => {
    const names = await page.value<string[]>(
      `[...document.querySelectorAll('figure')].map((figure) => figure.querySelector('svg[role=img]').getAttribute('aria-label'))`,
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !name)).toEqual([]);
  });
});
