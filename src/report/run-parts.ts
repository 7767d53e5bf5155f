/** What pages say of a run besides its results: what is wrong with it, how it is repeated, where it comes from. */
import { MsmError } from '../errors.js';
import type { Fact, Part } from '../page/report.js';
import { originFacts } from '../run/facts.js';
import { findReferences, lackOf } from '../run/given-inputs.js';
import { repeatingCommand } from '../run/repeated-run.js';
import type { RunRecord } from '../run/run-record.js';
import { type Verification, verifyAnyRun, verifyRun } from '../run/verify.js';
import { countText, shellWord } from '../text.js';
import { commandLine } from './words.js';

export const TONES = { done: 'good', running: 'open', interrupted: 'open', failed: 'bad' } as const;

/** What was found out about the files of a run, each of which is read once. */
export interface CheckedFiles {
  /** Sentences. */
  readonly damage: readonly string[];
  /** Whether its results may be shown. */
  readonly isWhole: boolean;
}

const damageIn = ({ files, isIdentityRight, runProblem }: Verification): readonly string[] => [
  ...files.filter(({ status }) => status !== 'ok').map(({ path, status }) => `Damaged: ${path} is ${status}.`),
  ...(isIdentityRight ? [] : ['Damaged: parameters, seed or inputs in run.json are not those of the results.']),
  ...(runProblem === undefined ? [] : [`Damaged: ${runProblem}.`]),
];

/** Looks at all files of a run. What it only refers to may be missing: its results are whole all the same. */
export async function checkedFiles(folder: string, run: RunRecord): Promise<CheckedFiles> {
  try {
    if (run.status !== 'done') return { damage: damageIn(await verifyAnyRun(folder)), isWhole: true };
    const results = verifyRun(folder);
    const files = [...results.files, ...findReferences(folder, run)];
    return { damage: damageIn({ ...results, files }), isWhole: results.isIntact };
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CORRUPT', 'E_CONFIG'].includes(error.code)) throw error;
    return { damage: [`Damaged: ${error.message}`], isWhole: run.status !== 'done' };
  }
}

/** What is wrong with a run: how it ended, what was changed or is missing. */
export function warningsOf(folder: string, run: RunRecord, damage: readonly string[]): readonly string[] {
  const { status, step, steps, error } = run;
  const how = `it is ${status} at step ${countText(step)} of ${countText(steps)}`;
  const ended = status === 'done' ? [] : [`The run is not finished: ${how}. Go on with: msm resume ${folder}`];
  const failed = error === null ? [] : [`It failed with ${error.code}: ${error.message}`];
  const lacks = run.inputs.flatMap((input) => lackOf(folder, input) ?? []);
  return [...failed, ...ended, ...damage, ...lacks, ...(run.notes ?? [])];
}

/** How it is made again, and looked at. */
export function againParts(folder: string, run: RunRecord): readonly Part[] {
  const again = `msm ${repeatingCommand(run, folder)} --preset ${shellWord(folder)}`;
  return [
    { kind: 'command', label: 'The same run again, from what its folder says:', text: again },
    { kind: 'command', label: 'Whether its files are whole:', text: `msm verify ${shellWord(folder)}` },
  ];
}

/** How it was made and how it is made again. */
export function repeatParts(folder: string, run: RunRecord): readonly Part[] {
  const { command, workingFolder } = run.environment;
  const typed = { kind: 'command', label: `As it was run, in ${workingFolder}:`, text: commandLine(command) } as const;
  return command.length === 0 ? againParts(folder, run) : [typed, ...againParts(folder, run)];
}

/** Where its numbers come from. */
export function provenanceOf(folder: string, run: RunRecord): readonly Fact[] {
  const { git, processor, platform, cores, node } = run.environment;
  return [
    ['folder', folder],
    ['identity', run.identity],
    ...originFacts(run).filter(([, text]) => text !== ''),
    ['kernels', run.kernelSha256],
    ['machine', `${processor}, ${cores} cores, ${platform}, Node ${node}`],
    ...(git === null ? [] : [['git', `${git.commit}${git.isDirty ? ', with changes' : ''}`] as const]),
    ['sessions', String(run.sessions)],
  ];
}
