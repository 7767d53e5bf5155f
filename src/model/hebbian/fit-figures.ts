/** Curves and surfaces through the runs of a sweep, by the keys of the published collector (spec sections 10.3 and 10.4). */
import type { Elementary } from '../../analysis/elementary.js';
import {
  bestPolynomialFit,
  type Fit,
  logLogFit,
  polynomialFit,
  powerLawFit,
  purePowerFit,
  surfaceFit,
} from '../../analysis/fits.js';
import { meanOf } from '../../analysis/statistics.js';
import type { FigureData, FigureDescription } from '../../figure/figure.js';
import { mapOf, pictureMark } from '../../figure/heat-map.js';
import type { Mark } from '../../figure/marks.js';
import { anchorsOf, COLOURS } from '../../figure/palette.js';
import type { Panel, Axis as PanelAxis } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { axisTitle, numberWords } from '../../figure/text.js';
import { RESULTS, variedAxes } from '../../figure/varying.js';
import { DASHED } from './figure-words.js';
import {
  alike,
  pointsNeeded,
  type Quantity,
  type RunPoint,
  runPoints,
  STD,
  theoryAt,
  untheoreticalNote,
  VARIANCE,
} from './fluctuations.js';
import type { Axis } from './theory-curves.js';

const SMOOTH = 100;

const smooth = (values: readonly number[]): readonly number[] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return Array.from({ length: SMOOTH }, (_, i) => low + ((high - low) * i) / (SMOOTH - 1));
};

/** A coefficient by its name. */
const of = ({ coefficients }: Fit, name: string): number =>
  coefficients.find((one) => one.name === name)?.value ?? Number.NaN;

const power = (x: number, exponent: number, f: Elementary): number => f.exp(exponent * f.log(x));

/** `y = a x^b: a = 0.2, b = -1, r² = 0.99`. */
const fitWords = ({ equation, coefficients, rSquared }: Fit): string =>
  `${equation}: ${[...coefficients.map(({ name, value }) => `${name} = ${numberWords(value)}`), ...(rSquared === null ? [] : [`r² = ${numberWords(rSquared)}`])].join(', ')}`;

const axis = (data: FigureData, name: Axis): PanelAxis => ({ title: axisTitle(data.numbers(RESULTS, name)) });

const MANY_DECADES = 100;

const runs = (x: readonly number[], y: readonly number[]): Mark => ({
  kind: 'points',
  x,
  y,
  colour: COLOURS.blue,
  label: 'runs',
  opacity: 0.6,
});

/** Value of a polynomial, its coefficients from the highest power on. */
const polynomial = ({ coefficients }: Fit, x: number): number =>
  coefficients.reduce((sum, { value }) => sum * x + value, 0);

/** The formula at each run, where neither neurons nor anything else but K differs, as a curve over the load. */
function theoryOverLoad(points: readonly RunPoint[], quantity: Quantity): readonly Mark[] {
  const groups = alike(points, 'K');
  if (groups.length > 1) return [];
  const x = smooth(points.map(({ K }) => K));
  const y = x.map((K) => theoryAt(points[0], quantity, 'K', K));
  return [
    {
      kind: 'line',
      x: x.map((K) => K / points[0].N),
      y,
      colour: COLOURS.black,
      dash: DASHED,
      label: 'published formula',
    },
  ];
}

/** Against the load: the best polynomial and a power law. */
function loadFit(name: string, quantity: Quantity): FigureDescription {
  const title = `${quantity.words} against the load`;
  const meaning = `${quantity.words} of the distance against α = K/N with a polynomial and a power law through the runs`;
  return {
    name,
    title,
    meaning,
    isExtra: true,
    needs: (subject) => pointsNeeded(subject, quantity, 'K') ?? pointsNeeded(subject, quantity, 'N'),
    draw(data) {
      const points = runPoints(data, quantity);
      const [x, y] = [points.map(({ K, N }) => K / N), points.map((point) => point.y)];
      const most = Math.min(3, new Set(x).size - 1);
      const polynomials = Array.from({ length: Math.max(1, most) }, (_, d) => polynomialFit(x, y, d + 1));
      const [best, law] = [bestPolynomialFit(x, y), powerLawFit(x, y, data.f)];
      const [low, high] = rangeOf(y);
      const places = smooth(x);
      const marks: readonly Mark[] = [
        runs(x, y),
        {
          kind: 'line',
          x: places,
          y: places.map((at) => polynomial(best, at)),
          colour: COLOURS.vermillion,
          label: 'polynomial',
        },
        {
          kind: 'line',
          x: places,
          y: places.map((at) => of(law, 'a') * power(at, of(law, 'b'), data.f)),
          colour: COLOURS.green,
          label: 'a αᵇ',
        },
        ...theoryOverLoad(points, quantity),
      ];
      const degrees = polynomials.map(
        ({ rSquared }, d) => `${d + 1}: ${rSquared === null ? 'none' : numberWords(rSquared)}`,
      );
      return panelFigure(data, {
        title,
        meaning,
        panels: [
          {
            share: 0.6,
            x: { title: 'load α = K/N' },
            y: { title: quantity.title, isLog: low > 0 && high > MANY_DECADES * low },
            marks,
          },
        ],
        notes: [
          fitWords(law).replaceAll('x', 'α'),
          `r² of the polynomials by their degree, ${degrees.join(', ')}`,
          ...untheoreticalNote(data),
        ],
      });
    },
  };
}

/** Places of a surface on each side. */
const CELLS = 120;

/** Cells of a function over both axes, the largest y on top. */
function cellsOf(
  x: readonly [number, number],
  y: readonly [number, number],
  at: (x: number, y: number) => number,
): Float64Array {
  const place = ([low, high]: readonly [number, number], i: number): number => low + ((i + 0.5) * (high - low)) / CELLS;
  return Float64Array.from({ length: CELLS * CELLS }, (_, cell) =>
    at(place(x, cell % CELLS), place(y, CELLS - 1 - Math.floor(cell / CELLS))),
  );
}

/** The parameters over which runs stand: neurons and patterns, or the synaptic time constant where all have the same neurons. */
const acrossOf = (data: FigureData): 'N' | 'tau_J' => (data.subject.axes.includes('N') ? 'N' : 'tau_J');

/** Means over the runs of each place as points on a surface, in the colours of one scale. */
function surfacePanel(
  data: FigureData,
  quantity: Quantity,
  points: readonly RunPoint[],
  at: (across: number, K: number) => number,
): Panel {
  const across = acrossOf(data);
  const places = new Map<string, RunPoint[]>();
  for (const point of points) {
    const key = `${point[across]} ${point.K}`;
    places.set(key, [...(places.get(key) ?? []), point]);
  }
  const groups = [...places.values()];
  const x = groups.map(([first]) => first[across]);
  const y = groups.map(([{ K }]) => K);
  const means = groups.map((group) => meanOf(group.map((point) => point.y)));
  const ends = (values: readonly number[]): readonly [number, number] => {
    const [low, high] = rangeOf(values);
    const by = 0.06 * (high - low || Math.abs(high) || 1);
    return [Math.max(low / 2, low - by), high + by];
  };
  const [endX, endY] = [ends(x), ends(y)];
  const surface = cellsOf(endX, endY, at);
  // the colours of the runs; where the surface leaves them it has those of the ends
  const { map, domain } = mapOf(rangeOf(means));
  return {
    share: 0.75,
    x: { ...axis(data, across), domain: endX },
    y: { ...axis(data, 'K'), domain: endY },
    marks: [
      pictureMark({
        values: surface,
        rows: CELLS,
        columns: CELLS,
        range: domain,
        title: quantity.title,
        x: endX,
        y: endY,
        colours: { map, domain },
      }),
      {
        kind: 'points',
        x,
        y,
        size: 90,
        isOutlined: true,
        coloured: { values: means, title: quantity.title, domain, range: anchorsOf(map) },
      },
    ],
  };
}

const needing =
  (quantity: Quantity): FigureDescription['needs'] =>
  (subject) =>
    pointsNeeded(subject, quantity, 'N', 'K') ?? pointsNeeded(subject, quantity, 'tau_J', 'K');

const HOW = 'points: means of the runs at each place';

/** Runs over two parameters on the surface of the published formula. */
function overTwo(name: string, quantity: Quantity): FigureDescription {
  const title = `${quantity.words} over two parameters`;
  const meaning = `${quantity.words} of the distance over patterns and neurons, or the synaptic time constant, on the surface of the published formula`;
  return {
    name,
    aliases: [`${name}_alpha`],
    title,
    meaning,
    isExtra: true,
    needs: needing(quantity),
    draw(data) {
      const points = runPoints(data, quantity);
      const across = acrossOf(data);
      const [first] = points;
      const at = (x: number, K: number): number => theoryAt({ ...first, K, isLoad: false }, quantity, across, x);
      const others = variedAxes(data.subject).filter((one) => one !== across && one !== 'K');
      const of = others.length === 0 ? '' : ` at ${others.map((one) => `${one} = ${first.varied[one]}`).join(', ')}`;
      return panelFigure(data, {
        title,
        meaning,
        panels: [surfacePanel(data, quantity, points, at)],
        notes: [`${HOW}; surface: published formula for long times${of}`, ...untheoreticalNote(data)],
      });
    },
  };
}

/** The surface through the runs and its fits. */
function surfaceOf(
  points: readonly RunPoint[],
  across: 'N' | 'tau_J',
  f: Elementary,
): { readonly at: (x: number, K: number) => number; readonly fits: readonly Fit[] } {
  const [K, y] = [points.map((point) => point.K), points.map((point) => point.y)];
  if (across === 'N') {
    const [line, pure] = [logLogFit(K, y, f), purePowerFit(K, y, f)];
    return { at: (_, k) => of(line, 'a') * power(k, of(line, 'b'), f), fits: [line, pure] };
  }
  const fit = surfaceFit(
    K,
    points.map(({ tau_J }) => tau_J),
    y,
    f,
  );
  const [a, g, d, b] = ['a', 'g', 'd', 'b'].map((name) => of(fit, name));
  return { at: (tauJ, k) => a * power(k, g, f) * power(tauJ, d, f) + b, fits: [fit] };
}

/** Runs over two parameters on the surface that was fitted to them. */
function fittedOverTwo(name: string, quantity: Quantity): FigureDescription {
  const title = `${quantity.words} over two parameters, fitted`;
  const meaning = `${quantity.words} of the distance over patterns and neurons, or the synaptic time constant, on a surface fitted to the runs`;
  return {
    name,
    aliases: [`${name}_alpha`],
    title,
    meaning,
    isExtra: true,
    needs: needing(quantity),
    draw(data) {
      const points = runPoints(data, quantity);
      const { at, fits } = surfaceOf(points, acrossOf(data), data.f);
      const words = fits.map(fitWords);
      const shown =
        fits.length > 1
          ? [`surface: ${words[0].replaceAll('x', 'K')}`, `without a factor ${words[1].replaceAll('x', 'K')}`]
          : [`surface: ${words[0].replace('x1', 'K').replace('x2', "τ'")}`];
      return panelFigure(data, {
        title,
        meaning,
        panels: [surfacePanel(data, quantity, points, at)],
        notes: [HOW, ...shown],
      });
    },
  };
}

/** Parameters of which one alone may vary. */
const SCALED: readonly Axis[] = ['N', 'K', 'tau_J', 'rho'];

/** The one parameter along which runs scale. */
const scaledBy = (axes: readonly string[]): Axis | undefined => {
  const varied = SCALED.filter((name) => axes.includes(name));
  return varied.length === 1 ? varied[0] : undefined;
};

/** One point a run against the parameter that varies, and a power law. */
function scaling(name: string, quantity: Quantity, aliases: readonly string[] = []): FigureDescription {
  const title = `scaling of the ${quantity.words}`;
  const meaning = `${quantity.words} of each run against the parameter that varies, with a power law and the published formula`;
  return {
    name,
    aliases,
    title,
    meaning,
    isExtra: true,
    needs(subject) {
      const x = scaledBy(subject.axes);
      return x === undefined || x === 'rho' ? undefined : pointsNeeded(subject, quantity, x);
    },
    draw(data) {
      const along = scaledBy(data.subject.axes) as Axis;
      const points = runPoints(data, quantity);
      const [x, y] = [points.map((point) => point[along]), points.map((point) => point.y)];
      const [law, line] = [powerLawFit(x, y, data.f), logLogFit(x, y, data.f)];
      const places = smooth(x);
      const marks: readonly Mark[] = [
        runs(x, y),
        {
          kind: 'line',
          x: places,
          y: places.map((at) => of(law, 'a') * power(at, of(law, 'b'), data.f)),
          colour: COLOURS.vermillion,
          label: 'power law',
        },
        {
          kind: 'line',
          x: places,
          y: places.map((at) => theoryAt(points[0], quantity, along, at)),
          colour: COLOURS.black,
          dash: DASHED,
          label: 'published formula',
        },
      ];
      return panelFigure(data, {
        title,
        meaning,
        panels: [{ share: 0.6, x: axis(data, along), y: { title: quantity.title }, marks }],
        notes: [fitWords(law), fitWords(line), ...untheoreticalNote(data)],
      });
    },
  };
}

export const FIT_FIGURES: readonly FigureDescription[] = [
  loadFit('alpha_std_fit', STD),
  loadFit('alpha_var_fit', VARIANCE),
  overTwo('3d_std', STD),
  overTwo('3d_var', VARIANCE),
  fittedOverTwo('3d_std_fit', STD),
  fittedOverTwo('3d_var_fit', VARIANCE),
  scaling('fluctuation_scaling_std', STD, ['scaling']),
  scaling('fluctuation_scaling_variance', VARIANCE),
];
