/** What actions turned out to be worth: discounted returns, and advantages over what was expected. */

/** Times of a rollout and games in it; arrays are [steps, games]. */
export interface RolloutShape {
  readonly steps: number;
  readonly games: number;
}

/** Added to the deviation, so that equal advantages are no division by zero. */
const LEAST_DEVIATION = 1e-5;

/**
 * R_s = r_s + discount mask_{s+1} R_{s+1}; the last row is what is expected of what follows.
 *
 * @param rewards - [steps, games]
 * @param masks - [steps + 1, games], 0 where a game begins
 * @param next - value of the last observation, [games]
 * @returns [steps + 1, games]
 */
export function returnsOf(
  { steps, games }: RolloutShape,
  rewards: ArrayLike<number>,
  masks: ArrayLike<number>,
  next: ArrayLike<number>,
  discount: number,
): Float64Array {
  const returns = new Float64Array((steps + 1) * games);
  returns.set(next, steps * games);
  for (let i = steps * games - 1; i >= 0; i--) {
    returns[i] = rewards[i] + discount * masks[i + games] * returns[i + games];
  }
  return returns;
}

/** Returns less values, with mean 0 and unbiased deviation 1 over all. */
export function advantagesOf(returns: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const count = values.length;
  const raw = Float64Array.from({ length: count }, (_, i) => returns[i] - values[i]);
  const mean = raw.reduce((sum, x) => sum + x, 0) / count;
  const squares = raw.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  // of a single one there is no deviation
  const deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  return raw.map((x) => (x - mean) / (deviation + LEAST_DEVIATION));
}
