/** A run of the hebbian family: couples the state block, the kernels' steps, the field's schedule and the theory. */
import { widthOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type RandomSource, randomSource } from '../../method/random.js';
import type { CreateOptions, Inputs, SynchronousModel } from '../family.js';
import type { RecordRequest, RowSink } from '../record.js';
import { Recorder } from '../recording/recorder.js';
import { recordTables } from '../recording/tables.js';
import { checkRequest } from './check-request.js';
import { createState } from './create.js';
import { deviationTables } from './deviation-tables.js';
import { DeviationTracker } from './deviation-tracker.js';
import { distanceTheory } from './distance-theory.js';
import { diverged } from './divergence.js';
import { continueSchedule, patternAt } from './field.js';
import { finalState } from './final-state.js';
import { lastShown } from './following.js';
import type { HebbianKernels } from './kernels.js';
import type { HebbianParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';
import { arraysNow, numbersOfCall, recordingIn, statesOfCall } from './records.js';
import type { HebbianRun, Spans } from './run.js';
import { type HebbianSettings, hebbianSettings } from './settings.js';
import { HEBBIAN_STATE } from './state.js';
import { summarise } from './summary.js';
import { TheoryCourse } from './theory-course.js';

/** Most steps of one kernel call: bounds the buffers, changes no result. */
const LONGEST_SPAN = 1024;
/** Bytes of the buffer for neural states. */
const STATE_BUFFER = 8 * 2 ** 20;

/** Buffers that calls share. */
export function allocateSpans(kernels: Kernels<HebbianKernels>, s: HebbianSettings, request: RecordRequest): Spans {
  const np = Math.ceil(s.neurons / 4) * 4;
  const withStates = request.observables.has('sigma');
  const longest = withStates ? Math.max(1, Math.min(LONGEST_SPAN, Math.floor(STATE_BUFFER / (8 * np)))) : LONGEST_SPAN;
  const recordWidth = widthOf(HEBBIAN_STATE, 'record') + s.patterns;
  return {
    longest,
    shown: kernels.allocate(4 * longest),
    draws: kernels.allocate(8 * longest),
    records: kernels.allocate(8 * longest * recordWidth),
    recordWidth,
    sigmas: withStates ? kernels.allocate(8 * longest * np) : 0,
    rows: kernels.allocate(32 * np),
  };
}

/** Draws the field of the next `count` steps, or takes it from the given order; says which steps began a hold. */
function planField(run: HebbianRun, random: RandomSource, inputs: Inputs, count: number, renewals: Uint8Array): void {
  const { block, settings: s, spans, kernels } = run;
  const shown = kernels.i32(spans.shown, count);
  if (inputs.field !== undefined) {
    const step = block.get('step');
    shown.set(inputs.field.subarray(step, step + count));
    renewals.fill(1, 0, count);
    return;
  }
  const first = block.get('renewals');
  const at = { address: spans.draws, count, stream: 0, first };
  const range = s.hold.max - s.hold.min;
  let holds: Int32Array | undefined;
  if (range > 1) {
    random.integer({ ...at, purpose: PURPOSE.fieldHold }, range);
    holds = kernels.i32(spans.draws, count).slice();
  }
  const draw = drawPatterns(run, random, at);
  const state = { shown: block.get('shown'), holdLeft: block.get('holdLeft'), renewals: first };
  const hold = (renewal: number): number => s.hold.min + (holds === undefined ? 0 : holds[renewal - first]);
  continueSchedule(state, count, hold, draw, shown, renewals);
  block.set('shown', state.shown);
  block.set('holdLeft', state.holdLeft);
  block.set('renewals', state.renewals);
}

function drawPatterns(
  { kernels, settings: s, spans }: HebbianRun,
  random: RandomSource,
  at: { readonly address: number; readonly count: number; readonly stream: number; readonly first: number },
): (renewal: number) => number {
  if (s.isUniform) {
    random.integer({ ...at, purpose: PURPOSE.fieldPattern }, s.patterns);
    const draws = kernels.i32(spans.draws, at.count).slice();
    return (renewal) => draws[renewal - at.first];
  }
  random.uniform({ ...at, purpose: PURPOSE.fieldPattern }, 0, 1);
  const draws = kernels.f64(spans.draws, at.count).slice();
  return (renewal) => patternAt(s.probabilities, draws[renewal - at.first]);
}

/** A run with its state, ready for its first step. */
export function createModel({
  kernels,
  parameters,
  inputs,
  seed,
  record,
}: CreateOptions<HebbianKernels, HebbianParameters>): SynchronousModel {
  const settings = hebbianSettings(parameters, kernels);
  checkRequest(settings, inputs, record);
  const block = createState(kernels, settings, inputs, seed);
  const spans = allocateSpans(kernels, settings, record);
  const theory = distanceTheory(kernels, block, settings);
  const run: HebbianRun = { kernels, settings, block, request: record, spans, theory };
  const random = randomSource(kernels, seed);
  const recording = recordingIn(settings, record);
  const recorder = new Recorder(recording);
  const course = new TheoryCourse(run);
  const tracker = record.observables.has('deviations') ? new DeviationTracker(run, parameters.T) : undefined;
  const advanceKernel = kernels.kernel('hebbian_advance');
  const renewals = new Uint8Array(spans.longest);
  const withLyapunov = record.observables.has('lyapunov') ? 1 : 0;
  const [now, states] = [arraysNow(run, recording), statesOfCall(run)];

  const call = (most: number, sink: RowSink): number => {
    const step = block.get('step');
    recorder.arrays(step, 1, now, sink);
    const span = Math.min(most, spans.longest, recorder.next(step + 1, now) - step);
    const last = lastShown(run, inputs.field);
    tracker?.remember();
    planField(run, random, inputs, span, renewals);
    const made = advanceKernel(block.address, span, spans.shown, spans.records, spans.sigmas, withLyapunov);
    course.follow(step, made, last, renewals);
    recorder.numbers(recorder.due(step, made), numbersOfCall(run, made, course), sink, step);
    recorder.arrays(step, made, states, sink);
    tracker?.take(step, made, course, sink);
    if (made < span) throw diverged(run);
    return span;
  };
  const advance = (count: number, sink: RowSink): void => {
    try {
      for (let done = 0; done < count; ) done += call(count - done, sink);
    } finally {
      recorder.flush(sink);
    }
  };
  return {
    steps: settings.steps,
    block,
    tables: [...recordTables(recording), ...(tracker === undefined ? [] : deviationTables(settings))],
    step: () => block.get('step'),
    advance,
    summary: () => summarise(run, inputs),
    finalState: () => finalState(run),
  };
}
