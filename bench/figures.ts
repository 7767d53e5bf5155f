/**
 * What figures and reports take: time on the clock, processor time and peak memory of whole processes.
 *
 *     npm run bench:figures          (after `npm run build`)
 *
 * Targets: a figure of a run in 1 s, its report in 5 s; results of 10,000 runs, a matrix of 2000 x 2000 from a long table and a series of a
 * million steps in bounded time and memory. The sweep takes a minute to make.
 *
 * AMD EPYC (2 shared cores at a load of 12, so that the clock says little), 2026-11-30, Node 20.20.2:
 *
 *   what                                        seconds      cpu      MiB
 *   figure of a run, N = 200, 1000 steps           0.97     0.60      108
 *   its report                                     6.62     2.06      217
 *   two runs beside each other                     4.33     1.76      206
 *   J of N = 2000 from a long table                3.01     1.27      231
 *   report of that run                            16.57     3.85      557
 *   a series of a million steps                    1.62     0.78      159
 *   report of that run                             2.78     1.26      198
 *   its curves at the terminal                     0.65     0.35      108
 *   results of 10,000 runs                         1.41     0.90      136
 *   report of a sweep of 10,000 runs               5.23     2.29      209
 *   a map of the results                           1.48     0.68      119
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeRowGroup } from '../src/table/parquet.js';
import type { TableDescription } from '../src/table/table.js';

const PROGRAM = fileURLToPath(new URL('../bin/run.js', import.meta.url));

/** Has a process say at its end what it took: seconds of the processor and MiB. */
const SAYS = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\n@'+JSON.stringify([(u.userCPUTime+u.systemCPUTime)/1e6,u.maxRSS/1024])+'\\n')})`;

const folder = mkdtempSync(join(tmpdir(), 'msm-bench-figures-'));

interface Taken {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

function taken(...args: readonly string[]): Taken {
  const begin = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', SAYS, PROGRAM, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - begin) / 1000;
  const said = /\n@(\[.*\])\n/.exec(stderr)?.[1];
  if (status !== 0 || said === undefined) throw new Error(`msm ${args.join(' ')} ended with ${status}: ${stderr}`);
  const [cpu, megabytes] = JSON.parse(said) as [number, number];
  return { seconds, cpu, megabytes };
}

/** Results of a sweep as they are collected: a row a run. */
function writeResults(place: string, runs: number): void {
  const column = (name: string, type: 'i32' | 'f64' | 'text') => ({ name, type, meaning: name });
  const description: TableDescription = {
    name: 'results',
    meaning: 'one row a finished run of the sweep',
    columns: [
      column('run', 'i32'),
      column('identity', 'text'),
      column('seed', 'i32'),
      column('replica', 'i32'),
      column('K', 'i32'),
      column('tau_J', 'f64'),
      column('distance_normalized', 'f64'),
      column('theory_mean', 'f64'),
    ],
    metadata: { 'msm.family': 'hebbian' },
  };
  const each = <T>(of: (run: number) => T): T[] => Array.from({ length: runs }, (_, run) => of(run));
  const rows = [
    Int32Array.from(each((run) => run)),
    each((run) => run.toString(16).padStart(64, '0')),
    Int32Array.from(each((run) => run)),
    Int32Array.from(each((run) => run % 10)),
    Int32Array.from(each((run) => 1 + (Math.floor(run / 10) % 50))),
    Float64Array.from(each((run) => 10 * (1 + Math.floor(run / 500)))),
    Float64Array.from(each((run) => ((run * 7919) % 1000) / 1000)),
    Float64Array.from(each((run) => ((run * 104729) % 1000) / 1000)),
  ];
  mkdirSync(join(folder, place));
  writeFileSync(join(folder, place, 'results.parquet'), encodeRowGroup(description, rows));
}

const CASES: readonly (readonly [what: string, ...args: string[]])[] = [
  ['figure of a run, N = 200, 1000 steps', 'plot', 'run', '--figure', 'energy'],
  ['its report', 'report', 'run'],
  ['two runs beside each other', 'report', 'run', 'other', '--output', 'both.html'],
  ['J of N = 2000 from a long table', 'plot', 'large', '--figure', 'J'],
  ['report of that run', 'report', 'large'],
  ['a series of a million steps', 'plot', 'long', '--figure', 'energy'],
  ['report of that run', 'report', 'long'],
  ['its curves at the terminal', 'show', 'long'],
  ['results of 10,000 runs', 'plot', 'results'],
  ['report of a sweep of 10,000 runs', 'report', 'sweep'],
  ['a map of the results', 'plot', 'results', '--x', 'K', '--y', 'tau_J', '--colour', 'distance_normalized'],
];

try {
  taken('simulate', '--N', '200', '--K', '10', '--T', '1000', '--out', 'run');
  taken('simulate', '--N', '200', '--K', '20', '--T', '1000', '--out', 'other');
  taken('simulate', '--N', '2000', '--K', '4', '--T', '1', '--record', 'J@[0]', '--out', 'large');
  taken('simulate', '--N', '10', '--K', '2', '--T', '1000000', '--record', 'energy', '--out', 'long');
  writeResults('results', 10_000);
  const grid = ['--K', '1..10', '--tau-J', '10..100:10', '--replicas', '100'];
  taken('simulate', '--N', '10', '--T', '20', ...grid, '--out', 'sweep');
  console.log(`${'what'.padEnd(42)}${'seconds'.padStart(9)}${'cpu'.padStart(9)}${'MiB'.padStart(9)}`);
  for (const [what, ...args] of CASES) {
    const { seconds, cpu, megabytes } = taken(...args);
    const numbers = [seconds.toFixed(2), cpu.toFixed(2), megabytes.toFixed(0)];
    console.log(`${what.padEnd(42)}${numbers.map((text) => text.padStart(9)).join('')}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
