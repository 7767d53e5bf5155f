/** Bars on a 5 x 5 grid: two that overlap at a bright centre, and two probes (simulation 1 of arXiv 2505.22749). */
import type { PatternSet } from './preprocess.js';

/** Side of the published grid. */
export const BAR_SIDE = 5;

interface Bar {
  readonly isVertical: boolean;
  readonly isHorizontal: boolean;
  /** Value of the middle pixel; the others of a bar are 1. */
  readonly centre: number;
  readonly meaning: string;
}

/** All bars by name. The first two are what the published network learns. */
export const BARS: { readonly [name: string]: Bar } = {
  vertical: { isVertical: true, isHorizontal: false, centre: 4, meaning: 'middle column with a bright centre' },
  horizontal: { isVertical: false, isHorizontal: true, centre: 4, meaning: 'middle row with a bright centre' },
  plain: { isVertical: false, isHorizontal: true, centre: 1, meaning: 'middle row' },
  cross: { isVertical: true, isHorizontal: true, centre: 1, meaning: 'middle row and column' },
};

/** Names of the bars that are learned. */
export const LEARNED_BARS: readonly string[] = ['vertical', 'horizontal'];

/** Bars by name, before z-scoring, [names, side^2]. The names must be keys of `BARS`, the side is odd. */
export function bars(names: readonly string[], side = BAR_SIDE): PatternSet {
  const size = side * side;
  const middle = (side - 1) / 2;
  const values = new Float64Array(names.length * size); // [names, size]
  names.forEach((name, r) => {
    const { isVertical, isHorizontal, centre } = BARS[name];
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const isOn = (isVertical && x === middle) || (isHorizontal && y === middle);
        values[r * size + y * side + x] = isOn ? (x === middle && y === middle ? centre : 1) : 0;
      }
    }
  });
  return { values, count: names.length, size, names: names.map((name) => `bar ${name}`) };
}
