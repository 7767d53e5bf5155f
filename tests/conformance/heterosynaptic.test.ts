import { describe, expect, it } from 'vitest';
import { checkFile, goldenFiles } from './index.js';
import { freshKernels } from './kernels.js';

/** Expansions of grids in data.json, and its kinds of later features. */
const SUPPORTED = 1;
const LATER = 5;

describe('conformance with the golden files of heterosynaptic learning', () => {
  const context = { kernels: () => freshKernels() };
  const reports = goldenFiles(['tests/golden/heterosynaptic']).flatMap((path) => checkFile(path, context));
  const supported = reports.filter(({ notYet }) => notYet === undefined);

  it.each(supported.map((report) => [report.name, report]))('expands %s to its jobs in order', (_, { comparisons }) => {
    expect(comparisons.map(({ quantity }) => quantity)).toEqual(['number of jobs', 'jobs in order']);
    expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
  });

  it('names the kinds of later features', () => {
    expect([supported.length, reports.length - supported.length]).toEqual([SUPPORTED, LATER]);
  });
});
