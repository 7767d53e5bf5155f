/** Sweeps through the real program and the real launchers, as a person types them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataHashes, filesBelow } from '../run/harness.js';

/** Several ranks on this machine, whoever runs them and however few cores there are. */
export const MPIRUN = (ranks: number): readonly string[] => [
  'mpirun',
  '--allow-run-as-root',
  '--oversubscribe',
  '-n',
  String(ranks),
];

/** Files of a sweep that follow from what was asked for; who did which run when is not among them. */
const RESULTS = /^(results\.parquet|runs\/.*)$/;

/** SHA-256 of all result files of a sweep, by path. */
export function resultHashes(folder: string): { readonly [path: string]: string } {
  return Object.fromEntries(Object.entries(dataHashes(folder)).filter(([path]) => RESULTS.test(path)));
}

interface Line {
  readonly event: string;
  readonly task?: number;
}

/** All lines of the journals of a sweep. */
export function journalOf(folder: string): readonly Line[] {
  const files = filesBelow(join(folder, 'journal')).map((name) => join(folder, 'journal', name));
  const lines = files.flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(0, -1));
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Runs that a journal calls done, ascending; one that was done twice is there twice. */
export const doneIn = (folder: string): readonly number[] =>
  journalOf(folder)
    .flatMap(({ event, task }) => (event === 'done' && task !== undefined ? [task] : []))
    .sort((a, b) => a - b);
