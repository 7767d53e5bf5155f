/** Which pattern is shown at each step (spec 2 and 3.2). */

/** Where a schedule stands: the pattern shown, the steps it stays, and the renewals so far. */
export interface ScheduleState {
  shown: number;
  holdLeft: number;
  renewals: number;
}

/**
 * Continues a schedule for `count` steps: each renewal asks for its hold and its pattern. Writes the pattern of each step
 * to `shown` and whether the step began a hold to `isRenewal`.
 */
export function continueSchedule(
  state: ScheduleState,
  count: number,
  hold: (renewal: number) => number,
  draw: (renewal: number) => number,
  shown: Int32Array,
  isRenewal?: Uint8Array,
): void {
  for (let i = 0; i < count; i++) {
    const isNew = state.holdLeft === 0;
    if (isNew) {
      state.holdLeft = hold(state.renewals);
      state.shown = draw(state.renewals);
      state.renewals++;
    }
    state.holdLeft--;
    shown[i] = state.shown;
    if (isRenewal) isRenewal[i] = isNew ? 1 : 0;
  }
}

/** Pattern of each step from given holds (steps) and draws. */
export function expandHolds(holds: ArrayLike<number>, draws: ArrayLike<number>, steps: number): Int32Array {
  const shown = new Int32Array(steps);
  const state = { shown: 0, holdLeft: 0, renewals: 0 };
  continueSchedule(
    state,
    steps,
    (renewal) => holds[renewal],
    (renewal) => draws[renewal],
    shown,
  );
  return shown;
}

/** The pattern that a uniform draw in [0, 1) shows, with these probabilities. */
export function patternAt(probabilities: readonly number[], u: number): number {
  // rounding of the sum may leave a remainder, which belongs to the last pattern that can be shown
  const last = probabilities.reduce((found, p, mu) => (p > 0 ? mu : found), 0);
  let rest = u;
  for (let mu = 0; mu < last; mu++) {
    rest -= probabilities[mu];
    if (rest < 0) return mu;
  }
  return last;
}
