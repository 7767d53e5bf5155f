/** The program as a process of its own, with what it used from its start to its end. */
import { spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));
/** Makes a process say at its end what it used; its workers start with the same words and keep quiet. */
const REPORT = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>process.stderr.write('\\n'+JSON.stringify(process.resourceUsage())))`;

export interface Used {
  /** Processor time of all threads. */
  readonly seconds: number;
  /** Largest memory, in MiB. */
  readonly megabytes: number;
}

/** Runs a command to its end. Throws with what it said if that was no success. */
export function runMsm(words: readonly string[]): Used {
  const { status, stderr } = spawnSync(execPath, ['--import', REPORT, PROGRAM, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`msm ${words.join(' ')} ended with ${status}: ${stderr}`);
  const used = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as NodeJS.ResourceUsage;
  return { seconds: (used.userCPUTime + used.systemCPUTime) / 1e6, megabytes: used.maxRSS / 1024 };
}
