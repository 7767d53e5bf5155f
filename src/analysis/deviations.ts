/** Which steps of a run are kept because the run is far from its theory there (spec section 9.1 of the hebbian model). */

export interface DeviationRule {
  /** No step is kept within this many steps behind one that was. */
  readonly cooldown: number;
  /** Most steps that are kept. */
  readonly most: number;
  /** The step that is kept in any case, and after which there is no cooldown: the last one of the run. */
  readonly end: number;
}

/** How many steps were kept, and which was the latest. */
export interface Kept {
  readonly count: number;
  readonly latest: number;
}

/** Before the first step, which is so never kept. */
export const noneKept = ({ cooldown }: DeviationRule): Kept => ({ count: 0, latest: -cooldown });

/** Whether step n is kept, with its deviation from theory and the threshold there. What is no number is below any threshold. */
export function isKept(rule: DeviationRule, { count, latest }: Kept, n: number, deviation: number, threshold: number) {
  if (n - latest <= rule.cooldown && n < rule.end) return false;
  if (count >= rule.most) return false;
  return n === rule.end || deviation > threshold;
}

/** The steps of a series that are kept, in order. */
export function keptSteps(
  rule: DeviationRule,
  deviations: ArrayLike<number>,
  thresholds: ArrayLike<number>,
): Int32Array {
  const steps: number[] = [];
  let kept = noneKept(rule);
  for (let n = 0; n < deviations.length; n++) {
    if (!isKept(rule, kept, n, deviations[n], thresholds[n])) continue;
    kept = { count: kept.count + 1, latest: n };
    steps.push(n);
  }
  return Int32Array.from(steps);
}
