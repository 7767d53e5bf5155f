/** A command that runs a model family: plans, runs (or estimates with --dry-run), reports. */
import * as Flags from '@oclif/core/flags';
import type { WrittenPreset } from '../config/preset-text.js';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import { isWatched, watchSignals } from '../host/signals.js';
import { LAUNCH_FLAGS, stopText } from '../launch/flags.js';
import type { Family } from '../model/family.js';
import type { PlanEstimate } from '../run/estimate.js';
import { isSearch, planRuns, type SearchedRequest } from '../run/plan-runs.js';
import { simulate, simulateAgain } from '../simulate/simulate.js';
import { assertOneThread, type SimulateSurroundings } from '../sweep/work/launcher.js';
import type { Beginning } from './beginning.js';
import { COMMON_FLAGS, MsmCommand } from './command.js';
import { progressBar } from './progress.js';
import { reportStatus, type SimulationReport, simulationLines, simulationReport } from './report.js';
import {
  type Below,
  familyFlags,
  fromRunFlag,
  type ParsedRun,
  PRESET_FILES,
  RUN_FLAGS,
  recordFlag,
  runRequest,
  SYSTEM_SOURCES,
  unitsFlag,
} from './run-flags.js';
import type { SearchReport } from './search-report.js';
import { FAILURE_FLAGS, JOBS_FLAG, RANK_FLAGS, sweepSurroundings, THREADS_FLAG } from './sweep-flags.js';
import { bytesText, countText, durationText, pairs } from './text.js';

/** What --print-config found, as a preset. */
export type PrintedConfig = { readonly config: WrittenPreset };

export type DryRun = { readonly dryRun: PlanEstimate; readonly parameters: object };

/** Flags of every command that runs a family. */
export const GENERAL_RUN_FLAGS = {
  ...RUN_FLAGS,
  resume: Flags.boolean({
    helpGroup: 'SWEEP',
    description: 'Go on in the folder of --out: runs that it has already are kept, even if the sweep has changed.',
  }),
  plot: Flags.boolean({ description: 'Draw the figures of the run or sweep when it is done, as msm plot does.' }),
  ...JOBS_FLAG,
  ...FAILURE_FLAGS,
  ...LAUNCH_FLAGS,
  ...COMMON_FLAGS,
};

/** Flags of the command that runs a family. `aliases`: other names of --from-run. */
export const runCommandFlags = (family: Family, aliases: string[] = []) => ({
  ...familyFlags(family),
  ...GENERAL_RUN_FLAGS,
  record: recordFlag(family.schema.observables),
  units: unitsFlag(family.units !== undefined),
  'from-run': fromRunFlag(aliases),
  ...(family.team !== undefined && { ...THREADS_FLAG, ...RANK_FLAGS }),
});

type AxisEstimate = PlanEstimate['spaces'][number]['axes'][number];

const axisText = ({ key, values, first, last }: AxisEstimate): string =>
  values === 1 ? `${key} (1, ${first})` : `${key} (${values}, ${first} ${values === 2 ? 'and' : 'to'} ${last})`;

/** `u (3, 0 to 1) x tau_J (2, 50 and 100)`: the first and the last value show whether a range reached its end. Where nothing is swept: how many runs there are. */
function axesText({ axes, runs }: PlanEstimate['spaces'][number]): string {
  if (axes.length > 0) return axes.map(axisText).join(' x ');
  // a run that two spaces ask for is done once, for the first
  if (runs === 0) return 'no runs but those above';
  return runs === 1 ? 'one run' : `${runs} runs`;
}

/** `--resume` needs a folder. @throws E_CONFIG */
function namedFolder(out: string | undefined): string {
  if (out !== undefined) return out;
  throw configError('--resume needs the folder to go on in', '--resume', 'Name it with --out DIR.');
}

/** Searches in a new folder or goes on in one. What a search needs is loaded here, so that a single run starts without it. */
async function searchFor(
  request: SearchedRequest,
  flags: ParsedRun['flags'],
  around: SimulateSurroundings,
): Promise<SearchReport> {
  assertOneThread(around, 'a search does many');
  const [{ searchAgain, startSearch }, { searchReport }] = await Promise.all([
    import('../search/search.js'),
    import('./search-report.js'),
  ]);
  const out = flags.out as string | undefined;
  const isAgain = flags.resume === true;
  if (!isAgain && flags.budget === undefined) {
    around.onNote?.(`tries ${request.search.trials} points; another number with --budget`);
  }
  return searchReport(
    await (isAgain ? searchAgain(request, namedFolder(out), around) : startSearch(request, out, around)),
  );
}

/** Draws the figures of what is done, and says what cannot be drawn. What that needs is loaded here alone. */
async function drawAll(folder: string, say: (text: string) => void): Promise<readonly string[]> {
  const [{ plot }, { NODE_DISK }, { requestOf }, { skippedText }] = await Promise.all([
    import('../draw/plot.js'),
    import('../host/disk.js'),
    import('./plot-flags.js'),
    import('./text.js'),
  ]);
  const { figures, skipped } = await plot(NODE_DISK, requestOf(folder, {}));
  for (const one of skipped) say(skippedText(one));
  return figures.flatMap(({ files }) => files.map(({ path }) => path));
}

/** Points of a search follow from its results. @throws E_CONFIG */
function refusePrinted(): never {
  throw configError(
    '--print-config and --search exclude each other: the points of a search follow from its results',
    '--print-config',
    'Print the configuration without --search.',
  );
}

/** What a command that runs a family returns. */
type Result<Other> = SimulationReport | SearchReport | DryRun | PrintedConfig | Other;

/** `Other` is what a command may return besides reports, for flags of its own. */
export abstract class RunCommand<Other extends object = never> extends MsmCommand<Result<Other>> {
  /** The family, the command line as parsed against its flags, and what lies below it. */
  protected abstract read(): Promise<{ readonly family: Family; readonly parsed: ParsedRun } & Below>;

  async perform(): Promise<Result<Other>> {
    const { family, parsed, ...below } = await this.read();
    try {
      return await this.#performFor(family, parsed, below);
    } catch (error) {
      const { asTyped } = await import('./as-typed.js');
      const fromRun = ['from-run', this.ctor.flags['from-run']?.aliases ?? []] as const;
      throw asTyped(error, family.schema, this.argv, PRESET_FILES, [fromRun]);
    }
  }

  async #performFor(family: Family, typed: ParsedRun, lies: Below): Promise<Result<Other>> {
    const begun: Beginning =
      typed.flags['from-run'] === undefined
        ? { parsed: typed, below: lies }
        : (await import('./beginning.js')).beginningOf(family, typed, lies, (text) => this.say(text));
    const { parsed, below, goesOnFrom } = begun;
    const sources = { ...SYSTEM_SOURCES, onNote: (text: string) => this.say(text) };
    const request = await runRequest(family, parsed, below, sources);
    const isPrinted = parsed.flags['print-config'] === true;
    if (isPrinted && isSearch(request)) refusePrinted();
    // a search is planned as it goes on; its first generation stands for it here
    const planned = isSearch(request)
      ? await (await import('../search/search.js')).planFirst(request)
      : await planRuns(request);
    if (goesOnFrom !== undefined) (await import('../run/from-run.js')).assertLonger(family, goesOnFrom, planned);
    for (const note of planned.notes) this.say(note);
    if (isPrinted) {
      const { configurationOf } = await import('../run/configuration.js');
      return { config: configurationOf(planned) };
    }
    if (parsed.flags['dry-run']) {
      const { estimatePlan } = await import('../run/estimate.js');
      return { dryRun: await estimatePlan(planned, SYSTEM_CLOCK), parameters: planned.plan.base };
    }
    const bar = await progressBar(!this.isQuiet && planned.plan.runCount === 1 && !isSearch(request));
    if (isWatched() && family.copy !== undefined) (await import('../host/orphan.js')).endWithParent();
    const signals = watchSignals((signal) => {
      bar.stop();
      this.say(stopText(signal, parsed.flags));
    });
    try {
      const around = { ...(await sweepSurroundings(this, parsed.flags, signals, bar)), goesOnFrom };
      // awaited here, so that what follows does not stop the bar and the signals too soon
      const out = parsed.flags.out as string | undefined;
      const report = isSearch(request)
        ? await searchFor(request, parsed.flags, around)
        : simulationReport(
            await (parsed.flags.resume === true
              ? simulateAgain(planned, namedFolder(out), around)
              : simulate(planned, out, around)),
          );
      return parsed.flags.plot === true && report.done > 0 && report.left === 0
        ? { ...report, figures: await this.#draw(report.folder) }
        : report;
    } finally {
      bar.stop();
      signals.stop();
    }
  }

  /** Files of the figures of what is done. A run that has none is done all the same. */
  async #draw(folder: string): Promise<readonly string[]> {
    try {
      return await drawAll(folder, (text) => this.say(text));
    } catch (error) {
      if (!(error instanceof MsmError) || error.code !== 'E_CONFIG') throw error;
      this.say(`no figure was drawn: ${error.message}`);
      return [];
    }
  }

  override exitStatusOf(result: Result<Other>): number {
    return 'failures' in result ? reportStatus(result) : 0;
  }

  override isData(result: Result<Other>): boolean {
    return 'config' in result;
  }

  async present(result: Result<Other>): Promise<readonly string[]> {
    if ('config' in result) {
      const { presetText } = await import('../config/preset-text.js');
      return presetText(result.config, `msm ${this.typed} --preset FILE runs this`).trimEnd().split('\n');
    }
    if ('search' in result) return (await import('./search-report.js')).searchLines(result);
    if (!('dryRun' in result)) return simulationLines(result as SimulationReport);
    const { dryRun: plan } = result;
    return [
      ...pairs([
        ['runs', countText(plan.runs)],
        ...plan.spaces.map((space) => [space.name === '' ? 'sweep over' : space.name, axesText(space)] as const),
        ['steps', countText(plan.steps)],
        ['time', `about ${durationText(plan.seconds)} on one core`],
        ['memory', `about ${bytesText(plan.memoryBytes)} a process, Node included`],
        ['disk', `at most ${bytesText(plan.diskBytes)} before compression`],
      ]),
      ...plan.tables.map(
        ({ name, rows, columns }) => `table ${name}: ${countText(rows)} rows, ${columns} columns a run`,
      ),
      `parameters: ${JSON.stringify(result.parameters)}`,
      'nothing was written',
    ];
  }
}
