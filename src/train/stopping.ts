/** When a fit ends before its last epoch. */

export interface StoppingRule {
  /** Whether a larger number is better. The original says no (spec 8), so that every epoch after the first is a worse one. */
  readonly direction: 'max' | 'min';
  /** By how much an epoch must be better than the best to count. */
  readonly least: number;
  /** Epochs without a better one after which the fit ends. */
  readonly patience: number;
}

/** The rule of the original: accuracy would have to fall by more than 1, so a fit has 13 epochs. */
export const LEGACY_RULE: StoppingRule = { direction: 'min', least: 1, patience: 12 };

/** Accuracies are better if they are larger, losses if they are less. */
export const rightRule = (patience: number, direction: StoppingRule['direction'] = 'max'): StoppingRule => ({
  ...{ direction, least: 0, patience },
});

/**
 * Whether a fit ends after the last of these epochs.
 *
 * @param values - what epochs are compared by, of each of the fit so far, in order
 * @param fewest - epochs that a fit has in any case
 */
export function isFitOver(values: ArrayLike<number>, rule: StoppingRule, fewest: number): boolean {
  const sign = rule.direction === 'max' ? 1 : -1;
  let [best, waited, isOver] = [Number.NEGATIVE_INFINITY, 0, false];
  for (let epoch = 0; epoch < values.length; epoch++) {
    const value = sign * values[epoch];
    if (value > best + rule.least) [best, waited] = [value, 0];
    else waited++;
    if (waited >= rule.patience) isOver = true;
  }
  return isOver && values.length >= fewest;
}
