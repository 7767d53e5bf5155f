/** Runs golden files in tests: reports of a file as it is or changed, with kernels of either build. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type CaseReport, checkGolden } from '../../src/conformance/check.js';
import { fileFamilies } from '../../src/conformance/files.js';
import { type Golden, goldenOf } from '../../src/conformance/golden.js';
import type { Context } from '../../src/conformance/kind.js';
import { readPatterns } from '../../src/input/patterns.js';
import type { Build } from '../../src/kernel/kernels.js';
import { freshKernels } from './kernels.js';

/** A golden file's content, to be changed before it is checked. */
export type Content = ReturnType<typeof JSON.parse>;

export const readGolden = (path: string): Content => JSON.parse(readFileSync(`tests/golden/${path}.json`, 'utf8'));

const families = await fileFamilies();
const digits = await readPatterns('raw:digits', 'patterns', 'digits');

/** What cases are given; the file beside is that of the regimes unless another is given. */
export const contextOf = (build: Build = 'strict', regime?: Content): Context => ({
  kernels: (module) => freshKernels(module, build),
  digits: () => digits,
  beside: (isWanted: (golden: Golden) => boolean) => {
    const golden = goldenOf(regime ?? readGolden('attractor/06-digits-regimes'));
    if (!isWanted(golden)) throw new Error('not the file that is wanted');
    return golden;
  },
});

/** Reports of a content under a name. */
export const reportsOf = (content: unknown, context: Context = contextOf(), name = 'file'): readonly CaseReport[] =>
  checkGolden(name, content, families, context);

/** Reports of a file of tests/golden, changed before if asked. */
export function reportsOfFile(
  path: string,
  change: (content: Content) => void = () => {},
  build: Build = 'strict',
): readonly CaseReport[] {
  const content = readGolden(path);
  change(content);
  return reportsOf(content, contextOf(build), basename(path));
}

/** What is wrong in reports: case, then failure or quantities beyond their bounds. */
export const faultsOf = (reports: readonly CaseReport[]): readonly string[] =>
  reports.flatMap(({ name, comparisons, failure, skipped }) => {
    if (skipped !== undefined) return [];
    const wrong = comparisons.filter(({ error, bound }) => !(error <= bound)).map(({ quantity }) => quantity);
    const none = comparisons.length === 0 && failure === undefined ? ['nothing was compared'] : [];
    return [...(failure === undefined ? [] : [failure]), ...wrong, ...none].map((fault) => `${name}: ${fault}`);
  });
