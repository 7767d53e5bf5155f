import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type Build, supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { attractorCases, goldenUniforms } from './attractor.js';
import { checkFile, goldenFiles, isWithin } from './index.js';
import { freshKernels } from './kernels.js';

// Node 20 knows relaxed SIMD behind a flag; newer ones by default.
if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');

const REGIME = '06-digits-regimes';
const golden = (name: string) => JSON.parse(readFileSync(`tests/golden/attractor/${name}.json`, 'utf8'));

/** Kinds with their numbers of cases. */
const KINDS: readonly (readonly [string, number])[] = [
  ['01-scalar-functions', 1],
  ['02-relaxation', 7],
  ['03-learning-steps', 5],
  ['04-bars', 1],
  ['05-sequence', 1],
  ['06-digits-regimes', 1],
  ['07-free-learning', 1],
];
/** The fast build fuses additions; the dynamics contract, so it keeps the bounds of whole runs too. */
const FAST: readonly string[] = ['01-scalar-functions', '03-learning-steps', '04-bars', '05-sequence'];

const run = (kind: string, count: number, build: Build): void => {
  const cases = attractorCases(golden(kind), () => golden(REGIME)) ?? [];
  it.each(cases.map((one) => [`${kind} / ${one.name}`, one]))('keeps the bounds of %s', (_, { check }) => {
    const comparisons = check({ kernels: () => freshKernels(build) });
    expect(comparisons.length).toBeGreaterThan(0);
    expect(comparisons.filter(({ error, bound }) => !(error <= bound))).toEqual([]);
  });
  it(`covers every case of ${kind}`, () => {
    expect(cases).toHaveLength(count);
  });
};

describe('conformance with the golden files of attractor networks', () => {
  for (const [kind, count] of KINDS) run(kind, count, 'strict');

  it('makes the uniforms that the files describe, and refuses others', () => {
    const block = golden('04-bars').uniforms;
    expect(goldenUniforms(block)).toHaveLength(5000 * 25);
    expect(() => goldenUniforms({ ...block, seed: block.seed + 1 })).toThrow(/generator/);
  });

  it('sees an error just beyond a bound', () => {
    const content = golden('03-learning-steps');
    content.cases[0].steps[4].state[2] += 1.1e-12;
    const [first] = attractorCases(content, () => golden(REGIME)) ?? [];
    const wrong = first.check({ kernels: () => freshKernels() }).filter(({ error, bound }) => !(error <= bound));
    expect(wrong.map(({ quantity }) => quantity)).toEqual(['right 4: state', 'literal 4: state']);
  });

  it('refuses a kind that it does not know', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'msm-golden-')), 'new.json');
    writeFileSync(path, JSON.stringify({ case: 'new' }));
    expect(() => checkFile(path, { kernels: () => freshKernels() })).toThrow(/unknown kind 'new'/);
  });

  it('recognises files by their content, under any name in any folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'msm-golden-'));
    for (const [name, copy] of [
      ['03-learning-steps', 'a'],
      ['07-free-learning', 'b'],
      ['published-statistics', 'c'],
    ]) {
      copyFileSync(`tests/golden/attractor/${name}.json`, join(folder, `${copy}.json`));
    }
    const reports = goldenFiles([folder]).flatMap((path) => checkFile(path, { kernels: () => freshKernels() }));
    expect(reports.map(({ file }) => file)).toEqual(['a', 'a', 'a', 'a', 'a', 'b']);
    expect(reports.every(isWithin)).toBe(true);
  });

  it('goes on from the regime beside the file of free learning', () => {
    const folder = mkdtempSync(join(tmpdir(), 'msm-golden-'));
    copyFileSync('tests/golden/attractor/07-free-learning.json', join(folder, 'b.json'));
    const regime = golden(REGIME);
    regime.expected.J[0][1] += 1e-3;
    writeFileSync(join(folder, 'z.json'), JSON.stringify(regime));
    const [report] = checkFile(join(folder, 'b.json'), { kernels: () => freshKernels() });
    expect(isWithin(report)).toBe(false);
  });
});

describe('conformance of the fast build', () => {
  for (const [kind, count] of KINDS) if (FAST.includes(kind)) run(kind, count, 'fast');
});
