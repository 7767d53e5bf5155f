/** The selective copying task (specification, section 7): tokens stand somewhere among blanks and are to be repeated in order at the end. */

export interface CopyingTask {
  /** Blanks. */
  readonly noise: number;
  /** Tokens to remember. */
  readonly memorize: number;
  /** Tokens in all: 0 is the blank, the last one the marker, those between are remembered. */
  readonly tokens: number;
  /** Whether the tokens stand at places that are drawn, or at the beginning. */
  readonly isVariable: boolean;
  /** Whether they are to be repeated backwards. */
  readonly isReversed: boolean;
}

/** Tokens of a sample: blanks and tokens, then a marker for each token. */
export const copyingLength = ({ noise, memorize }: CopyingTask): number => noise + 2 * memorize;

/**
 * The sample that follows from its draws: `drawn` [memorize], the tokens to remember, and `permutation` of the places 0 to
 * noise + memorize - 1, whose first entries are the places of the tokens.
 */
export function copyingSample(
  { noise, memorize, tokens, isVariable, isReversed }: CopyingTask,
  drawn: ArrayLike<number>,
  permutation: ArrayLike<number>,
): { readonly x: Int32Array; readonly y: Int32Array } {
  const chosen = Array.from({ length: memorize }, (_, i) => (isVariable ? permutation[i] : i));
  chosen.sort((a, b) => a - b);
  const x = new Int32Array(noise + 2 * memorize);
  for (const [i, place] of chosen.entries()) x[place] = drawn[i];
  x.fill(tokens - 1, noise + memorize);
  const y = Int32Array.from(drawn);
  return { x, y: isReversed ? y.reverse() : y };
}
