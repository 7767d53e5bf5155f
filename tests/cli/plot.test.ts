import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requestOf } from '../../src/cli/plot-flags.js';
import { pixelsOfMm, pixelsOfPoints } from '../../src/figure/size.js';
import { temporaryFolders } from '../run/folders.js';
import { msm, namesIn } from './msm.js';

describe('flags of msm plot', () => {
  it('are sizes in pixels, formats, names and axes', () => {
    const asked = { width: '85mm', height: '2in', 'font-size': '8', format: 'png,pdf', figure: 'a,b', log: 'y' };
    const { size, formats, figures, log } = requestOf('run', asked);
    expect(size).toEqual({ width: pixelsOfMm(85), height: 192, font: pixelsOfPoints(8) });
    expect([formats, figures, log]).toEqual([['png', 'pdf'], ['a', 'b'], { x: false, y: true }]);
  });

  it.each([
    [{ width: '85' }, '--width 85: must be a length as 85mm'],
    [{ width: '3mm' }, '--width 3mm: must be a length as 85mm, from 30mm to 2000mm'],
    [{ 'font-size': '8em' }, '--font-size 8em: must be points, from 4 to 48'],
    [{ format: 'svg,pngg' }, '--format pngg: must be svg, png, pdf, gif or apng. Did you mean png or apng?'],
    [{ log: 'z' }, '--log z: must be x, y or x,y'],
    [{ x: 'g' }, '--x names columns, and --y is missing'],
    [{ colour: 'g' }, '--colour names columns, and --x is missing'],
    [{ x: 'g', y: 'a', figure: 'b' }, '--figure and --x exclude each other'],
    [{ figure: 'a,,b' }, '--figure a,,b: must be names between commas'],
  ])('%j is refused', (flags, message) => {
    expect(() => requestOf('run', flags)).toThrow(message);
  });
});

describe('msm plot', () => {
  const folder = temporaryFolders();

  it('lists, draws, and a run draws its figures when it is done', async () => {
    const cwd = folder();
    const words = ['--N', '12', '--T', '10', '--record', 'distance', '--out', 'run', '--plot'];
    const ran = await msm(cwd, 'simulate', ...words);
    expect(ran.stdout).toMatch(/^figures +\d in run\/figures$/m);
    expect(namesIn(join(cwd, 'run', 'figures'))).toContain('distance.svg');
    const listed = await msm(cwd, 'plot', 'run', '--list');
    expect(listed.stdout).toMatch(/^distance +mean squared distance/m);
    const drawn = await msm(cwd, 'plot', 'run', '--figure', 'distance', '--output', 'out', '--json');
    expect(JSON.parse(drawn.stdout)).toMatchObject({ ok: true, output: 'out', figures: [{ name: 'distance' }] });
    expect(namesIn(join(cwd, 'out'))).toEqual(['distance.svg', 'distance.vl.json']);
    expect((await msm(cwd, 'verify', 'run')).status).toBe(0);
  });

  it('is done after a search too, and says so', async () => {
    const cwd = folder();
    const search = ['--search', 'random', '--u', 'uniform:0..5', '--objective', 'distance', '--budget', '2'];
    const ran = await msm(cwd, 'simulate', '--N', '10', '--K', '2', '--T', '5', ...search, '--out', 'found', '--plot');
    expect(ran.stdout).toMatch(/^figures +\d in found\/figures$/m);
    expect(namesIn(join(cwd, 'found', 'figures'))).toContain('search_progress.svg');
  }, 60_000);

  it('refuses an unknown figure with the nearest right word and writes nothing', async () => {
    const cwd = folder();
    await msm(cwd, 'simulate', '--N', '12', '--T', '10', '--out', 'run', '--quiet');
    const { status, stderr } = await msm(cwd, 'plot', 'run', '--figure', 'distence');
    expect([status, stderr]).toEqual([2, expect.stringContaining('Did you mean distance')]);
    expect(existsSync(join(cwd, 'run', 'figures'))).toBe(false);
  });
});
