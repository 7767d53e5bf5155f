/** What is made of many runs of a model of one's own: collected, judged, searched, repeated. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

const folder = temporaryFolders();
/** A folder with the model `oja`, and nothing else. */
const place = (): string => {
  const cwd = folder();
  cpSync('data/models/oja', join(cwd, 'oja'), { recursive: true });
  return cwd;
};
async function columnOf(path: string, name: string): Promise<readonly unknown[]> {
  const { columns } = await readTable(readFileSync(path), path);
  return [...((columns.find((one) => one.name === name)?.data ?? []) as Iterable<unknown>)];
}
const summaryOf = (run: string): readonly { readonly name: string; readonly value: number }[] =>
  JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')).summary;

describe('many runs of a model of your own', () => {
  it('are collected, with a mean over replicas that is theirs', async () => {
    const cwd = place();
    const sweep = ['run', './oja', '--eta', '0.01,0.02', '--replicas', '2', '--T', '200', '--out', 's', '--quiet'];
    expect((await msm(cwd, ...sweep)).status).toBe(0);
    const collected = await msm(cwd, 'collect', 's', '--group-by', 'eta');
    expect(collected.status, collected.stderr).toBe(0);
    const results = join(cwd, 's', 'results.parquet');
    expect(await columnOf(results, 'eta')).toEqual([0.01, 0.01, 0.02, 0.02]);
    const lengths = (await columnOf(results, 'length')) as number[];
    const statistics = join(cwd, 's', 'statistics.parquet');
    const names = await columnOf(statistics, 'quantity');
    const means = (await columnOf(statistics, 'mean')) as number[];
    const wanted = [(lengths[0] + lengths[1]) / 2, (lengths[2] + lengths[3]) / 2];
    const found = means.filter((_, i) => names[i] === 'length');
    for (const [i, mean] of found.entries()) expect(mean).toBeCloseTo(wanted[i], 12);
    expect(found).toHaveLength(2);
    const verified = await msm(cwd, 'verify', 's');
    expect(verified.status, verified.stdout).toBe(0);
  });

  it('are searched for the best value of a number of their summary', async () => {
    const cwd = place();
    const words = ['--eta', 'log:0.001..0.02', '--search', 'random', '--budget', '3', '--startup', '2'];
    const search = ['run', './oja', '--T', '200', ...words, '--objective', 'length:min', '--out', 'f'];
    const { status, stdout, stderr } = await msm(cwd, ...search);
    expect(status, stderr).toBe(0);
    const lengths = (await columnOf(join(cwd, 'f', 'search.parquet'), 'objective')) as number[];
    expect(lengths).toHaveLength(3);
    const best = /^smallest +length = (\S+) in trial (\d)/m.exec(stdout);
    expect(Number(best?.[1])).toBeCloseTo(Math.min(...lengths), 3);
    expect(Number(best?.[2])).toBe(lengths.indexOf(Math.min(...lengths)));
  });

  it('are repeated from what was printed of them, and from their folder', async () => {
    const cwd = place();
    const words = ['run', './oja', '--T', '200', '--eta', '0.03'];
    expect((await msm(cwd, ...words, '--seed', '4', '--out', 'a', '--quiet')).status).toBe(0);
    const { stdout } = await msm(cwd, ...words, '--seed', '4', '--print-config');
    writeFileSync(join(cwd, 'printed.yaml'), stdout);
    for (const preset of ['printed.yaml', 'a']) {
      const out = `by-${preset.slice(0, 1)}`;
      const again = await msm(cwd, 'run', './oja', '--preset', preset, '--out', out, '--quiet');
      expect(again.status, again.stderr).toBe(0);
      expect(readFileSync(join(cwd, out, 'timeseries.parquet'))).toEqual(
        readFileSync(join(cwd, 'a', 'timeseries.parquet')),
      );
      expect(summaryOf(join(cwd, out))).toEqual(summaryOf(join(cwd, 'a')));
    }
  });

  it('have statistics of their recorded numbers', async () => {
    const cwd = place();
    expect((await msm(cwd, 'run', './oja', '--T', '200', '--out', 'a', '--quiet')).status).toBe(0);
    const { stdout, status } = await msm(cwd, 'show', 'a', '--statistics');
    expect(status).toBe(0);
    const lengths = (await columnOf(join(cwd, 'a', 'timeseries.parquet'), 'length')) as number[];
    const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    const shown = /^length over all steps:\n.*\n +mean +(\S+)/m.exec(stdout)?.[1];
    expect(Math.abs(Number(shown) - mean)).toBeLessThan(1e-7 * mean);
    expect(stdout).toMatch(/autocorrelation of the length/);
  });
});
