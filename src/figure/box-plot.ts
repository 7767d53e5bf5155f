/** Groups of values side by side: boxes from quartile to quartile with their median, whiskers, and every value as a point; or the points with a line at their mean. */
import { finiteOf } from './distribution.js';
import type { Mark } from './marks.js';
import { COLOURS } from './palette.js';
import type { Axis, Panel } from './panel.js';
import { rangeOf } from './reduce.js';

export interface Group {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

export interface Groups {
  readonly groups: readonly Group[];
  readonly x: string;
  readonly y: Omit<Axis, 'labels'>;
  readonly share?: number;
  /** What is written above a group. */
  readonly written?: (values: Float64Array) => string;
}

/** The value below which a share of the sorted ones lies, between the two nearest in a straight line (type 7 of Hyndman and Fan, 1996). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

interface Box {
  readonly low: number;
  readonly first: number;
  readonly median: number;
  readonly third: number;
  readonly high: number;
}

/** Whiskers end at the last value within this many lengths of the box (Tukey, 1977). */
const WHISKER = 1.5;

/** Of no values everything is NaN. */
export function boxOf(values: ArrayLike<number>): Box {
  const sorted = finiteOf(Float64Array.from(values)).sort();
  const [first, median, third] = [0.25, 0.5, 0.75].map((share) => quantileOf(sorted, share));
  const reach = WHISKER * (third - first);
  const within = sorted.filter((value) => value >= first - reach && value <= third + reach);
  // a whisker never ends within the box
  const [low, high] = [within[0] ?? Number.NaN, within.at(-1) ?? Number.NaN];
  return { low: Math.min(first, low), first, median, third, high: Math.max(third, high) };
}

/** Half the width of a box and of the stripe of its points, of a distance of 1 between groups. */
const HALF = 0.32;
const STRIPE = 0.2;

/** Places of the points of a group beside each other: multiples of the golden ratio, which fill a stripe evenly whatever their number. */
const GOLDEN = 0.6180339887498949;
const asideOf = (i: number): number => STRIPE * (2 * (((i + 1) * GOLDEN) % 1) - 1);

const pointsOf = (all: readonly Float64Array[]): Mark => ({
  kind: 'points',
  x: all.flatMap((values, at) => Array.from(values, (_, i) => at + asideOf(i))),
  y: all.flatMap((values) => [...values]),
  colour: COLOURS.blue,
  opacity: 0.6,
  size: 10,
});

const PALE = '#cfe0ee';

function panelOf({ groups, x, y, share = 0.5, written }: Groups, marks: readonly Mark[]): Panel {
  const all = groups.map(({ values }) => finiteOf(Float64Array.from(values)));
  const words: Mark = {
    kind: 'words',
    text: written === undefined ? [] : all.map(written),
    x: all.map((_, at) => at),
    y: all.map((values) => rangeOf(values)[1]),
    align: 'center',
    isAbove: true,
  };
  return {
    share,
    x: { title: x, labels: groups.map(({ label }) => label), domain: [-0.5, groups.length - 0.5] },
    y,
    marks: [...marks, pointsOf(all), ...(written === undefined ? [] : [words])],
  };
}

/** A line across each group at a height. */
const across = (heights: readonly number[], width: number): Mark => ({
  kind: 'segments',
  x: [heights.map((_, i) => i - HALF), heights.map((_, i) => i + HALF)],
  y: [heights, heights],
  width,
});

/** A line along each group between two heights. */
const along = (from: readonly number[], to: readonly number[]): Mark => {
  const x = from.map((_, i) => i);
  return { kind: 'segments', x: [x, x], y: [from, to] };
};

/** A box a group. */
export function boxPanel(of: Groups): Panel {
  const boxes = of.groups.map(({ values }) => boxOf(values));
  const heights = (name: keyof Box): readonly number[] => boxes.map((box) => box[name]);
  return panelOf(of, [
    {
      kind: 'bars',
      from: boxes.map((_, i) => i - HALF),
      to: boxes.map((_, i) => i + HALF),
      base: heights('first'),
      height: heights('third'),
      colour: PALE,
    },
    along(heights('low'), heights('first')),
    along(heights('third'), heights('high')),
    across(heights('median'), 1.5),
  ]);
}

/** Every value as a point, and a line at the mean of each group. */
export function dotPanel(of: Groups): Panel {
  const means = of.groups.map(({ values }) => {
    const finite = finiteOf(Float64Array.from(values));
    return finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
  return panelOf(of, [across(means, 2)]);
}
