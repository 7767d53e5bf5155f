/** Advances a run of an own model in spans, and hands over what is recorded of them. */

import { isDue, nextDue, type RowSink, type Schedule } from '../record.js';
import type { Observed } from '../recording/observed.js';
import { ArrayRecorder, appendNumbers, type StoredArray } from '../recording/recorder.js';
import { divergence } from './divergence.js';
import type { OwnKernels } from './kernels.js';
import { type OwnRun, storedArray } from './own-run.js';
import type { Perturbations } from './perturbations.js';
import { scalarNames } from './state.js';

/** Steps that one kernel call may do: bounds the buffers, not the result. */
const LONGEST_SPAN = 4096;

/** An array that is recorded, and room for what it is before a step. */
interface RecordedArray {
  readonly observed: Observed;
  readonly schedule: Schedule;
  readonly before?: Float64Array;
}

/** Where the rows of a call are, and how many numbers each has. */
interface Rows {
  readonly due: number;
  readonly rows: number;
  readonly width: number;
}

export class Stepper {
  readonly #run: OwnRun;
  readonly #perturbations: Perturbations | undefined;
  readonly #rows: Rows;
  readonly #recorder: ArrayRecorder;
  readonly #arrays: readonly RecordedArray[];
  readonly #scalars: readonly string[];
  readonly #schedule: Schedule | undefined;
  readonly #advance: OwnKernels['own_advance'];

  constructor(run: OwnRun, perturbations?: Perturbations) {
    const { kernels, recording, block, model } = run;
    const { request, numbers, arrays } = recording;
    this.#run = run;
    this.#perturbations = perturbations;
    this.#advance = kernels.kernel('own_advance');
    this.#recorder = new ArrayRecorder(recording);
    this.#scalars = scalarNames(model);
    this.#schedule = numbers.length === 0 ? undefined : request.observables.get(numbers[0].name);
    const width = this.#scalars.length;
    this.#rows = { due: kernels.allocate(LONGEST_SPAN), rows: kernels.allocate(8 * width * LONGEST_SPAN), width };
    const wanted = block.u8('_wanted');
    for (const { name } of numbers) wanted[this.#scalars.indexOf(name)] = 1;
    this.#arrays = arrays.map((observed) => ({
      observed,
      schedule: request.observables.get(observed.name) as Schedule,
      ...(observed.at === 'before' && { before: new Float64Array(storedArray(run, observed.name).values.length) }),
    }));
  }

  /** Throws E_DIVERGED; rows of the steps before are handed over first. */
  advance(count: number, sink: RowSink): void {
    const { block, steps } = this.#run;
    try {
      for (let done = 0; done < count; ) {
        const step = block.get('step');
        const due = this.#arraysDue(step);
        const most = Math.min(LONGEST_SPAN, this.#perturbations?.within(step) ?? LONGEST_SPAN);
        const span = due.length > 0 ? 1 : Math.min(count - done, most, this.#nextArray(step + 1) - step);
        for (const { observed, before } of due) before?.set(storedArray(this.#run, observed.name).values);
        this.#advanceNumbers(step, span, sink);
        for (const array of due) this.#recorder.append(array.observed, step, this.#valuesOf(array), sink);
        this.#perturbations?.after(step + span);
        done += span;
      }
    } finally {
      this.#recorder.flush(sink);
    }
    if (block.get('step') === steps) this.#keepLast();
  }

  #arraysDue(step: number): readonly RecordedArray[] {
    const { request } = this.#run.recording;
    return this.#arrays.filter(({ schedule }) => isDue(schedule, request, step));
  }

  #nextArray(step: number): number {
    const { request } = this.#run.recording;
    return this.#arrays.reduce(
      (next, { schedule }) => Math.min(next, nextDue(schedule, request, step)),
      Number.POSITIVE_INFINITY,
    );
  }

  #valuesOf({ observed, before }: RecordedArray): StoredArray {
    const stored = storedArray(this.#run, observed.name);
    return before === undefined ? stored : { ...stored, values: before };
  }

  /** Does `span` steps and hands over their numbers. */
  #advanceNumbers(first: number, span: number, sink: RowSink): void {
    const { kernels, block, recording } = this.#run;
    const { due, rows } = this.#rows;
    const flags = new Uint8Array(kernels.memory.buffer, due, span);
    const dueSteps: number[] = [];
    for (let k = 0; k < span; k++) {
      flags[k] = this.#schedule !== undefined && isDue(this.#schedule, recording.request, first + k) ? 1 : 0;
      if (flags[k] === 1) dueSteps.push(first + k);
    }
    const made = this.#advance(block.address, span, due, rows);
    if (made < span) while (dueSteps.length > 0 && dueSteps[dueSteps.length - 1] >= first + made) dueSteps.pop();
    if (dueSteps.length > 0) this.#appendRows(Int32Array.from(dueSteps), sink);
    if (made < span) throw divergence(this.#run, 'after', first + made);
  }

  #appendRows(steps: Int32Array, sink: RowSink): void {
    const { kernels, block, recording } = this.#run;
    const { rows, width } = this.#rows;
    const all = kernels.f64(rows, width * steps.length);
    const [sums, records] = [block.f64('_sums'), block.f64('_records')];
    const columns = new Map<string, Float64Array>();
    for (const { name } of recording.numbers) {
      const place = this.#scalars.indexOf(name);
      const values = new Float64Array(steps.length);
      for (let row = 0; row < values.length; row++) {
        values[row] = all[row * width + place];
        sums[place] += values[row];
      }
      records[place] += values.length;
      columns.set(name, values);
    }
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
