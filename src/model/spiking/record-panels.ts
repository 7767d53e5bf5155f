/** Panels of what a network did that examples and games have alike: numbers of units over time, and a memory as it was written. */

import { galleryPanel } from '../../figure/gallery.js';
import { coursePanel, matrixPanel } from '../../figure/heat-map.js';
import type { Panel } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import type { FigureSize } from '../../figure/size.js';
import { spoken } from '../../figure/text.js';

/** A number of each unit of a layer at places along an axis, a row of a table each. */
export interface UnitRows {
  readonly layer: string;
  readonly units: ArrayLike<number>;
  readonly places: ArrayLike<number>;
  readonly numbers: ArrayLike<number>;
}

interface CourseAbout {
  /** What the numbers are called, and their unit. */
  readonly value: string;
  readonly unit?: string;
  /** Title of the axis of places. */
  readonly x: string;
}

/** A number of each unit along whole places: units upwards, places to the right. */
export function unitsPanel({ layer, units, places, numbers }: UnitRows, { value, unit, x }: CourseAbout): Panel {
  const [from, to] = rangeOf(places);
  const [entries, records] = [rangeOf(units)[1] + 1, to - from + 1];
  const values = new Float64Array(entries * records).fill(Number.NaN); // [units, places]
  for (let i = 0; i < numbers.length; i++) values[units[i] * records + places[i] - from] = numbers[i];
  const course = { name: value, type: 'f64', unit, values, rows: entries, columns: records, entries, records } as const;
  const axis = { name: 'place', type: 'i32' } as const;
  const { panel } = coursePanel(
    { ...course, range: rangeOf(values), axis, from, to, isRegular: true, of: spoken(layer) },
    0.3,
  );
  return { ...panel, x: { ...panel.x, title: x, isWhole: true } };
}

/** A memory after something was written, [values, keys]. */
export interface Written {
  readonly after: number;
  readonly values: Float64Array;
}

/** Memories by what was written before, in its order. */
export function memoriesOf(rows: {
  readonly after: ArrayLike<number>;
  readonly keys: ArrayLike<number>;
  readonly units: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}): readonly Written[] {
  const { after, keys, units, weights } = rows;
  const size = rangeOf(keys)[1] + 1;
  const found = new Map<number, Float64Array>();
  for (let i = 0; i < weights.length; i++) {
    const own = found.get(after[i]) ?? new Float64Array(size * size);
    found.set(after[i], own);
    own[units[i] * size + keys[i]] = weights[i];
  }
  return [...found].map(([one, values]) => ({ after: one, values }));
}

/** Images of a row, beside each other. */
export const A_ROW = 6;

/** Small images, at most: of more memories each so many-th is shown. */
const MOST_SMALL = 24;

interface MemoryWords {
  /** Above the small images; `every`: of how many memories one is shown. */
  headingOf(every: number): string;
  labelOf(after: number): string;
}

/** The last memory, and those before it as small images, on one scale that is centred at zero. */
export function memoryPanels(
  all: readonly Written[],
  { headingOf, labelOf }: MemoryWords,
  size: FigureSize,
): readonly Panel[] {
  const last = all[all.length - 1];
  const [low, high] = rangeOf(all.flatMap(({ values }) => rangeOf(values)));
  const most = Math.max(-low, high) || 1;
  const colours = { map: 'diverging', domain: [-most, most] } as const;
  const side = Math.sqrt(last.values.length);
  const about = { name: 'weight', symbol: 'A', type: 'f64' } as const;
  const { panel } = matrixPanel(
    { ...about, values: last.values, shape: [side, side], axes: ['value neuron', 'key neuron'] },
    undefined,
    colours,
  );
  const every = Math.max(1, Math.ceil((all.length - 1) / MOST_SMALL));
  const images = all
    .slice(0, -1)
    .filter((_, i) => i % every === 0)
    .map(({ after, values }) => ({ values, label: labelOf(after) }));
  const gallery = galleryPanel(
    {
      groups: [{ heading: headingOf(every), images, colours }],
      sides: [side, side],
      aRow: Math.max(3, Math.min(A_ROW, images.length)),
    },
    size,
  );
  return [{ ...panel, share: 0.7 }, ...(images.length === 0 ? [] : [gallery])];
}
