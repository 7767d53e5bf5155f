/** A command that runs a model family: plans, runs (or estimates with --dry-run), reports. */
import { EXIT_STATUS } from '../errors.js';
import type { Family } from '../model/family.js';
import { NODE_DISK } from '../run/disk.js';
import { SYSTEM_CLOCK } from '../run/environment.js';
import { estimatePlan, type PlanEstimate } from '../run/estimate.js';
import { planRuns } from '../run/plan-runs.js';
import { watchSignals } from '../run/signals.js';
import { simulate } from '../run/simulate.js';
import { COMMON_FLAGS, MsmCommand } from './command.js';
import { progressBar } from './progress.js';
import { outcomeLine, type SimulationReport, simulationLines, simulationReport } from './report.js';
import { defaultJobs, familyFlags, type ParsedRun, RUN_FLAGS, runRequest } from './run-flags.js';
import { bytesText, countText, durationText, pairs } from './text.js';

export type DryRun = { readonly dryRun: PlanEstimate; readonly parameters: object };

/** Flags of the command that runs a family. */
export const runCommandFlags = (family: Family) => ({ ...familyFlags(family), ...RUN_FLAGS, ...COMMON_FLAGS });

/** `Other` is what a command may give back beside reports, for flags of its own. */
export abstract class RunCommand<Other extends object = never> extends MsmCommand<SimulationReport | DryRun | Other> {
  /** The family, and the command line as parsed against its flags. */
  protected abstract read(): Promise<{ readonly family: Family; readonly parsed: ParsedRun }>;

  async perform(): Promise<SimulationReport | DryRun | Other> {
    const { family, parsed } = await this.read();
    const planned = await planRuns(await runRequest(family, parsed));
    if (parsed.flags['dry-run']) {
      return { dryRun: estimatePlan(planned, SYSTEM_CLOCK), parameters: planned.plan.base };
    }
    const bar = await progressBar(!this.isQuiet && planned.plan.runCount === 1);
    const signals = watchSignals((signal) => {
      bar.stop();
      this.say(`${signal}: writing a checkpoint; once more stops at once`);
    });
    try {
      const jobs = (parsed.flags.jobs as number | undefined) ?? defaultJobs();
      const around = { disk: NODE_DISK, clock: SYSTEM_CLOCK, interruption: signals, progress: bar, jobs };
      const result = await simulate(planned, parsed.flags.out as string | undefined, around, (...outcome) =>
        this.say(outcomeLine(...outcome)),
      );
      return simulationReport(result);
    } finally {
      bar.stop();
      signals.stop();
    }
  }

  override exitStatusOf(result: SimulationReport | DryRun | Other): number {
    return 'failures' in result && result.failures.length > 0 ? EXIT_STATUS.E_SWEEP : 0;
  }

  present(result: SimulationReport | DryRun | Other): readonly string[] {
    if (!('dryRun' in result)) return simulationLines(result as SimulationReport);
    const { dryRun: plan } = result;
    return [
      ...pairs([
        ['runs', countText(plan.runs)],
        ['sweep over', plan.axes.map(({ key, values }) => `${key} (${values})`).join(' x ') || '-'],
        ['steps', countText(plan.steps)],
        ['time', `about ${durationText(plan.seconds)} on one core`],
        ['memory', `about ${bytesText(plan.memoryBytes)}`],
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
