/** The handwritten digits of Alpaydin and Kaynak (data/digits.md): 1797 images of 8 x 8 pixels. */
import { MsmError } from '../errors.js';
import type { PatternSet } from './preprocess.js';

/** Side of an image in pixels. */
export const DIGIT_SIDE = 8;
/** Pixels of an image. */
export const DIGIT_PIXELS = DIGIT_SIDE * DIGIT_SIDE;

/** A column of the table: its name and numbers. */
interface Column {
  readonly name: string;
  readonly data: ArrayLike<unknown>;
}

/**
 * The images of the table, each pixel squared as the published code does before it z-scores them; row r is image r.
 *
 * @throws MsmError E_CORRUPT if the table is not that of the digits
 */
export function squaredDigits(columns: readonly Column[], source: string): PatternSet {
  const pixels = Array.from({ length: DIGIT_PIXELS }, (_, i) => {
    const name = `p${Math.floor(i / DIGIT_SIDE)}${i % DIGIT_SIDE}`;
    const found = columns.find((column) => column.name === name);
    if (found === undefined) throw new MsmError('E_CORRUPT', `${source} has no column ${name}`, { place: source });
    return found.data;
  });
  const labels = columns.find(({ name }) => name === 'label')?.data ?? [];
  const count = pixels[0].length;
  const values = new Float64Array(count * DIGIT_PIXELS); // [images, pixels]
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < DIGIT_PIXELS; i++) {
      const pixel = Number(pixels[i][row]);
      values[row * DIGIT_PIXELS + i] = pixel * pixel;
    }
  }
  const names = Array.from({ length: count }, (_, row) => `digit ${String(labels[row])} (row ${row})`);
  return { values, count, size: DIGIT_PIXELS, names };
}
