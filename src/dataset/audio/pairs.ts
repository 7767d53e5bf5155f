/** Pairs of sounds and images by position: facts of a cross-modal example, and the sound that asks for an image. */

export interface PairedExample {
  /** Numbers of the sounds and images that are shown, [n] each, within their classes. */
  readonly sounds: readonly Place[];
  readonly images: readonly Place[];
  /** Place of the pair that is asked for, and the sound that asks: of its class, and another than is shown. */
  readonly target: number;
  readonly query: Place;
}

/** An entry of a class. */
export interface Place {
  readonly kind: number;
  readonly entry: number;
}

/** Draws of an example of n pairs. */
export const pairDraws = (n: number): number => 4 * n + 2;

export interface PairOptions {
  readonly pairs: number;
  /** Classes that may occur. */
  readonly kinds: readonly number[];
  /** Whether a sound stands beside any image, or beside one of its own class, as in the test. */
  readonly isMixed: boolean;
  /** Sounds and images that there are of a class. */
  readonly sounds: (kind: number) => number;
  readonly images: (kind: number) => number;
}

/** The first entries of a list in an order that draws make, all orders alike. */
function chosen(list: readonly number[], draws: ArrayLike<number>, from: number, count: number): readonly number[] {
  const rest = [...list];
  return Array.from({ length: count }, (_, i) => {
    const j = i + Math.floor(draws[from + i] * (rest.length - i));
    [rest[i], rest[j]] = [rest[j], rest[i]];
    return rest[i];
  });
}

/** @param draws - uniform in [0, 1), `pairDraws(pairs)` of them */
export function pairedExample(
  { pairs, kinds, isMixed, sounds, images }: PairOptions,
  draws: ArrayLike<number>,
): PairedExample {
  const n = pairs;
  const heard = chosen(kinds, draws, 0, n);
  const seen = isMixed ? chosen(heard, draws, n + 1, n) : heard;
  const target = Math.floor(draws[n] * n);
  const entry = (of: (kind: number) => number, at: number) => (kind: number, i: number) => ({
    kind,
    entry: Math.floor(draws[at + i] * of(kind)),
  });
  const shown = heard.map(entry(sounds, 2 * n + 1));
  const { kind, entry: known } = shown[target];
  const other = Math.floor(draws[4 * n + 1] * (sounds(kind) - 1));
  return {
    sounds: shown,
    images: seen.map(entry(images, 3 * n + 1)),
    target,
    query: { kind, entry: other < known ? other : other + 1 },
  };
}
