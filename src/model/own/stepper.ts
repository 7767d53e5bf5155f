/** Advances a run of an own model in spans, and hands over what is recorded of them. */

import type { Kernels } from '../../kernel/kernels.js';
import type { RowSink } from '../record.js';
import { type ArraySources, arrayOf, blockArrays, Recorder } from '../recording/recorder.js';
import { type OwnModel, stateOf } from './description.js';
import { diverged } from './divergence.js';
import type { OwnKernels } from './kernels.js';
import type { OwnRun } from './own-run.js';
import type { Perturbations } from './perturbations.js';
import { scalarNames } from './state.js';

/** Most steps of one kernel call: bounds the buffers, changes no result. */
const LONGEST_SPAN = 4096;

/** A recorded array, and room for a copy from before a step. */
interface Before {
  readonly name: string;
  readonly values: Float64Array;
}

/** Where the rows of a call are, and how many numbers each has. */
interface Rows {
  readonly due: number;
  readonly rows: number;
  readonly width: number;
}

/** Room for the rows of a call. */
export function rowsOfCall(kernels: Kernels<OwnKernels>, model: OwnModel): Rows {
  const width = scalarNames(model).length;
  return { due: kernels.allocate(LONGEST_SPAN), rows: kernels.allocate(8 * width * LONGEST_SPAN), width };
}

export class Stepper {
  readonly #run: OwnRun;
  readonly #perturbations: Perturbations | undefined;
  readonly #rows: Rows;
  readonly #recorder: Recorder;
  /** Where the recorded arrays are after a step. */
  readonly #arrays: ArraySources;
  readonly #before: readonly Before[];
  readonly #scalars: readonly string[];
  readonly #advance: OwnKernels['own_advance'];

  constructor(run: OwnRun, perturbations?: Perturbations) {
    const { kernels, recording, block, model } = run;
    const { numbers, arrays } = recording;
    this.#run = run;
    this.#perturbations = perturbations;
    this.#advance = kernels.kernel('own_advance');
    this.#recorder = new Recorder(recording);
    this.#scalars = scalarNames(model);
    this.#rows = rowsOfCall(kernels, model);
    const wanted = block.u8('_wanted');
    for (const { name } of numbers) wanted[this.#scalars.indexOf(name)] = 1;
    this.#before = arrays
      .filter(({ at }) => at === 'before')
      .map(({ name }) => ({ name, values: new Float64Array(arrayOf(block, name)(0, 0).values.length) }));
    const copies = this.#before.map(({ name, values }) => {
      const stored = arrayOf(block, name);
      return [name, () => (row: number) => ({ ...stored(row, 0), values })] as const;
    });
    this.#arrays = { ...blockArrays(block, recording), ...Object.fromEntries(copies) };
  }

  /** Throws E_DIVERGED; rows of the steps before are handed over first. */
  advance(count: number, sink: RowSink): void {
    const { block, steps } = this.#run;
    try {
      for (let done = 0; done < count; ) {
        const step = block.get('step');
        const next = this.#recorder.next(step, this.#arrays);
        const most = Math.min(count - done, LONGEST_SPAN, this.#perturbations?.within(step) ?? LONGEST_SPAN);
        const span = next === step ? 1 : Math.min(most, next - step);
        if (next === step) this.#keepBefore();
        this.#advanceNumbers(step, span, sink);
        if (next === step) this.#recorder.arrays(step, 1, this.#arrays, sink);
        this.#perturbations?.after(step + span);
        done += span;
      }
    } finally {
      this.#recorder.flush(sink);
    }
    if (block.get('step') === steps) this.#keepLast();
  }

  #keepBefore(): void {
    const { block } = this.#run;
    for (const { name, values } of this.#before) values.set(arrayOf(block, name)(0, 0).values);
  }

  /** Does `span` steps and hands over their numbers. */
  #advanceNumbers(first: number, span: number, sink: RowSink): void {
    const { kernels, block } = this.#run;
    const { due, rows } = this.#rows;
    const flags = new Uint8Array(kernels.memory.buffer, due, span).fill(0);
    const steps = this.#recorder.due(first, span);
    for (const step of steps) flags[step - first] = 1;
    const made = this.#advance(block.address, span, due, rows);
    this.#appendRows(
      steps.filter((step) => step < first + made),
      sink,
    );
    if (made < span) throw diverged(this.#run, 'after', first + made);
  }

  #appendRows(steps: Int32Array, sink: RowSink): void {
    const { kernels, block, recording } = this.#run;
    const { rows, width } = this.#rows;
    const values = kernels.f64(rows, width * steps.length);
    const [sums, records] = [block.f64('_sums'), block.f64('_records')];
    const places = recording.numbers.map(({ name }) => [name, this.#scalars.indexOf(name)] as const);
    for (const [, place] of places) {
      for (let row = 0; row < steps.length; row++) sums[place] += values[row * width + place];
      records[place] += steps.length;
    }
    const others = Object.fromEntries(places.map(([name, from]) => [name, { values, from, by: width }]));
    this.#recorder.numbers(steps, { others }, sink);
  }

  /** Numbers at the end, while the draws of the last step are still there. To look leaves no trace: a longer run does not look here. */
  #keepLast(): void {
    const { kernels, block, model } = this.#run;
    const isAsked = this.#scalars.some((name) => stateOf(model, name) === undefined);
    const state = isAsked ? block.bytes().slice() : undefined;
    const values = this.#scalars.map((name) => kernels.kernel(`own_observe_${name}`)(block.address));
    if (state !== undefined) block.bytes().set(state);
    block.f64('_last').set(values);
  }
}
