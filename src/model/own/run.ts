/** One run of an own model: steps of the module, what is recorded of them, and what the end says. */
import type { CreateOptions, Model, SummaryItem } from '../family.js';
import { isDue, nextDue, type RowSink } from '../record.js';
import { type FinalArray, finalState } from '../recording/final-state.js';
import type { Observed } from '../recording/observed.js';
import { ArrayRecorder, appendNumbers } from '../recording/recorder.js';
import { recordTables } from '../recording/tables.js';
import { createBlock } from './create.js';
import { isNumber, type OwnModel } from './description.js';
import { divergence } from './divergence.js';
import type { Expressions } from './expressions.js';
import type { OwnKernels } from './kernels.js';
import { recordingOfModel } from './observed.js';
import { type OwnRun, rowReader } from './own-run.js';
import { rowsOf, scalarNames, shapeOf } from './state.js';
import { stepCount } from './steps.js';
import { summaryOf } from './summary.js';

/** Steps that one kernel call may do: bounds the buffers, not the result. */
const LONGEST_SPAN = 4096;

/** Buffers of one call: which steps are due, and the rows of those. */
interface Spans {
  readonly due: number;
  readonly rows: number;
  readonly width: number;
}

/** Advances a run over spans that end where arrays are due, and hands over what is recorded. */
class Stepper {
  readonly #run: OwnRun;
  readonly #spans: Spans;
  readonly #arrays: ArrayRecorder;
  readonly #scalars: readonly string[];

  constructor(run: OwnRun) {
    this.#run = run;
    this.#arrays = new ArrayRecorder(run.recording);
    this.#scalars = scalarNames(run.model);
    const { kernels } = run;
    const width = this.#scalars.length;
    this.#spans = { due: kernels.allocate(LONGEST_SPAN), rows: kernels.allocate(8 * width * LONGEST_SPAN), width };
    const wanted = run.block.u8('_wanted');
    for (const { name } of run.recording.numbers) wanted[this.#scalars.indexOf(name)] = 1;
  }

  advance(count: number, sink: RowSink): void {
    const { block } = this.#run;
    for (let done = 0; done < count; ) {
      const step = block.get('step');
      const due = this.#arraysDue(step);
      this.#appendArrays(due, 'before', step, sink);
      // an array that is due after the step is looked at before the next one
      const span = due.length > 0 ? 1 : Math.min(count - done, LONGEST_SPAN, this.#nextArray(step + 1) - step);
      this.#advanceNumbers(step, span, sink);
      this.#appendArrays(due, 'after', step, sink);
      done += span;
    }
    if (block.get('step') === this.#run.steps) this.#keepLast();
  }

  #arraysDue(step: number): readonly Observed[] {
    const { arrays, request } = this.#run.recording;
    return arrays.filter(({ name }) => {
      const schedule = request.observables.get(name);
      return schedule !== undefined && isDue(schedule, request, step);
    });
  }

  #nextArray(step: number): number {
    const { arrays, request } = this.#run.recording;
    const next = arrays.map(({ name }) => {
      const schedule = request.observables.get(name);
      return schedule === undefined ? Number.POSITIVE_INFINITY : nextDue(schedule, request, step);
    });
    return Math.min(Number.POSITIVE_INFINITY, ...next);
  }

  #appendArrays(due: readonly Observed[], at: Observed['at'], step: number, sink: RowSink): void {
    for (const observed of due) {
      if (observed.at === at) this.#arrays.append(observed, step, rowReader(this.#run, observed.name), sink);
    }
  }

  /** Does `span` steps and hands over their numbers. Throws E_DIVERGED. */
  #advanceNumbers(first: number, span: number, sink: RowSink): void {
    const { kernels, block, recording } = this.#run;
    const { request, numbers } = recording;
    const { due, rows } = this.#spans;
    const schedule = numbers.length === 0 ? undefined : request.observables.get(numbers[0].name);
    const flags = new Uint8Array(kernels.memory.buffer, due, span);
    for (let k = 0; k < span; k++) flags[k] = schedule !== undefined && isDue(schedule, request, first + k) ? 1 : 0;
    const dueSteps = Array.from(flags.keys()).filter((k) => flags[k] === 1);
    const made = kernels.kernel('own_advance')(block.address, span, due, rows);
    const steps = Int32Array.from(
      dueSteps.filter((k) => k < made),
      (k) => first + k,
    );
    this.#appendRows(steps, sink);
    if (made < span) throw divergence(this.#run, 'after', first + made);
  }

  #appendRows(steps: Int32Array, sink: RowSink): void {
    const { kernels, block, recording } = this.#run;
    const { rows, width } = this.#spans;
    const all = kernels.f64(rows, width * steps.length);
    const [sums, records] = [block.f64('_sums'), block.f64('_records')];
    const columns = new Map(
      recording.numbers.map(({ name }) => {
        const place = this.#scalars.indexOf(name);
        const values = Float64Array.from(steps, (_, row) => all[row * width + place]);
        for (const value of values) sums[place] += value;
        records[place] += values.length;
        return [name, values] as const;
      }),
    );
    appendNumbers(recording, steps, ({ name }) => columns.get(name) as Float64Array, sink);
  }

  /** Numbers at the end, while what the last step drew is still there. */
  #keepLast(): void {
    const { kernels, block } = this.#run;
    this.#scalars.forEach((name, place) => {
      const value = kernels.kernel(`own_observe_${name}`)(block.address);
      block.f64('_last')[place] = value;
    });
  }
}

/** A run as the engine knows it. */
export function startRun(model: OwnModel, all: Expressions, options: CreateOptions<OwnKernels>): Model {
  const { kernels, parameters, record } = options;
  const block = createBlock(kernels, model, all, options);
  const recording = recordingOfModel(model, all, parameters, record);
  const run: OwnRun = { kernels, model, parameters, block, recording, steps: stepCount(model, all, parameters) };
  if (!kernels.kernel('own_is_finite')(block.address)) throw divergence(run, 'before', 0);
  const stepper = new Stepper(run);
  return {
    steps: run.steps,
    block,
    tables: recordTables(recording),
    step: () => block.get('step'),
    advance: (count, sink) => stepper.advance(count, sink),
    summary: (): readonly SummaryItem[] => summaryOf(run),
    finalState: () => finalState(finalArrays(run)),
  };
}

/** All of the state, without padding. */
function finalArrays(run: OwnRun): readonly FinalArray[] {
  const { model, parameters, block } = run;
  return model.state.map((entry) => {
    const { name, unit, help } = entry;
    const shape = shapeOf(entry, parameters);
    const { count, length } = rowsOf(shape);
    const values = (): Float64Array => {
      if (isNumber(entry)) return Float64Array.of(block.get(name));
      const row = rowReader(run, name);
      const all = new Float64Array(count * length);
      for (let r = 0; r < count; r++) all.set(row(r), r * length);
      return all;
    };
    return { name, unit, meaning: help, shape, values };
  });
}
