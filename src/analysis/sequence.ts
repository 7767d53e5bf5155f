/**
 * What a free run replays: which pattern each state resembles most, and in what order and rhythm they follow one another. The
 * published work (arXiv 2505.22749) judges this by eye.
 */
import { crossCorrelationTable } from './correlation.js';

/** Label of a state that resembles nothing (because it is constant or not a number). */
export const NO_TEMPLATE = -1;

export interface Decoded {
  /** Template of largest correlation at each step, the first of equal ones; `NO_TEMPLATE` if there is none. [steps] */
  readonly labels: Int32Array;
  /** Correlation with it; NaN where there is none. [steps] */
  readonly correlations: Float64Array;
}

/** Decodes states [steps, n] against k templates [k, n]. Cost O(steps k n). */
export function decode(states: Float64Array, templates: Float64Array, k: number, n: number): Decoded {
  const steps = states.length / n;
  const table = crossCorrelationTable(states, steps, templates, k, n); // [steps, k]
  const labels = new Int32Array(steps).fill(NO_TEMPLATE);
  const correlations = new Float64Array(steps).fill(Number.NaN);
  for (let t = 0; t < steps; t++) {
    for (let c = 0; c < k; c++) {
      const r = table[t * k + c];
      if (Number.isNaN(r) || (labels[t] !== NO_TEMPLATE && r <= correlations[t])) continue;
      labels[t] = c;
      correlations[t] = r;
    }
  }
  return { labels, correlations };
}

/** Counts of a label at one step and another at the next, [k, k]: row from, column to. Steps without a label break the chain. */
export function transitionTable(labels: Int32Array, k: number): Int32Array {
  const counts = new Int32Array(k * k); // [k, k]
  for (let t = 1; t < labels.length; t++) {
    const [from, to] = [labels[t - 1], labels[t]];
    if (from !== NO_TEMPLATE && to !== NO_TEMPLATE) counts[from * k + to]++;
  }
  return counts;
}

/** A stretch of equal labels. */
export interface Segment {
  readonly label: number;
  readonly start: number;
  readonly steps: number;
}

/** The stretches of equal labels, in order; steps without a label are left out. */
export function segments(labels: Int32Array): readonly Segment[] {
  const found: Segment[] = [];
  let start = 0;
  for (let t = 1; t <= labels.length; t++) {
    if (t < labels.length && labels[t] === labels[start]) continue;
    if (labels[start] !== NO_TEMPLATE) found.push({ label: labels[start], start, steps: t - start });
    start = t;
  }
  return found;
}

/** Mean length of each label's stretches in steps, without the first and the last stretch, which are cut off; NaN if there are none. */
export function dwellTimes(labels: Int32Array, k: number): Float64Array {
  const whole = segments(labels).slice(1, -1);
  return Float64Array.from({ length: k }, (_, label) => {
    const own = whole.filter((segment) => segment.label === label);
    return own.length === 0 ? Number.NaN : own.reduce((sum, { steps }) => sum + steps, 0) / own.length;
  });
}

/** Mean time in steps from one beginning of a label to its next, over all labels; NaN if none came back. */
export function measuredPeriod(labels: Int32Array): number {
  const last = new Map<number, number>();
  let [sum, count] = [0, 0];
  // the run begins somewhere within its first stretch: that beginning is not known
  for (const { label, start } of segments(labels).slice(1)) {
    const before = last.get(label);
    if (before !== undefined) {
      sum += start - before;
      count++;
    }
    last.set(label, start);
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Changes of label that do not go to the next one of the order 0, 1, ..., k-1, 0. */
export function orderErrors(labels: Int32Array, k: number): number {
  const counts = transitionTable(labels, k);
  let errors = 0;
  for (let from = 0; from < k; from++) {
    for (let to = 0; to < k; to++) if (to !== from && to !== (from + 1) % k) errors += counts[from * k + to];
  }
  return errors;
}
