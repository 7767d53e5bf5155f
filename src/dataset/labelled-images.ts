/** Images with what they show, to be told apart. */
import { DIGIT_PIXELS, DIGIT_SIDE } from './digits.js';
import { DIGIT_LABELS, DIGIT_LETTERS } from './digits-text.js';

export interface LabelledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width]: bytes count as k / 255, other numbers as they are. */
  readonly pixels: Uint8Array | Float32Array;
  /** [count], each below the number of classes. */
  readonly labels: Uint8Array;
}

/** The largest pixel of the digits that ship. */
const BRIGHTEST = 16;

/** The digits that ship with the program, brightness from 0 to 1; image r is row r of data/digits.csv.gz. */
export function shippedDigits(): LabelledImages {
  const count = DIGIT_LABELS.length;
  const dark = 'a'.charCodeAt(0);
  return {
    count,
    height: DIGIT_SIDE,
    width: DIGIT_SIDE,
    pixels: Float32Array.from(
      { length: count * DIGIT_PIXELS },
      (_, i) => (DIGIT_LETTERS.charCodeAt(i) - dark) / BRIGHTEST,
    ),
    labels: Uint8Array.from(DIGIT_LABELS, Number),
  };
}

/** Images with each pixel as a square of `factor` pixels, and a dark margin around the whole. */
export function enlarged(
  { count, height, width, pixels, labels }: LabelledImages,
  factor: number,
  margin: number,
): LabelledImages {
  const [h, w] = [height, width].map((side) => factor * side + 2 * margin);
  const larger = new Float32Array(count * h * w);
  const full = pixels instanceof Uint8Array ? 255 : 1;
  for (let i = 0; i < count; i++) {
    for (let y = 0; y < factor * height; y++) {
      for (let x = 0; x < factor * width; x++) {
        const from = (i * height + Math.floor(y / factor)) * width + Math.floor(x / factor);
        larger[(i * h + y + margin) * w + x + margin] = pixels[from] / full;
      }
    }
  }
  return { count, height: h, width: w, pixels: larger, labels };
}
