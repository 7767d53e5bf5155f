import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFigures, plot } from '../../src/draw/plot.js';
import { openSweep } from '../../src/draw/sweep-subject.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { msm } from '../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
const sweep = join(cwd, 'sweep');

beforeAll(async () => {
  const words = '--N 12 --K 2,3,4 --beta 1,2 --T 20 --replicas 2 --out sweep --quiet';
  await msm(cwd, 'simulate', ...words.split(' '));
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const draw = (
  columns: { readonly x: string; readonly y: readonly string[]; readonly colour?: string },
  folder = sweep,
) => plot(NODE_DISK, { folder, formats: ['svg'], size: DEFAULT_SIZE, columns });

const specOf = (name: string) => JSON.parse(readFileSync(join(sweep, 'figures', `${name}.vl.json`), 'utf8'));

describe('a sweep', () => {
  it('has figures of what its family reports, against the parameter with the most values', async () => {
    const listed = await listFigures(sweep);
    expect(listed.map(({ name }) => name)).toContain('distance_normalized');
    expect(listed.find(({ name }) => name === 'distance_normalized')?.title).toBe('distance normalized against K');
  });

  it('offers no figure of a reported number that no run has', async () => {
    await msm(cwd, 'train', ...'--max-epochs 1 --lr 0.1,0.2 --out trained --quiet'.split(' '));
    const names = (await listFigures(join(cwd, 'trained'))).map(({ name }) => name);
    expect(names).toContain('test_accuracy');
    expect(names).not.toContain('diverged_at');
  });

  it('draws any columns of its results', async () => {
    const { figures } = await draw({ x: 'K', y: ['residuals_std'], colour: 'beta' });
    expect(figures.map(({ name }) => name)).toEqual(['residuals_std_over_K_by_beta']);
    const [view] = specOf('residuals_std_over_K_by_beta').vconcat;
    expect(view.layer.at(-1).encoding.color.scale.domain).toEqual(['β = 1', 'β = 2']);
    expect(view.layer.at(-1).data.values.map(({ x }: { x: number }) => x)).toEqual([2, 3, 4]);
    expect(specOf('residuals_std_over_K_by_beta').title.subtitle.at(-1)).toBe('hebbian: N = 12, T = 20; 12 runs');
  });

  it('is drawn from the folders of its runs where results were not written yet', async () => {
    const copy = join(cwd, 'copy');
    cpSync(sweep, copy, { recursive: true });
    rmSync(join(copy, 'results.parquet'));
    await draw({ x: 'K', y: ['distance'], colour: 'beta' }, copy);
    expect(existsSync(join(copy, 'figures', 'distance_over_K_by_beta.svg'))).toBe(true);
  });

  it('is drawn from its results where runs and the record of the sweep are damaged, by the first run that is not', async () => {
    const place = join(cwd, 'damaged');
    writeFileSync(join(cwd, 'sigma.csv'), '1\n-1\n1\n');
    await msm(cwd, 'simulate', ...'--sigma0 sigma.csv --K 2,3,4 --T 5 --out damaged --quiet'.split(' '));
    const runs = readdirSync(join(place, 'runs')).map((name) => join(place, 'runs', name, 'run.json'));
    rmSync(runs[0]);
    writeFileSync(runs[1], '{');
    writeFileSync(join(place, 'sweep.json'), '{');
    expect((await openSweep(place)).subject).toMatchObject({ runs: 3, inputs: ['sigma0'], scales: undefined });
    for (const run of runs) rmSync(run, { force: true });
    expect((await openSweep(place)).subject.inputs).toEqual([]);
  });

  it.each([
    [{ x: 'K', y: ['distanc'] }, 'distanc is not a column of results', 'distance'],
    [{ x: 'k_', y: ['distance'] }, 'k_ is not a column of results', 'k'],
    [{ x: 'K', y: ['distance'], colour: 'betta' }, 'betta is not a column of results', 'beta'],
  ])('refuses %j and writes nothing', async (columns, message, nearest) => {
    const output = join(cwd, 'none');
    const refused = plot(NODE_DISK, { folder: sweep, formats: ['svg'], size: DEFAULT_SIZE, columns, output });
    await expect(refused).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining(message),
      data: { nearest: expect.arrayContaining([nearest]) },
    });
    expect(existsSync(output)).toBe(false);
  });
});
