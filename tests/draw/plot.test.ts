import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFigures, type PlotRequest, plot } from '../../src/draw/plot.js';
import { DEFAULT_SIZE, pixelsOfMm } from '../../src/figure/size.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { msm } from '../cli/msm.js';
import { temporaryFolders } from '../run/folders.js';

const folder = temporaryFolders();
const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
const run = join(cwd, 'run');

const request = (more: Partial<PlotRequest> = {}): PlotRequest => ({
  folder: run,
  formats: ['svg'],
  size: DEFAULT_SIZE,
  ...more,
});

const bytes = (...path: readonly string[]): Buffer => readFileSync(join(run, 'figures', ...path));

beforeAll(async () => {
  const words = '--N 12 --K 3 --T 40 --record distance,overlap,sigma,J@[0,39] --out run --quiet';
  await msm(cwd, 'simulate', ...words.split(' '));
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('the figures of a run', () => {
  it('are one for each observable and for what else its last state has', async () => {
    const listed = await listFigures(run);
    const drawn = listed.filter(({ isDrawn }) => isDrawn).map(({ name }) => name);
    expect(drawn).toEqual(expect.arrayContaining(['distance', 'overlaps', 'state_patterns']));
    // the family's own say the same and more
    expect(listed.filter(({ isDrawn }) => !isDrawn).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['overlap', 'sigma', 'J', 'state_sigma']),
    );
  });

  it('are those of its analyses too, once there are any', async () => {
    const named = async () => (await listFigures(run)).map(({ name }) => name);
    expect(await named()).not.toContain('retention');
    await msm(cwd, 'analyse', 'run', '--analysis', 'capacity', '--quiet');
    expect(await named()).toContain('retention');
    const columns = { table: 'analysis/retention', x: 'pattern', y: ['overlap'] };
    const { figures } = await plot(NODE_DISK, request({ columns }));
    expect(figures.map(({ name }) => name)).toEqual(['overlap_over_pattern']);
    rmSync(join(run, 'analysis'), { recursive: true });
  });

  it('have the same bytes whenever they are drawn', async () => {
    const one = request({ figures: ['distance', 'J'], formats: ['svg', 'png', 'pdf'] });
    const endings = ['distance.svg', 'distance.png', 'distance.pdf', 'J.svg', 'J.png', 'J.pdf', 'J.vl.json'];
    await plot(NODE_DISK, one);
    const first = endings.map((name) => bytes(name));
    await plot(NODE_DISK, one);
    expect(endings.map((name) => bytes(name).equals(first[endings.indexOf(name)]))).toEqual(endings.map(() => true));
    expect(first.map((file) => file.subarray(0, 4).toString('latin1'))).toEqual(
      expect.arrayContaining(['<svg', '\x89PNG', '%PDF']),
    );
  });

  it('call rows and entries of the last state what they are', async () => {
    await plot(NODE_DISK, request({ figures: ['state_patterns', 'state_sigma', 'state_J'] }));
    const titlesOf = (name: string, axis: 'x' | 'y'): string =>
      new RegExp(`"${axis}": \\{[^}]*"title": "([^"]*)"`).exec(bytes(`${name}.vl.json`).toString())?.[1] ?? '';
    expect([titlesOf('state_patterns', 'y'), titlesOf('state_patterns', 'x')]).toEqual(['neuron', 'pattern']);
    expect(titlesOf('state_sigma', 'x')).toBe('neuron');
    expect([titlesOf('state_J', 'y'), titlesOf('state_J', 'x')]).toEqual(['neuron', 'other neuron']);
  });

  it('are as wide as was asked for, in millimetres, and as high', async () => {
    await plot(NODE_DISK, request({ figures: ['J'], size: { ...DEFAULT_SIZE, width: pixelsOfMm(85) } }));
    const wide = Number(/width="([\d.]+)mm"/.exec(bytes('J.svg').toString())?.[1]);
    expect(Math.abs(wide - 85)).toBeLessThan(0.3);
    await plot(NODE_DISK, request({ figures: ['distance'], size: { ...DEFAULT_SIZE, height: pixelsOfMm(60) } }));
    const high = Number(/height="([\d.]+)mm"/.exec(bytes('distance.svg').toString())?.[1]);
    expect(Math.abs(high - 60)).toBeLessThan(0.3);
  });

  it('carry parameters, seed and identity, and their data', async () => {
    await plot(NODE_DISK, request({ figures: ['distance'] }));
    const { identity } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    const spec = JSON.parse(bytes('distance.vl.json').toString());
    expect(spec.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json');
    expect(spec.vconcat[0].layer[0].data.values).toHaveLength(40);
    expect(bytes('distance.svg').toString()).toContain(`Identity ${identity}.`);
    expect(bytes('distance.svg').toString()).toContain('K = 3');
  });

  it('have the whole symmetric matrix of couplings, though half of it is in the table', async () => {
    await plot(NODE_DISK, request({ figures: ['J'] }));
    const spec = JSON.parse(bytes('J.vl.json').toString());
    const [, spectrum] = spec.vconcat[0].hconcat;
    expect(spectrum.layer.at(-1).data.values).toHaveLength(12);
    expect(spec.title.subtitle[0]).toContain('step 39');
  });
});

describe('what cannot be drawn', () => {
  it('is a run with a table that is not as it was written', async () => {
    const damaged = join(folder(), 'damaged');
    cpSync(run, damaged, { recursive: true });
    const table = join(damaged, 'timeseries.parquet');
    const file = readFileSync(table);
    file[40] ^= 1;
    writeFileSync(table, file);
    const output = join(folder(), 'out');
    const drawn = plot(NODE_DISK, request({ folder: damaged, figures: ['distance'], output }));
    await expect(drawn).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('it is not what was written'),
    });
    expect(existsSync(output)).toBe(false);
  });

  it('is named, with the nearest right word, and leaves nothing', async () => {
    const output = join(folder(), 'out');
    await expect(plot(NODE_DISK, request({ figures: ['distance', 'overlapps'], output }))).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('overlapps is not a figure of'),
    });
    expect(existsSync(output)).toBe(false);
    await expect(plot(NODE_DISK, request({ folder: 'none', output }))).rejects.toMatchObject({ code: 'E_CONFIG' });
  });

  it('leaves no file behind when the disk fails', async () => {
    const output = join(folder(), 'out');
    const failing = {
      ...NODE_DISK,
      rename: () => {
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    };
    await expect(plot(failing, request({ figures: ['distance'], output }))).rejects.toMatchObject({ code: 'E_IO' });
    expect(readdirSync(output)).toEqual([]);
  });
});
