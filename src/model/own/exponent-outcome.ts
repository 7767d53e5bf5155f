/** What the exponents of a run say: spectrum with errors, and a verdict on the motion. */
import { elementaryOf } from '../../kernel/elementary.js';
import { type Course, follow, MOVING } from '../../method/lyapunov/course.js';
import { spectrumOf } from '../../method/lyapunov/spectrum.js';
import type { FlowOrMap } from '../../method/lyapunov/system.js';
import { type Dynamics, needsCourse, type Verdict, verdictOf } from '../../method/lyapunov/verdict.js';
import { places } from './exponents.js';
import type { OwnRun } from './own-run.js';
import type { Method, Perturbations } from './perturbations.js';

/** Per unit of time, largest first. */
export interface ExponentOutcome {
  readonly method: Method;
  readonly exponents: readonly number[];
  /** Block standard errors. */
  readonly errors: readonly number[];
  readonly verdict: Verdict['kind'];
  readonly period: number | null;
  /** Time that the exponents are averaged over. */
  readonly recorded: number;
  /** Variables of the field. */
  readonly dim: number;
  /** ln R_ii of the recorded intervals, [intervals, k], in the order of the basis. */
  readonly logs: Float64Array;
  readonly intervalTime: number;
}

/** Times, in steps, at which the field is compared with that of the present time. */
const LATER = [1.25, 17.5, 190.75];

/** Whether the field itself changes with time, or is drawn anew. */
function isDriven({ model, kernels, block, timeStep }: OwnRun): boolean {
  if (model.noise.length > 0) return true;
  const [state, time] = [block.bytes().slice(), block.get('time')];
  const slopes = (at: number): Float64Array => {
    kernels.kernel('own_derive')(block.address, at);
    const found = Float64Array.from(model.field.flatMap((name) => [...block.f64(`d_${name}`)]));
    block.bytes().set(state);
    return found;
  };
  const now = slopes(time);
  return LATER.some((steps) => slopes(time + steps * timeStep).some((value, i) => value !== now[i]));
}

/** The state alone, from where the run stands, as a map of its variables. The block is put back by `done`. */
function systemOf(run: OwnRun): {
  readonly system: FlowOrMap;
  readonly start: Float64Array;
  readonly done: () => void;
} {
  const { model, kernels, block, parameters, timeStep, idle } = run;
  const names = [...model.field].sort();
  const at = places(model, parameters);
  const saved = block.bytes().slice();
  block.set('_vectors', 0);
  block.set('_companion', 0);
  const look = (u: Float64Array): void => {
    const stored = names.flatMap((name) => [...block.f64(name)]);
    for (let i = 0; i < at.length; i++) u[i] = stored[at[i]];
  };
  const start = new Float64Array(at.length);
  look(start);
  const step = (u: Float64Array): void => {
    // the block holds the state from step to step, since each step follows the last
    if (kernels.kernel('own_advance')(block.address, 1, idle, idle) === 0) u.fill(Number.NaN);
    else look(u);
  };
  const system: FlowOrMap = { dim: at.length, timePerStep: timeStep, step, tangentStep: () => {} };
  return { system, start, done: () => block.bytes().set(saved) };
}

/** What the state does after the record, where that can change the verdict. */
function courseOf(run: OwnRun, steps: number): Course {
  const { system, start, done } = systemOf(run);
  try {
    const plan = { steps, timeScale: 1, isFlow: true, isWhole: true };
    return follow(system, start, plan, elementaryOf(run.kernels)).course;
  } finally {
    done();
  }
}

/** The outcome of a run at its end. Costs as many steps again as were recorded, unless the motion is chaos that lasts. */
export function exponentOutcome(run: OwnRun, { plan, method }: Perturbations): ExponentOutcome {
  const { block, parameters, model, timeStep } = run;
  const { k, every, intervals } = plan;
  const intervalTime = every * timeStep;
  const logs = block.f64('_logs').slice();
  const spectrum = spectrumOf(logs, k, intervalTime);
  const dynamics: Dynamics = isDriven(run) ? 'driven' : 'flow';
  const course = dynamics === 'driven' || !needsCourse(spectrum) ? MOVING : courseOf(run, intervals * every);
  const order = [...spectrum.exponents.keys()].sort((a, b) => spectrum.exponents[b] - spectrum.exponents[a]);
  return {
    method,
    exponents: order.map((i) => spectrum.exponents[i]),
    errors: order.map((i) => spectrum.standardErrors[i]),
    verdict: verdictOf(spectrum, { dynamics, course }).kind,
    period: course.period,
    recorded: spectrum.recordTime,
    dim: places(model, parameters).length,
    logs,
    intervalTime,
  };
}
