/** Figures of the network of a run: a graph of some of its units, and the eigenvalues of its weights. */
import { eigenvalues } from '../../analysis/eigenvalues.js';
import { type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { graphPanel } from '../../figure/graph.js';
import { COLOURS } from '../../figure/palette.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { sinOfTurns } from '../../method/circle.js';

const EDGES = ['i', 'j', 'W'];

const needsWeights = (subject: Subject): readonly Need[] | undefined =>
  subject.kind === 'run' && hasColumns(subject, 'weights', EDGES)
    ? [{ kind: 'columns', table: 'weights', columns: EDGES }]
    : undefined;

/** Units of which edges can still be told apart. */
const MOST_NODES = 20;

const NETWORK: FigureDescription = {
  name: 'network',
  title: 'network',
  meaning: 'units on a circle with the edges among them: arrows excite, bars inhibit, reciprocal pairs are arcs',
  needs: needsWeights,
  draw(data) {
    const [to, from, weight] = EDGES.map((name) => data.numbers('weights', name).values);
    const N = Number(data.subject.parameters.N);
    const count = Math.min(N, MOST_NODES);
    const edges = [...weight]
      .map((value, row) => ({ from: from[row], to: to[row], weight: value }))
      .filter((edge) => edge.from < count && edge.to < count);
    const panel = graphPanel(
      {
        nodes: Array.from({ length: count }, (_, i) => ({ label: String(i) })),
        edges,
        weight: { name: 'W', type: 'f64', symbol: 'W' },
        heads: 'signs',
      },
      data.size,
    );
    const shown = count < N ? `the first ${count} of ${N} units, ` : '';
    const notes = [`${shown}${edges.length} of ${weight.length} edges, without g`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

/** Units up to which eigenvalues are computed for a picture: about a second. */
const MOST_UNITS = 300;
const CIRCLE = Float64Array.from({ length: 181 }, (_, i) => i / 180);

const EIGENVALUES: FigureDescription = {
  name: 'eigenvalues',
  title: 'eigenvalues of the weights',
  meaning:
    'eigenvalues of g W in the plane, the circle of the effective gain, which holds them in a large network, and the line beyond which the origin is unstable',
  needs: (subject) => (Number(subject.parameters.N) <= MOST_UNITS ? needsWeights(subject) : undefined),
  draw(data) {
    const { parameters, summary } = data.subject;
    const [N, g] = [Number(parameters.N), Number(parameters.g)];
    const [i, j, W] = EDGES.map((name) => data.numbers('weights', name).values);
    const matrix = new Float64Array(N * N); // [N, N]
    for (const [row, value] of W.entries()) matrix[i[row] * N + j[row]] = g * value;
    const { real, imaginary } = eigenvalues(matrix, N);
    const radius = Number(summary.g_eff);
    const reach = 1.05 * Math.max(Math.abs(radius), 1, ...[real, imaginary].flatMap(rangeOf).map(Math.abs));
    const axis = { domain: [-reach, reach] as const };
    const notes = [
      `effective gain ${numberWords(radius)}; largest real part ${numberWords(rangeOf(real)[1])}; of the activation tanh, without input, the origin is unstable beyond 1`,
    ];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      notes,
      panels: [
        {
          share: 1,
          x: { title: 'real part', ...axis },
          y: { title: 'imaginary part', ...axis },
          marks: [
            { kind: 'rule', axis: 'x', at: 1, label: 'stability', colour: COLOURS.vermillion, dash: [4, 3] },
            {
              kind: 'paths',
              x: [[...CIRCLE].map((turn) => radius * sinOfTurns(turn))],
              y: [[...CIRCLE].map((turn) => radius * sinOfTurns(turn + 0.25))],
              width: [0.008 * reach],
              colour: COLOURS.grey,
            },
            { kind: 'points', x: real, y: imaginary, colour: COLOURS.blue },
          ],
        },
      ],
    });
  },
};

export const NETWORK_FIGURES: readonly FigureDescription[] = [NETWORK, EIGENVALUES];
