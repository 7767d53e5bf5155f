/**
 * Keeps the state of a run at its large deviations (spec section 9.1), as rows of tables.
 *
 * Whether a step deviates is known from its record, when the run has gone on already. The steps of that call are then done again from a
 * copy of the block, up to the event; steps have the same bits whenever they are done.
 */
import { type DeviationRule, isKept, type Kept, noneKept } from '../../analysis/deviations.js';
import { placeOf, widthOf } from '../../kernel/codes.js';
import type { RowSink } from '../record.js';
import { DEVIATION_TABLES } from './deviation-tables.js';
import { couplingRow } from './records.js';
import type { HebbianRun } from './run.js';
import { HEBBIAN_STATE } from './state.js';
import type { TheoryCourse } from './theory-course.js';

/** Where the block's `theory` has the number of events, and the step of the latest. */
const [COUNT, LATEST] = [9, 10];

/** What is known of an event before its step is done again. */
interface Event {
  readonly number: number;
  readonly step: number;
  /** Among the steps of the call. */
  readonly at: number;
  /** Deviation, threshold, distance, mean and standard deviation in theory, then the overlaps. */
  readonly numbers: readonly number[];
}

export class DeviationTracker {
  readonly #run: HebbianRun;
  readonly #rule: DeviationRule;
  #before = new Uint8Array(0);

  /** `duration`: T, from which the published program takes the last step. */
  constructor(run: HebbianRun, duration: number) {
    const { settings: s, request } = run;
    const { every: cooldown, most = Number.POSITIVE_INFINITY } = request.observables.get('deviations') ?? { every: 0 };
    this.#run = run;
    this.#rule = { cooldown, most, end: s.isFaithful ? duration - 1 : s.steps - 1 };
  }

  get #kept(): Kept {
    const [count, latest] = [COUNT, LATEST].map((at) => this.#run.block.f64('theory')[at]);
    return count === 0 ? noneKept(this.#rule) : { count, latest };
  }

  /** Must be called before the steps of a call are done. */
  remember(): void {
    if (this.#kept.count < this.#rule.most) this.#before = this.#run.block.bytes().slice();
  }

  /** Takes the events among the `made` steps of a call that began at `first`; the records and the course are those of the call. */
  take(first: number, made: number, course: TheoryCourse, sink: RowSink): void {
    const events = this.#eventsOf(first, made, course);
    if (events.length === 0) return;
    const { block, kernels, spans } = this.#run;
    const after = block.bytes().slice();
    block.bytes().set(this.#before);
    let done = 0;
    for (const event of events) {
      // the field of these steps was planned before
      const shown = spans.shown + 4 * done;
      kernels.kernel('hebbian_advance')(block.address, event.at - done, shown, spans.records, 0, 0);
      done = event.at;
      this.#append(event, sink);
    }
    block.bytes().set(after);
  }

  #eventsOf(first: number, made: number, course: TheoryCourse): readonly Event[] {
    const { block, request, settings: s, kernels, spans } = this.#run;
    const records = kernels.f64(spans.records, made * spans.recordWidth);
    const events: Event[] = [];
    for (let at = 0; at < made; at++) {
      const step = first + at;
      if (step < request.from || step > request.to) continue;
      const [mean, std] = [course.mean[at], course.std[at]];
      const record = records.subarray(at * spans.recordWidth, (at + 1) * spans.recordWidth);
      const distance = record[placeOf(HEBBIAN_STATE, 'record', 'distance')];
      const deviation = Math.abs(s.isFaithful ? distance - mean : course.residual[at]);
      // couplings that do not move keep their distance: rounding would be above a deviation of 0
      const threshold = std > 0 || s.isFaithful ? std : Number.NaN;
      if (!isKept(this.#rule, this.#kept, step, deviation, threshold)) continue;
      const number = this.#kept.count + 1;
      block.f64('theory')[COUNT] = number;
      block.f64('theory')[LATEST] = step;
      const overlaps = Array.from(record.subarray(widthOf(HEBBIAN_STATE, 'record')), (dot) => dot / s.neurons);
      events.push({ number, step, at, numbers: [deviation, std, distance, mean, std, ...overlaps] });
    }
    return events;
  }

  /** The rows of an event, at whose step the block stands. */
  #append({ number, step, numbers }: Event, sink: RowSink): void {
    const { block, settings: s } = this.#run;
    const { events, neurons, couplings } = DEVIATION_TABLES;
    const N = s.neurons;
    const clock = (rows: number) => [
      new Int32Array(rows).fill(step),
      new Float64Array(rows).fill(step * s.dt),
      new Int32Array(rows).fill(number),
    ];
    const upTo = (count: number, first = 0): Int32Array => Int32Array.from({ length: count }, (_, i) => first + i);
    sink.append(events, 1, [...clock(1), ...numbers.map((value) => Float64Array.of(value))]);
    sink.append(neurons, N, [...clock(N), upTo(N), block.f64('sigma').slice(0, N)]);
    for (let i = 0; i < N - 1; i++) {
      const rest = N - 1 - i;
      const row = Float64Array.from(couplingRow(this.#run, i).values as Float64Array).subarray(i + 1, N);
      sink.append(couplings, rest, [...clock(rest), new Int32Array(rest).fill(i), upTo(rest, i + 1), row]);
    }
  }
}
