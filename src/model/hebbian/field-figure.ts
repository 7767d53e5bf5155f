/** The external field as a picture: the pattern that is shown, entry by entry, over time. */
import { shownShares } from '../../analysis/shown-shares.js';
import {
  type Course,
  type FigureData,
  type FigureDescription,
  hasColumns,
  type Need,
  type Subject,
} from '../../figure/figure.js';
import { coursePanel, MOST_TILES } from '../../figure/heat-map.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';

const NEEDS: readonly Need[] = [
  { kind: 'columns', table: 'timeseries', columns: ['time', 'pattern'] },
  { kind: 'array', table: 'state', value: 'patterns' },
];

/** The field of each neuron, in tiles of several steps the mean of it. */
function courseOf(data: FigureData): Course {
  const [time, pattern] = ['time', 'pattern'].map((column) => data.numbers('timeseries', column));
  const { shape, values: xi } = data.array('state', 'patterns'); // [N, K]
  const [N, K = 1] = shape;
  const columns = Math.max(1, Math.min(pattern.values.length, MOST_TILES));
  const shares = shownShares(pattern.values, K, columns);
  const values = new Float64Array(N * columns); // [N, columns]
  for (let i = 0; i < N; i++) {
    for (let c = 0; c < columns; c++) {
      for (let mu = 0; mu < K; mu++) values[i * columns + c] += shares[mu * columns + c] * xi[i * K + mu];
    }
  }
  return {
    name: 'field',
    symbol: 'ξ',
    type: 'f64',
    values,
    rows: N,
    columns,
    entries: N,
    records: pattern.values.length,
    range: rangeOf(xi),
    axis: time,
    from: time.values[0] ?? 0,
    to: time.values[time.values.length - 1] ?? 0,
    isRegular: true,
    of: 'neuron',
  };
}

export const FIELD_FIGURE: FigureDescription = {
  name: 'external_fields',
  title: 'external field',
  meaning: 'pattern shown to each neuron over time, without the gain u',
  needs: (subject: Subject) =>
    hasColumns(subject, 'timeseries', ['pattern']) && hasColumns(subject, 'state', ['patterns']) ? NEEDS : undefined,
  draw(data) {
    const { panel, notes } = coursePanel(courseOf(data));
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};
