/** The marks of a panel as layers: lines, bands, points with error bars, bars, rules, pictures. Values are arrays; NaN is a gap. */
import { decimated, decimatedBand, scattered } from './reduce.js';
import type { Channel, Datum, Encoding, Layer, Properties } from './spec.js';
import { INK } from './theme.js';

/** How colours say numbers: a legend of this title beside the panel. */
export interface Colours {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly range: readonly string[];
}

interface Labelled {
  /** Entry of the legend; marks of one label share a colour. */
  readonly label?: string;
  readonly colour?: string;
}

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
  /** Times the usual area. */
  readonly size?: number;
  readonly opacity?: number;
  /** A number of each point that its colour says; `label` and `colour` do not count then. */
  readonly coloured?: Colours & { readonly values: ArrayLike<number> };
  /** Words or numbers of each point that an interactive view shows. */
  readonly about?: { readonly [name: string]: ArrayLike<number | string | null> };
}

export interface Bars extends Labelled {
  readonly kind: 'bars';
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly height: ArrayLike<number>;
}

/** A straight line over the whole panel. */
export interface Rule extends Labelled {
  readonly kind: 'rule';
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly dash?: readonly number[];
}

/** A picture between two places on each axis. */
export interface Picture {
  readonly kind: 'picture';
  /** A data address. */
  readonly url: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** The colours of its values: a legend with this title. */
  readonly colours: Colours;
}

export interface Words {
  readonly kind: 'words';
  readonly text: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
}

export type Mark = Line | Band | PointMarks | Bars | Rule | Picture | Words;

/** How a panel shows what its marks share. */
export interface Shared {
  readonly x: Channel;
  readonly y: Channel;
  /** Colour of a label. */
  readonly colour: Channel;
  readonly dash?: Channel;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** NaN and infinities have no place in JSON. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const rowsOf = (
  columns: { readonly [field: string]: ArrayLike<number | string | null> },
  count: number,
): readonly Datum[] =>
  Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      Object.entries(columns).map(([field, values]) => {
        const value = values[i];
        return [field, typeof value === 'number' ? finite(value) : value];
      }),
    ),
  );

/** The label of all rows of a layer, without writing it in each. */
const labelled = ({ label }: Labelled): Pick<Layer, 'transform'> =>
  label === undefined ? {} : { transform: [{ calculate: JSON.stringify(label), as: 'label' }] };

const colourOf = ({ label, colour = INK }: Labelled, shared: Shared): Channel =>
  label === undefined ? { value: colour } : shared.colour;

/** Without a title of its own: the panel has one. */
const placed = (channel: Channel, field: string): Channel => ({ ...channel, field });

/** A line through few points shows where they are; through one it would show nothing. */
const MARKED_AT_MOST = 1;

function lineLayers(mark: Line, shared: Shared): readonly Layer[] {
  const { x, y } = decimated(mark.x, mark.y, shared.width);
  const data = { values: rowsOf({ x, y }, x.length) };
  const encoding: Encoding = {
    x: placed(shared.x, 'x'),
    y: placed(shared.y, 'y'),
    color: colourOf(mark, shared),
  };
  const count = y.filter(Number.isFinite).length;
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
  const points: Layer = { data, ...labelled(mark), mark: { type: 'point' }, encoding };
  return mark.isMarked === true || count <= MARKED_AT_MOST ? [line, points] : [line];
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

/** A field as colour. */
const colouredBy = (field: string, { title, domain, range }: Colours, { height }: Shared): Channel => ({
  field,
  type: 'quantitative',
  title,
  scale: { domain: [...domain], range: [...range], interpolate: 'rgb' },
  legend: { gradientLength: Math.max(30, Math.min(160, 0.8 * height)), gradientThickness: 9, orient: 'right' },
});

function pointLayers(mark: PointMarks, shared: Shared): readonly Layer[] {
  const kept = scattered(mark.x, mark.y, Math.ceil(shared.width));
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
    },
    encoding: { x: placed(shared.x, 'x'), y: placed(shared.y, 'y'), color },
  };
  if (mark.error === undefined) return [points];
  const error = pick(mark.error);
  const bars = { x, low: y.map((value, i) => value - error[i]), high: y.map((value, i) => value + error[i]) };
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

function barLayer(mark: Bars, shared: Shared): Layer {
  const { from, to, height } = mark;
  return {
    data: { values: rowsOf({ from, to, height }, height.length) },
    ...labelled(mark),
    mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 0.3 },
    encoding: {
      x: placed(shared.x, 'from'),
      x2: { field: 'to' },
      y: placed(shared.y, 'height'),
      y2: { datum: 0 },
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

function pictureLayers({ url, x, y, colours }: Picture, shared: Shared): readonly Layer[] {
  const [x0, x1, y0, y1] = [...x, ...y];
  const picture: Layer = {
    data: { values: [{ x0, x1, y0, y1, url }] },
    mark: { type: 'image', aspect: false, smooth: false },
    encoding: {
      x: placed(shared.x, 'x0'),
      x2: { field: 'x1' },
      y: placed(shared.y, 'y0'),
      y2: { field: 'y1' },
      url: { field: 'url', type: 'nominal' },
    },
  };
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

function wordsLayer({ text, x, y, colour = INK, align = 'left' }: Words, shared: Shared): Layer {
  return {
    data: { values: rowsOf({ x, y, text }, text.length) },
    mark: { type: 'text', align, color: colour },
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
    case 'rule':
      return [ruleLayer(mark, shared)];
    case 'picture':
      return pictureLayers(mark, shared);
    case 'words':
      return [wordsLayer(mark, shared)];
  }
}
