/** Frames of an animation: fields of indices into one table of colours, and what collects them to a file. */
import { colourTable, type MapName, type Rgb } from '../figure/palette.js';

export interface FramesAbout {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly Rgb[];
  readonly count: number;
  /** Frames a second. */
  readonly fps: number;
  readonly title: string;
  readonly caption: string;
}

/** A file that grows frame by frame. */
export interface Frames {
  /** @param pixels - indices [height, width]; not kept */
  add(pixels: Uint8Array): void;
  finish(): Uint8Array;
}

/** Index of no colour: what was there before stays. */
export const TRANSPARENT = 0;
/** Index of what has no value. */
export const NOTHING = 1;
/** Colours of values: indices from `FIRST_VALUE` on. */
export const VALUES = 170;
export const FIRST_VALUE = 2;

const WHITE: Rgb = [255, 255, 255];

/** From a colour to white. */
const ramp = (from: Rgb, count: number): readonly Rgb[] =>
  Array.from(
    { length: count },
    (_, i) => from.map((part, c) => Math.round(part + ((WHITE[c] - part) * i) / (count - 1))) as unknown as Rgb,
  );

/** The colours of a map, and those of letters and lines with all their shades down to white: 256 of them. */
export const paletteOf = (map: MapName): readonly Rgb[] => [
  WHITE,
  [222, 226, 230],
  ...colourTable(map, VALUES),
  ...ramp([34, 39, 46], 32),
  ...ramp([95, 107, 118], 32),
  ...ramp([0, 114, 178], 20),
];

/** From colours to the index of the nearest one in a table; the first index is of no colour. */
export function nearestIn(palette: readonly Rgb[]): (r: number, g: number, b: number) => number {
  const known = new Map<number, number>();
  return (r, g, b) => {
    const key = (r << 16) | (g << 8) | b;
    const before = known.get(key);
    if (before !== undefined) return before;
    let [best, least] = [NOTHING, Number.POSITIVE_INFINITY];
    for (let i = NOTHING; i < palette.length; i++) {
      const [pr, pg, pb] = palette[i];
      const distance = (pr - r) * (pr - r) + (pg - g) * (pg - g) + (pb - b) * (pb - b);
      if (distance < least) [best, least] = [i, distance];
    }
    known.set(key, best);
    return best;
  };
}

/** Index of the colour of a value. */
export function valueIndex(value: number, [low, high]: readonly [number, number]): number {
  if (!Number.isFinite(value)) return NOTHING;
  const share = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5;
  return FIRST_VALUE + Math.round(share * (VALUES - 1));
}
