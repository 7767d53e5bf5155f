/** The cluster's part of docs/sweeps.md, on a cluster of this machine: commands as typed, outputs as printed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Block, blocksOf, masked, ROOT, readPage } from '../docs/blocks.js';
import { type Cluster, mpiMissing, slurmMissing, startCluster } from './slurm-harness.js';

// a machine with much other work may need minutes for what takes seconds
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Commands of a section and what they print. */
function examples(heading: string): readonly { readonly command: Block; readonly output: Block }[] {
  const markdown = readPage('docs/sweeps.md');
  const start = markdown.indexOf(`\n### ${heading}\n`);
  const end = markdown.indexOf('\n#', start + 2);
  const blocks = blocksOf(markdown.slice(start, end));
  return blocks.flatMap((command, i) => (command.language === 'sh' ? [{ command, output: blocks[i + 1] }] : []));
}

/** Without the number that a cluster gives to a job. */
const plain = (text: string): string => masked(text).replaceAll(/submitted job \d+/g, 'submitted job <number>');

/** Whether a page's text fits what was printed; `...` stands for any lines, and inside of a line for any words. */
function fits(page: string, printed: string): boolean {
  const line = (text: string): string =>
    text === '...'
      ? '(?:.*\\n)*?.*'
      : text
          .split('...')
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*');
  return new RegExp(`^${plain(page).split('\n').map(line).join('\\n')}$`).test(plain(printed));
}

const missing = slurmMissing() ?? mpiMissing();
if (missing !== undefined) console.log(`the examples of docs/sweeps.md on a cluster are skipped: ${missing}`);

describe.skipIf(missing !== undefined)('docs/sweeps.md on a cluster (needs Slurm and MPI)', () => {
  let cluster: Cluster;
  const place = mkdtempSync(join(tmpdir(), 'msm-test-'));

  beforeAll(async () => {
    cluster = await startCluster();
    for (const [name, text] of [
      ['msm', `exec '${process.execPath}' '${join(ROOT, 'bin', 'run.js')}' "$@"`],
      ['npx', 'exec "$@"'],
    ]) {
      writeFileSync(join(place, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(place, { recursive: true, force: true });
  });

  for (const { command, output } of [...examples('Slurm'), ...examples('MPI')]) {
    it(`does what the page says: ${command.text.split('\n')[0]}`, () => {
      const env = {
        ...cluster.env,
        PATH: `${place}:${cluster.env.PATH}`,
        NO_COLOR: '1',
        // as many ranks as the page says, whoever runs this and however few cores there are
        OMPI_ALLOW_RUN_AS_ROOT: '1',
        OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
        OMPI_MCA_rmaps_base_oversubscribe: '1',
      };
      const { stdout, status } = spawnSync('sh', ['-c', `{ ${command.text}\n} 2>&1`], {
        cwd: place,
        env,
        encoding: 'utf8',
      });
      expect(status, stdout).toBe(0);
      if (!fits(output.text, stdout)) expect(plain(stdout)).toBe(plain(output.text));
    });
  }
});
