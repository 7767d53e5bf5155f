/** Which pattern was shown when, beside the images of the patterns. */
import { shownShares } from '../../analysis/shown-shares.js';
import { type FigureData, type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { galleryPanel } from '../../figure/gallery.js';
import { coursePanel, MOST_TILES } from '../../figure/heat-map.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { SERIES } from '../recording/tables.js';
import { patternGroup, standing } from './image-parts.js';

/** Rows of patterns that can be told apart. */
const MOST_ROWS = 100;

/** A row a pattern, along the steps. */
function timesPanel(data: FigureData, shown: Float64Array, count: number): { panel: Panel; notes: readonly string[] } {
  const step = data.numbers(SERIES, 'step');
  const rows = Math.min(count, MOST_ROWS);
  const columns = Math.min(shown.length, MOST_TILES);
  const { panel } = coursePanel({
    name: 'share',
    symbol: columns < shown.length ? 'share' : 'shown',
    type: 'f64',
    values: shownShares(shown, rows, columns),
    rows,
    columns,
    entries: rows,
    records: shown.length,
    range: [0, 1],
    axis: step,
    from: step.values[0],
    to: step.values[shown.length - 1],
    isRegular: true,
    of: 'pattern',
  });
  const hidden = rows < count ? [`the first ${rows} of ${count} patterns`] : [];
  const stretches = columns < shown.length ? [`shares of the records in ${columns} stretches`] : [];
  return { panel, notes: [...stretches, ...hidden] };
}

const needsOf = (subject: Subject): readonly Need[] | undefined =>
  subject.kind === 'run' && hasColumns(subject, SERIES, ['step', 'pattern'])
    ? [
        { kind: 'columns', table: SERIES, columns: ['step', 'pattern'] },
        ...(subject.inputs.includes('patterns') ? [{ kind: 'input', key: 'patterns' } as const] : []),
      ]
    : undefined;

export const SHOWN_FIGURE: FigureDescription = {
  name: 'pattern',
  title: 'patterns as they are shown',
  meaning:
    'the steps at which each pattern is shown, and above the patterns with the share of all records at which they are',
  needs: needsOf,
  draw(data) {
    const shown = data.numbers(SERIES, 'pattern').values;
    const [, last] = rangeOf(shown);
    const group = data.subject.inputs.includes('patterns') ? patternGroup(data, 'patterns', 'patterns') : undefined;
    const count = Math.max(group?.count ?? 0, Number.isNaN(last) ? 0 : last + 1);
    const { panel, notes } = timesPanel(data, shown, count);
    const gallery = (): readonly Panel[] => {
      if (group === undefined) return [];
      const of = (at: number): number => shown.reduce((sum, pattern) => sum + (pattern === at ? 1 : 0), 0);
      const images = group.images.map((image, at) => {
        const share = Math.round((100 * of(at)) / shown.length);
        return { ...image, label: `${at}: ${share}%` };
      });
      const n = data.input('patterns').shape[1];
      return [galleryPanel({ groups: [{ ...group, images }], ...standing(n, images.length) }, data.size)];
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [...gallery(), panel], notes });
  },
};
