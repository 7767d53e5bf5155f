/** The marks of a graph as layers: discs, paths between them, heads at the ends of paths. Sizes are in units of the horizontal axis. */
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
import type { Channel, Layer } from './spec.js';
import { INK } from './theme.js';

/** A number of each thing that its colour says. */
export type Coloured = Colours & { readonly values: ArrayLike<number> };

export interface Discs extends Labelled {
  readonly kind: 'discs';
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly radius: ArrayLike<number>;
  /** `label` and `colour` do not count then. */
  readonly coloured?: Coloured;
  /** Words or numbers of each disc that an interactive view shows. */
  readonly about?: { readonly [name: string]: ArrayLike<number | string | null> };
}

/** Lines that have each its own colour and width. */
export interface Paths {
  readonly kind: 'paths';
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly width: ArrayLike<number>;
  /** Absent: all of one colour. */
  readonly coloured?: Coloured;
  readonly colour?: string;
}

/** A triangle, or a bar across. */
export type HeadShape = 'arrow' | 'bar';

/** Heads of one shape, their tips at the places. */
export interface Heads {
  readonly kind: 'heads';
  readonly shape: HeadShape;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Where each points to, in degrees clockwise from the right. */
  readonly angle: ArrayLike<number>;
  readonly length: ArrayLike<number>;
  readonly coloured: Coloured;
}

export type GraphMark = Discs | Paths | Heads;

/** Outlines that point to the right, their tip at the origin, for a length of 1. */
const OUTLINE: { readonly [shape in HeadShape]: string } = {
  arrow: 'M0,0L-1,-0.45L-1,0.45Z',
  bar: 'M0,-0.7L0,0.7L-0.3,0.7L-0.3,-0.7Z',
};

/** A field that is a size or a colour as it stands. */
const asIs = (field: string): Channel => ({ field, type: 'quantitative', scale: null, legend: null });

/** Pixels of a unit of the horizontal axis. Axes of graphs have ends that are given. */
function pixelsPerUnit({ x, width }: Shared): number {
  const { domain } = x.scale ?? {};
  const [low, high] = domain as readonly [number, number];
  return width / (high - low);
}

function discsLayer(mark: Discs, shared: Shared): Layer {
  const { x, y, radius, coloured, about = {} } = mark;
  const unit = pixelsPerUnit(shared);
  const size = Float64Array.from(radius, (r) => Math.PI * r * r * unit * unit);
  return {
    // of fields with one name, legends would be joined: `value` is that of the paths
    data: {
      values: rowsOf({ x, y, size, ...(coloured !== undefined && { state: coloured.values }), ...about }, x.length),
    },
    ...(coloured === undefined && labelled(mark)),
    mark: { type: 'point', stroke: INK, strokeWidth: 0.6 },
    encoding: {
      x: placed(shared.x, 'x'),
      y: placed(shared.y, 'y'),
      size: asIs('size'),
      color: coloured === undefined ? colourOf(mark, shared) : colouredBy('state', coloured, shared),
    },
  };
}

function pathsLayer({ x, y, width, coloured, colour = INK }: Paths, shared: Shared): Layer {
  const unit = pixelsPerUnit(shared);
  const rows = x.flatMap((xs, path) =>
    xs.map((at, i) => ({
      path,
      x: at,
      y: y[path][i],
      wide: width[path] * unit,
      ...(coloured !== undefined && { value: coloured.values[path] }),
    })),
  );
  return {
    data: { values: rows },
    mark: { type: 'line', strokeCap: 'butt' },
    encoding: {
      x: placed(shared.x, 'x'),
      y: placed(shared.y, 'y'),
      detail: { field: 'path', type: 'nominal' },
      order: { value: null },
      size: asIs('wide'),
      stroke: coloured === undefined ? { value: colour } : colouredBy('value', coloured, shared),
    },
  };
}

function headsLayer({ shape, x, y, angle, length, coloured }: Heads, shared: Shared): Layer {
  const unit = pixelsPerUnit(shared);
  // a symbol of size s is drawn with units of sqrt(s) / 2
  const size = Float64Array.from(length, (l) => 4 * l * l * unit * unit);
  return {
    data: { values: rowsOf({ x, y, angle, size, weight: coloured.values }, x.length) },
    mark: { type: 'point', shape: OUTLINE[shape], strokeWidth: 0 },
    encoding: {
      x: placed(shared.x, 'x'),
      y: placed(shared.y, 'y'),
      angle: asIs('angle'),
      size: asIs('size'),
      // the paths have the legend; of fields with one name, legends would be joined
      fill: { ...colouredBy('weight', coloured, shared), legend: null },
    },
  };
}

export function graphLayer(mark: GraphMark, shared: Shared): Layer {
  if (mark.kind === 'discs') return discsLayer(mark, shared);
  return mark.kind === 'paths' ? pathsLayer(mark, shared) : headsLayer(mark, shared);
}

/** All numbers of such a mark along both axes. */
export const placesOfGraph = ({
  x,
  y,
}: GraphMark): { xs: readonly ArrayLike<number>[]; ys: readonly ArrayLike<number>[] } =>
  typeof x[0] === 'number'
    ? { xs: [x as ArrayLike<number>], ys: [y as ArrayLike<number>] }
    : { xs: x as readonly (readonly number[])[], ys: y as readonly (readonly number[])[] };
