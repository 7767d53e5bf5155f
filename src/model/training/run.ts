/** A run of training: one network that goes through the phases of its programme, batch after batch. */

import { comparedOf, EPOCH_NUMBERS, PASS, writePass } from '../../train/epochs.js';
import type { Examples, Part } from '../../train/examples.js';
import type { Pause } from '../../train/pause.js';
import { CLASSES } from '../../train/scoring.js';
import type { Steps } from '../../train/steps.js';
import { isFitOver, type StoppingRule } from '../../train/stopping.js';
import { addBatch, addMeasures, clearTally, type Exp, passMetrics } from '../../train/tally.js';
import type { Batch, Outcome, Precision, Reals, Trainable } from '../../train/trainable.js';
import type { TrainingBlock } from '../../train/training-state.js';
import { type Placed, phaseAt } from '../phases.js';
import type { RowSink } from '../record.js';
import type { JudgePhase, LearnPhase, TrainingPhase } from './programme.js';

/** What a learning rate may depend on. */
export interface RateMoment {
  readonly epoch: number;
  /** Steps of the optimizer done over all fits. */
  readonly updates: number;
}

/** What a run of training is made of. */
export interface Training {
  readonly network: Trainable;
  /** How its batches are done. */
  readonly batches: Steps;
  readonly examples: Examples;
  readonly block: TrainingBlock;
  readonly placed: readonly Placed<TrainingPhase>[];
  readonly batchSize: number;
  /** Undefined: every fit has all its epochs. */
  readonly stopping: { readonly rule: StoppingRule; readonly fewest: number } | undefined;
  readonly pruning: { readonly n: number; readonly m: number };
  /** The order of the items in an epoch. */
  readonly orderOf: (phase: Pick<LearnPhase, 'round' | 'epoch'>) => Int32Array;
  /** Learning rate of a step; undefined: that of the network's settings. */
  readonly rateOf: ((at: RateMoment) => number) | undefined;
  readonly exp: Exp;
  /** Whether a loss that is not finite ends the run as an error; else the fit ends and the run goes on to its test. */
  readonly isStrict: boolean;
}

/** A step as whoever records it sees it. */
export interface LearnedStep {
  readonly step: number;
  readonly round: number;
  readonly epoch: number;
  readonly outcome: Outcome;
}

/** Looks at steps: before an update, when loss and gradient are known, and after it. */
export interface Watcher {
  /** Whether it wants to see what the step does to the gradient. */
  before(step: number): boolean;
  after(learned: LearnedStep, sink: RowSink): void;
  flush(sink: RowSink): void;
  /** The error of a loss that is not finite; `epoch` from 0 on, of the phase if it is of one. */
  diverged(step: number, epoch?: number): Error;
}

export class TrainingRun {
  readonly training: Training;
  readonly #watcher: Watcher;
  /** The order of the epoch that it was last asked for. */
  #order: { readonly phase: LearnPhase; readonly items: Int32Array } | undefined;

  constructor(training: Training, watcher: Watcher) {
    this.training = training;
    this.#watcher = watcher;
  }

  get step(): number {
    return this.training.block.get('step');
  }

  get steps(): number {
    const last = this.training.placed[this.training.placed.length - 1];
    return last === undefined ? 0 : last.first + last.phase.steps;
  }

  /** Does `count` steps at most. */
  async advance(count: number, sink: RowSink, pause?: Pause): Promise<void> {
    const { block, placed } = this.training;
    // whoever has a turn may save the state, and the rows of the steps before it
    const own = pause && {
      isDue: pause.isDue,
      turn: () => {
        this.#watcher.flush(sink);
        return pause.turn();
      },
    };
    const end = Math.min(this.step + count, this.steps);
    try {
      while (block.get('step') < end) {
        const step = block.get('step');
        const at = phaseAt(placed, step) as Placed<TrainingPhase>;
        if (step === at.first) this.#begin(at.phase);
        const isLost = (await this.#do(at, step - at.first, sink, own)) === 'lost';
        if (isLost) continue;
        block.set('step', step + 1);
        if (step + 1 === at.first + at.phase.steps) this.#finish(at);
      }
    } finally {
      this.#watcher.flush(sink);
    }
  }

  async #do(
    { phase }: Placed<TrainingPhase>,
    within: number,
    sink: RowSink,
    pause?: Pause,
  ): Promise<'lost' | undefined> {
    if (phase.kind === 'learn') return this.#learn(phase, within, sink, pause);
    if (phase.kind === 'judge') await this.#judge(phase, within, pause);
    else this.#prune();
    return undefined;
  }

  #begin(phase: TrainingPhase): void {
    const { block } = this.training;
    clearTally(block);
    block.f64('measureSums').fill(0);
    if (phase.kind !== 'learn' || phase.epoch > 0) return;
    block.set('epochs', 0);
    block.set('bestEpoch', 0);
    block.set('bestScore', 0);
  }

  /** Items of a batch of a part, in the order of the epoch while learning. */
  #batch(part: Part, order: Int32Array | undefined, within: number, round: number, epoch?: number): Batch {
    const { examples, batchSize } = this.training;
    const [from, to] = [within * batchSize, Math.min((within + 1) * batchSize, examples.sizes[part])];
    return examples.batch(
      part,
      order?.subarray(from, to) ?? Int32Array.from({ length: to - from }, (_, i) => from + i),
      round,
      epoch,
    );
  }

  #orderOf(phase: LearnPhase): Int32Array {
    if (this.#order?.phase !== phase) this.#order = { phase, items: this.training.orderOf(phase) };
    return this.#order.items;
  }

  /** 'lost' if the loss stopped being finite and the run has left the fit. */
  async #learn(phase: LearnPhase, within: number, sink: RowSink, pause?: Pause): Promise<'lost' | undefined> {
    const { batches, block, exp, rateOf } = this.training;
    const { round, epoch } = phase;
    const [step, updates] = [block.get('step'), block.get('updates')];
    const batch = this.#batch('training', this.#orderOf(phase), within, round, epoch);
    const rate = rateOf?.({ epoch, updates });
    const outcome = await batches.learn(
      batch,
      { step: updates, epoch, rate, isWatched: this.#watcher.before(step) },
      pause,
    );
    if (!Number.isFinite(outcome.loss)) return this.#diverge(phase, step);
    addBatch(block, outcome, exp);
    addMeasures(block.f64('measureSums'), outcome);
    block.set('updates', updates + 1);
    this.#watcher.after({ step, round, epoch, outcome }, sink);
    return undefined;
  }

  /** A fit that is lost goes on to its test in faithful mode, as the numbers of the original do. */
  #diverge({ round, epoch }: LearnPhase, step: number): 'lost' {
    const { isStrict, block } = this.training;
    if (isStrict) throw this.#watcher.diverged(step, epoch);
    block.set('diverged', step + 1);
    this.#leaveFit(round);
    return 'lost';
  }

  /** On to the test of the fit. */
  #leaveFit(round: number): void {
    const { block, placed } = this.training;
    const step = block.get('step');
    const test = placed.find(
      ({ phase, first }) => first >= step && phase.kind === 'judge' && phase.part === 'test' && phase.round === round,
    );
    block.set('step', test?.first ?? this.steps);
    clearTally(block);
  }

  async #judge({ part, round, epoch }: JudgePhase, within: number, pause?: Pause): Promise<void> {
    const { batches, block, exp, isStrict } = this.training;
    const batch = this.#batch(part, undefined, within, round);
    const outcome = await batches.judge(batch, pause);
    if (isStrict && !Number.isFinite(outcome.loss)) throw this.#watcher.diverged(block.get('step'), epoch);
    addBatch(block, outcome, exp);
    if (part === 'test') this.#confuse(batch, within === 0);
  }

  /** Counts the answers to a batch that was judged, by class. */
  #confuse(batch: Batch, isFirst: boolean): void {
    const { network, block } = this.training;
    const classes = block.layout.arrays.find(({ name }) => name === 'confusion')?.shape[0] ?? 0;
    if (classes === 0) return;
    const counts = block.f64('confusion');
    if (isFirst) counts.fill(0);
    for (const [row, answer] of network.answers(batch).entries()) counts[batch.targets[row] * classes + answer]++;
  }

  #prune(): void {
    const { batches, pruning, block } = this.training;
    batches.prune(pruning.n, pruning.m);
    block.set('diverged', 0);
  }

  /** What a pass came to, and whether the fit ends with it. */
  #finish(at: Placed<TrainingPhase>): void {
    const { phase } = at;
    const { block, exp } = this.training;
    if (phase.kind === 'prune') return;
    const metrics = passMetrics(block, exp);
    if (phase.epoch === undefined) {
      writePass(block.f64('trials'), this.#trialOf(at) * PASS.length, metrics);
      return;
    }
    const row = this.#rowOf(phase.round, phase.epoch);
    if (phase.kind === 'learn') {
      writePass(block.f64('history'), row, metrics);
      writeMeasures(block, phase);
      block.set('epochs', phase.epoch + 1);
      return;
    }
    writePass(block.f64('history'), row + PASS.length, metrics);
    this.#keepBest(phase.epoch, metrics[this.#compared]);
    if (this.#isOver(phase.round)) this.#leaveFit(phase.round);
  }

  #rowOf(round: number, epoch: number): number {
    const [, epochs] = this.training.block.layout.arrays.find(({ name }) => name === 'history')?.shape ?? [];
    return (round * epochs + epoch) * EPOCH_NUMBERS;
  }

  /** Number of a pass outside of epochs among all of them. */
  #trialOf(at: Placed<TrainingPhase>): number {
    return this.training.placed.filter(({ phase, first }) => isTrial(phase) && first < at.first).length;
  }

  /** The number by which epochs are compared. */
  get #compared(): 'loss' | 'accuracy' {
    return comparedOf(this.training.network.scoring ?? CLASSES);
  }

  #keepBest(epoch: number, score: number): void {
    const { block, network } = this.training;
    const best = block.get('bestScore');
    const isBetter = this.#compared === 'loss' ? score < best : score > best;
    if (block.get('bestEpoch') > 0 && !isBetter) return;
    block.set('bestScore', score);
    block.set('bestEpoch', epoch + 1);
    bestOf(block, network.precision).set(network.parameters());
  }

  #isOver(round: number): boolean {
    const { stopping, block } = this.training;
    if (stopping === undefined) return false;
    const history = block.f64('history');
    const scores = Array.from(
      { length: block.get('epochs') },
      (_, epoch) => history[this.#rowOf(round, epoch) + PASS.length + PASS.indexOf(this.#compared)],
    );
    return isFitOver(scores, stopping.rule, stopping.fewest);
  }
}

/** Where what an epoch measured begins in the array of all. */
export function measuredAt(
  block: TrainingBlock,
  { round, epoch }: { readonly round: number; readonly epoch: number },
): number {
  const [, epochs, measures] = block.layout.arrays.find(({ name }) => name === 'measured')?.shape ?? [];
  return (round * epochs + epoch) * measures;
}

/** Means of what a pass of learning measured, at the place of its epoch. */
function writeMeasures(block: TrainingBlock, phase: LearnPhase): void {
  const [sums, targets] = [block.f64('measureSums'), block.get('targets')];
  block.f64('measured').set(
    sums.map((sum) => sum / targets),
    measuredAt(block, phase),
  );
}

/** The weights that were best so far, kept in the state. */
export function bestOf(block: TrainingBlock, precision: Precision): Reals {
  const views = block as unknown as { readonly [P in Precision]: (name: string) => Reals };
  return views[precision]('best');
}

/** Whether a phase is a pass outside of epochs. */
export const isTrial = (phase: TrainingPhase): phase is JudgePhase =>
  phase.kind === 'judge' && phase.epoch === undefined;
