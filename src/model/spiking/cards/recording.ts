/** What a run of the card game records of each update. */
import type { RecordRequest, RecordTable, RowSink } from '../../record.js';
import { observedIn } from '../../recording/observed.js';
import { Recorder } from '../../recording/recorder.js';
import { countRows, type Recording, recordingOf, recordTables } from '../../recording/tables.js';
import type { ObservableDescription } from '../../schema.js';
import { SECONDS } from '../populations.js';
import type { CardLearning } from './learning.js';
import type { CardNetwork, PlayerLayer } from './network.js';
import type { CardsBlock } from './state.js';

export const cardRecording = (observables: readonly ObservableDescription[], request: RecordRequest): Recording =>
  recordingOf(observedIn(observables, {}, request), request);

/** Rows that its tables will have. */
export const cardRows = (recording: Recording, updates: number) => countRows(recording, [{ first: 0, steps: updates }]);

export interface CardRecorder {
  readonly tables: readonly RecordTable[];
  /** An update is done, and its sums are in the block. */
  take(update: number, sink: RowSink): void;
  flush(sink: RowSink): void;
}

/** @param rateOf - learning rate of an update */
export function openRecorder(
  recording: Recording,
  block: CardsBlock,
  layers: readonly PlayerLayer[],
  { steps }: Pick<CardNetwork, 'steps'>,
  { passes, groups, moves, tables }: CardLearning,
  rateOf: (update: number) => number,
): CardRecorder {
  const recorder = new Recorder(recording);
  const perStep = (name: Parameters<CardsBlock['get']>[0]): number => block.get(name) / (passes * groups);
  const perGame = (name: 'flips' | 'reward'): number => block.get(name) / block.get('games');
  const numbersOf = (update: number): { readonly [name: string]: number } => ({
    loss: perStep('total'),
    policy_loss: perStep('policy'),
    value_loss: perStep('value'),
    entropy: perStep('entropy'),
    explained_variance: block.get('hasExplained') === 1 ? block.get('explained') : Number.NaN,
    gradient_norm: perStep('length'),
    rate: rateOf(update),
    games: block.get('games'),
    // of no game there is no mean: 0 / 0
    flips: perGame('flips'),
    reward: perGame('reward'),
    silent: block.get('lastSilent'),
    ...Object.fromEntries(
      layers.map(({ name, neurons }, layer) => [
        `rate_${name}`,
        block.f64('spikes')[layer] / (neurons * steps * SECONDS * moves * tables),
      ]),
    ),
  });
  return {
    tables: recordTables(recording),
    take: (update, sink) => {
      const others = Object.fromEntries(
        Object.entries(numbersOf(update)).map(([name, value]) => [name, { values: [value] }]),
      );
      recorder.numbers(recorder.due(update, 1), { others }, sink, update);
    },
    flush: (sink) => recorder.flush(sink),
  };
}
