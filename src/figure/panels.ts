/** Panels below and beside each other as one specification: axes, legends, sizes, title, caption. */
import { captionOf, titleOf } from './caption.js';
import type { Along, Cloud } from './cloud.js';
import type { Figure, FigureData } from './figure.js';
import { above, leftOut, withLog } from './log-axes.js';
import type { Shared } from './mark-parts.js';
import { layersOf, type Mark } from './marks.js';
import { categoryColours } from './palette.js';
import { type Axis, hasValue, type Panel, placesOf } from './panel.js';
import { rangeOf } from './reduce.js';
import { formatOf, isAboveZero, scaleEnds } from './span.js';
import { type Channel, type Properties, type Row, SCHEMA, type Spec, type View } from './spec.js';
import { wrapped as linesWithin, roughWidth } from './text.js';
import { PADDING, themeOf } from './theme.js';

export type { Axis, Panel } from './panel.js';

export interface PanelFigure {
  readonly title: string;
  readonly meaning: string;
  /** From top to bottom; those of a list stand side by side. */
  readonly panels: readonly (Panel | readonly Panel[])[];
  /** What was left out or reduced, and what else a reader must know: without a full stop. */
  readonly notes?: readonly string[];
  /** For whoever cannot see it; absent: the meaning. */
  readonly alt?: string;
}

/** Least and largest of some lists; on a logarithmic axis of those above 0. */
function spanOf({ isLog = false, title }: Axis, lists: readonly ArrayLike<number>[]): readonly [number, number] {
  const seen = lists.map((list) => (isLog ? rangeOf(Array.from(list).filter(isAboveZero)) : rangeOf(list)));
  return scaleEnds(rangeOf(seen.flat()), title ?? 'an axis');
}

/** Ends of an axis on which all values are the same, so that they lie in its middle; undefined for others. */
function aroundConstant([low, high]: readonly [number, number], isLog: boolean): readonly [number, number] | undefined {
  if (low !== high) return undefined;
  if (isLog) return [low / 2, low * 2];
  const by = low === 0 ? 1 : Math.abs(low) / 10;
  return [low - by, low + by];
}

/** A logarithmic axis that is longer than this has labels enough; a shorter one is made longer. */
const DECADE = 10;

/** Ends of an axis without any value. */
const NOWHERE: readonly [number, number] = [0, 1];

/** Words in place of the numbers of an axis: some of them, if there are many. */
const MOST_WORDS = 14;

function wordsAt(labels: readonly string[], hasAll: boolean): Properties {
  const by = hasAll ? 1 : Math.ceil(labels.length / MOST_WORDS);
  const values = labels.flatMap((_, i) => (i % by === 0 ? [i] : []));
  const all: Properties = hasAll ? { labelOverlap: false } : {};
  return { values, labelExpr: `${JSON.stringify(labels)}[datum.value]`, grid: false, ...all };
}

/** Ends of an axis that are not simply those of its values. */
function domainOf(axis: Axis, span: readonly [number, number]): readonly [number, number] | undefined {
  const { isLog = false } = axis;
  if (axis.domain !== undefined) return axis.domain;
  return Number.isNaN(span[0]) ? (isLog ? [1, 10] : NOWHERE) : aroundConstant(span, isLog);
}

function channelOf(axis: Axis, lists: readonly ArrayLike<number>[]): Channel {
  const { title, isLog = false, hasZero = false, isWhole, isReversed } = axis;
  const span = spanOf(axis, lists);
  const domain = domainOf(axis, span);
  const format = axis.format ?? formatOf(domain ?? span);
  return {
    type: 'quantitative',
    title,
    scale: {
      ...(isLog && { type: 'log', nice: !(span[1] >= DECADE * span[0]) }),
      ...(!isLog && { zero: hasZero }),
      ...(domain !== undefined && { domain: [...domain], nice: false }),
      ...(isReversed === true && { reverse: true }),
    },
    axis:
      axis.isHidden === true
        ? null
        : {
            ...(axis.labels !== undefined && wordsAt(axis.labels, axis.hasAllLabels === true)),
            ...(axis.isTurned === true && { labelAngle: -90 }),
            ...(isWhole === true && { tickMinStep: 1 }),
            ...(format !== undefined && { format }),
            ...(axis.ticks !== undefined && { tickCount: axis.ticks }),
            ...(axis.isBare === true && { labels: false }),
            ...(isLog && { format: '~g', tickCount: 6, labelOverlap: 'greedy' }),
            ...(axis.isBlank === true && { labels: false, ticks: false, grid: false }),
          },
  };
}

type Label = {
  readonly label: string;
  readonly colour?: string;
  readonly dash?: readonly number[];
  readonly kind: Mark['kind'];
};

/** Labels of a panel, each once, in the order of the marks. */
function labelsOf(marks: readonly Mark[]): readonly Label[] {
  const found = new Map<string, Label>();
  for (const mark of marks) {
    if (!('label' in mark) || mark.label === undefined) continue;
    const before = found.get(mark.label);
    const dash = 'dash' in mark ? mark.dash : undefined;
    found.set(mark.label, {
      label: mark.label,
      colour: before?.colour ?? mark.colour,
      dash: before?.dash ?? dash,
      // a line says more than the band around it
      kind: before === undefined || before.kind === 'band' ? mark.kind : before.kind,
    });
  }
  return [...found.values()];
}

/** Room of the symbol in front of an entry of a legend, and what is behind it, in sizes of letters. */
const SYMBOL = 2.6;

/** Labels that are wider than a panel, in lines that fit beside their symbols. */
function linesOfLabels(labels: readonly Label[], width: number, font: number): Properties {
  const room = width - SYMBOL * font;
  const long = labels.filter(({ label }) => label.includes(' ') && roughWidth(label, font) > room);
  if (long.length === 0) return {};
  const lines = Object.fromEntries(long.map(({ label }) => [label, linesWithin(label, room, font)]));
  return { labelExpr: `${JSON.stringify(lines)}[datum.label] || datum.label` };
}

/** Entries of a legend side by side that fit. */
function legendColumns(labels: readonly Label[], width: number, font: number): number {
  const widest = Math.max(...labels.map(({ label }) => roughWidth(label, font))) + SYMBOL * font;
  return Math.max(1, Math.min(labels.length, Math.floor(width / widest)));
}

/** All points of a panel of that width. */
function cloudOf({ x, y, marks, share }: Panel, width: number): Cloud {
  const points = marks.flatMap((mark) => (mark.kind === 'points' ? [mark] : []));
  const along = (axis: Axis, lists: readonly ArrayLike<number>[], length: number): Along => ({
    range: spanOf(axis, lists),
    isLog: axis.isLog === true,
    length,
  });
  return {
    count: points.reduce((sum, mark) => sum + mark.x.length, 0),
    x: along(
      x,
      points.map((mark) => mark.x),
      width,
    ),
    y: along(
      y,
      points.map((mark) => mark.y),
      share * width,
    ),
  };
}

function sharedOf(panel: Panel, width: number, font: number): Shared {
  const labels = labelsOf(panel.marks);
  const colours = categoryColours(labels.length);
  const domain = labels.map(({ label }) => label);
  const places = panel.marks.map(placesOf);
  const isLine = labels.some(({ kind }) => kind === 'line' || kind === 'rule');
  const isOutline = labels.some(({ kind }) => kind === 'boxes');
  const legend = {
    title: null,
    orient: 'top',
    direction: 'horizontal',
    columns: legendColumns(labels, width, font),
    ...linesOfLabels(labels, width, font),
    symbolType: isLine ? 'stroke' : isOutline ? 'square' : 'circle',
    symbolStrokeWidth: 0.16 * font,
    symbolOpacity: 1,
  };
  const scale = { domain, range: labels.map(({ colour }, i) => colour ?? colours[i]) };
  const field = { field: 'label', type: 'nominal', legend } as const;
  const dashes = labels.map(({ dash }) => [...(dash ?? [1, 0])]);
  const hasDash = labels.some(({ dash }) => dash !== undefined);
  return {
    x: channelOf(
      panel.x,
      places.flatMap(({ xs }) => xs),
    ),
    y: channelOf(
      panel.y,
      places.flatMap(({ ys }) => ys),
    ),
    colour: { ...field, scale },
    ...(hasDash && { dash: { ...field, scale: { domain, range: dashes } } }),
    width,
    height: panel.share * width,
    cloud: cloudOf(panel, width),
  };
}

/** An axis with its ends, on which a word will stand in the middle; without numbers if nothing else stands on it. */
function settled(axis: Axis, lists: readonly ArrayLike<number>[]): { readonly axis: Axis; readonly middle: number } {
  const span = spanOf(axis, lists);
  const domain = domainOf(axis, span) ?? span;
  const isBlank = axis.domain === undefined && Number.isNaN(span[0]);
  const [low, high] = domain;
  const middle = axis.isLog === true ? Math.sqrt(low) * Math.sqrt(high) : low / 2 + high / 2;
  return { axis: { ...axis, domain, isBlank }, middle };
}

const NO_VALUES = 'no values';

/** A panel of which no mark has a value: a word says so, and its axes have the numbers that there are. */
function withoutValues(panel: Panel): Panel {
  const places = panel.marks.filter(({ kind }) => kind !== 'rule').map(placesOf);
  const x = settled(
    panel.x,
    places.flatMap(({ xs }) => xs),
  );
  const y = settled(
    panel.y,
    places.flatMap(({ ys }) => ys),
  );
  const word: Mark = { kind: 'words', text: [NO_VALUES], x: [x.middle], y: [y.middle], align: 'center' };
  return { ...panel, x: x.axis, y: y.axis, marks: [...panel.marks.filter(isField), word] };
}

/** Whether a mark is a picture, which is a field even where it has no value. */
const isField = (mark: Mark): boolean => mark.kind === 'picture' && mark.tiles.length > 0;

/** What is drawn first lies below. */
const ORDER: readonly Mark['kind'][] = [
  'picture',
  'band',
  'bars',
  'segments',
  'rule',
  'line',
  'paths',
  'heads',
  'boxes',
  'points',
  'discs',
  'words',
];

function viewOf(panel: Panel, width: number, font: number): View {
  const placed = { ...panel, marks: panel.marks.map((mark) => above(mark, panel)) };
  const shown = placed.marks.some((mark) => mark.kind !== 'rule' && hasValue(mark))
    ? { ...placed, marks: placed.marks.filter((mark) => hasValue(mark) || isField(mark)) }
    : withoutValues(placed);
  const shared = sharedOf(shown, width, font);
  const sorted = [...shown.marks].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const isPictured = shown.marks.some(({ kind }) => kind === 'picture');
  const layers = sorted.flatMap((mark) => layersOf(mark, shared));
  return {
    width,
    height: panel.share * width,
    ...(panel.title !== undefined && { title: panel.title }),
    layer: isPictured ? layers.map(withoutGrid) : layers,
  };
}

/** Grid lines would lie on pictures. */
const withoutGrid = (layer: View['layer'][number]): View['layer'][number] => ({
  ...layer,
  encoding: Object.fromEntries(
    Object.entries(layer.encoding).map(([channel, value]) => {
      if (channel !== 'x' && channel !== 'y') return [channel, value];
      const one = value as Channel;
      return [channel, one.axis === null ? one : { ...one, axis: { ...one.axis, grid: false } }];
    }),
  ),
});

/** Room for the axes of a panel before they are known. */
const AXES = 60;
/** Width of a scale of colours with its numbers, in sizes of letters. */
const LEGEND = 4;

/** Widths of panels side by side before their axes are known: the renderer corrects them. */
function firstWidths(panels: readonly Panel[], width: number): readonly number[] {
  const weights = panels.map(({ weight = 1 }) => weight);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const unit = Math.max(40 / Math.min(...weights), (width - AXES * panels.length) / all);
  return weights.map((weight) => weight * unit);
}

const INDEPENDENT: Properties = {
  scale: { color: 'independent', fill: 'independent', stroke: 'independent', strokeDash: 'independent' },
  legend: { color: 'independent', fill: 'independent', stroke: 'independent', strokeDash: 'independent' },
};

/** Titles of the scales of colours beside a panel. */
const scalesOf = ({ marks }: Panel): readonly string[] =>
  marks.flatMap((mark) => {
    const colours = mark.kind === 'picture' ? mark.colours : mark.kind === 'points' ? mark.coloured : undefined;
    return colours === undefined ? [] : [colours.title];
  });

/** Room that axes and scales of colours take at the sides of panels, about. */
function besides(panels: readonly Panel[], font: number): number {
  const axes = panels.some(({ y }) => y.isHidden !== true) ? AXES : 0;
  const widths = panels.flatMap(scalesOf).map((title) => Math.max(LEGEND * font, roughWidth(title, font)));
  return axes + Math.max(0, ...widths.map((width) => width + font));
}

/** Panels whose words need their part of the width, as they are with what others leave of it. */
function settledWithin(
  parts: readonly (Panel | readonly Panel[])[],
  width: number,
  font: number,
): readonly (Panel | readonly Panel[])[] {
  const inside = Math.max(width / 2, width - besides(parts.flat(), font));
  return parts.map((part) => ('length' in part ? part : (part.within?.(inside) ?? part)));
}

function partOf(part: Panel | readonly Panel[], width: number, font: number): View | Row {
  if (!('length' in part)) return viewOf(part, firstWidths([part], width)[0], font);
  const widths = firstWidths(part, width);
  return { hconcat: part.map((panel, i) => viewOf(panel, widths[i], font)), spacing: 1.5 * font, resolve: INDEPENDENT };
}

/** Takes the place of a panel beside others, so that these are as large as those of full rows. */
const BLANK: Panel = {
  share: 0.01,
  x: { title: null, domain: NOWHERE, isHidden: true },
  y: { title: null, domain: NOWHERE, isHidden: true },
  marks: [{ kind: 'words', text: [''], x: [0], y: [0] }],
};

/** Panels in rows of so many; the last row has as many places as the others. */
export function inRows(panels: readonly Panel[], aRow: number): readonly (Panel | readonly Panel[])[] {
  if (aRow === 1 || panels.length === 1) return panels;
  return Array.from({ length: Math.ceil(panels.length / aRow) }, (_, i) => {
    const row = panels.slice(aRow * i, aRow * (i + 1));
    const missing = i === 0 ? 0 : aRow - row.length;
    return [...row, ...Array.from({ length: missing }, () => BLANK)];
  });
}

/** Panels two by two beside each other. */
export const inPairs = (panels: readonly Panel[]): readonly (Panel | readonly Panel[])[] => inRows(panels, 2);

/** Least width of a panel beside others of its size, in sizes of letters: in less, its numbers would touch. */
const LEAST = 12;

/** A row as as many rows as it takes. Panels that have their own parts of the width belong together. */
function wrapped(part: Panel | readonly Panel[], width: number, font: number): readonly (Panel | readonly Panel[])[] {
  if (!('length' in part) || part.some(({ weight }) => weight !== undefined)) return [part];
  const fit = Math.max(1, Math.floor(width / (LEAST * font)));
  return fit >= part.length ? [part] : inRows(part, Math.ceil(part.length / Math.ceil(part.length / fit)));
}

/** A figure of panels, in the size that the data ask for. */
export function panelFigure(
  { subject, size, log }: Pick<FigureData, 'subject' | 'size' | 'log'>,
  figure: PanelFigure,
): Figure {
  const { title, meaning, alt = meaning } = figure;
  const { width, font } = size;
  const inside = width - 2 * PADDING;
  const panels = settledWithin(figure.panels, inside, font).map((part) =>
    'length' in part ? part.map((one) => withLog(one, log)) : withLog(part, log),
  );
  const notes = [...(figure.notes ?? []), ...leftOut(panels.flat())];
  const caption = captionOf(subject, title, meaning, notes);
  const spec: Spec = {
    $schema: SCHEMA,
    title: titleOf(subject, title, notes, { width: inside, font }),
    description: alt,
    padding: PADDING,
    spacing: 1.5 * font,
    vconcat: panels.flatMap((part) => wrapped(part, inside, font)).map((part) => partOf(part, inside, font)),
    resolve: INDEPENDENT,
    config: themeOf(size),
    usermeta: { title, caption, family: subject.family, identity: subject.identity, seed: subject.seed },
  };
  return { spec, caption, alt };
}
