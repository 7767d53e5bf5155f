import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFile, goldenFiles } from './index.js';
import { freshKernels } from './kernels.js';

const GOLDEN = 'tests/golden/hebbian';
/** Cases of rows 1 to 8, 11, 13 and 14 of the feature list; the others belong to later features. */
const SUPPORTED = 25;
const LATER = 8;

const context = { kernels: () => freshKernels() };

describe('conformance with the golden files of the hebbian model', () => {
  const reports = goldenFiles([GOLDEN]).flatMap((path) => checkFile(path, context));

  it.each(
    reports.filter(({ notYet }) => notYet === undefined).map((report) => [`${report.file} / ${report.name}`, report]),
  )('keeps the bounds of %s', (_, { comparisons }) => {
    expect(comparisons.length).toBeGreaterThan(0);
    expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
  });

  it('covers every case of the supported rows and names those of later features', () => {
    expect(reports.filter(({ notYet }) => notYet === undefined)).toHaveLength(SUPPORTED);
    expect(reports.filter(({ notYet }) => notYet !== undefined)).toHaveLength(LATER);
  });

  it('refuses a kind or a system that it does not know', () => {
    const folder = mkdtempSync(join(tmpdir(), 'msm-golden-'));
    const unknownKind = join(folder, 'something_new.json');
    writeFileSync(unknownKind, JSON.stringify({ system: 'hebbian', cases: [{ name: 'x' }] }));
    expect(() => checkFile(unknownKind, context)).toThrow(/unknown kind/);
    const unknownSystem = join(folder, 'other.json');
    writeFileSync(unknownSystem, JSON.stringify({ system: 'other', cases: [] }));
    expect(() => checkFile(unknownSystem, context)).toThrow(/no engine/);
  });

  it('sees an error just beyond a bound', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'msm-golden-')), 'patterns_and_theory.json');
    writeFileSync(
      file,
      JSON.stringify({ system: 'hebbian', cases: [{ name: 'load', pairs: [{ N: 100, K: 0.1, expected: 11 }] }] }),
    );
    const [report] = checkFile(file, context);
    expect(report.comparisons[0].error).toBe(Number.POSITIVE_INFINITY);
  });
});
