/** What trials do after the record, if that decides a verdict: the states alone, step by step. */
import { AT_REST, type Course, CourseWatcher, MOVING, REST_SPEED } from '../../method/lyapunov/course.js';
import { type JudgedSeries, needsCourse } from '../../method/lyapunov/verdict.js';
import { lastMatrix } from './final-state.js';
import { columnCount, movingTrials, speedsOf } from './rest.js';
import type { RateRun } from './run.js';
import { padded } from './state.js';
import { BOUNDED, isFlow } from './step-limit.js';

/** Bytes of the buffer for samples: small, so that the memory of small runs stays so. */
const SAMPLE_BYTES = 256 * 1024;
const MOST_ROWS = 64;

/** Steps of one call, for states of that many bytes. */
export const followRows = (bytes: number, longest: number): number =>
  Math.max(1, Math.min(MOST_ROWS, longest, Math.floor(SAMPLE_BYTES / bytes)));

/** Whether the input changes from step to step. */
export const isDriven = ({ drive }: RateRun): boolean => drive !== undefined && drive.stride > 0;

/** Puts the states of the chosen columns of the last matrix side by side, [N, m]. */
function copyChosen(run: RateRun, chosen: readonly number[], moving: number, m: number): void {
  const { kernels, block, N, exponents, followed } = run;
  const matrix = lastMatrix(run);
  const [source, target] = [block.f64(matrix), kernels.f64(followed.states, N * m).fill(0)];
  const [columns, width] = [columnCount(run, matrix, moving), matrix === 'tangent' ? 1 + exponents : 1];
  for (let i = 0; i < N; i++) {
    chosen.forEach((j, c) => {
      target[i * m + c] = source[i * columns + j * width];
    });
  }
}

/** Steps the chosen states until their watchers have seen enough, or a number stops being finite. */
function watch(run: RateRun, watchers: readonly CourseWatcher[], m: number, steps: number): void {
  const { kernels, network, N, block, drive, workspace, followed } = run;
  const u = new Float64Array(N);
  const seeAll = (at: number): void => {
    const row = kernels.f64(at, N * m);
    watchers.forEach((watcher, c) => {
      if (watcher.isOver) return;
      for (let i = 0; i < N; i++) u[i] = row[i * m + c];
      watcher.see(u);
    });
  };
  for (let done = 0; done < steps && !watchers.every((watcher) => watcher.isOver); ) {
    const span = Math.min(followed.rows, steps - done);
    if (drive !== undefined) drive.prepare(block.get('step') + done, span);
    const { states, samples } = followed;
    const made = kernels.kernel('rate_advance')(network, m, states, watchers.length, span, 0, samples, workspace);
    // samples are states before a step: the first of a call was already seen as the last of the previous call
    for (let s = 1; s < made; s++) seeAll(samples + 8 * s * N * m);
    seeAll(states);
    if (made < span) return;
    done += span;
  }
}

/**
 * Courses of all moving trials after the record, by trial; a trial whose course cannot change its verdict is not followed further
 * than its speed. At most as many steps as were to be recorded. Chaos that lasts costs nothing.
 */
export function coursesOf(run: RateRun, seriesOf: (trial: number) => JudgedSeries | null): ReadonlyMap<number, Course> {
  const { elementary, phases, gain, parameters: p, kernels, N, followed } = run;
  const moving = movingTrials(run);
  const speeds = speedsOf(run, lastMatrix(run), moving.length, moving.length);
  const canGrow = !BOUNDED.has(p.activation);
  const courses = new Map<number, Course>();
  const chosen = moving.flatMap((trial, j) => {
    const series = seriesOf(trial);
    const isResting = speeds[j] < REST_SPEED && !isDriven(run);
    courses.set(trial, isResting ? AT_REST : MOVING);
    if (series === null || isResting) return [];
    return canGrow || (!isDriven(run) && needsCourse(series)) ? [j] : [];
  });
  if (chosen.length === 0) return courses;
  const m = padded(chosen.length);
  copyChosen(run, chosen, moving.length, m);
  const plan = {
    steps: phases.record,
    timePerStep: p.dt,
    timeScale: p.tau,
    isFlow: isFlow(p, gain),
    isWhole: canGrow,
  };
  const start = kernels.f64(followed.states, N * m).slice();
  const watchers = chosen.map(
    (_, c) =>
      new CourseWatcher(
        Float64Array.from({ length: N }, (__, i) => start[i * m + c]),
        plan,
        elementary,
      ),
  );
  watch(run, watchers, m, phases.record);
  chosen.forEach((j, c) => {
    courses.set(moving[j], watchers[c].course());
  });
  return courses;
}
