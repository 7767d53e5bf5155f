/** Graphs: nodes on a circle, or where they are put, with weighted edges that may have heads and may lead back to their own node. */
import { argument, DEGREES } from '../method/arc.js';
import { sinOfTurns } from '../method/circle.js';
import type { ColumnAbout } from './figure.js';
import type { Coloured, HeadShape } from './graph-marks.js';
import type { Colours, Labelled } from './mark-parts.js';
import type { Mark } from './marks.js';
import { anchorsOf, COLOURS } from './palette.js';
import type { Panel } from './panel.js';
import { rangeOf } from './reduce.js';
import type { FigureSize } from './size.js';
import { scaleEnds } from './span.js';
import { axisTitle, roughWidth } from './text.js';

export interface GraphNode {
  /** Stands beside it, away from the middle. */
  readonly label?: string;
  /** Times the usual area. */
  readonly size?: number;
  /** Entry of the legend; absent: none. */
  readonly group?: string;
  /** Absent: that of its group, or grey. */
  readonly colour?: string;
  /** What an interactive view shows of it. */
  readonly about?: { readonly [name: string]: number | string | null };
}

/** From and to are places in the list of nodes. */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What the weights are: the title of their colours. */
  readonly weight: ColumnAbout;
  /** Absent: an arrow at every edge. `signs`: an arrow where the weight is positive, a bar where it is negative. */
  readonly heads?: 'arrows' | 'signs' | 'none';
  /** Places of the nodes in [-1, 1]; absent: on a circle, the first on top, clockwise. */
  readonly places?: readonly (readonly [number, number])[];
  /** Absent: of both signs blue to vermillion around zero, of one sign the darker the larger. */
  readonly colours?: Pick<Colours, 'domain' | 'range'>;
  /** A number of each node that its colour says; groups and colours of nodes do not count then. */
  readonly states?: Coloured;
}

type Point = readonly [number, number];

/** Radius of a usual node among few; nodes on a circle have at least as much between them. */
const LARGEST = 0.075;
/** Share of the distance of neighbours on the circle that a usual node takes to each side. */
const NODE_SHARE = 0.25;
/** Half the length of the axes at least: the circle and its loops. */
const REACH = 1.25;
/** Share of a panel that its legend may take, and most of what is left that labels may take. */
const [LEGEND, LABELS] = [0.15, 0.6];
/** Widths of the weakest and of the strongest edge, and the length of a head, in radii of a usual node. */
const [THIN, THICK, HEAD] = [0.07, 0.35, 0.85];
/** How far an edge that has its reverse beside it leaves the straight line, as a share of its length. */
const BULGE = 0.12;
/** Straight pieces of a curve. */
const STEPS = 24;
/** Colours of weights of one sign; the first can still be seen on white. */
const GREYS = ['#ccd3da', COLOURS.black];
/** What each of two legends takes of the height. */
const OF_TWO = 0.3;
/** How far a line reaches into its head, as a share of it from the tip. */
const WITHIN: { readonly [shape in HeadShape]: number } = { arrow: 0.8, bar: 0.15 };

/** At that part of a turn clockwise from the top of a circle. */
const onCircle = (turns: number): Point => [sinOfTurns(turns), sinOfTurns(turns + 0.25)];

const moved = ([x, y]: Point, by: number, [dx, dy]: Point): Point => [x + by * dx, y + by * dy];
const between = ([ax, ay]: Point, [bx, by]: Point): Point => [bx - ax, by - ay];
const lengthOf = ([x, y]: Point): number => Math.sqrt(x * x + y * y);
const unit = (one: Point): Point => moved([0, 0], 1 / lengthOf(one), one);

interface Rim {
  readonly centre: Point;
  readonly radius: number;
}

/** A curve, t = 0 to 1, that begins and ends within nodes. */
type Curve = (t: number) => Point;

/** Where a curve that begins within a circle first leaves it. */
function leaving(at: Curve, { centre, radius }: Rim): number {
  let [inside, outside] = [0, 1];
  for (let i = 0; i < 30; i++) {
    const middle = (inside + outside) / 2;
    if (lengthOf(between(centre, at(middle))) < radius) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** An edge as it is drawn. */
interface Drawn {
  readonly points: readonly Point[];
  readonly tip: Point;
  /** Degrees clockwise from the right. */
  readonly angle: number;
}

/** From rim to rim; where there is a head, the line ends within it. */
function drawn(at: Curve, steps: number, from: Rim, to: Rim, head: number, shape: HeadShape | undefined): Drawn {
  const backwards: Curve = (t) => at(1 - t);
  const first = leaving(at, from);
  const before = (by: number): number => 1 - leaving(backwards, { ...to, radius: to.radius + by * head });
  const [last, behind, end] = [0, 1, shape === undefined ? 0 : WITHIN[shape]].map(before);
  const [dx, dy] = between(at(behind), at(last));
  return {
    points: Array.from({ length: steps + 1 }, (_, i) => at(first + ((end - first) * i) / steps)),
    tip: at(last),
    angle: -DEGREES * argument(dy, dx),
  };
}

/** A straight line, or one that bulges to the left of its way by a share of its length. */
function way(from: Rim, to: Rim, bulge: number): Curve {
  const [dx, dy] = between(from.centre, to.centre);
  const over = moved(moved(from.centre, 0.5, [dx, dy]), 2 * bulge, [-dy, dx]);
  return (t) => {
    const [before, after] = [
      moved(from.centre, t, between(from.centre, over)),
      moved(over, t, between(over, to.centre)),
    ];
    return moved(before, t, between(before, after));
  };
}

/** A circle at a node, away from the middle, clockwise. */
function loop({ centre, radius }: Rim): Curve {
  const out = lengthOf(centre) > 0 ? unit(centre) : ([0, 1] as const);
  const across: Point = [-out[1], out[0]];
  const middle = moved(centre, 1.6 * radius, out);
  const own = 1.1 * radius;
  return (t) => {
    const [sine, cosine] = onCircle(t);
    return moved(moved(middle, -own * cosine, out), own * sine, across);
  };
}

/** A usual node is as large as its neighbours on the circle let it be. */
const usualRadius = (count: number): number =>
  Math.min(LARGEST, count > 1 ? NODE_SHARE * 2 * sinOfTurns(0.5 / count) : LARGEST);

function headOf(heads: Graph['heads'], weight: number): HeadShape | undefined {
  if (heads === 'none') return undefined;
  return heads === 'signs' && weight < 0 ? 'bar' : 'arrow';
}

/** All edges, the weakest first, so that strong ones lie on top; those without weight are none. */
function drawnEdges({ edges, heads = 'arrows' }: Graph, rims: readonly Rim[], head: number) {
  const seen = new Set(edges.filter(({ weight }) => weight !== 0).map(({ from, to }) => `${from} ${to}`));
  return edges
    .filter(({ weight }) => Number.isFinite(weight) && weight !== 0)
    .sort((a, b) => Math.abs(a.weight) - Math.abs(b.weight))
    .map(({ from, to, weight }) => {
      const [start, end] = [rims[from], rims[to]];
      const isLoop = from === to;
      const isReturned = seen.has(`${to} ${from}`);
      const at = isLoop ? loop(start) : way(start, end, isReturned ? BULGE : 0);
      const shape = headOf(heads, weight);
      return { weight, shape, ...drawn(at, isLoop || isReturned ? STEPS : 1, start, end, head, shape) };
    });
}

/** Edges as paths with their heads. */
function edgeMarks(graph: Graph, rims: readonly Rim[], radius: number): readonly Mark[] {
  const all = drawnEdges(graph, rims, HEAD * radius);
  if (all.length === 0) return [];
  const weights = all.map(({ weight }) => weight);
  const { domain, range } = graph.colours ?? coloursOf(rangeOf(weights));
  const most = Math.max(...domain.map(Math.abs));
  const coloured = (of: typeof all): Coloured => ({
    ...(graph.states !== undefined && { share: OF_TWO }),
    title: axisTitle(graph.weight),
    domain,
    range,
    values: of.map(({ weight }) => weight),
  });
  const paths: Mark = {
    kind: 'paths',
    x: all.map(({ points }) => points.map(([x]) => x)),
    y: all.map(({ points }) => points.map(([, y]) => y)),
    width: weights.map((weight) => radius * (THIN + (THICK - THIN) * Math.min(1, Math.abs(weight) / most))),
    coloured: coloured(all),
  };
  const ends = (['arrow', 'bar'] as const).flatMap((shape): readonly Mark[] => {
    const own = all.filter((one) => one.shape === shape);
    if (own.length === 0) return [];
    return [
      {
        kind: 'heads',
        shape,
        x: own.map(({ tip }) => tip[0]),
        y: own.map(({ tip }) => tip[1]),
        angle: own.map(({ angle }) => angle),
        length: own.map(() => HEAD * radius),
        coloured: coloured(own),
      },
    ];
  });
  return [paths, ...ends];
}

/** Of both signs around zero; of one sign from nothing, the darker the larger. */
const coloursOf = (range: readonly [number, number]): NonNullable<Graph['colours']> => {
  const [low, high] = scaleEnds(range, 'weights of edges');
  if (low >= 0) return { domain: [0, high > 0 ? high : 1], range: GREYS };
  const most = Math.max(-low, high);
  return { domain: [-most, most], range: anchorsOf('diverging') };
};

const groupOf = ({ group, colour }: GraphNode): Labelled => ({
  ...(group !== undefined && { label: group }),
  ...(colour !== undefined ? { colour } : group === undefined && { colour: COLOURS.sky }),
});

/** Nodes as discs, those of one group and colour together. */
function nodeMarks({ nodes, states }: Graph, rims: readonly Rim[]): readonly Mark[] {
  const kinds = new Map<string, number[]>();
  for (const [i, { group = '', colour = '' }] of nodes.entries()) {
    const key = states === undefined ? `${group}/${colour}` : '';
    kinds.set(key, [...(kinds.get(key) ?? []), i]);
  }
  return [...kinds.values()].map((own): Mark => {
    const names = [...new Set(own.flatMap((i) => Object.keys(nodes[i].about ?? {})))];
    return {
      kind: 'discs',
      x: own.map((i) => rims[i].centre[0]),
      y: own.map((i) => rims[i].centre[1]),
      radius: own.map((i) => rims[i].radius),
      about: Object.fromEntries(names.map((name) => [name, own.map((i) => nodes[i].about?.[name] ?? null)])),
      ...(states !== undefined ? { coloured: { ...states, share: OF_TWO } } : groupOf(nodes[own[0]])),
    };
  });
}

/** From the middle of a node to its label, in radii: beyond its rim, or beyond its loop. */
const [BESIDE, BESIDE_LOOP] = [1.1, 2.8];
/** And the middle of a label, in heights of its letters. */
const LABEL_GAP = 0.6;

/** Half the length of the axes with room for the labels to both sides. */
function reachOf({ nodes }: Graph, radius: number, { width, font }: FigureSize): number {
  const widest = Math.max(0, ...nodes.map(({ label = '' }) => roughWidth(label, font)));
  const share = Math.min(LABELS, (2 * (widest + LABEL_GAP * font)) / ((1 - LEGEND) * width));
  return Math.max(REACH, (1 + BESIDE_LOOP * radius) / (1 - share));
}

/** Labels away from the middle, beyond loops. */
function labelMarks({ nodes, edges }: Graph, rims: readonly Rim[], gap: number): readonly Mark[] {
  const loops = new Set(edges.filter(({ from, to }) => from === to).map(({ from }) => from));
  const all = nodes.flatMap(({ label }, i) => {
    if (label === undefined) return [];
    const { centre, radius } = rims[i];
    const out = lengthOf(centre) > 0 ? unit(centre) : ([0, 1] as const);
    const place = moved(centre, (loops.has(i) ? BESIDE_LOOP : BESIDE) * radius + gap, out);
    const align = out[0] > 0.3 ? 'left' : out[0] < -0.3 ? 'right' : 'center';
    return [{ label, place, align } as const];
  });
  return (['left', 'center', 'right'] as const).flatMap((align): readonly Mark[] => {
    const own = all.filter((one) => one.align === align);
    if (own.length === 0) return [];
    const [x, y] = [0, 1].map((axis) => own.map(({ place }) => place[axis]));
    return [{ kind: 'words', text: own.map(({ label }) => label), x, y, align }];
  });
}

/**
 * A panel with a graph and no axes. Edges that have their reverse beside them are arcs, others straight; an edge to its own node is a loop; edges of
 * no weight are not drawn. An edge is the wider, and its colour the stronger, the larger its weight.
 *
 * @param size - of the panel, so that its labels find room
 */
export function graphPanel(graph: Graph, size: FigureSize, title?: string): Panel {
  const { nodes } = graph;
  const places = graph.places ?? nodes.map((_, i) => onCircle(i / nodes.length));
  const radius = usualRadius(nodes.length);
  const rims = nodes.map(({ size = 1 }, i): Rim => ({ centre: places[i], radius: radius * Math.sqrt(size) }));
  const reach = reachOf(graph, Math.max(...rims.map((rim) => rim.radius), 0), size);
  const gap = (LABEL_GAP * size.font * 2 * reach) / ((1 - LEGEND) * size.width);
  const high = 1 + BESIDE_LOOP * radius + 2 * gap;
  const axis = { title: null, isHidden: true };
  return {
    title,
    share: high / reach,
    x: { ...axis, domain: [-reach, reach] },
    y: { ...axis, domain: [-high, high] },
    marks: [...edgeMarks(graph, rims, radius), ...nodeMarks(graph, rims), ...labelMarks(graph, rims, gap)],
  };
}
