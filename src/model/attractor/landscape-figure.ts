/** The learning regimes of a sweep over evidence level and temperature: maps of what runs report, with contours (simulation 2 of the paper). */
import { cellPanel, folded } from '../../figure/cell-map.js';
import { contour, levels, medianFiltered } from '../../figure/contours.js';
import { type FigureData, type FigureDescription, hasColumns } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import type { MapName } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';

const RESULTS = 'results';
const COUNT = 'attractors';

/** Scales and levels as published. */
const MAPS: readonly {
  readonly column: string;
  readonly title: string;
  readonly map: MapName;
  readonly domain: readonly [number, number];
  readonly levels: number;
}[] = [
  { column: 'retrieval_gain', title: 'retrieval gain', map: 'diverging', domain: [-0.35, 0.35], levels: 15 },
  { column: 'generalisation_gain', title: 'generalisation gain', map: 'diverging', domain: [-0.1, 0.1], levels: 11 },
  {
    column: 'attractor_orthogonality_published',
    title: 'orthogonality (degrees)',
    map: 'viridis',
    domain: [0, 60],
    levels: 11,
  },
  { column: COUNT, title: 'number of attractors', map: 'viridis', domain: [0, 10], levels: 11 },
];

const THIN = 0.5;
const THICK = 1.4;

/** Contours of a map at its levels; that at zero is thicker. */
function contourMarks(
  cells: { readonly values: Float64Array; readonly rows: number; readonly columns: number },
  at: readonly number[],
): readonly Mark[] {
  const values = medianFiltered(cells);
  return at.map(
    (level): Mark => ({
      kind: 'segments',
      ...contour({ ...cells, values }, level),
      width: isZero(level) ? THICK : THIN,
    }),
  );
}

/** Levels are sums of fractions. */
const isZero = (level: number): boolean => Math.abs(level) < 1e-9;

function mapPanel(
  data: FigureData,
  { column, title, map, domain, levels: count }: (typeof MAPS)[number],
  isLeft: boolean,
): Panel {
  const [e, beta, all, attractors] = ['e', 'beta', column, COUNT].map((name) => data.numbers(RESULTS, name).values);
  // angles between attractors mean nothing where there is one
  const shown = column.includes('orthogonality')
    ? all.map((value, run) => (attractors[run] <= 1 ? Number.NaN : value))
    : all;
  const { xs, ys, values } = folded(e, beta, shown);
  const panel = cellPanel({
    values,
    x: { title: 'evidence level e', labels: xs.map(numberWords) },
    y: { title: 'β', labels: ys.map((value) => Number(value.toPrecision(2)).toString()) },
    title: '',
    colours: { map, domain },
    name: title,
  });
  const lines = contourMarks({ values, rows: ys.length, columns: xs.length }, levels(...domain, count));
  return {
    ...panel,
    share: 0.9,
    y: { ...panel.y, ...(!isLeft && { title: null }) },
    marks: [...panel.marks, ...lines],
  };
}

export const LANDSCAPE_FIGURE: FigureDescription = {
  name: 'landscape',
  title: 'learning regimes',
  meaning:
    'retrieval, generalisation, orthogonality of the attractors and their number over evidence level and inverse temperature, means over the runs of a cell; contours after a 3 × 3 median filter',
  instead: MAPS.map(({ column }) => column).concat('attractor_orthogonality'),
  needs: (subject) =>
    subject.kind === 'sweep' &&
    ['e', 'beta'].every((axis) => subject.axes.includes(axis)) &&
    hasColumns(subject, RESULTS, ['e', 'beta', ...MAPS.map(({ column }) => column)])
      ? [{ kind: 'columns', table: RESULTS, columns: ['e', 'beta', ...MAPS.map(({ column }) => column)] }]
      : undefined,
  draw(data) {
    const [a, b, c, d] = MAPS.map((one, at) => mapPanel(data, one, at % 2 === 0));
    const notes = [
      'contours after a 3 × 3 median filter, that at 0 thicker; orthogonality where there is more than one attractor',
    ];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels: [
        [a, b],
        [c, d],
      ],
      notes,
    });
  },
};
