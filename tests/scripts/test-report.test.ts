import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLimited } from '../../scripts/limited.js';
import { added, countSpecs, countVitest, type VitestReport, verdictOf } from '../../scripts/test-report.js';
import { temporaryFolders } from '../run/folders.js';

const file = (name: string, status: string, ...tests: readonly string[]): VitestReport['testResults'][number] => ({
  name,
  status,
  assertionResults: tests.map((text) => {
    const [own, fullName] = text.split(':');
    return { status: own, fullName };
  }),
});

describe('the counts of Vitest', () => {
  it('tell passed, failed and skipped tests', () => {
    const report = { testResults: [file('a', 'failed', 'passed:x', 'failed:y', 'skipped:z', 'todo:w', 'pending:v')] };
    expect(countVitest(report)).toEqual({ passed: 1, failed: 1, skipped: ['z', 'w', 'v'], troubles: [] });
  });

  it('count a file that failed outside its tests, one without tests, and a session without any', () => {
    const broken = { testResults: [file('a', 'failed', 'passed:x'), file('b', 'failed'), file('c', 'passed')] };
    expect(countVitest(broken).troubles).toEqual([
      'a failed outside its tests',
      'b has no test or could not be loaded',
      'c has no test or could not be loaded',
    ]);
    expect(countVitest({ testResults: [] }).troubles).toEqual(['no test ran']);
  });
});

describe('the counts of the specs', () => {
  const line = (name: string, passed: number, total: number, todo = 0): string =>
    `✔ tests/assembly/${name} Pass: ${passed} / ${total} Todo: ${todo} Time: 1.5ms\n`;

  it('are the sums over their lines', () => {
    const output = `   ${line('a.spec.ts', 3, 4)}${line('b.spec.ts', 5, 5, 2)}`;
    expect(countSpecs(output, ['a.spec.ts', 'b.spec.ts'])).toEqual({
      passed: 8,
      failed: 1,
      skipped: ['tests/assembly/b.spec.ts: 2 still to be written'],
      troubles: [],
    });
  });

  it('name a spec without tests and one that did not report', () => {
    expect(countSpecs(line('a.spec.ts', 0, 0), ['a.spec.ts', 'b.spec.ts']).troubles).toEqual([
      'b.spec.ts did not report',
      'tests/assembly/a.spec.ts has no test',
    ]);
  });
});

describe('the verdict', () => {
  const skipped = ['job arrays (needs Slurm) are cut', 'docs (needs Slurm and MPI) run', 'mpi (needs MPI) works'];
  const counts = { passed: 7, failed: 0, skipped, troubles: [] };

  it('ends with a line of what was skipped and one of counts', () => {
    for (const isCi of [false, true]) {
      expect(verdictOf(counts, isCi)).toEqual({
        isGood: true,
        lines: ['skipped: 3 (Slurm 2, MPI 1)', '7 passed, 0 failed'],
      });
    }
    expect(verdictOf({ ...counts, skipped: [] }, true).lines).toEqual(['skipped: 0', '7 passed, 0 failed']);
  });

  it('is a failure in CI if anything else was skipped, which is named everywhere', () => {
    const more = { ...counts, skipped: [...skipped, 'a disk (needs a mount)', 'a half-written test'] };
    expect(verdictOf(more, false)).toEqual({
      isGood: true,
      lines: [
        'skipped: a disk (needs a mount)',
        'skipped: a half-written test',
        'skipped: 5 (Slurm 2, MPI 1, others 2)',
        '7 passed, 0 failed',
      ],
    });
    const inCi = verdictOf(more, true);
    expect([inCi.isGood, inCi.lines.at(-1)]).toEqual([false, '7 passed, 2 failed']);
    expect(inCi.lines[0]).toBe('skipped, which CI does not allow: a disk (needs a mount)');
  });

  it('counts every trouble as a failure', () => {
    const both = added(
      { ...counts, troubles: ['no test ran'] },
      { passed: 2, failed: 1, skipped: ['x'], troubles: [] },
    );
    expect(verdictOf(both, false)).toMatchObject({ isGood: false });
    expect(verdictOf(both, false).lines).toEqual([
      'no test ran',
      'skipped: x',
      'skipped: 4 (Slurm 2, MPI 1, others 1)',
      '9 passed, 2 failed',
    ]);
  });
});

describe('a program with a time limit', () => {
  const folder = temporaryFolders();
  const program = (text: string): string => {
    const path = join(folder(), 'program.mjs');
    writeFileSync(path, text);
    return path;
  };

  it('is told of with its output and status', async () => {
    const ended = await runLimited([program('console.log("said"); process.exitCode = 3;')], 1);
    expect(ended).toEqual({ status: 3, output: 'said\n' });
  });

  it('is killed at its limit with what it started, and says so', async () => {
    const forever = program('setInterval(() => {}, 1000);');
    const text = `import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, [${JSON.stringify(forever)}], { stdio: 'inherit' });
      console.log(child.pid); setInterval(() => {}, 1000);`;
    const ended = await runLimited([program(text)], 0.02);
    expect(ended.trouble).toBe('it took longer than 0.02 minutes and was ended');
    // this has come back although the child of the child holds its output: it is dead too
    expect(ended.output).toMatch(/^\d+\n$/);
  });
});
