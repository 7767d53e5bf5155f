/**
 * The marks of a panel as layers: lines, bands, points with error bars, bars, segments, rules, pictures, outlines. Values are arrays; NaN is a
 * gap.
 */
import { scattered } from './cloud.js';
import { type GraphMark, graphLayer } from './graph-marks.js';
import {
  type Colours,
  colouredBy,
  colourOf,
  type Labelled,
  labelled,
  placed,
  rowsOf,
  type Shared,
} from './mark-parts.js';
import type { ShownValues } from './picture.js';
import { decimated, decimatedBand } from './reduce.js';
import type { Encoding, Layer, Properties } from './spec.js';
import { INK } from './theme.js';

export interface Line extends Labelled {
  readonly kind: 'line';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly dash?: readonly number[];
  /** Times the usual width. */
  readonly width?: number;
  /** Whether each point is marked too. */
  readonly isMarked?: boolean;
}

export interface Band extends Labelled {
  readonly kind: 'band';
  readonly x: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface PointMarks extends Labelled {
  readonly kind: 'points';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Half the length of the error bars. */
  readonly error?: ArrayLike<number>;
  /** Ends of the error bars, where they are not as long to both sides. */
  readonly reach?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** Times the usual area. */
  readonly size?: number;
  readonly opacity?: number;
  /** Whether each has a white edge, so that it is seen on a picture. */
  readonly isOutlined?: boolean;
  /** A number of each point that its colour says; `label` and `colour` do not count then. */
  readonly coloured?: Colours & { readonly values: ArrayLike<number> };
  /** Words or numbers of each point that an interactive view shows. */
  readonly about?: { readonly [name: string]: ArrayLike<number | string | null> };
}

export interface Bars extends Labelled {
  readonly kind: 'bars';
  /** Sides of each bar. */
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly height: ArrayLike<number>;
  /** Where each begins; absent: at 0. */
  readonly base?: ArrayLike<number>;
  /** Whether they grow to the right, and their sides stand on the y axis. */
  readonly isAcross?: boolean;
}

/** Straight pieces from one place to another. */
export interface Segments extends Labelled {
  readonly kind: 'segments';
  readonly x: readonly [from: ArrayLike<number>, to: ArrayLike<number>];
  readonly y: readonly [from: ArrayLike<number>, to: ArrayLike<number>];
  /** Times the usual width. */
  readonly width?: number;
}

/** A straight line over the whole panel. */
export interface Rule extends Labelled {
  readonly kind: 'rule';
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly dash?: readonly number[];
}

/** An image between two places on each axis. */
export interface Tile {
  /** A data address. */
  readonly url: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** What its colours stand for, which an interactive view shows. */
  readonly shown?: ShownValues;
}

/** Images of one scale. */
export interface Picture {
  readonly kind: 'picture';
  readonly tiles: readonly Tile[];
  /** The colours of their values: a legend with this title; absent: none. */
  readonly colours?: Colours;
  /** Whether none of them shows a value: fields in the colour of nothing. */
  readonly isEmpty?: boolean;
}

/** Outlines of rectangles. */
export interface Boxes extends Labelled {
  readonly kind: 'boxes';
  readonly x: readonly (readonly [number, number])[];
  readonly y: readonly (readonly [number, number])[];
  /** Pixels. */
  readonly width?: number;
}

export interface Words {
  readonly kind: 'words';
  readonly text: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** Whether they stand above their places instead of on them. */
  readonly isAbove?: boolean;
  /** Pixels; absent: that of all letters. */
  readonly size?: number;
}

export type Mark = Line | Band | PointMarks | Bars | Segments | Rule | Picture | Boxes | Words | GraphMark;

/** Places of points that have none beside them: a line through them would show nothing. */
function aloneIn(x: ArrayLike<number>, y: ArrayLike<number>): readonly number[] {
  const has = (i: number): boolean => Number.isFinite(x[i]) && Number.isFinite(y[i]);
  return Array.from(y, (_, i) => i).filter((i) => has(i) && !has(i - 1) && !has(i + 1));
}

function lineLayers(mark: Line, shared: Shared): readonly Layer[] {
  const { x, y } = decimated(mark.x, mark.y, shared.width);
  const data = { values: rowsOf({ x, y }, x.length) };
  const encoding: Encoding = {
    x: placed(shared.x, 'x'),
    y: placed(shared.y, 'y'),
    color: colourOf(mark, shared),
  };
  const dashes: Encoding =
    mark.label !== undefined && shared.dash !== undefined
      ? { strokeDash: shared.dash }
      : mark.dash === undefined
        ? {}
        : { strokeDash: { value: [...mark.dash] } };
  const width: Properties = mark.width === undefined ? {} : { strokeWidth: mark.width };
  const line: Layer = {
    data,
    ...labelled(mark),
    mark: { type: 'line', ...width },
    encoding: { ...encoding, ...dashes },
  };
  const point = (at: Layer['data']): Layer => ({ data: at, ...labelled(mark), mark: { type: 'point' }, encoding });
  if (mark.isMarked === true) return [line, point(data)];
  const alone = aloneIn(x, y);
  const pick = (values: ArrayLike<number>): readonly number[] => alone.map((i) => values[i]);
  return alone.length === 0 ? [line] : [line, point({ values: rowsOf({ x: pick(x), y: pick(y) }, alone.length) })];
}

function bandLayer(mark: Band, shared: Shared): Layer {
  const { x, low, high } = decimatedBand(mark.x, mark.low, mark.high, shared.width);
  return {
    data: { values: rowsOf({ x, low, high }, x.length) },
    ...labelled(mark),
    mark: { type: 'area', opacity: 0.25 },
    encoding: {
      x: placed(shared.x, 'x'),
      y: placed(shared.y, 'low'),
      y2: { field: 'high' },
      color: colourOf(mark, shared),
    },
  };
}

/** Both ends of the error bars of points; undefined of those that have none. */
export function endsOf({ y, error, reach }: PointMarks): PointMarks['reach'] {
  if (error === undefined) return reach;
  const [low, high] = [-1, 1].map((side) => Float64Array.from(y, (value, i) => value + side * error[i]));
  return { low, high };
}

function pointLayers(mark: PointMarks, shared: Shared): readonly Layer[] {
  const kept = scattered(mark.x, mark.y, shared.cloud);
  const pick = <T>(values: ArrayLike<T>): readonly T[] => kept.map((i) => values[i]);
  const about = Object.fromEntries(Object.entries(mark.about ?? {}).map(([name, values]) => [name, pick(values)]));
  const [x, y] = [pick(mark.x), pick(mark.y)];
  const { coloured } = mark;
  const color = coloured === undefined ? colourOf(mark, shared) : colouredBy('value', coloured, shared);
  const value: { readonly [field: string]: readonly number[] } =
    coloured === undefined ? {} : { value: pick(coloured.values) };
  const points: Layer = {
    data: { values: rowsOf({ x, y, ...value, ...about }, kept.length) },
    ...labelled(mark),
    mark: {
      type: 'point',
      ...(mark.size !== undefined && { size: mark.size }),
      ...(mark.opacity !== undefined && { opacity: mark.opacity }),
      ...(mark.isOutlined === true && { stroke: '#ffffff', strokeWidth: 1 }),
    },
    encoding: { x: placed(shared.x, 'x'), y: placed(shared.y, 'y'), color },
  };
  const ends = endsOf(mark);
  if (ends === undefined) return [points];
  const bars = { x, low: pick(ends.low), high: pick(ends.high) };
  const reaching = rowsOf(bars, kept.length).filter(({ low }) => low !== null);
  if (reaching.length === 0) return [points];
  const rules: Layer = {
    data: { values: reaching },
    ...labelled(mark),
    mark: { type: 'rule' },
    encoding: { x: placed(shared.x, 'x'), y: placed(shared.y, 'low'), y2: { field: 'high' }, color },
  };
  return [rules, points];
}

/** Bars up to which white lines part them; of more there would be nothing else. */
const MOST_PARTED = 60;

function barLayer(mark: Bars, shared: Shared): Layer {
  const { from, to, height, base, isAcross = false } = mark;
  const [along, up] = isAcross ? (['y', 'x'] as const) : (['x', 'y'] as const);
  return {
    data: { values: rowsOf({ from, to, height, ...(base !== undefined && { base }) }, height.length) },
    ...labelled(mark),
    mark: { type: 'bar', ...(height.length <= MOST_PARTED && { stroke: '#ffffff', strokeWidth: 0.3 }) },
    encoding: {
      [along]: placed(shared[along], 'from'),
      [`${along}2`]: { field: 'to' },
      [up]: placed(shared[up], 'height'),
      [`${up}2`]: base === undefined ? { datum: 0 } : { field: 'base' },
      color: colourOf(mark, shared),
    },
  };
}

function segmentsLayer(mark: Segments, shared: Shared): Layer {
  const { x, y, width } = mark;
  return {
    data: { values: rowsOf({ x: x[0], x2: x[1], y: y[0], y2: y[1] }, x[0].length) },
    ...labelled(mark),
    mark: { type: 'rule', ...(width !== undefined && { strokeWidth: width }) },
    encoding: {
      x: placed(shared.x, 'x'),
      x2: { field: 'x2' },
      y: placed(shared.y, 'y'),
      y2: { field: 'y2' },
      color: colourOf(mark, shared),
    },
  };
}

function ruleLayer(mark: Rule, shared: Shared): Layer {
  const { axis, at, dash } = mark;
  return {
    data: { values: [{ at }] },
    ...labelled(mark),
    mark: { type: 'rule', ...(dash !== undefined && mark.label === undefined && { strokeDash: [...dash] }) },
    encoding: {
      [axis]: placed(shared[axis], 'at'),
      color: colourOf(mark, shared),
      ...(mark.label !== undefined && shared.dash !== undefined && { strokeDash: shared.dash }),
    },
  };
}

function pictureLayers({ tiles, colours }: Picture, shared: Shared): readonly Layer[] {
  const picture: Layer = {
    data: { values: tiles.map(({ url, x: [x0, x1], y: [y0, y1], shown }) => ({ x0, x1, y0, y1, url, ...shown })) },
    mark: { type: 'image', aspect: false, smooth: false },
    encoding: {
      x: placed(shared.x, 'x0'),
      x2: { field: 'x1' },
      y: placed(shared.y, 'y0'),
      y2: { field: 'y1' },
      url: { field: 'url', type: 'nominal' },
    },
  };
  if (colours === undefined) return [picture];
  // a mark that cannot be seen, for the sake of its legend
  const legend: Layer = {
    data: { values: colours.domain.map((value) => ({ value })) },
    mark: { type: 'point', size: 0, opacity: 0 },
    encoding: {
      color: colouredBy('value', colours, shared),
    },
  };
  return [picture, legend];
}

function boxLayer(mark: Boxes, shared: Shared): Layer {
  const [x, y] = [mark.x, mark.y].map((sides) => [0, 1].map((end) => sides.map((side) => side[end])));
  return {
    data: { values: rowsOf({ x0: x[0], x1: x[1], y0: y[0], y1: y[1] }, mark.x.length) },
    ...labelled(mark),
    mark: { type: 'rect', filled: false, ...(mark.width !== undefined && { strokeWidth: mark.width }) },
    encoding: {
      x: placed(shared.x, 'x0'),
      x2: { field: 'x1' },
      y: placed(shared.y, 'y0'),
      y2: { field: 'y1' },
      color: colourOf(mark, shared),
    },
  };
}

function wordsLayer(mark: Words, shared: Shared): Layer {
  const { text, x, y, colour = INK, align = 'left', isAbove = false, size } = mark;
  return {
    data: { values: rowsOf({ x, y, text }, text.length) },
    mark: {
      type: 'text',
      align,
      color: colour,
      ...(isAbove && { baseline: 'bottom', dy: -3 }),
      ...(size !== undefined && { fontSize: size }),
    },
    encoding: { x: placed(shared.x, 'x'), y: placed(shared.y, 'y'), text: { field: 'text', type: 'nominal' } },
  };
}

/** Layers of a mark, the lower first. */
export function layersOf(mark: Mark, shared: Shared): readonly Layer[] {
  switch (mark.kind) {
    case 'line':
      return lineLayers(mark, shared);
    case 'band':
      return [bandLayer(mark, shared)];
    case 'points':
      return pointLayers(mark, shared);
    case 'bars':
      return [barLayer(mark, shared)];
    case 'segments':
      return [segmentsLayer(mark, shared)];
    case 'rule':
      return [ruleLayer(mark, shared)];
    case 'picture':
      return pictureLayers(mark, shared);
    case 'boxes':
      return [boxLayer(mark, shared)];
    case 'words':
      return [wordsLayer(mark, shared)];
    default:
      return [graphLayer(mark, shared)];
  }
}
