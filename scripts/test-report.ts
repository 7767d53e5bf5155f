/** What the reports of the two runners of tests amount to. */

/** What a test may lack and be skipped for; its name says so, as `(needs Slurm)`. */
export const OPTIONAL = ['Slurm', 'MPI', 'Chromium', 'PyTorch'] as const;

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Full names of tests that did not run. */
  readonly skipped: readonly string[];
  /** What is wrong besides tests that failed, a sentence each. */
  readonly troubles: readonly string[];
}

/** The part of Vitest's JSON report that counts. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Counts of the Vitest part. A file that cannot be loaded, or has no test, is a failure although none of its tests failed. */
export function countVitest({ testResults }: VitestReport): Counts {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.filter(({ status }) => status === 'failed').length;
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      assertionResults.length === 0 ||
      (status === 'failed' && assertionResults.every((one) => one.status !== 'failed')),
  );
  const troubles = broken.map(({ name, assertionResults }) =>
    assertionResults.length === 0 ? `${name} has no test or could not be loaded` : `${name} failed outside its tests`,
  );
  return {
    passed: all.filter(({ status }) => status === 'passed').length,
    failed,
    skipped: all.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    troubles: all.length === 0 ? [...troubles, 'no test ran'] : troubles,
  };
}

/** Counts of the kernels' specs from what as-pect prints, a line for each of `files`. A spec without tests is a failure. */
export function countSpecs(output: string, files: readonly string[]): Counts {
  const lines = [...output.matchAll(/(\S+\.spec\.ts) Pass: (\d+) \/ (\d+) Todo: (\d+)/g)].map((match) => ({
    file: match[1],
    passed: Number(match[2]),
    total: Number(match[3]),
    todo: Number(match[4]),
  }));
  const missing = files.filter((file) => !lines.some((line) => line.file.endsWith(file)));
  const sum = (of: (line: (typeof lines)[number]) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ passed, total }) => total - passed),
    skipped: lines.filter(({ todo }) => todo > 0).map(({ file, todo }) => `${file}: ${todo} still to be written`),
    troubles: [
      ...missing.map((file) => `${file} did not report`),
      ...lines.filter(({ total }) => total === 0).map(({ file }) => `${file} has no test`),
    ],
  };
}

/** Both together. */
export const added = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: [...a.skipped, ...b.skipped],
  troubles: [...a.troubles, ...b.troubles],
});

export interface Verdict {
  /** The last lines: troubles, what was skipped, and the counts alone on their line. */
  readonly lines: readonly string[];
  readonly isGood: boolean;
}

/** What a test lacks, by its name; undefined for what may not be skipped. */
const needOf = (name: string): string | undefined =>
  OPTIONAL.find((need) => new RegExp(`\\(needs [^)]*\\b${need}\\b[^)]*\\)`).test(name));

/** The end of a session. In CI a test that was skipped for anything but what may be missing is a failure. */
export function verdictOf({ passed, failed, skipped, troubles }: Counts, isCi: boolean): Verdict {
  const needs = OPTIONAL.map((need) => ({ need, count: skipped.filter((name) => needOf(name) === need).length }));
  const named = needs.filter(({ count }) => count > 0).map(({ need, count }) => `${need} ${count}`);
  const others = skipped.filter((name) => needOf(name) === undefined);
  const all = [...named, ...(others.length > 0 ? [`others ${others.length}`] : [])];
  const faults = failed + troubles.length + (isCi ? others.length : 0);
  return {
    isGood: faults === 0,
    lines: [
      ...troubles,
      ...others.map((name) => `skipped${isCi ? ', which CI does not allow' : ''}: ${name}`),
      `skipped: ${skipped.length}${all.length > 0 ? ` (${all.join(', ')})` : ''}`,
      `${passed} passed, ${faults} failed`,
    ],
  };
}
