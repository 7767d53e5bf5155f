/** What a finished simulation says to people and to programs. */

import { FAMILIES } from '../model/families.js';
import type { Headline } from '../model/family.js';
import type { RunResult } from '../run/session.js';
import type { SimulationResult } from '../run/simulate.js';
import { countText, durationText, numberText, pairs } from './text.js';

export interface SimulationReport {
  readonly folder: string;
  readonly runs: readonly {
    readonly folder: string;
    readonly family: string;
    readonly status: string;
    readonly identity: string;
    readonly steps: number;
    readonly stepsPerSecond: number | null;
    readonly summary: { readonly [name: string]: number | null };
  }[];
  readonly skipped: number;
  readonly failures: readonly { readonly index: number; readonly folder: string; readonly error: object }[];
}

const rate = ({ completion }: RunResult): number | null =>
  completion.computeMs > 0 ? completion.steps / (completion.computeMs / 1000) : null;

/** The object that `--json` prints. */
export function simulationReport({ folder, runs, skipped, failures }: SimulationResult): SimulationReport {
  return {
    folder,
    runs: runs.map((result) => ({
      folder: result.folder,
      family: result.run.family,
      status: result.run.status,
      identity: result.run.identity,
      steps: result.run.steps,
      stepsPerSecond: rate(result),
      summary: Object.fromEntries(result.run.summary.map(({ name, value }) => [name, value])),
    })),
    skipped,
    failures: failures.map(({ index, folder: place, error }) => ({ index, folder: place, error: error.toJSON() })),
  };
}

type Summary = SimulationReport['runs'][number]['summary'];

/** How far a value is from theory, in standard deviations. */
function against(value: number | null, mean: number | null, std: number | null): string {
  if (value === null || mean === null) return 'no theory for this model';
  const sigmas = std ? `  (${numberText((value - mean) / std, 2)} sd away)` : '';
  return `${numberText(mean)} ± ${numberText(std, 2)}${sigmas}`;
}

function headlineText({ item, symbol, theoryOf }: Headline, summary: Summary): string {
  const value = summary[item];
  if (theoryOf !== undefined) {
    const isIdle = summary[theoryOf.applies] === 0;
    const text = against(summary[theoryOf.measured], value, summary[theoryOf.std]);
    return isIdle ? `${text}; it assumes neurons that equal the shown pattern, and here they do not` : text;
  }
  return symbol === undefined ? numberText(value) : `${symbol} = ${numberText(value)}`;
}

/** A summary of one or several runs as lines. */
export function simulationLines(report: SimulationReport): readonly string[] {
  const [only] = report.runs;
  if (report.runs.length === 1 && report.skipped === 0 && report.failures.length === 0) {
    const [first, ...others] = FAMILIES[only.family].headlines;
    const shown = others.filter(({ item, isOptional }) => isOptional !== true || (only.summary[item] ?? null) !== null);
    const speed = only.stepsPerSecond === null ? '-' : countText(only.stepsPerSecond);
    return pairs([
      ['run folder', report.folder],
      [first.label, `${headlineText(first, only.summary)} after ${countText(only.steps)} steps`],
      ...shown.map((line) => [line.label, headlineText(line, only.summary)] as const),
      ['steps per second', speed],
      ['look at it', `msm show ${report.folder}`],
    ]);
  }
  if (report.runs.length === 0 && report.failures.length === 0) {
    return [`${report.folder} is finished already; look at it with: msm show ${report.folder}`];
  }
  const lines = pairs([
    ['sweep folder', report.folder],
    ['runs done', `${report.runs.length}${report.skipped > 0 ? `, ${report.skipped} were done before` : ''}`],
    ['runs failed', String(report.failures.length)],
  ]);
  const each = ({ folder, family, summary }: SimulationReport['runs'][number]): string =>
    `${folder}  ${headlineText(FAMILIES[family].headlines[0], summary)}`;
  return [...lines, ...report.runs.map(each)];
}

/** One line about a run of a sweep as it ends. */
export function outcomeLine(
  index: number,
  count: number,
  outcome: RunResult | SimulationResult['failures'][number],
): string {
  const head = `run ${index + 1} of ${count}`;
  if ('error' in outcome)
    return `${head} failed: ${outcome.error.code}: ${outcome.error.message} (${outcome.folder}/log.jsonl)`;
  return `${head} done in ${durationText(outcome.run.wallMs / 1000)}: ${outcome.folder}`;
}
