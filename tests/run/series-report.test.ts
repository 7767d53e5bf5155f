import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RATE } from '../../src/model/rate/model.js';
import { seriesReport } from '../../src/run/series-report.js';
import { temporaryFolders } from './folders.js';
import { start } from './harness.js';

const made = temporaryFolders();

describe('the statistics of a run', () => {
  it('are of the columns that its family names', async () => {
    const folder = join(made(), 'run');
    await start(folder, { N: 12, K: 2, T: 60, beta: 1000 });
    const { columns, autocorrelations } = await seriesReport(folder);
    expect(columns.map(({ name, label }) => [name, label])).toEqual([['residual', 'residual']]);
    expect(autocorrelations.map(({ name, label }) => [name, label])).toEqual([['activity', 'mean activity']]);
    expect(autocorrelations[0].values?.[0]).toBe(1);
  });

  it('are of every recorded number where the family names none', async () => {
    const folder = join(made(), 'run');
    await start(
      folder,
      { N: 20, trials: 1, T: 20, exponents: 0 },
      { family: RATE, record: { record: ['log_distance'] } },
    );
    const { columns, autocorrelations } = await seriesReport(folder);
    expect(columns.map(({ name }) => name)).toEqual(['log_distance']);
    expect(autocorrelations.map(({ name }) => name)).toEqual(['log_distance']);
  });

  it('are refused, with what there is to record, where no number was', async () => {
    const folder = join(made(), 'run');
    await start(folder, { N: 20, trials: 1, T: 20 }, { family: RATE, record: { record: ['rates'] } });
    await expect(seriesReport(folder)).rejects.toThrow(/no number was recorded at each step/);
  });
});
