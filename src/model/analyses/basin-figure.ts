/** The figure of what `msm analyse --analysis basins` left: how large the basins are, of which patterns, and what is no fixed point. */
import { type FigureData, type FigureDescription, hasColumns } from '../../figure/figure.js';
import { type GalleryImage, galleryPanel, imageSides } from '../../figure/gallery.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';

const TABLE = 'analysis/basins';
const STATES = 'analysis/basin_states';
const COLUMNS = ['attractor', 'starts', 'share', 'share_low', 'share_high', 'pattern', 'overlap'] as const;

/** Basins that are shown, and attractors that are shown as images. */
const MOST = 100;
const IMAGES = 8;

interface Shown {
  readonly at: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly overlap: number;
}

function shownOf(data: FigureData): {
  readonly points: readonly Shown[];
  readonly others: readonly string[];
  readonly count: number;
} {
  const [at, share, low, high, overlap] = ['attractor', 'share', 'share_low', 'share_high', 'overlap'].map(
    (name) => data.numbers(TABLE, name).values,
  );
  const status = data.words(TABLE, 'status');
  const rows = Array.from(at.keys());
  const points = rows.filter((row) => Number.isFinite(overlap[row]));
  const others = rows.filter((row) => !Number.isFinite(overlap[row]));
  return {
    points: points
      .slice(0, MOST)
      .map((row) => ({ at: at[row], share: share[row], low: low[row], high: high[row], overlap: overlap[row] })),
    others: others.map((row) => `${numberWords(100 * share[row])} % of the starts: ${status[row]}`),
    count: points.length,
  };
}

/** Shares by rank, with their intervals; those of mirror images apart. */
function sharesPanel(points: readonly Shown[]): Panel {
  const marksOf = (own: readonly Shown[], label: string, colour: string): Mark => ({
    kind: 'points',
    x: own.map(({ at }) => at),
    y: own.map(({ share }) => share),
    reach: { low: own.map(({ low }) => low), high: own.map(({ high }) => high) },
    label,
    colour,
  });
  return {
    share: 0.4,
    x: {
      title: 'attractor, by the size of its basin',
      isWhole: true,
      domain: [-0.5, Math.max(1, points.length) - 0.5],
    },
    y: { title: 'share of starts', hasZero: true },
    marks: [
      marksOf(
        points.filter(({ overlap }) => overlap >= 0),
        'nearest to a pattern',
        COLOURS.blue,
      ),
      marksOf(
        points.filter(({ overlap }) => overlap < 0),
        'nearest to a mirror image',
        COLOURS.vermillion,
      ),
    ],
  };
}

/** How much each attractor is like the pattern that it is nearest to. */
const likenessPanel = (points: readonly Shown[], domain: readonly [number, number], symbol: string): Panel => ({
  share: 0.25,
  x: { title: 'attractor, by the size of its basin', isWhole: true, domain },
  y: { title: `|${symbol}|`, domain: [0, 1.04] },
  marks: [
    {
      kind: 'bars',
      from: points.map(({ at }) => at - 0.4),
      to: points.map(({ at }) => at + 0.4),
      height: points.map(({ overlap }) => Math.abs(overlap)),
      colour: COLOURS.grey,
    },
  ],
});

/** The attractors with the largest basins as images, if states are square ones. */
function imagePanels(data: FigureData, points: readonly Shown[]): readonly Panel[] {
  const { values, shape } = data.array(STATES, 'sigma');
  const n = shape[1] ?? 0;
  const sides = imageSides(n);
  if (sides[0] < 2 || points.length === 0) return [];
  const pattern = data.numbers(TABLE, 'pattern').values;
  const images = points.slice(0, IMAGES).map(({ at, overlap }): GalleryImage => {
    const label = `${overlap < 0 ? '−' : ''}${pattern[at]}`;
    return { values: values.subarray(at * n, (at + 1) * n), label };
  });
  const heading = 'largest basins; numbers: nearest patterns, − mirrored';
  const colours = { map: 'grey', domain: [-1, 1] } as const;
  return [galleryPanel({ groups: [{ heading, images, colours }], sides, aRow: IMAGES }, data.size)];
}

export const BASIN_FIGURE: FigureDescription = {
  name: 'basins',
  title: 'attractors and their basins',
  meaning:
    'share of random starts that end at each attractor with its 95 % interval, and how much the attractor is like the nearest pattern',
  after: { analysis: 'basins', kind: 'run' },
  needs: (subject) =>
    subject.kind === 'run' &&
    hasColumns(subject, TABLE, [...COLUMNS, 'status']) &&
    hasColumns(subject, STATES, ['sigma'])
      ? [
          { kind: 'columns', table: TABLE, columns: [...COLUMNS, 'status'] },
          { kind: 'array', table: STATES, value: 'sigma' },
        ]
      : undefined,
  draw(data) {
    const { points, others, count } = shownOf(data);
    const { symbol = 'overlap' } = data.numbers(TABLE, 'overlap');
    const starts = data.numbers(TABLE, 'starts').values;
    const total = starts.reduce((sum, one) => sum + one, 0);
    const shares = sharesPanel(points);
    const panels =
      points.length === 0
        ? [shares]
        : [
            shares,
            likenessPanel(points, shares.x.domain as readonly [number, number], symbol),
            ...imagePanels(data, points),
          ];
    const found = `${numberWords(total)} random starts, ${count} ${count === 1 ? 'attractor' : 'attractors'}`;
    const unseen = data
      .numbers(TABLE, 'overlap')
      .values.filter((overlap, row) => Number.isFinite(overlap) && starts[row] === 1);
    const missing = `${numberWords((100 * unseen.length) / total)} % of all starts lead to attractors that were not found (Good and Turing)`;
    const notes = [points.length < count ? `${found}, the first ${points.length} shown` : found, missing, ...others];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};
