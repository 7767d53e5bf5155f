/** Says of what a network measures when it was 0 in whole epochs, where that means that a part of it is dead. */
import type { Measure } from '../../train/trainable.js';

/** Runs of neighbouring numbers. */
function stretches(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const found: [number, number][] = [];
  for (const one of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === one - 1) last[1] = one;
    else found.push([one, one]);
  }
  return found;
}

/** `epoch 3`, `epochs 1 to 4 and 9`. */
function epochsText(epochs: readonly number[]): string {
  const parts = stretches(epochs).map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
  return `epoch${epochs.length === 1 ? '' : 's'} ${list}`;
}

/**
 * A sentence for each measure that was 0 in an epoch and says what that means.
 *
 * @param epochs - of each epoch what it measured, by the number of the measure
 */
export const silentEpochs = (
  measures: readonly Measure[],
  epochs: readonly ((measure: number) => number)[],
): readonly string[] =>
  measures.flatMap(({ whenZero }, measure) => {
    if (whenZero === undefined) return [];
    const silent = epochs.flatMap((of, epoch) => (of(measure) === 0 ? [epoch + 1] : []));
    return silent.length === 0 ? [] : [`${whenZero} in ${epochsText(silent)} of training`];
  });
