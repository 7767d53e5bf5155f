/** What a plan will take, for `--dry-run`: steps, memory and disk by counting, time by a short trial of the first run. */
import { printValue } from '../config/describe.js';
import type { Clock } from '../host/environment.js';
import type { PlannedRuns } from './plan-runs.js';
import { createModel } from './session.js';

/** Time given to the trial. */
const TRIAL_MS = 60;
/** Memory of the program itself and of one table's buffers, measured. */
const PROGRAM_BYTES = 90 * 2 ** 20;
const TABLE_BYTES = 24 * 2 ** 20;
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
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly columns: number }[];
}

/** Seconds that a step of the first run takes here and now. */
async function secondsPerStep(planned: PlannedRuns, clock: Clock): Promise<number> {
  const model = createModel({ ...planned.run(0), record: { observables: new Map(), from: 0, to: 0 } });
  const sink = { append: () => {} };
  // of the last call that ended a step: models with long steps do fewer at once, or a part of one
  let [done, took] = [0, 0];
  let [open, spent] = [0, 0];
  for (let span = 4; (spent < TRIAL_MS || done === 0) && model.step() < model.steps; span *= 2) {
    const [first, before] = [model.step(), clock.milliseconds()];
    await model.advance(Math.min(span, model.steps - first), sink);
    const call = clock.milliseconds() - before;
    [open, spent] = [open + call, spent + call];
    if (model.step() > first) [done, took, open] = [model.step() - first, open, 0];
  }
  return done === 0 ? 0 : took / 1000 / done;
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
  const perFlop = (await secondsPerStep(planned, clock)) / first.flopsPerStep;
  const counted = plan.runCount <= COUNTED ? Array.from({ length: plan.runCount }, (_, i) => estimateOf(i)) : [first];
  const share = plan.runCount / counted.length;
  const sum = (value: (one: typeof first) => number): number =>
    counted.reduce((total, one) => total + value(one), 0) * share;
  const numbers = (one: typeof first): number =>
    one.tables.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const largest = Math.max(...counted.map(({ stateBytes, tables }) => stateBytes + tables.length * TABLE_BYTES));
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
    seconds: sum(({ steps, flopsPerStep }) => steps * flopsPerStep) * perFlop + sum(numbers) * SECONDS_PER_NUMBER,
    memoryBytes: PROGRAM_BYTES + largest,
    diskBytes: sum((one) => NUMBER_BYTES * numbers(one) + one.stateBytes * 2),
    tables: first.tables,
  };
}
