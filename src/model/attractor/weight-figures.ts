/** Figures of the weights after the last step: their parts on one scale, and their eigenvalues. */
import { type ArrayValues, type FigureDescription, hasColumns } from '../../figure/figure.js';
import { matrixPanel } from '../../figure/heat-map.js';
import type { Mark, Picture } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';

const TABLE = 'couplings';
const PARTS = [
  { column: 'J', title: 'J' },
  { column: 'J_symmetric', title: 'J† (symmetric)' },
  { column: 'J_antisymmetric', title: 'J‡ (antisymmetric)' },
] as const;

/** `name = value`, of the numbers that there are. */
const said = (numbers: readonly (readonly [string, number | null | undefined])[]): readonly string[] => {
  const known = numbers.flatMap(([name, value]) =>
    typeof value === 'number' ? [`${name} = ${numberWords(value)}`] : [],
  );
  return known.length === 0 ? [] : [known.join(', ')];
};

/** The three matrices side by side, one scale for all of them. */
function partPanels(parts: readonly ArrayValues[]): readonly Panel[] {
  const most = Math.max(...rangeOf(parts[0].values).map(Math.abs));
  const scale = { map: 'diverging', domain: [-most, most] } as const;
  return parts.map((part, at): Panel => {
    const { panel } = matrixPanel({ ...part, axes: ['to node i', 'from node j'] }, PARTS[at].title, scale);
    const isLast = at === parts.length - 1;
    const marks = (panel.marks as readonly Picture[]).map((mark) => (isLast ? mark : { ...mark, colours: undefined }));
    return { ...panel, marks, y: { ...panel.y, title: at === 0 ? panel.y.title : null } };
  });
}

const WEIGHTS: FigureDescription = {
  name: 'weights',
  title: 'weights and their parts',
  meaning:
    'weights after the last step, their symmetric part, which carries the potential, and their antisymmetric part, the circulating flow, on one scale centred at zero',
  instead: ['state_J'],
  needs: (subject) =>
    hasColumns(
      subject,
      TABLE,
      PARTS.map(({ column }) => column),
    )
      ? PARTS.map(({ column }) => ({ kind: 'array', table: TABLE, value: column }))
      : undefined,
  draw(data) {
    const parts = PARTS.map(({ column }): ArrayValues => ({ ...data.array(TABLE, column), symbol: 'weight' }));
    const { asymmetry, frobenius } = data.subject.summary;
    const notes = said([
      ['asymmetry |J − Jᵀ|/|J|', asymmetry],
      ['|J|', frobenius],
    ]);
    const { title, meaning } = this;
    return panelFigure(data, { title, meaning, panels: [partPanels(parts)], notes });
  },
};

/** The largest eigenvalue that is one of a complex pair, if it leads: the rhythm of a free run follows from it. */
function leadingPair(real: Float64Array, imaginary: Float64Array): readonly Mark[] {
  if (!(Math.abs(imaginary[0]) > 0)) return [];
  const two = [0, 1];
  return [
    {
      kind: 'points',
      x: two.map((at) => real[at]),
      y: two.map((at) => imaginary[at]),
      colour: COLOURS.vermillion,
      label: 'leading pair',
    },
  ];
}

const SPECTRUM: FigureDescription = {
  name: 'spectrum',
  title: 'eigenvalues of the weights',
  meaning: 'eigenvalues of the weights after the last step in the complex plane',
  needs: (subject) =>
    hasColumns(subject, 'spectrum', ['real', 'imaginary'])
      ? [{ kind: 'columns', table: 'spectrum', columns: ['real', 'imaginary'] }]
      : undefined,
  draw(data) {
    const [real, imaginary] = ['real', 'imaginary'].map((name) => data.numbers('spectrum', name).values);
    const pair = leadingPair(real, imaginary);
    const from = pair.length === 0 ? 0 : 2;
    const panel: Panel = {
      share: 0.6,
      x: { title: 'Re λ' },
      y: { title: 'Im λ' },
      marks: [
        { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
        { kind: 'rule', axis: 'x', at: 0, colour: COLOURS.grey },
        {
          kind: 'points',
          x: real.subarray(from),
          y: imaginary.subarray(from),
          colour: COLOURS.blue,
          ...(pair.length > 0 && { label: 'others' }),
        },
        ...pair,
      ],
    };
    const { period_predicted: predicted, period } = data.subject.summary;
    const notes = said([
      ['steps of a period by the leading pair', predicted],
      ['in the free run', period],
    ]);
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

export const WEIGHT_FIGURES: readonly FigureDescription[] = [WEIGHTS, SPECTRUM];
