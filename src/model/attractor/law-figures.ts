/** Figures of the law of a node, the continuous Bernoulli law, as in the appendix of the paper. They are the same for every run. */
import type { FigureData, FigureDescription, Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import type { Elementary } from '../../kernel/elementary.js';

/** Points of a curve, as published. */
const POINTS = 100;

/** The five log-odds, or weights, of which curves are shown. */
const FIVE = [-2, -1, 0, 1, 2];
/** States of the other node. */
const OTHERS = [0.1, 0.5, 1];
/** Argument up to which the mean is shown. */
const REACH = 10;

/** Dark at both ends, so that each is seen on white. */
const SHADES = [COLOURS.blue, COLOURS.sky, COLOURS.grey, COLOURS.orange, COLOURS.vermillion];

const spread = (low: number, high: number): Float64Array =>
  Float64Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));

/** Density of the law of log-odds `t` at x in [-1, 1]: t exp(t x)/(2 sinh t), and a half at t = 0. */
const density = ({ exp }: Elementary, t: number, x: number): number =>
  t === 0 ? 0.5 : (t * exp(t * x)) / (exp(t) - exp(-t));

/** Its mean coth t - 1/t, for arguments of which none is near 0, where it would cancel. */
const mean = ({ tanh }: Elementary, t: number): number => 1 / tanh(t) - 1 / t;

const written = (value: number): string => String(value).replace('-', '−');

/** Densities over x, one for each of the five numbers: the log-odds are those times `factor`. */
function densityMarks(f: Elementary, symbol: string, factor: number): readonly Mark[] {
  const x = spread(-1, 1);
  return FIVE.map(
    (one, at): Mark => ({
      kind: 'line',
      x,
      y: x.map((value) => density(f, one * factor, value)),
      label: `${symbol} = ${written(one)}`,
      colour: SHADES[at],
    }),
  );
}

const ofRuns = ({ kind }: Subject): readonly [] | undefined => (kind === 'run' ? [] : undefined);

/** A figure that reads nothing. */
const lawFigure = (
  about: Pick<FigureDescription, 'name' | 'title' | 'meaning'>,
  panels: (data: FigureData) => readonly Panel[],
  notes: readonly string[],
): FigureDescription => ({
  ...about,
  isExtra: true,
  needs: ofRuns,
  draw: (data) => panelFigure(data, { title: about.title, meaning: about.meaning, panels: panels(data), notes }),
});

export const LAW_FIGURES: readonly FigureDescription[] = [
  lawFigure(
    {
      name: 'law_densities',
      title: 'law of a node',
      meaning: 'density of the continuous Bernoulli law on [−1, 1] at five log-odds θ',
    },
    ({ f }) => [
      {
        share: 0.6,
        x: { title: 'state σ' },
        y: { title: 'density p(σ | θ)', hasZero: true },
        marks: densityMarks(f, 'θ', 1),
      },
    ],
    ['the same for every run'],
  ),
  lawFigure(
    {
      name: 'law_likelihoods',
      title: 'likelihood of a node given another',
      meaning:
        'density of the state s of a node given the state μ of another one that reaches it through the weight w: the continuous Bernoulli law of log-odds w μ',
    },
    ({ f }) =>
      OTHERS.map((mu, at): Panel => {
        const isLast = at === OTHERS.length - 1;
        // one legend is enough
        const marks = densityMarks(f, 'w', mu).map((mark) => (at === 0 ? mark : { ...mark, label: undefined }));
        return {
          share: 0.28,
          title: `μ = ${mu}`,
          x: { title: isLast ? 'state s' : null, isBare: !isLast },
          y: { title: 'p(s | w μ)', domain: [0, 2.1] },
          marks,
        };
      }),
    ['the same for every run'],
  ),
  lawFigure(
    {
      name: 'law_mean',
      title: 'mean of the law of a node',
      meaning: 'mean L(θ) = coth θ − 1/θ of the continuous Bernoulli law, with its slope 1/3 at 0',
    },
    ({ f }) => {
      const x = spread(-REACH, REACH);
      return [
        {
          share: 0.6,
          x: { title: 'log-odds θ' },
          y: { title: 'mean L(θ)', domain: [-1, 1] },
          marks: [
            { kind: 'line', x: [-3, 3], y: [-1, 1], label: 'θ/3', colour: COLOURS.grey, dash: [4, 3] },
            { kind: 'line', x, y: x.map((t) => mean(f, t)), label: 'L(θ)', colour: COLOURS.blue },
          ],
        },
      ];
    },
    ['the same for every run'],
  ),
];
