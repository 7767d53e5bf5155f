/** The steps of a run: pairs, states alone, states with tangent vectors or close companions. */
import type { MsmError } from '../../errors.js';
import { divergence } from '../divergence.js';
import { endEarly, programme } from '../phases.js';
import type { RowSink } from '../record.js';
import { determinantsOf } from './determinants.js';
import { boundsOf, placedPhases, type RatePhase } from './phases.js';
import type { RateRecorder } from './recorder.js';
import { columnCount, heldDistance, leaveResting, type Matrix, movingTrials, REST_STEPS } from './rest.js';
import type { RateRun } from './run.js';
import { copyStates, startExponents } from './start.js';
import { toleranceInterval, withinTolerance } from './tolerance.js';

/** Which number of a matrix is not finite, by unit and trial. */
function diverged(run: RateRun, matrix: Matrix): MsmError {
  const { block, exponents, N } = run;
  const moving = movingTrials(run);
  const m = columnCount(run, matrix, moving.length);
  const width = matrix === 'tangent' ? 1 + exponents : 1;
  const used = moving.length * width * (matrix === 'pairs' || matrix === 'close' ? 2 : 1);
  const index = (at: number): readonly number[] => {
    const column = at % m;
    const position = matrix === 'tangent' ? Math.floor(column / width) : column % moving.length;
    return [Math.floor(at / m), moving[position]];
  };
  const values = block.f64(matrix).subarray(0, N * m);
  return divergence([{ variable: matrix, values, index, isOurs: (entry) => entry % m < used }], {
    names: ['unit', 'trial'],
    when: 'before',
    step: block.get('step'),
    next: 'Use a smaller dt, or a bounded activation.',
  });
}

const isLookedAt = ({ parameters: p }: RateRun): boolean => p.stop_at_rest === true;

/** Steps from `done` to the next look at the speeds. */
const toNextLook = (run: RateRun, done: number): number =>
  isLookedAt(run) ? REST_STEPS - (done % REST_STEPS) : Number.POSITIVE_INFINITY;

/**
 * Puts the distances of `made` steps from `first` on among those of all trials; a trial at rest has the distance at which it was
 * left, from that step on.
 */
function scatterDistances(run: RateRun, first: number, made: number, moving: readonly number[]): void {
  const { block, kernels, scratch, trials } = run;
  const [all, rest] = [block.f64('distances'), block.f64('rest')];
  const rows = kernels.f64(scratch, made * moving.length);
  for (let n = 0; n < made; n++) {
    const row = (first + n) * trials;
    if (first + n > 0) all.copyWithin(row, row - trials, row);
    for (let t = 0; t < trials; t++) if (rest[t] === first + n) all[row + t] = heldDistance(run, t);
    moving.forEach((trial, j) => {
      all[row + trial] = rows[n * moving.length + j];
    });
  }
}

function advancePairs(run: RateRun, recorder: RateRecorder, count: number, sink: RowSink): number {
  const { kernels, network, block, trials, phases, workspace, scratch, samples } = run;
  const step = block.get('step');
  const moving = movingTrials(run);
  const most = Math.min(run.longest, phases.pairs - step, toNextLook(run, step), recorder.toNextTrace(step));
  const span = Math.min(count, most);
  recorder.trace(step, moving, sink);
  let made = span;
  const isWhole = moving.length === trials;
  if (moving.length > 0) {
    run.drive?.prepare(step, span);
    const out = isWhole ? block.pointer('distances') + 8 * step * trials : scratch;
    const [m, x] = [columnCount(run, 'pairs', moving.length), block.pointer('pairs')];
    made = kernels.kernel('rate_advance')(network, m, x, moving.length, span, out, samples, workspace);
  }
  if (!isWhole) scatterDistances(run, step, made, moving);
  block.set('step', step + made);
  recorder.distances(step, made, sink);
  recorder.rates(step, made, moving, sink);
  if (made < span) throw diverged(run, 'pairs');
  if (isLookedAt(run) && (step + made) % REST_STEPS === 0) leaveResting(run, 'pairs');
  if (step + made === phases.pairs && run.exponents > 0) {
    copyStates(run, 'pairs', 'states');
    if (phases.transient === 0) startExponents(run);
  }
  return made;
}

function advanceStates(run: RateRun, count: number): number {
  const { kernels, network, block, phases, workspace } = run;
  const step = block.get('step');
  const end = phases.pairs + phases.transient;
  const moving = movingTrials(run).length;
  const span = Math.min(count, run.longest, end - step, toNextLook(run, step - phases.pairs));
  let made = span;
  if (moving > 0) {
    run.drive?.prepare(step, span);
    const m = columnCount(run, 'states', moving);
    made = kernels.kernel('rate_advance')(network, m, block.pointer('states'), moving, span, 0, 0, workspace);
  }
  block.set('step', step + made);
  if (made < span) throw diverged(run, 'states');
  if (isLookedAt(run) && (step + made - phases.pairs) % REST_STEPS === 0) leaveResting(run, 'states');
  if (step + made === end) startExponents(run);
  return made;
}

/** Does `intervals` intervals of the method; logarithms go to `out`, [intervals, moving, k]. Returns those done. */
function advanceIntervals(run: RateRun, moving: number, intervals: number, out: number): number {
  const { kernels, network, block, exponents, phases, method, parameters: p, workspace } = run;
  const { every } = phases;
  if (method === 'qr') {
    const [m, x] = [columnCount(run, 'tangent', moving), block.pointer('tangent')];
    const advance = kernels.kernel('rate_tangent_advance');
    return advance(network, m, x, moving, exponents, every, intervals, out, 0, 0, workspace);
  }
  const [m, x] = [columnCount(run, 'close', moving), block.pointer('close')];
  const { lower, upper } = method === 'bounds' ? boundsOf(p) : { lower: 0, upper: 0 };
  const advance = kernels.kernel('rate_pair_advance');
  return advance(network, m, x, moving, every, intervals, p.d0, lower, upper, out, workspace);
}

/** Intervals that may be done at once from `step` on: to the end of the part, the next look, the next judgement. */
function intervalsFrom(run: RateRun, step: number, count: number, end: number, isRecorded: boolean): number {
  const { phases, block, parameters: p } = run;
  const { every } = phases;
  if (isRecorded && p.sum_rule === true) return 1;
  const looked = Math.max(1, Math.round(REST_STEPS / every));
  const since = (step - phases.pairs - phases.transient) / every;
  const toLook = isLookedAt(run) ? looked - (since % looked) : Number.POSITIVE_INFINITY;
  const block20 = toleranceInterval(run);
  const toJudge = isRecorded && block20 > 0 ? block20 - (block.get('intervals') % block20) : Number.POSITIVE_INFINITY;
  return Math.max(1, Math.min(Math.floor(Math.min(count, run.longest, end - step) / every), toLook, toJudge));
}

function advanceExponents(run: RateRun, determinants: (interval: number) => void, count: number): number {
  const { kernels, block, trials, exponents, phases, method, scratch, parameters: p } = run;
  const { every } = phases;
  const [step, moving, done] = [block.get('step'), movingTrials(run), block.get('intervals')];
  const aligned = phases.pairs + phases.transient + phases.align;
  const isRecorded = step >= aligned;
  const intervals = intervalsFrom(run, step, count, isRecorded ? phases.total : aligned, isRecorded);
  const isDirect = isRecorded && moving.length === trials;
  run.drive?.prepare(step, intervals * every);
  if (isRecorded && p.sum_rule === true) determinants(done);
  const out = isDirect ? block.pointer('logs') + 8 * done * trials * exponents : scratch;
  const made = advanceIntervals(run, moving.length, intervals, out);
  if (isRecorded && !isDirect) {
    const [logs, rows] = [block.f64('logs'), kernels.f64(scratch, made * moving.length * exponents)];
    for (let n = 0; n < made; n++)
      moving.forEach((trial, j) => {
        const from = (n * moving.length + j) * exponents;
        logs.set(rows.subarray(from, from + exponents), ((done + n) * trials + trial) * exponents);
      });
  }
  block.set('step', step + made * every);
  const matrix = method === 'qr' ? 'tangent' : 'close';
  if (isRecorded) block.set('intervals', done + made);
  if (made < intervals) throw diverged(run, matrix);
  const since = (step - phases.pairs - phases.transient) / every + made;
  if (isLookedAt(run) && since % Math.max(1, Math.round(REST_STEPS / every)) === 0) leaveResting(run, matrix);
  const isOver = movingTrials(run).length === 0 || (isRecorded && withinTolerance(run));
  if (isOver) endEarly(block, phases.total);
  return made * every;
}

/** Does steps of the phase that a run is in, `count` or fewer, but whole intervals of exponents; returns the steps done. */
export function stepper(run: RateRun, recorder: RateRecorder): (count: number, sink: RowSink) => number {
  const { block, phases, parameters: p } = run;
  const determinants = p.sum_rule === true ? determinantsOf(run) : () => {};
  const advance = programme<RatePhase, readonly [sink: RowSink]>(placedPhases(phases), {
    pairs: (_placed, _phase, _within, most, sink) => advancePairs(run, recorder, most, sink),
    states: (_placed, _phase, _within, most) => advanceStates(run, most),
    exponents: (_placed, _phase, _within, most) => advanceExponents(run, determinants, most),
  });
  return (count, sink) => advance(block.get('step'), count, sink);
}
