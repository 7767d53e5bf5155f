/** What a finished simulation reports to people and to programs. */

import { dirname } from 'node:path';
import { printValue } from '../config/describe.js';
import { EXIT_STATUS } from '../errors.js';
import { familyNamed } from '../model/families.js';
import type { Family, Headline } from '../model/family.js';
import type { ParameterValue } from '../model/schema.js';
import { headlineText, linesOf, reportedOf, whyText } from '../model/verdict.js';
import { readRun } from '../run/folder.js';
import { familyOfFolder } from '../run/model-copy.js';
import type { DoneRun, ListedRun, Outcome, SweepFailure } from '../sweep/work/outcome.js';
import { columns, countText, durationText, pairs } from './text.js';

export interface SimulationReport {
  readonly folder: string;
  readonly runs: readonly {
    readonly index: number;
    /** Values that tell the run from the others of its sweep. */
    readonly axes: SweepFailure['axes'];
    readonly folder: string;
    readonly family: string;
    readonly status: string;
    readonly identity: string;
    readonly steps: number;
    readonly stepsPerSecond: number | null;
    readonly summary: { readonly [name: string]: number | null };
    /** Why items of the summary have no value, where that is known. */
    readonly reasons: { readonly [name: string]: string };
    /** What a person should know who reads the results. */
    readonly notes: readonly string[];
  }[];
  /** Runs done by this command; `runs` lists the first thousand. */
  readonly done: number;
  readonly skipped: number;
  /** Runs that other processes are working on. */
  readonly elsewhere: number;
  /** Runs not done, because too many failed. */
  readonly left: number;
  /** Files of the figures that were asked for. */
  readonly figures?: readonly string[];
  /** Another process reports for all that was done. */
  readonly isFollower?: boolean;
  readonly failures: readonly {
    readonly index: number;
    readonly folder: string;
    readonly axes: SweepFailure['axes'];
    readonly log: string;
    readonly error: object;
  }[];
}

/** Exit status of a command that did runs: 4 if runs stay failed, or a search has no trial that succeeded. */
export function reportStatus(report: SimulationReport): number {
  const { search } = report as { readonly search?: { readonly trials: number; readonly best: object | null } };
  const isVain = search !== undefined && search.trials > 0 && search.best === null;
  return report.failures.length > 0 || isVain ? EXIT_STATUS.E_SWEEP : 0;
}

const rate = ({ completion }: DoneRun): number | null =>
  completion.computeMs > 0 ? completion.steps / (completion.computeMs / 1000) : null;

/** The object that `--json` prints. */
export function simulationReport(outcome: Outcome): SimulationReport {
  const { folder, runs, done, skipped, elsewhere, left, failures } = outcome;
  return {
    folder,
    runs: runs.map((result) => ({
      index: result.index,
      axes: result.axes,
      folder: result.folder,
      family: result.run.family,
      status: result.run.status,
      identity: result.run.identity,
      steps: result.run.steps,
      stepsPerSecond: rate(result),
      ...reportedOf(result.run.summary),
      notes: result.run.notes ?? [],
    })),
    done,
    skipped,
    elsewhere,
    left,
    ...(outcome.isFollower === true && { isFollower: true }),
    failures: failures.map(({ index, folder: place, axes, error, log }) => ({
      index,
      folder: place,
      axes,
      log: log ?? `${place}/log.jsonl`,
      error: error.toJSON(),
    })),
  };
}

/** Runs that are listed one by one. */
const MOST_LINES = 100;

type Run = SimulationReport['runs'][number];

/** What a family says of its runs. */
type Listing = Pick<Family, 'headlines' | 'listed'>;

/** The same, where no label stands beside it. */
function namedText(line: Headline, run: Run): string {
  const text = headlineText(line, run);
  const says = line.symbol ?? line.tally ?? line.words;
  return says === undefined ? `${line.label} ${text}` : text;
}

/** What is reported of a run of a sweep: its number and parameters, what its family lists, its folder. */
function cellsOf({ headlines, listed }: Listing, run: Run): readonly string[] {
  const name = runName(run.index, run.axes);
  if (listed === undefined) {
    const [first] = linesOf(headlines, run);
    return [name, first === undefined ? '' : namedText(first, run), run.folder];
  }
  const cells = listed.map((line) =>
    line.isOptional && (run.summary[line.item] ?? null) === null ? '' : headlineText(line, run),
  );
  return [name, ...cells, run.folder];
}

/** The family of a run that is done. */
const familyOf = async ({ family, folder }: Run): Promise<Listing> =>
  (await familyNamed(family)) ?? familyOfFolder(folder, readRun(folder), folder);

/** What a family says of these runs: its tasks differ in what there is of them. */
function ofRuns({ headlines, listed }: Listing, runs: readonly Run[]): Listing {
  const known = listed?.filter(({ item }) => runs.some(({ summary }) => item in summary));
  return { headlines, ...(known !== undefined && known.length > 0 ? { listed: known } : { listed }) };
}

/** Where the figures are. */
export function figureLines({ figures }: Pick<SimulationReport, 'figures'>): readonly (readonly [string, string])[] {
  if (figures === undefined || figures.length === 0) return [];
  return [['figures', `${figures.filter((path) => path.endsWith('.svg')).length} in ${dirname(figures[0])}`]];
}

const counted = (count: number, word: string): string => `${countText(count)} ${word}${count === 1 ? '' : 's'}`;

/** What a number comes after: steps, or what its family counts instead. */
function afterText({ after }: Headline, { steps, summary }: Run): string {
  if (after === undefined) return ` after ${counted(steps, 'step')}`;
  const count = summary[after.item] ?? 0;
  return count === 0 ? '' : ` after ${counted(count, after.word)}`;
}

/** A summary of one or several runs as lines. */
export async function simulationLines(report: SimulationReport): Promise<readonly string[]> {
  const [only] = report.runs;
  // the runs of one report are of one family
  const family: Listing = only === undefined ? { headlines: [] } : ofRuns(await familyOf(only), report.runs);
  if (report.done === 1 && report.skipped + report.elsewhere + report.failures.length === 0) {
    const [first, ...others] = linesOf(family.headlines, only);
    const speed = only.stepsPerSecond === null ? '-' : countText(only.stepsPerSecond);
    return pairs([
      ['run folder', report.folder],
      first === undefined
        ? ['steps', countText(only.steps)]
        : [first.label, `${headlineText(first, only)}${afterText(first, only)}${whyText(only, first)}`],
      ...others.map((line) => [line.label, `${headlineText(line, only)}${whyText(only, line)}`] as const),
      ['steps per second', speed],
      ['look at it', `msm show ${report.folder}`],
      ...figureLines(report),
      ...only.notes.map((note) => ['note', note] as const),
    ]);
  }
  if (report.done + report.elsewhere + report.failures.length === 0) {
    return [`${report.folder} is finished already; look at it with: msm show ${report.folder}`];
  }
  const lines = pairs([
    ['sweep folder', report.folder],
    ['runs done', `${report.done}${report.skipped > 0 ? `, ${report.skipped} were done before` : ''}`],
    ['runs failed', String(report.failures.length)],
    ...(report.elsewhere > 0 ? [['done by others', String(report.elsewhere)] as const] : []),
    ...(report.left > 0 ? [['runs left', String(report.left)] as const] : []),
    ...figureLines(report),
  ]);
  const cells = report.runs.slice(0, MOST_LINES).map((run) => cellsOf(family, run));
  return [...lines, ...columns(cells), ...more(report.done, report.folder), ...noted(report), ...stopped(report)];
}

/** Each note once, with the number of listed runs that have it. */
function noted({ runs }: SimulationReport): readonly string[] {
  const counts = new Map<string, number>();
  for (const note of runs.flatMap(({ notes }) => notes)) counts.set(note, (counts.get(note) ?? 0) + 1);
  return [...counts].map(([note, count]) => `note (${count} of ${countText(runs.length)} runs): ${note}`);
}

/** Why runs were left, and how to go on. */
function stopped({ left, failures, folder }: SimulationReport): readonly string[] {
  if (left === 0 || failures.length === 0) return [];
  return [
    'Stopped because runs failed, as --fail-fast or --max-failures asked for.',
    `Do the others with: msm resume ${folder}`,
  ];
}

/** What is not listed is counted. */
function more(done: number, folder: string): readonly string[] {
  return done > MOST_LINES ? [`and ${done - MOST_LINES} more in ${folder}/results.parquet`] : [];
}

/** The values that tell a run from the others: `tau_J=10 replica=1`. */
export function axesText(axes: { readonly [key: string]: ParameterValue }): string {
  return Object.entries(axes)
    .map(([key, value]) => `${key}=${printValue(value)}`)
    .join(' ');
}

/** A run of a sweep by its number, from 0, and the values that tell it from the others: `run 3 (tau_J=10)`. */
export function runName(index: number, axes: SweepFailure['axes']): string {
  return Object.keys(axes).length === 0 ? `run ${index}` : `run ${index} (${axesText(axes)})`;
}

/** One line about a run of a sweep as it ends. */
export function outcomeLine(outcome: ListedRun | SweepFailure, count: number): string {
  const head = `${runName(outcome.index, outcome.axes)} of ${count}`;
  if (!('error' in outcome)) return `${head} done in ${durationText(outcome.run.wallMs / 1000)}: ${outcome.folder}`;
  const { error, folder, log = `${folder}/log.jsonl` } = outcome;
  return `${head} failed: ${error.code}: ${error.message} (${log})`;
}
