/** The figure of the paper as one: network, traces of pairs, their mean distance over g in one session, and the estimates of all sessions. */
import type { FigureData, FigureDescription, OfRun, Subject } from '../../figure/figure.js';
import { graphPanel } from '../../figure/graph.js';
import { pictureMark } from '../../figure/heat-map.js';
import type { Mark } from '../../figure/marks.js';
import { categoryColours } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';

const COLUMNS: { readonly [table: string]: readonly string[] } = {
  traces: ['time', 'unit', 'rate', 'companion'],
  curve: ['time', 'mean_distance'],
  weights: ['i', 'j', 'W'],
};
const RESULTS = ['g', 'session', 'lambda_published'];

/** Units of the graph. */
const NODES = 20;
/** Time that traces are shown for, in ms. */
const SHOWN = 2000;
/** Height of a trace, of the distance between two. */
const HEIGHT = 0.45;

/** The session whose runs are drawn. */
const sessionOf = ({ parameters }: Subject): number =>
  typeof parameters.session === 'number' ? parameters.session : 1;

/** A run of that session, with its g and its colour. */
interface Shown {
  readonly g: number;
  readonly colour: string;
  readonly columns: OfRun['columns'];
}

function runsOf(data: FigureData, table: string): readonly Shown[] {
  const g = data.numbers('results', 'g').values;
  const runs = [...data.ofRuns(table)].sort((a, b) => g[a.row] - g[b.row]);
  const colours = categoryColours(runs.length);
  return runs.map(({ row, columns }, i) => ({ g: g[row], colour: colours[i], columns }));
}

function networkPanel(data: FigureData): Panel {
  const [
    {
      columns: { i, j, W },
    } = { columns: { i: [], j: [], W: [] } },
  ] = runsOf(data, 'weights');
  const edges = Array.from(W, (weight, row) => ({ from: j[row], to: i[row], weight })).filter(
    ({ from, to }) => from < NODES && to < NODES,
  );
  const nodes = Array.from({ length: Math.min(NODES, Number(data.subject.parameters.N)) }, () => ({}));
  const size = { ...data.size, width: data.size.width / 2 };
  return graphPanel({ nodes, edges, weight: { name: 'W', type: 'f64', symbol: 'W' }, heads: 'signs' }, size, 'a');
}

/** One unit of the pair at each g, one above the other. */
function tracesPanel(data: FigureData): Panel {
  const runs = runsOf(data, 'traces');
  const marks = runs.flatMap(({ colour, columns: { time, unit, rate, companion } }, place): readonly Mark[] => {
    const rows = [...time.keys()].filter((row) => unit[row] === unit[0] && time[row] <= SHOWN);
    const x = rows.map((row) => time[row]);
    const line = (values: Float64Array) => ({
      kind: 'line' as const,
      x,
      y: rows.map((row) => place + HEIGHT * values[row]),
      colour,
    });
    return [line(rate), { ...line(companion), dash: [3, 2] }];
  });
  return {
    title: 'b',
    share: 1,
    x: { title: 'time t (ms)', ticks: 4 },
    y: { title: 'g', labels: runs.map(({ g }) => numberWords(g)), domain: [-0.6, runs.length - 0.4] },
    marks,
  };
}

function distancePanel(data: FigureData): Panel {
  const marks = runsOf(data, 'curve')
    .filter(({ columns }) => columns.mean_distance.some(Number.isFinite))
    .map(({ colour, columns: { time, mean_distance: y } }): Mark => ({ kind: 'line', x: time, y, colour }));
  return {
    title: 'c',
    share: 0.8,
    x: { title: 'time t (ms)', ticks: 4 },
    y: { title: 'mean distance m(t)', hasZero: true },
    marks,
  };
}

/** The estimates of all sessions; where there is none the cell is light grey, which the map does not have. */
function estimatesPanel(data: FigureData): Panel {
  const [g, session, value] = RESULTS.map((column) => data.numbers('results', column).values);
  const [gains, sessions] = [g, session].map((values) => [...new Set(values)].sort((a, b) => a - b));
  const values = new Float64Array(gains.length * sessions.length).fill(Number.NaN); // [sessions, gains]
  for (const [row, one] of value.entries()) {
    const above = sessions.length - 1 - sessions.indexOf(session[row]);
    values[above * gains.length + gains.indexOf(g[row])] = one;
  }
  const most = rangeOf(values)[1];
  const [x, y] = [gains, sessions].map(({ length }): readonly [number, number] => [-0.5, length - 0.5]);
  return {
    title: 'd',
    share: 0.8,
    x: { title: 'synaptic upscaling g', labels: gains.map(numberWords), domain: x },
    y: { title: 'session', labels: sessions.map(String), domain: y },
    marks: [
      pictureMark({
        values,
        rows: sessions.length,
        columns: gains.length,
        range: [0, most],
        title: 'λ (1/s)',
        x,
        y,
        colours: { map: 'viridis', domain: [0, most > 0 ? most : 1] },
      }),
    ],
  };
}

export const PUBLISHED_FIGURE: FigureDescription = {
  name: 'final_figure',
  title: 'chaos under synaptic upscaling',
  meaning:
    'the figure of the paper: a, some units of the network; b, a unit of a pair at each g, base solid and companion dashed; c, mean distance of the pairs that diverged; d, the published estimate of each session and g, light grey where there is none',
  isExtra: true,
  needs(subject) {
    const has = (table: string) => subject.tablesOfRuns?.some(({ name }) => name === table) === true;
    const others = subject.axes.filter((axis) => axis !== 'g' && axis !== 'session');
    const tables = Object.keys(COLUMNS);
    if (!subject.axes.includes('g') || others.length > 0 || !tables.every(has)) return undefined;
    const where = { column: 'session', value: sessionOf(subject) };
    return [
      { kind: 'columns', table: 'results', columns: RESULTS },
      ...tables.map((table) => ({ kind: 'ofRuns' as const, table, columns: COLUMNS[table], where })),
    ];
  },
  draw(data) {
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      notes: [`a to c: session ${sessionOf(data.subject)}; c has the colours of b`],
      panels: [
        [networkPanel(data), tracesPanel(data)],
        [distancePanel(data), estimatesPanel(data)],
      ],
    });
  },
};
