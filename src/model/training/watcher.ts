/** What is recorded of learning: numbers of each batch, and what an update did to each tensor. */

import { CLASSES, type Scoring } from '../../train/scoring.js';
import type { Measure, Reals, Trainable } from '../../train/trainable.js';
import { divergence, tensorSuspects } from '../divergence.js';
import type { Placed } from '../phases.js';
import type { RecordRequest, RowSink } from '../record.js';
import { observedIn } from '../recording/observed.js';
import { Recorder } from '../recording/recorder.js';
import { type ClockColumn, countRows, type Recording, recordingOf } from '../recording/tables.js';
import type { ObservableDescription } from '../schema.js';
import type { TrainingPhase } from './programme.js';
import type { LearnedStep, Watcher } from './run.js';

export const TENSOR_COLUMNS = [
  { name: 'weight_norm', symbol: '|w|', meaning: 'norm of the weights before the step' },
  { name: 'gradient_norm', symbol: '|∇L|', meaning: 'norm of the gradient of the batch' },
  { name: 'update_norm', symbol: '|Δw|', meaning: 'norm of the change of the weights' },
  { name: 'cosine', symbol: 'cos', meaning: 'cosine between the change and the falling gradient' },
  { name: 'sideways', symbol: '', meaning: 'share of the change that does not lie along the gradient' },
] as const;

/** A number of each batch. */
const ofBatch = (name: string, symbol: string, meaning: string, unit?: string): ObservableDescription => ({
  ...{ name, symbol, ...(unit !== undefined && { unit }), shape: [], cost: 'none', byDefault: true, at: 'during' },
  meaning,
});

/** The share of right targets of a batch. */
export const rightObservable = ({ right }: Scoring): ObservableDescription => ofBatch(right.name, '', right.ofBatch);

/** The observables of every trained network. */
export const trainingObservables = (scoring: Scoring): readonly ObservableDescription[] => [
  ofBatch('loss', 'L', scoring.loss.ofBatch, scoring.loss.unit),
  rightObservable(scoring),
  {
    name: 'updates',
    symbol: '',
    shape: ['tensors'],
    cost: 'a copy of the weights',
    byDefault: false,
    at: 'during',
    nullable: true,
    table: {
      index: [{ name: 'tensor', meaning: 'number of the tensor in the table of tensors' }],
      values: TENSOR_COLUMNS,
    },
    meaning: 'what the step did to each tensor',
  },
];

/** What else a network measures of each batch, as observables. */
export const measureObservables = (measures: readonly Measure[]): readonly ObservableDescription[] =>
  measures.map(({ name, symbol = '', unit, meaning }) =>
    ofBatch(name, symbol, `${meaning}, of the batch before the step`, unit),
  );

/** The epoch of a step, counted from 1 over all fits; 0 outside of them. */
function epochClock(placed: readonly Placed<TrainingPhase>[], epochs: number): ClockColumn {
  return {
    column: { name: 'epoch', type: 'i32', meaning: 'epoch of the step, from 1 on over all fits' },
    at: (step) => {
      const at = placed.find(({ phase, first }) => step >= first && step < first + phase.steps);
      return at?.phase.kind === 'learn' ? at.phase.round * epochs + at.phase.epoch + 1 : 0;
    },
  };
}

/** What a run records. */
export function trainingRecording(
  observables: readonly ObservableDescription[],
  placed: readonly Placed<TrainingPhase>[],
  tensors: number,
  epochs: number,
  request: RecordRequest,
): Recording {
  return recordingOf(observedIn(observables, { tensors }, request), request, [epochClock(placed, epochs)]);
}

/** Rows that the tables will have. */
export function trainingRows(recording: Recording, placed: readonly Placed<TrainingPhase>[]) {
  const learning = placed.filter(({ phase }) => phase.kind === 'learn');
  return countRows(
    recording,
    learning.map(({ first, phase }) => ({ first, steps: phase.steps })),
  );
}

/** Norms and angle of a tensor's update. */
function effectOf(before: Reals, after: Reals, gradient: Reals, from: number, to: number): readonly number[] {
  let [weights, slope, change, along] = [0, 0, 0, 0];
  for (let i = from; i < to; i++) {
    const [w, g, d] = [before[i], gradient[i], after[i] - before[i]];
    weights += w * w;
    slope += g * g;
    change += d * d;
    along -= g * d;
  }
  const cosine = along / Math.sqrt(slope * change);
  return [Math.sqrt(weights), Math.sqrt(slope), Math.sqrt(change), cosine, Math.sqrt(Math.max(0, 1 - cosine * cosine))];
}

export class TrainingWatcher implements Watcher {
  readonly #network: Trainable;
  readonly #recorder: Recorder;
  readonly #advice: string;
  readonly #before: Reals | undefined;
  #isWatched = false;

  constructor(network: Trainable, recording: Recording, advice: string) {
    this.#network = network;
    this.#advice = advice;
    this.#recorder = new Recorder(recording);
    if (recording.arrays.some(({ name }) => name === 'updates')) this.#before = network.parameters().slice();
  }

  before(step: number): boolean {
    if (this.#before === undefined) return false;
    this.#isWatched = this.#recorder.next(step, { updates: () => () => ({ values: [] }) }) === step;
    if (this.#isWatched) this.#before.set(this.#network.parameters());
    return this.#isWatched;
  }

  after({ step, outcome }: LearnedStep, sink: RowSink): void {
    const { loss, correct, targets, measures = [] } = outcome;
    const { right } = this.#network.scoring ?? CLASSES;
    const measured = (this.#network.measures ?? []).map(({ name }, i) => [name, { values: [measures[i] / targets] }]);
    const sources = {
      ...{ loss: { values: [loss / targets] }, [right.name]: { values: [correct / targets] } },
      ...Object.fromEntries(measured),
    };
    this.#recorder.numbers(this.#recorder.due(step, 1), { others: sources }, sink, step);
    if (this.#before === undefined || !this.#isWatched) return;
    const [before, after, gradient] = [this.#before, this.#network.parameters(), this.#network.gradient()];
    const effects = this.#network.tensors.map(({ offset, count }) =>
      effectOf(before, after, gradient, offset, offset + count),
    );
    const stored = (_: number, column: number) => ({ values: effects.map((effect) => effect[column]) });
    this.#recorder.arrays(step, 1, { updates: () => stored }, sink);
  }

  flush(sink: RowSink): void {
    this.#recorder.flush(sink);
  }

  /** The weight to blame: the first that is not finite, else the largest. */
  diverged(step: number, epoch?: number): Error {
    const suspects = tensorSuspects(this.#network.tensors, this.#network.parameters());
    const within = epoch === undefined ? undefined : `epoch ${epoch + 1}`;
    return divergence(suspects, { when: 'before', step, within, next: this.#advice });
  }
}
