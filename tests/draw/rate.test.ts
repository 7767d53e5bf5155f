import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFigures, openSource, plot } from '../../src/draw/plot.js';
import { loadData } from '../../src/draw/run-data.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { readTable } from '../../src/table/read.js';
import { msm } from '../cli/msm.js';

const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
const [run, sweep] = ['run', 'sweep'].map((name) => join(cwd, name));

beforeAll(async () => {
  const common = 'lyapunov --N 12 --p 0.5 --T 60 --trials 3 --align 20 --duration 200 --quiet';
  await msm(cwd, ...`${common} --record rates@20,mean_distance --out run`.split(' '));
  await msm(cwd, ...`${common} --g 1,8 --session 1,2 --out sweep`.split(' '));
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Numbers of a table of a folder. */
async function columnsOf(folder: string, table: string) {
  const path = join(folder, `${table}.parquet`);
  const { columns } = await readTable(readFileSync(path), path);
  return Object.fromEntries(columns.map(({ name, data }) => [name, Array.from(data as ArrayLike<number>)]));
}

describe('what is loaded of a course', () => {
  it('can be that of one trial', async () => {
    const where = { column: 'trial', value: 1 };
    const source = await openSource(run);
    const data = await loadData(source, [{ kind: 'course', table: 'rates', value: 'rate', where }], DEFAULT_SIZE);
    const { entries, records, of, values, from, to } = data.course('rates', 'rate');
    const all = await columnsOf(run, 'rates');
    const rows = [...all.trial.keys()].filter((row) => all.trial[row] === 1);
    expect([entries, records, of, from, to]).toEqual([12, 3, 'unit', 0, 40]);
    for (const [n, row] of rows.entries()) {
      expect(values[(n % 12) * 3 + Math.floor(n / 12)]).toBe(all.rate[row]);
    }
  });
});

describe('what is loaded of the runs of a sweep', () => {
  it('are those of one session, with their rows in the results', async () => {
    const source = await openSource(sweep);
    const where = { column: 'session', value: 2 };
    const data = await loadData(source, [{ kind: 'ofRuns', table: 'curve', columns: ['time'], where }], DEFAULT_SIZE);
    const results = await columnsOf(sweep, 'results');
    const runs = data.ofRuns('curve');
    expect(runs.map(({ row }) => [results.g[row], results.session[row]])).toEqual([
      [1, 2],
      [8, 2],
    ]);
    expect(runs[0].columns.time.at(-1)).toBe(59);
  });
});

describe('the figures of msm lyapunov', () => {
  it('are drawn of a run and of a sweep', async () => {
    const drawn = await plot(NODE_DISK, { folder: run, formats: ['svg'], size: DEFAULT_SIZE });
    const names = drawn.figures.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['divergence', 'raster', 'spectrum', 'running', 'verdicts', 'network', 'eigenvalues']),
    );
    expect(names).not.toContain('mean_distance');
    const listed = (await listFigures(sweep)).map(({ name, isDrawn }) => [name, isDrawn]);
    expect(listed).toEqual(
      expect.arrayContaining([
        ['exponent', true],
        ['verdict_map', true],
        ['final_figure', false],
        ['lambda_1', false],
      ]),
    );
    const figures = ['exponent', 'verdict_map', 'final_figure'];
    await plot(NODE_DISK, { folder: sweep, figures, formats: ['svg'], size: DEFAULT_SIZE });
    for (const name of figures) expect(existsSync(join(sweep, 'figures', `${name}.svg`))).toBe(true);
  });
});
