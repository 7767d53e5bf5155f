/** `msm analyse`: computes tables of finished runs, and says in words what they show. */
import { join } from 'node:path';
import { elementaryOf } from '../analysis/elementary.js';
import { checkedFrame, type Frame, type FrameColumn, joinFrames, tableOf } from '../collect/frame.js';
import { type DoneRun, familyOfRuns, isDone, metadataOf, resultsFrame } from '../collect/results.js';
import { type FoundRun, findRuns } from '../collect/sources.js';
import { axesOf } from '../collect/statistics.js';
import { assertOwn, type CollectedFile, writeTable } from '../collect/write.js';
import { configError } from '../config/problem.js';
import type { Format } from '../config/run-options.js';
import { MsmError } from '../errors.js';
import { freshKernels } from '../host/builds.js';
import { type DiskOperations, ensureFolder } from '../host/disk.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import { GENERAL_ANALYSES } from '../model/analyses/general.js';
import type { AnalysedRun, Analysis, AnalysisOutcome, AnalysisTools } from '../model/analysis.js';
import type { Family } from '../model/family.js';
import type { ResultTable } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { assertFolder } from '../run/layout.js';
import { Looks } from '../sweep/tasks/look.js';
import { canonicalJson } from '../text.js';
import { analysedRun } from './analysed-run.js';
import { chosen, optionsOf } from './options.js';

export interface AnalyseRequest {
  /** Of a run or a sweep. */
  readonly folder: string;
  /** Absent: all that the family has, but for those that take long. */
  readonly analyses?: readonly string[];
  /** `KEY=VALUE` or `ANALYSIS.KEY=VALUE`. */
  readonly settings?: readonly string[];
  /** Folder of the tables; absent: `analysis` in that of the run or sweep. */
  readonly out?: string;
  /** Absent: parquet. */
  readonly format?: Format;
}

export interface Analysed {
  readonly folder: string;
  readonly family: string;
  readonly runs: number;
  readonly verdicts: readonly { readonly analysis: string; readonly lines: readonly string[] }[];
  /** Runs of a sweep that were done and are left out, since their files are not what was written. */
  readonly damaged: readonly { readonly index: number; readonly folder: string; readonly reason: string }[];
  /** Analyses that nobody named and that these runs have nothing for, with the reason. */
  readonly left: readonly { readonly analysis: string; readonly reason: string }[];
  readonly files: readonly CollectedFile[];
}

/** All that can be computed of runs of a family: its own first. */
export async function analysesOf(family: Family): Promise<readonly Analysis[]> {
  const own = ((await family.analyses?.()) ?? []) as readonly Analysis[];
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...GENERAL_ANALYSES.filter(({ name }) => !names.has(name))];
}

/** The error for a folder of which no run can be analysed: what is wrong with a damaged one, else how far they are. */
function nothingToAnalyse(folder: string, found: readonly FoundRun[]): MsmError {
  const next = `See how it stands with: msm verify ${folder}`;
  const damaged = found.find(isDamaged);
  if (damaged !== undefined) {
    const message = `${damaged.folder} cannot be analysed, since it is damaged: ${damaged.reason}`;
    return new MsmError('E_CORRUPT', message, { place: damaged.folder, next });
  }
  const [first] = found;
  const stands =
    found.length === 1 ? `: it is ${first.state}${first.reason === undefined ? '' : `, ${first.reason}`}` : '';
  return configError(`${folder} has no finished run to analyse${stands}`, folder, next);
}

const isDamaged = ({ state, wasDone = false }: FoundRun): boolean => state === 'damaged' || wasDone;

/** What is in a folder that can be analysed. Throws E_CONFIG if no run in it is finished, E_CORRUPT if those that were are damaged. */
export async function runsToAnalyse(folder: string): Promise<{
  readonly runs: readonly DoneRun[];
  readonly family: Family;
  readonly damaged: Analysed['damaged'];
}> {
  assertFolder(folder);
  const found = await findRuns([folder], new Looks('sha256', true));
  const runs = found.filter(isDone);
  if (runs.length === 0) throw nothingToAnalyse(folder, found);
  const damaged = found
    .filter(isDamaged)
    .map(({ index, folder: place, reason = 'damaged' }) => ({ index, folder: place, reason }));
  return { runs, family: await familyOfRuns(runs), damaged };
}

/** Columns that say of which run of a sweep a row is: its number, and the parameters that vary. */
function runColumns(runs: readonly DoneRun[], { schema }: Family, folder: string): readonly FrameColumn[] {
  const frame = resultsFrame(runs, schema.parameters, folder, false);
  const varying = axesOf(frame, [...schema.parameters.map(({ key }) => key), 'replica', 'seed']);
  return [...frame.columns.filter(({ name }) => name === 'run'), ...varying];
}

/** A result table as a frame; of a run of a sweep with what tells the run. */
function frameOfTable({ columns, rows }: ResultTable, axes: readonly FrameColumn[], run: number): Frame {
  const nRows = rows[0]?.length ?? 0;
  const own = columns.map(
    ({ nullable: _, ...column }, c): FrameColumn => ({
      ...column,
      values: Array.from(rows[c] as ArrayLike<number | string | null>),
    }),
  );
  const names = new Set(own.map(({ name }) => name));
  const before = axes
    .filter(({ name }) => !names.has(name))
    .map((axis): FrameColumn => ({ ...axis, values: new Array(nRows).fill(axis.values[run]) }));
  return { nRows, columns: [...before, ...own] };
}

interface Made {
  readonly analysis: Analysis;
  readonly options: Parameters;
  readonly outcomes: readonly { readonly run: AnalysedRun; readonly outcome: AnalysisOutcome }[];
}

/** Most runs whose verdicts are said one by one. */
const MOST_SAID = 10;

function verdictOf({ analysis, outcomes }: Made, titles: readonly string[]): readonly string[] {
  if (outcomes.length === 1) return outcomes[0].outcome.verdict;
  if (analysis.together !== undefined) return analysis.together(outcomes);
  const lines = outcomes.flatMap(({ outcome }) => outcome.verdict.slice(0, 1));
  if (lines.every((line) => line === lines[0]))
    return lines.slice(0, 1).map((line) => `all ${lines.length} runs: ${line}`);
  const said = lines.slice(0, MOST_SAID).map((line, i) => `${titles[i]}: ${line}`);
  const more = outcomes.length - MOST_SAID;
  return more > 0 ? [...said, `and ${more} more runs`] : said;
}

interface MadeTable {
  readonly name: string;
  readonly meaning: string;
  readonly analysis: string;
  readonly options: Parameters;
  readonly frame: Frame;
}

/** The tables of all runs, one after the other. */
function tablesOf({ analysis, options, outcomes }: Made, axes: readonly FrameColumn[]): readonly MadeTable[] {
  const [first] = outcomes;
  return first.outcome.tables.map(({ name, meaning }) => {
    const frames = outcomes.map(({ outcome }, run) => {
      const table = outcome.tables.find((one) => one.name === name) as ResultTable;
      return frameOfTable(table, outcomes.length === 1 ? [] : axes, run);
    });
    return { name, meaning, analysis: analysis.name, options, frame: checkedFrame(joinFrames(frames).columns) };
  });
}

/** Whether a mistake only says that a run has nothing for an analysis that nobody named. */
const isLeft = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'E_CONFIG';

/** Computes everything. What was not asked for by name and cannot be computed is left out, with the reason. */
async function compute(
  runs: readonly AnalysedRun[],
  analyses: readonly Analysis[],
  options: readonly Parameters[],
  isNamed: boolean,
  tools: AnalysisTools,
) {
  const made: Made[] = [];
  const left: Analysed['left'][number][] = [];
  for (const [at, one] of analyses.entries()) {
    try {
      const outcomes: Made['outcomes'][number][] = [];
      for (const run of runs) outcomes.push({ run, outcome: await one.of(run, options[at], tools) });
      made.push({ analysis: one, options: options[at], outcomes });
    } catch (error) {
      if (isNamed || !isLeft(error)) throw error;
      left.push({ analysis: one.name, reason: error.message });
    }
  }
  return { made, left };
}

/**
 * Analyses a finished run, or those of a sweep, and writes the tables. All of them are computed before the first is written, and each file
 * appears whole. The bytes depend on the runs and the request alone.
 *
 * @throws E_CONFIG for analyses, options and places that do not exist, and for what the runs lack of an analysis that was named;
 *   E_CORRUPT, E_IO
 */
export async function analyse(disk: DiskOperations, request: AnalyseRequest): Promise<Analysed> {
  const { folder, format = 'parquet', out = join(folder, 'analysis') } = request;
  const { runs, family, damaged } = await runsToAnalyse(folder);
  const analyses = chosen(await analysesOf(family), request.analyses, family.schema.name);
  const options = optionsOf(analyses, request.settings ?? []);
  const kernels = freshKernels('strict');
  const tools = { kernels, elementary: elementaryOf(kernels(CORE_MODULE)) };
  const { made, left } = await compute(
    runs.map((one) => analysedRun(one, family)),
    analyses,
    options,
    request.analyses !== undefined,
    tools,
  );
  const axes = runColumns(runs, family, folder);
  const titles = runs.map(({ index }) => `run ${index}`);
  const tables = made.flatMap((one) => tablesOf(one, axes));
  if (tables.length === 0) throw configError(`nothing of ${folder} can be analysed: ${left[0]?.reason}`, folder);
  for (const { name } of tables) await assertOwn(out, name, format);
  ensureFolder(out);
  const files: CollectedFile[] = [];
  for (const { name, meaning, analysis, options: used, frame } of tables) {
    const metadata = { ...metadataOf(runs), 'msm.analysis': analysis, 'msm.options': canonicalJson(used) };
    const { description, rows } = tableOf(frame, { name, meaning, metadata });
    files.push(await writeTable(disk, join(out, `${name}.${format}`), description, [rows], format));
  }
  const verdicts = made.map((one) => ({ analysis: one.analysis.name, lines: verdictOf(one, titles) }));
  return { folder, family: family.schema.name, runs: runs.length, verdicts, left, damaged, files };
}
