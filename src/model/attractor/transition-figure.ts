/** The order in which a free run goes through the patterns, as a graph. */
import { type FigureDescription, hasColumns } from '../../figure/figure.js';
import { type GraphEdge, type GraphNode, graphPanel } from '../../figure/graph.js';
import { CATEGORIES } from '../../figure/palette.js';
import { panelFigure } from '../../figure/panels.js';

const TABLE = 'transitions';
const COLUMNS = ['from', 'to', 'count'] as const;

export const TRANSITION_FIGURE: FigureDescription = {
  name: 'transitions',
  title: 'transitions between the patterns',
  meaning:
    'patterns of the decoded free run, the larger the more of its steps they have; arrows: of the steps at a pattern the share after which another follows, loops: the share after which it stays',
  needs: (subject) =>
    hasColumns(subject, TABLE, COLUMNS) ? [{ kind: 'columns', table: TABLE, columns: COLUMNS }] : undefined,
  draw(data) {
    const [from, to, count] = COLUMNS.map((name) => data.numbers(TABLE, name).values);
    const k = Math.round(Math.sqrt(count.length));
    const steps = new Float64Array(k);
    for (const [row, times] of count.entries()) steps[from[row]] += times;
    const most = Math.max(1, ...steps);
    const nodes = Array.from(steps, (own, at): GraphNode => {
      const colour = k <= CATEGORIES.length ? { colour: CATEGORIES[at] } : {};
      return { label: `pattern ${at}`, size: 0.3 + own / most, ...colour, about: { steps: own } };
    });
    const edges = Array.from(count.keys())
      .filter((row) => count[row] > 0)
      .map((row): GraphEdge => ({ from: from[row], to: to[row], weight: count[row] / steps[from[row]] }));
    const weight = { name: 'share', symbol: 'share of steps', type: 'f64' } as const;
    const colours = { domain: [0, 1] as const, range: ['#ccd3da', '#1a1a1a'] };
    const panel = graphPanel({ nodes, edges, weight, colours }, data.size);
    const left = edges.filter((edge) => edge.from !== edge.to).length;
    const notes = [`${left} of ${k * (k - 1)} transitions to another pattern occur`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};
