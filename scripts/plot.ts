/** Line plots as SVG text: panels one above the other, with a common x axis or one each. For the pictures of the documentation. */

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito). */
export const COLOURS = {
  blue: '#0072b2',
  vermillion: '#d55e00',
  green: '#009e73',
  orange: '#e69f00',
  purple: '#aa4499',
  grey: '#5f6b76',
  black: '#1a1a1a',
} as const;

export interface Axis {
  /** Text with `*italic*`, `^{above}` and `_{below}`. */
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
  readonly ticks: readonly number[];
  readonly format?: (value: number) => string;
}

interface Mark {
  readonly x: ArrayLike<number>;
  readonly colour: string;
  /** Entry of the legend, if it has one. */
  readonly label?: string;
}

export interface Line extends Mark {
  readonly kind: 'line';
  readonly y: ArrayLike<number>;
  readonly width: number;
  readonly dash?: string;
}

export interface Band extends Mark {
  readonly kind: 'band';
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface Points extends Mark {
  readonly kind: 'points';
  readonly y: ArrayLike<number>;
  /** Half the length of the error bars. */
  readonly error?: ArrayLike<number>;
}

export type Series = Line | Band | Points;

export interface Panel {
  readonly height: number;
  /** Its own x axis, if it is not that of the figure. */
  readonly x?: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Where the legend stands; none if absent. */
  readonly legend?: 'top right' | 'top left' | 'bottom left' | 'bottom right';
}

export interface Figure {
  readonly width: number;
  readonly title: string;
  /** What a person who cannot see it should know. */
  readonly description: string;
  readonly x: Axis;
  readonly panels: readonly Panel[];
}

const MARGIN = { left: 86, right: 30, top: 20, bottom: 52, between: 22 };
const FONT = `'DejaVu Sans', Verdana, 'Helvetica Neue', Arial, sans-serif`;
const SIZE = 14;
const INK = '#22272e';
const FAINT = '#e7eaee';

/** From a value to a place on the picture. */
type Scale = (value: number) => number;

function scaleOf({ domain, scale }: Axis, from: number, to: number): Scale {
  const place = scale === 'log' ? Math.log10 : (value: number) => value;
  const [low, high] = domain.map(place);
  return (value) => from + ((place(value) - low) / (high - low)) * (to - from);
}

/** Two decimals are finer than any screen and keep the file small. */
const at = (value: number): string => String(Math.round(value * 100) / 100);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The small markup of labels as tspans. A shift is undone by the piece behind it. */
export function richText(text: string): string {
  let drop = 0;
  const piece = (content: string, style: string, shift: number): string => {
    const dy = shift - drop;
    drop = shift;
    return `<tspan${dy === 0 ? '' : ` dy="${at(dy)}"`}${style}>${escaped(content)}</tspan>`;
  };
  return [...text.matchAll(/\*([^*]+)\*|\^\{([^}]+)\}|_\{([^}]+)\}|[^*^_]+/g)]
    .map(([all, italic, above, below]) => {
      if (italic !== undefined) return piece(italic, ' font-style="italic"', 0);
      if (above !== undefined) return piece(above, ` font-size="${at(0.7 * SIZE)}"`, -0.38 * SIZE);
      if (below !== undefined) return piece(below, ` font-size="${at(0.7 * SIZE)}"`, 0.22 * SIZE);
      return piece(all, '', 0);
    })
    .join('');
}

/** Farthest that a drawn line may be from the points left out: less than anybody sees. */
const TOLERANCE = 0.15;

type Point = readonly [number, number];

/** The point farthest from the straight line between two others, by height. */
function farthest(points: readonly Point[], from: number, to: number): { readonly index: number; readonly by: number } {
  const [[x0, y0], [x1, y1]] = [points[from], points[to]];
  let [index, by] = [from, 0];
  for (let i = from + 1; i < to; i++) {
    const line = y0 + ((points[i][0] - x0) / (x1 - x0)) * (y1 - y0);
    const distance = Math.abs(points[i][1] - line);
    if (distance > by) [index, by] = [i, distance];
  }
  return { index, by };
}

/** Leaves out the points that nobody would miss, so that smooth curves cost a few numbers. x must ascend. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length < 3) return points;
  const isKept = new Uint8Array(points.length);
  isKept[0] = isKept[points.length - 1] = 1;
  const open: (readonly [number, number])[] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const { index, by } = farthest(points, ...span);
    if (by <= TOLERANCE) continue;
    isKept[index] = 1;
    open.push([span[0], index], [index, span[1]]);
  }
  return points.filter((_, i) => isKept[i] === 1);
}

function pathOf(xs: ArrayLike<number>, ys: ArrayLike<number>, x: Scale, y: Scale): string {
  const points = Array.from(xs, (value, i) => [x(value), y(ys[i])] as const).filter(([, b]) => Number.isFinite(b));
  return thinned(points)
    .map(([a, b]) => `${at(a)},${at(b)}`)
    .join(' ');
}

function errorBar(x: number, low: number, high: number, colour: string): string {
  const cap = (y: number): string => `M${at(x - 4)},${at(y)}h8`;
  return `<path d="M${at(x)},${at(low)}V${at(high)}${cap(low)}${cap(high)}" stroke="${colour}" stroke-width="1.3"/>`;
}

function draw(series: Series, x: Scale, y: Scale): string {
  const { colour } = series;
  if (series.kind === 'line') {
    const dash = series.dash === undefined ? '' : ` stroke-dasharray="${series.dash}"`;
    const points = pathOf(series.x, series.y, x, y);
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${series.width}"${dash} stroke-linejoin="round"/>`;
  }
  if (series.kind === 'band') {
    const high = pathOf(series.x, series.high, x, y);
    const low = pathOf(series.x, series.low, x, y).split(' ').reverse().join(' ');
    return `<polygon points="${high} ${low}" fill="${colour}"/>`;
  }
  return Array.from(series.x, (value, i) => {
    const [a, b] = [x(value), y(series.y[i])];
    const error = series.error?.[i];
    const bar = error === undefined ? '' : errorBar(a, y(series.y[i] - error), y(series.y[i] + error), colour);
    return `${bar}<circle cx="${at(a)}" cy="${at(b)}" r="4.2" fill="${colour}" stroke="#ffffff" stroke-width="1.2"/>`;
  }).join('');
}

function swatch(series: Series, x: number, y: number): string {
  const { colour } = series;
  if (series.kind === 'band') return `<rect x="${x}" y="${y - 6}" width="26" height="12" fill="${colour}"/>`;
  if (series.kind === 'points') {
    return `<circle cx="${x + 13}" cy="${y}" r="4.2" fill="${colour}"/>`;
  }
  const dash = series.dash === undefined ? '' : ` stroke-dasharray="${series.dash}"`;
  return `<path d="M${x},${y}h26" stroke="${colour}" stroke-width="${Math.max(1.6, series.width)}"${dash}/>`;
}

function legendOf({ series, legend }: Panel, box: Box): string {
  const entries = series.filter(({ label }) => label !== undefined);
  if (legend === undefined || entries.length === 0) return '';
  const widest = Math.max(...entries.map(({ label }) => (label ?? '').replaceAll(/[*^_{}]/g, '').length));
  const width = 44 + 0.56 * SIZE * widest;
  const left = legend.endsWith('left') ? box.left + 16 : box.right - width - 8;
  const top = legend.startsWith('top') ? box.top + 20 : box.bottom - 24 * entries.length + 4;
  return entries
    .map((entry, i) => {
      const y = top + 24 * i;
      return `${swatch(entry, left, y)}<text x="${at(left + 36)}" y="${at(y + 5)}">${richText(entry.label ?? '')}</text>`;
    })
    .join('\n');
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const tickText = ({ format = String }: Axis, value: number): string => richText(format(value));

function yAxis(axis: Axis, box: Box, y: Scale): string {
  const ticks = axis.ticks.map((value) => {
    const place = at(y(value));
    return (
      `<path d="M${box.left},${place}H${box.right}" stroke="${FAINT}"/>` +
      `<text x="${box.left - 9}" y="${at(y(value) + 5)}" text-anchor="end">${tickText(axis, value)}</text>`
    );
  });
  const [x, middle] = [20, at((box.top + box.bottom) / 2)];
  const label = `<text transform="translate(${x} ${middle}) rotate(-90)" text-anchor="middle">${richText(axis.label)}</text>`;
  return [...ticks, label].join('\n');
}

function xAxis(axis: Axis, box: Box, x: Scale, isLast: boolean): string {
  const ticks = axis.ticks.map((value) => {
    const place = at(x(value));
    const grid = `<path d="M${place},${box.top}V${box.bottom}" stroke="${FAINT}"/>`;
    const label = `<text x="${place}" y="${box.bottom + 20}" text-anchor="middle">${tickText(axis, value)}</text>`;
    return isLast ? grid + label : grid;
  });
  const middle = at((box.left + box.right) / 2);
  const label = `<text x="${middle}" y="${box.bottom + 43}" text-anchor="middle">${richText(axis.label)}</text>`;
  return [...ticks, ...(isLast ? [label] : [])].join('\n');
}

/** What is drawn first lies below. */
const ORDER = ['band', 'line', 'points'] as const;

/** Whether the x axis is written below panel i: below the last, and above one with another axis. */
function hasLabels({ panels }: Figure, i: number): boolean {
  return i === panels.length - 1 || panels[i].x !== panels[i + 1].x;
}

function panelOf(panel: Panel, figure: Figure, top: number, i: number): string {
  const axis = panel.x ?? figure.x;
  const box: Box = { left: MARGIN.left, right: figure.width - MARGIN.right, top, bottom: top + panel.height };
  const x = scaleOf(axis, box.left, box.right);
  const y = scaleOf(panel.y, box.bottom, box.top);
  const clip = `clip${i}`;
  return [
    `<clipPath id="${clip}"><rect x="${box.left}" y="${top}" width="${box.right - box.left}" height="${panel.height}"/></clipPath>`,
    xAxis(axis, box, x, hasLabels(figure, i)),
    yAxis(panel.y, box, y),
    `<g clip-path="url(#${clip})">`,
    ...ORDER.flatMap((kind) => panel.series.filter((series) => series.kind === kind)).map((series) =>
      draw(series, x, y),
    ),
    '</g>',
    `<path d="M${box.left},${box.top}V${box.bottom}H${box.right}" fill="none" stroke="${INK}"/>`,
    legendOf(panel, box),
  ].join('\n');
}

/** The figure as an SVG document with a white ground, so that it reads on dark pages too. */
export function svgOf(figure: Figure): string {
  let top = MARGIN.top;
  const panels = figure.panels.map((panel, i) => {
    const text = panelOf(panel, figure, top, i);
    const isLast = i === figure.panels.length - 1;
    top += panel.height + MARGIN.between + (!isLast && hasLabels(figure, i) ? MARGIN.bottom : 0);
    return text;
  });
  const height = top - MARGIN.between + MARGIN.bottom;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${figure.width} ${height}" width="${figure.width}" height="${height}" role="img" xml:space="preserve" font-family="${FONT}" font-size="${SIZE}" fill="${INK}">
<title>${escaped(figure.title)}</title>
<desc>${escaped(figure.description)}</desc>
<rect width="${figure.width}" height="${height}" fill="#ffffff"/>
${panels.join('\n')}
</svg>
`;
}
