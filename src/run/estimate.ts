/** What a plan will take, for `--dry-run`: steps, memory and disk by counting, time by a short trial of the first run. */
import { printValue } from '../config/describe.js';
import type { Clock } from '../host/environment.js';
import type { Estimate, Model, TableEstimate } from '../model/family.js';
import { memoryOf } from './memory.js';
import type { PlannedRuns } from './plan-runs.js';
import { createModel } from './session.js';

/** Time given to the trial, behind its first call. */
const TRIAL_MS = 60;
/** Bytes a recorded number takes on disk before compression. */
const NUMBER_BYTES = 8;
/** Seconds that it takes to get a recorded number onto the disk, measured with sigma and with J on a 2-core machine. */
const SECONDS_PER_NUMBER = 4e-7;
/** Up to this number, combinations are counted one by one; beyond it the first stands for all. */
const COUNTED = 1000;

export interface PlanEstimate {
  readonly runs: number;
  /** What is swept over, space by space; parameters that move together are one axis. */
  readonly spaces: readonly {
    readonly name: string;
    readonly runs: number;
    readonly axes: readonly {
      readonly key: string;
      readonly values: number;
      readonly first: string;
      readonly last: string;
    }[];
  }[];
  readonly steps: number;
  readonly seconds: number;
  readonly memoryBytes: number;
  /** An upper bound: before compression. */
  readonly diskBytes: number;
  readonly tables: readonly Omit<TableEstimate, 'atOnce'>[];
}

/**
 * Seconds that a step takes here and now, by a trial: that of the quickest call. The first call, for which kernels are still compiled, says
 * nothing of later ones; others share the processor, so that the quickest is the least disturbed.
 */
export async function secondsPerStep(model: Pick<Model, 'step' | 'steps' | 'advance'>, clock: Clock): Promise<number> {
  const sink = { append: () => {} };
  let quickest = Number.POSITIVE_INFINITY;
  // models with long steps do fewer at once, or a part of one
  let [open, spent, calls] = [0, 0, 0];
  for (let span = 4; (spent < TRIAL_MS || calls < 2) && model.step() < model.steps; span *= 2) {
    const [first, before] = [model.step(), clock.milliseconds()];
    await model.advance(Math.min(span, model.steps - first), sink);
    open += clock.milliseconds() - before;
    if (model.step() === first) continue;
    if (calls > 0 || model.step() === model.steps) quickest = Math.min(quickest, open / (model.step() - first));
    if (calls > 0) spent += open;
    [open, calls] = [0, calls + 1];
  }
  return Number.isFinite(quickest) ? quickest / 1000 : 0;
}

/** Of runs that differ those that take the most memory, nearly: they have the largest state, or the dearest step. */
function largest(counted: readonly Estimate[]): readonly number[] {
  const most = (value: (one: Estimate) => number): number => {
    const values = counted.map(value);
    return values.indexOf(values.reduce((a, b) => Math.max(a, b)));
  };
  return [...new Set([most(({ stateBytes }) => stateBytes), most(({ flopsPerStep }) => flopsPerStep)])];
}

/** Estimates a plan. Nothing is written. */
export async function estimatePlan(planned: PlannedRuns, clock: Clock): Promise<PlanEstimate> {
  const { plan, request } = planned;
  const { family } = request;
  const estimateOf = (i: number) => {
    const { parameters, record } = planned.run(i);
    return family.estimate(parameters, record);
  };
  const first = estimateOf(0);
  const counted = plan.runCount <= COUNTED ? Array.from({ length: plan.runCount }, (_, i) => estimateOf(i)) : [first];
  // first of all, since what no run can have need not be tried
  const memoryBytes = Math.max(...largest(counted).map((i) => memoryOf(planned.run(i), counted[i])));
  const run = planned.run(0);
  const trial = family.trial?.(run.parameters) ?? run.parameters;
  const model = createModel({ ...run, parameters: trial, record: { observables: new Map(), from: 0, to: 0 } });
  const perFlop = (await secondsPerStep(model, clock)) / family.estimate(trial, run.record).flopsPerStep;
  const share = plan.runCount / counted.length;
  const sum = (value: (one: typeof first) => number): number =>
    counted.reduce((total, one) => total + value(one), 0) * share;
  const numbers = (one: typeof first): number =>
    one.tables.reduce((total, { rows, columns }) => total + rows * columns, 0);
  return {
    runs: plan.runCount,
    spaces: plan.spaces.map(({ name, runs, axes }) => ({
      name,
      runs,
      axes: axes.map(({ keys, rows }) => ({
        key: keys.join(' with '),
        values: rows.length,
        first: rows[0].map(printValue).join(' with '),
        last: rows[rows.length - 1].map(printValue).join(' with '),
      })),
    })),
    steps: sum(({ steps }) => steps),
    seconds:
      sum(({ steps, flopsPerStep, flops = steps * flopsPerStep }) => flops) * perFlop +
      sum(numbers) * SECONDS_PER_NUMBER,
    memoryBytes,
    diskBytes: sum((one) => NUMBER_BYTES * numbers(one) + one.stateBytes * 2),
    tables: first.tables.map(({ name, rows, columns }) => ({ name, rows, columns })),
  };
}
