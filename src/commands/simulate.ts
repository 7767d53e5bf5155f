import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { progressBar } from '../cli/progress.js';
import { outcomeLine, type SimulationReport, simulationLines, simulationReport } from '../cli/report.js';
import { familyFlags, RUN_FLAGS, runRequest } from '../cli/run-flags.js';
import { bytesText, countText, durationText, pairs } from '../cli/text.js';
import { EXIT_STATUS } from '../errors.js';
import { HEBBIAN } from '../model/hebbian/model.js';
import { NODE_DISK } from '../run/disk.js';
import { SYSTEM_CLOCK } from '../run/environment.js';
import { estimatePlan, type PlanEstimate } from '../run/estimate.js';
import { planRuns } from '../run/plan-runs.js';
import { watchSignals } from '../run/signals.js';
import { simulate } from '../run/simulate.js';

type DryRun = { readonly dryRun: PlanEstimate; readonly parameters: object };

export default class Simulate extends MsmCommand<SimulationReport | DryRun> {
  static override summary = 'Simulate coupled neurons and synapses (Pavlovian learning of a Hopfield network).';
  static override description =
    'Every parameter takes one value, a list (10,20) or a range (1..21:3, log:1..1000/7); several values make a sweep.';
  static override examples = [
    '<%= config.bin %> simulate --N 200 --K 10',
    '<%= config.bin %> simulate --N 100 --tau-J 10,20,50 --replicas 5 --record distance,energy --every 10',
    '<%= config.bin %> simulate --N 20 --K 3 --scheme rk4 --dt 0.1 --hold-time 2 --u 1 --T 100 --record sigma,J@[0,500]',
  ];
  static override flags = { ...familyFlags(HEBBIAN), ...RUN_FLAGS, ...COMMON_FLAGS };

  async perform(): Promise<SimulationReport | DryRun> {
    const parsed = await this.parse(Simulate);
    const planned = await planRuns(await runRequest(HEBBIAN, parsed));
    if (parsed.flags['dry-run']) {
      return { dryRun: estimatePlan(planned, SYSTEM_CLOCK), parameters: planned.plan.base };
    }
    const bar = await progressBar(!this.isQuiet && planned.plan.runCount === 1);
    const signals = watchSignals((signal) => {
      bar.stop();
      this.say(`${signal}: writing a checkpoint; once more stops at once`);
    });
    try {
      const around = { disk: NODE_DISK, clock: SYSTEM_CLOCK, interruption: signals, progress: bar };
      const result = await simulate(planned, parsed.flags.out, around, (...outcome) =>
        this.say(outcomeLine(...outcome)),
      );
      return simulationReport(result);
    } finally {
      bar.stop();
      signals.stop();
    }
  }

  override exitStatusOf(result: SimulationReport | DryRun): number {
    return 'failures' in result && result.failures.length > 0 ? EXIT_STATUS.E_SWEEP : 0;
  }

  present(result: SimulationReport | DryRun): readonly string[] {
    if (!('dryRun' in result)) return simulationLines(result);
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
