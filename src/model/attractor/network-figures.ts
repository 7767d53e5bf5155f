/** The network as a graph, as published: nodes on a circle in the colours of their states, edges in those of the weights. */
import { type FigureData, type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { type Graph, type GraphEdge, type GraphNode, graphPanel } from '../../figure/graph.js';
import { anchorsOf } from '../../figure/palette.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { placePhases } from '../phases.js';
import { phasesOf } from './experiment.js';
import type { AttractorParameters } from './parameters.js';

const [WEIGHTS, STATE, SERIES] = ['couplings', 'state', 'timeseries'];

/** Numbers beside nodes that find room. */
const MOST_LABELS = 32;

/** Areas of the nodes with the least and with the most evidence, times the usual one. */
const [LEAST, MOST] = [0.3, 1.9];

/** How one of the two pictures joins nodes. */
interface Joining {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly isExtra?: boolean;
  /** Column of the weights. */
  readonly column: string;
  readonly symbol: string;
  readonly heads: Graph['heads'];
  /** Whether the edge from j to i says the same as that from i to j, so that one is enough. */
  readonly isSymmetric: boolean;
  /** Edges of which one can still be followed; the strongest are drawn. */
  readonly mostEdges: number;
}

const inOrder = (a: GraphEdge, b: GraphEdge): number => Math.abs(b.weight) - Math.abs(a.weight);

/** Edges of weights J_ij from j to i, [n, n], the strongest first. */
function edgesOf(weights: Float64Array, n: number, isSymmetric: boolean): readonly GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (let to = 0; to < n; to++) {
    for (let from = 0; from < (isSymmetric ? to + 1 : n); from++) {
      const weight = weights[to * n + from];
      if (weight !== 0) edges.push({ from, to, weight });
    }
  }
  return edges.sort(inOrder);
}

/** The last step but for searches, which leave the network alone, if a pattern was learned at it. */
function lastLearned({ parameters }: Subject): number | undefined {
  const last = placePhases(phasesOf(parameters as AttractorParameters)).findLast(
    ({ phase }) => phase.kind !== 'attractors' && phase.steps > 0,
  );
  return last?.phase.kind === 'train' ? last.first + last.phase.steps - 1 : undefined;
}

const SHOWN: Need = { kind: 'columns', table: SERIES, columns: ['step', 'pattern'] };

/** What says the evidence of the last step, where there was any and it was recorded. */
const evidenceNeeds = (subject: Subject): readonly Need[] =>
  subject.inputs.includes('patterns') &&
  hasColumns(subject, SERIES, ['step', 'pattern']) &&
  lastLearned(subject) !== undefined
    ? [SHOWN, { kind: 'input', key: 'patterns' }]
    : [];

/** The pattern of the last step, where it was learned and recorded. */
function lastShown(data: FigureData): { readonly pattern: number; readonly z: Float64Array } | undefined {
  const last = lastLearned(data.subject);
  if (last === undefined || evidenceNeeds(data.subject).length === 0) return undefined;
  const [steps, shown] = ['step', 'pattern'].map((name) => data.numbers(SERIES, name).values);
  const row = steps.lastIndexOf(last);
  if (row < 0 || shown[row] < 0) return undefined;
  const { values, shape } = data.input('patterns');
  const [pattern, n] = [shown[row], shape[1]];
  return { pattern, z: values.slice(pattern * n, (pattern + 1) * n) };
}

/** Areas of nodes by their evidence, as published: from a least one on in proportion. */
function areas(z: Float64Array): readonly number[] {
  const [low, high] = rangeOf(z);
  return Array.from(z, (value) => LEAST + (MOST - LEAST) * (high > low ? (value - low) / (high - low) : 0.5));
}

/** Ends of a scale around zero; of nothing but zeros there is one, too. */
const around = (values: ArrayLike<number>): readonly [number, number] => {
  const most = Math.max(...rangeOf(values).map(Math.abs)) || 1;
  return [-most, most];
};

const networkFigure = ({ column, symbol, heads, isSymmetric, mostEdges, ...named }: Joining): FigureDescription => ({
  ...named,
  needs: (subject) =>
    subject.kind === 'run' && hasColumns(subject, WEIGHTS, [column]) && hasColumns(subject, STATE, ['sigma'])
      ? [
          { kind: 'array', table: WEIGHTS, value: column },
          { kind: 'array', table: STATE, value: 'sigma' },
          ...evidenceNeeds(subject),
        ]
      : undefined,
  draw(data) {
    const [weights, sigma] = [data.array(WEIGHTS, column).values, data.array(STATE, 'sigma').values];
    const n = sigma.length;
    const edges = edgesOf(weights, n, isSymmetric);
    const shown = lastShown(data);
    const sizes = shown === undefined ? undefined : areas(shown.z);
    const by = Math.ceil(n / MOST_LABELS);
    const nodes = Array.from(sigma, (state, i): GraphNode => {
      const label = i % by === 0 ? { label: String(i) } : {};
      return { ...label, size: sizes?.[i], about: { node: i, sigma: state } };
    });
    const colours = { domain: around(weights), range: anchorsOf('diverging') };
    const states = { title: 'state σ', domain: around(sigma), range: anchorsOf('diverging'), values: sigma };
    const panel = graphPanel(
      {
        nodes,
        edges: edges.slice(0, mostEdges),
        weight: { name: column, type: 'f64', symbol },
        heads,
        colours,
        states,
      },
      data.size,
    );
    const what = isSymmetric ? 'pairs' : 'weights';
    const notes = [
      ...(edges.length > mostEdges ? [`the strongest ${mostEdges} of ${edges.length} ${what}`] : []),
      ...(shown === undefined
        ? []
        : [`nodes are the larger the more evidence the last step gave them: pattern ${shown.pattern}`]),
    ];
    return panelFigure(data, { title: named.title, meaning: named.meaning, panels: [panel], notes });
  },
});

export const NETWORK_FIGURES: readonly FigureDescription[] = [
  networkFigure({
    name: 'network',
    title: 'network',
    meaning:
      'nodes on a circle, clockwise from the top, in the colours of their states after the last step; lines in the colours of the weights, of which both directions are averaged: J†',
    column: 'J_symmetric',
    symbol: 'weight J†',
    heads: 'none',
    isSymmetric: true,
    mostEdges: 1000,
  }),
  networkFigure({
    name: 'network_directions',
    title: 'network, both directions',
    meaning:
      'nodes on a circle, clockwise from the top, in the colours of their states after the last step; an arrow from node to node for each weight, in its colour',
    isExtra: true,
    column: 'J',
    symbol: 'weight J',
    heads: 'arrows',
    isSymmetric: false,
    mostEdges: 300,
  }),
];
