/**
 * What a state does after its record: comes to rest, slows down, returns, grows (spec B.4). Verdicts look at this before any
 * statistics of exponents.
 */
import type { Elementary } from '../../kernel/elementary.js';
import type { FlowOrMap } from './system.js';

/** Rms speed, tau |du/dt| / sqrt(dim), below which a state counts as at rest; relative to its rms size where that is above 1. */
export const REST_SPEED = 1e-6;

/** Of an orbit: distance from its start at which it has returned, as a share of its extent; a flow between two steps, a map at one. */
const RETURN = { flow: 1e-3, map: 1e-6 };

/** Least decay of the speed from third to third that counts, as a logarithm, and by how much the two may differ. */
const SLOWING = 0.1;
const SAME_RATE = 0.25;

/** What a state was seen to do over `time`. */
export interface Course {
  /** Time from the start until the speed fell below `REST_SPEED`; null if it did not. */
  readonly restAfter: number | null;
  /** Time between returns to the start, which was seen twice; null if it was not. */
  readonly period: number | null;
  /** Rate at which the speed falls, the same over all thirds; null if it does not fall like that. */
  readonly decay: number | null;
  /** ln of the last norm over the first, and at half the time; Infinity once a number stopped being finite. */
  readonly growth: number;
  readonly halfGrowth: number;
  readonly time: number;
}

/** A state that is only known to move. */
export const MOVING: Course = { restAfter: null, period: null, decay: null, growth: 0, halfGrowth: 0, time: 0 };

/** A state at rest. */
export const AT_REST: Course = { ...MOVING, restAfter: 0 };

export interface CoursePlan {
  /** Steps that are watched at most. */
  readonly steps: number;
  readonly timePerStep: number;
  /** tau of the speed. */
  readonly timeScale: number;
  /** Whether the steps are those of a flow, which returns between two of them; a map returns at one of them. */
  readonly isFlow: boolean;
  /** Whether to go on to the end even if the state rests or returns: growth needs the whole time. */
  readonly isWhole?: boolean;
}

const normOf = (u: Float64Array): number => {
  let sum = 0;
  for (const value of u) sum += value * value;
  return Math.sqrt(sum);
};

const distanceOf = (u: Float64Array, v: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += (u[i] - v[i]) * (u[i] - v[i]);
  return Math.sqrt(sum);
};

/** Watches one state, step by step. Cost: a few passes over the state a step. */
export class CourseWatcher {
  readonly #plan: CoursePlan;
  readonly #log: Elementary['log'];
  readonly #start: Float64Array;
  readonly #before: Float64Array;
  readonly #twiceBefore: Float64Array;
  /** First step, and its square. */
  readonly #first: Float64Array;
  #square = 0;
  /** Where the state stands along the first step, in steps. */
  #along = 0;
  #extent = 0;
  /** Times of returns, in steps. */
  readonly #returns: number[] = [];
  readonly #fastest = [0, 0, 0];
  #restAfter: number | null = null;
  #halfNorm: number;
  #norm: number;
  #done = 0;

  /** `start` [dim] is copied. */
  constructor(start: Float64Array, plan: CoursePlan, { log }: Pick<Elementary, 'log'>) {
    this.#plan = plan;
    this.#log = log;
    this.#start = start.slice();
    this.#before = start.slice();
    this.#twiceBefore = start.slice();
    this.#first = new Float64Array(start.length);
    this.#norm = normOf(start);
    this.#halfNorm = this.#norm;
  }

  /** Whether there is nothing more to see. */
  get isOver(): boolean {
    const { steps, isWhole = false } = this.#plan;
    if (this.#done >= steps || !Number.isFinite(this.#norm)) return true;
    return !isWhole && (this.#restAfter !== null || this.#returns.length > 1);
  }

  /** Takes the state after the next step, [dim]. */
  see(u: Float64Array): void {
    const { steps, timePerStep, timeScale, isFlow } = this.#plan;
    const n = ++this.#done;
    this.#norm = normOf(u);
    if (!Number.isFinite(this.#norm)) return;
    if (n <= Math.ceil(steps / 2)) this.#halfNorm = this.#norm;
    const speed = (timeScale * distanceOf(u, this.#before)) / (timePerStep * Math.sqrt(u.length));
    const third = Math.min(2, Math.floor((3 * (n - 1)) / steps));
    this.#fastest[third] = Math.max(this.#fastest[third], speed);
    const size = Math.max(1, this.#norm / Math.sqrt(u.length));
    if (speed < REST_SPEED * size && this.#restAfter === null) this.#restAfter = (n - 1) * timePerStep;
    const returned = isFlow ? this.#flowReturn(u) : this.#mapReturn(u);
    if (returned !== null && this.#isNext(returned)) this.#returns.push(returned);
    this.#twiceBefore.set(this.#before);
    this.#before.set(u);
  }

  /** Whether the second return takes as long as the first. */
  #isNext(at: number): boolean {
    const [first] = this.#returns;
    if (first === undefined || this.#returns.length > 1) return first === undefined;
    return Math.abs(at - 2 * first) <= 0.02 * first;
  }

  /** A map has returned when a later state equals the first. */
  #mapReturn(u: Float64Array): number | null {
    const distance = distanceOf(u, this.#start);
    const isBack = this.#done > 1 && distance <= RETURN.map * this.#extent;
    this.#extent = Math.max(this.#extent, distance);
    return isBack ? this.#done : null;
  }

  /**
   * A flow has returned where it crosses the plane through its start, across its first step and in the same direction, close to the
   * start: within a share of its extent, or the sagitta that a chord of one step misses.
   */
  #flowReturn(u: Float64Array): number | null {
    if (this.#done === 1) {
      for (let i = 0; i < u.length; i++) this.#first[i] = u[i] - this.#start[i];
      for (const value of this.#first) this.#square += value * value;
    }
    let along = 0;
    for (let i = 0; i < u.length; i++) along += (u[i] - this.#start[i]) * this.#first[i];
    along /= this.#square;
    const last = this.#along;
    this.#along = along;
    this.#extent = Math.max(this.#extent, distanceOf(u, this.#start));
    if (!(last < 0 && along >= 0)) return null;
    const part = last / (last - along);
    let [apart, bend] = [0, 0];
    for (let i = 0; i < u.length; i++) {
      const crossing = this.#before[i] + part * (u[i] - this.#before[i]) - this.#start[i];
      const second = u[i] - 2 * this.#before[i] + this.#twiceBefore[i];
      apart += crossing * crossing;
      bend += second * second;
    }
    const limit = Math.max(RETURN.flow * this.#extent, Math.sqrt(bend) / 4);
    return Math.sqrt(apart) <= limit ? this.#done - 1 + part : null;
  }

  /** What has been seen so far. */
  course(): Course {
    const { timePerStep } = this.#plan;
    const from = normOf(this.#start);
    const isNumber = Number.isFinite(this.#norm);
    const growthTo = (norm: number): number => (from === 0 || norm === 0 ? 0 : this.#log(norm / from));
    return {
      restAfter: this.#restAfter,
      period: this.#returns.length > 1 ? (this.#returns[1] / 2) * timePerStep : null,
      decay: this.#decay(),
      growth: isNumber ? growthTo(this.#norm) : Number.POSITIVE_INFINITY,
      halfGrowth: growthTo(this.#halfNorm),
      time: this.#done * timePerStep,
    };
  }

  /** The fastest step of each third falls by the same factor. */
  #decay(): number | null {
    const { steps, timePerStep } = this.#plan;
    const [a, b, c] = this.#fastest;
    if (this.#done < steps || !(a > 0 && b > 0 && c > 0)) return null;
    const [first, second] = [this.#log(a / b), this.#log(b / c)];
    if (!(first >= SLOWING && second >= SLOWING)) return null;
    if (Math.abs(first - second) > SAME_RATE * Math.max(first, second)) return null;
    return (first + second) / ((2 / 3) * steps * timePerStep);
  }
}

/** Runs the state alone, from `start` [dim], which is not changed, until there is nothing more to see. */
export function follow(
  system: FlowOrMap,
  start: Float64Array,
  plan: Omit<CoursePlan, 'timePerStep'>,
  elementary: Pick<Elementary, 'log'>,
): { readonly course: Course; readonly u: Float64Array } {
  const u = start.slice();
  const watcher = new CourseWatcher(u, { ...plan, timePerStep: system.timePerStep }, elementary);
  while (!watcher.isOver) {
    system.step(u);
    watcher.see(u);
  }
  return { course: watcher.course(), u };
}
