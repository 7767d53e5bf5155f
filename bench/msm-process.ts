/** The program with all processes that it starts, and what they used from start to end. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));

/** Makes each process, workers of a sweep among them, leave a file in a folder that says at its end what it used; its threads keep quiet. */
const reportTo = (folder: string): string =>
  `data:text/javascript,${encodeURIComponent(`import { isMainThread } from 'node:worker_threads';
    import { writeFileSync } from 'node:fs';
    import { largestMemory } from ${JSON.stringify(new URL('largest-memory.js', import.meta.url).href)};
    const path = ${JSON.stringify(folder)} + '/' + process.pid;
    const used = () => ({ ...process.resourceUsage(), megabytes: largestMemory() });
    if (isMainThread) process.on('exit', () => writeFileSync(path, JSON.stringify(used())));`)}`;

export interface Used {
  /** Processor time of all processes and threads. */
  readonly seconds: number;
  /** Largest memory of each process, in MiB, all together. */
  readonly megabytes: number;
}

/** Runs a command to its end, with this Node or another one. Throws with what it said if that was no success. */
export function runMsm(words: readonly string[], node = execPath): Used {
  const folder = mkdtempSync(join(tmpdir(), 'msm-used-'));
  try {
    const options = `${env.NODE_OPTIONS ?? ''} --import ${reportTo(folder)}`;
    const { status, stderr } = spawnSync(node, [PROGRAM, ...words], {
      encoding: 'utf8',
      env: { ...env, NODE_OPTIONS: options },
    });
    if (status !== 0) throw new Error(`msm ${words.join(' ')} ended with ${status}: ${stderr}`);
    const all = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as NodeJS.ResourceUsage & { megabytes: number },
    );
    return {
      seconds: all.reduce((sum, { userCPUTime, systemCPUTime }) => sum + userCPUTime + systemCPUTime, 0) / 1e6,
      megabytes: all.reduce((sum, { megabytes }) => sum + megabytes, 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
