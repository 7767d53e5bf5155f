/** Curves as lines of letters. */

/** From the least to the largest value. */
const BLOCKS = '▁▂▃▄▅▆▇█';
const PLAIN = '_.-:=+*#';

/** Whether what the terminal shows is UTF-8, by the variables that say so; the first of them that is set counts. */
export function isUnicode(env: { readonly [name: string]: string | undefined }): boolean {
  const said = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((text) => text !== undefined && text !== '');
  return said !== undefined ? /utf-?8/i.test(said) : env.WT_SESSION !== undefined;
}

/** Mean of the values of a stretch that are numbers; NaN if none is. */
function meanOf(values: ArrayLike<number>, from: number, to: number): number {
  let [sum, count] = [0, 0];
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i])) continue;
    // divided before it is added, so that no sum overflows
    sum += values[i] / (to - from);
    count++;
  }
  return count === 0 ? Number.NaN : sum * ((to - from) / count);
}

/**
 * A curve of at most `width` letters: the mean of each stretch by its height between the least and the largest of these means. Where there is
 * no number it is blank; a constant is drawn at half height.
 */
export function sparkline(values: ArrayLike<number>, width: number, hasUnicode: boolean): string {
  const letters = hasUnicode ? BLOCKS : PLAIN;
  const count = Math.min(values.length, Math.max(0, Math.floor(width)));
  const means = Array.from({ length: count }, (_, i) =>
    meanOf(values, Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count)),
  );
  const finite = means.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  // halves, since the difference of two doubles may be too large for one
  const span = high / 2 - low / 2;
  const place = (mean: number): number => (span > 0 ? (mean / 2 - low / 2) / span : 0.5);
  return means
    .map((mean) =>
      Number.isFinite(mean) ? letters[Math.min(letters.length - 1, Math.floor(place(mean) * letters.length))] : ' ',
    )
    .join('');
}

/** The numbers of a curve that a line of letters does not show; null where there is none. */
export interface CurveNumbers {
  readonly first: number | null;
  readonly last: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export function curveNumbers(values: ArrayLike<number>): CurveNumbers {
  let [first, last, min, max]: (number | null)[] = [null, null, null, null];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    first ??= value;
    last = value;
    if (min === null || value < min) min = value;
    if (max === null || value > max) max = value;
  }
  return { first, last, min, max };
}
