/** Trials at rest are taken out of the matrices: a column never sees another, so the trials that go on keep their bits. */
import { REST_SPEED } from '../../method/lyapunov/course.js';
import type { RateRun } from './run.js';
import { padded } from './state.js';

/** Steps between two looks at the speeds. */
export const REST_STEPS = 100;

/** Matrices of trajectories in the state block. */
export type Matrix = 'pairs' | 'states' | 'tangent' | 'close';

/** Trials that are still in the matrices, ascending. */
export function movingTrials({ block, allTrials }: RateRun): readonly number[] {
  const rest = block.f64('rest');
  return allTrials.every((t) => rest[t] === 0) ? allTrials : allTrials.filter((t) => rest[t] === 0);
}

/** How the trials of a matrix lie in its columns. */
interface Columns {
  /** Columns of one state with what belongs to it. */
  readonly width: number;
  /** Further states of a trial, after all bases. */
  readonly hasCompanions: boolean;
}

const columnsIn = (matrix: Matrix, exponents: number): Columns => ({
  width: matrix === 'tangent' ? 1 + exponents : 1,
  hasCompanions: matrix === 'pairs' || matrix === 'close',
});

/** Columns of a matrix that holds that many trials, padding included. */
export function columnCount({ exponents }: Pick<RateRun, 'exponents'>, matrix: Matrix, moving: number): number {
  const { width, hasCompanions } = columnsIn(matrix, exponents);
  return padded(moving * width * (hasCompanions ? 2 : 1));
}

/** Rms speeds of the first `states` states of a matrix, tau |du/dt| / sqrt(N), under the input of the next step. */
export function speedsOf(run: RateRun, matrix: Matrix, states: number, moving: number): Float64Array {
  const { kernels, network, block, exponents, scratch, workspace } = run;
  if (states === 0) return new Float64Array(0);
  const m = columnCount(run, matrix, moving);
  const { width } = columnsIn(matrix, exponents);
  kernels.kernel('rate_speeds')(network, m, block.pointer(matrix), states, width, scratch, workspace);
  return kernels.f64(scratch, states).slice();
}

/** Rewrites rows of `from` columns as rows of `to` columns that are the picked ones, then zeros. */
function repack(data: Float64Array, N: number, from: number, to: number, picked: readonly number[]): void {
  const row = new Float64Array(to);
  for (let i = 0; i < N; i++) {
    for (let c = 0; c < picked.length; c++) row[c] = data[i * from + picked[c]];
    data.set(row, i * to);
  }
}

/** Keeps the pair of a trial that leaves, or its base twice. */
function hold(run: RateRun, matrix: Matrix, position: number, trial: number, moving: number): void {
  const { block, N, trials, exponents } = run;
  const [data, held] = [block.f64(matrix), block.f64('held')];
  const m = columnCount(run, matrix, moving);
  const base = position * columnsIn(matrix, exponents).width;
  const companion = matrix === 'pairs' ? moving + position : base;
  for (let i = 0; i < N; i++) {
    held[i * 2 * trials + trial] = data[i * m + base];
    held[i * 2 * trials + trials + trial] = data[i * m + companion];
  }
}

/** Distance of a pair that was left at rest, summed as the kernels do. */
export function heldDistance({ block, N, trials }: RateRun, trial: number): number {
  const held = block.f64('held');
  let sum = 0;
  for (let i = 0; i < N; i++) {
    const apart = held[(2 * i + 1) * trials + trial] - held[2 * i * trials + trial];
    sum += apart * apart;
  }
  return Math.sqrt(sum);
}

/**
 * Takes trials out of a matrix whose speed is below the limit; of pairs both trajectories must be. `rest` and `seen` then say
 * since which step and after how many recorded intervals.
 */
export function leaveResting(run: RateRun, matrix: Matrix): void {
  const { block, N, exponents } = run;
  const moving = movingTrials(run);
  const count = moving.length;
  const speeds = speedsOf(run, matrix, matrix === 'pairs' ? 2 * count : count, count);
  const isResting = moving.map((_, j) => speeds[j] < REST_SPEED && !(speeds[count + j] >= REST_SPEED));
  if (!isResting.includes(true)) return;
  const [rest, seen] = [block.f64('rest'), block.f64('seen')];
  moving.forEach((trial, j) => {
    if (!isResting[j]) return;
    hold(run, matrix, j, trial, count);
    rest[trial] = block.get('step');
    seen[trial] = block.get('intervals');
  });
  const kept = moving.map((_, j) => j).filter((j) => !isResting[j]);
  const { width, hasCompanions } = columnsIn(matrix, exponents);
  const bases = kept.flatMap((j) => Array.from({ length: width }, (_, c) => j * width + c));
  const picked = hasCompanions ? [...bases, ...kept.map((j) => count + j)] : bases;
  repack(block.f64(matrix), N, columnCount(run, matrix, count), columnCount(run, matrix, kept.length), picked);
}
