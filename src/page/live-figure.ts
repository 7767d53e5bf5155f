/**
 * What the page does with its figures, in a browser: each is drawn again by Vega from its data when it comes into view, and then shows values
 * under the pointer, zooms, moves, and hides series. These functions are put into the page as text, so that they name nothing but each other
 * and what a browser has; `FIGURE_FUNCTIONS` lists them. The bundled Vega is the global `vega`, its interpreter `expressionInterpreter`.
 */
import type { LiveFigure, LivePanel } from './report.js';

/** A scale of a running view. */
interface Scale {
  (value: number): number;
  invert?(pixels: number): number;
  range(): readonly number[];
}

/** A mark, a group, or what is drawn of a row, in Vega's tree of what it has drawn. */
interface Item {
  readonly name?: string;
  readonly marktype?: string;
  readonly x?: number;
  readonly y?: number;
  readonly x2?: number;
  readonly width?: number;
  readonly height?: number;
  readonly items?: readonly Item[];
  readonly datum?: { readonly [field: string]: unknown };
}

interface View {
  scale(name: string): Scale;
  signal(name: string, value: unknown): View;
  runAsync(): Promise<View>;
  scenegraph(): { readonly root: Item };
  origin(): readonly [number, number];
  hover(): View;
  finalize(): void;
}

interface Vega {
  parse(spec: unknown, config: unknown, options: { readonly ast: boolean }): unknown;
  View: new (runtime: unknown, options: { readonly [option: string]: unknown }) => View;
}

declare const vega: Vega;
declare const expressionInterpreter: unknown;

/** A panel on the page: its place in the drawing, and the element over it that the pointer and keys go to. */
interface Pane {
  readonly panel: LivePanel;
  readonly element: HTMLElement;
  group: Item;
  /** The place in an image that is shown. */
  tile?: readonly [number, number];
}

interface Live {
  readonly view: View;
  readonly figure: LiveFigure;
  readonly place: HTMLElement;
  readonly panes: Pane[];
  /** Values of images that were pointed at, by their text. */
  readonly decoded: Map<string, DataView>;
}

/** A number with as many digits as matter. */
function numberShown(value: unknown): string {
  if (typeof value !== 'number') return value === null ? '–' : String(value);
  const text = value.toPrecision(6);
  return text.includes('e') ? text : String(Number(text));
}

/** The rows of each of its data put back together. */
function wholeSpec({ spec, columns }: LiveFigure): unknown {
  const { data } = spec as { readonly data: { readonly name: string; values?: unknown }[] };
  for (const one of data) {
    const own = columns[one.name];
    if (own === undefined) continue;
    const fields = Object.keys(own);
    one.values = (own[fields[0]] ?? []).map((_, i) =>
      Object.fromEntries(fields.map((field) => [field, own[field][i]])),
    );
  }
  return spec;
}

/** The group of a panel, with its place in the drawing. */
function findGroup(item: Item, name: string, x: number, y: number): Item | undefined {
  for (const mark of item.items ?? []) {
    if (mark.marktype !== 'group') continue;
    for (const group of mark.items ?? []) {
      const [left, top] = [x + (group.x ?? 0), y + (group.y ?? 0)];
      if (mark.name === name) return { ...group, x: left, y: top };
      const found = findGroup(group, name, left, top);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Puts the elements over the panels, wherever these are now. */
function placePanes({ view, place, panes }: Live): void {
  const svg = place.querySelector('svg');
  const [wide, high] = [Number(svg?.getAttribute('width')), Number(svg?.getAttribute('height'))];
  svg?.setAttribute('viewBox', `0 0 ${wide} ${high}`);
  const [left, top] = view.origin();
  // the root is a mark with one group, in which all others are
  const [all] = view.scenegraph().root.items ?? [];
  for (const pane of panes) {
    pane.group = findGroup(all, pane.panel.group, left, top) ?? pane.group;
    const { x = 0, y = 0, width = 0, height = 0 } = pane.group;
    const { style } = pane.element;
    style.left = `${(100 * x) / wide}%`;
    style.top = `${(100 * y) / high}%`;
    style.width = `${(100 * width) / wide}%`;
    style.height = `${(100 * height) / high}%`;
  }
}

/** Marks of a panel; lines of several series stand in groups of their own, which begin where the panel does. */
function marksOf(group: Item): readonly Item[] {
  return (group.items ?? []).flatMap((mark) =>
    mark.marktype === 'group' && mark.name?.endsWith('pathgroup') === true
      ? (mark.items ?? []).flatMap(marksOf)
      : [mark],
  );
}

/** Everything in a panel that has a place and a value. */
function pointsOf(group: Item): readonly Item[] {
  const marks = marksOf(group).filter(({ marktype = '' }) => ['line', 'symbol', 'rect', 'area'].includes(marktype));
  return marks.flatMap(({ items = [] }) => items).filter(({ datum }) => datum !== undefined && !('value' in datum));
}

/** Fields that say where something stands; all others are about it. */
function isPlace(field: string): boolean {
  return ['x', 'y', 'low', 'high', 'from', 'to', 'height', 'label', 'at'].includes(field);
}

function wordsOf({ datum = {} }: Item, { xTitle, yTitle }: LivePanel): string {
  const { label, x, y, low, high, from, to, height } = datum;
  const along = from === undefined ? numberShown(x) : `${numberShown(from)} to ${numberShown(to)}`;
  const band = low === undefined ? '' : `${numberShown(low)} to ${numberShown(high)}`;
  const value = y !== undefined ? numberShown(y) : height !== undefined ? numberShown(height) : band;
  const name = typeof label === 'string' ? label : yTitle;
  const others = Object.entries(datum).filter(([field]) => !isPlace(field));
  return [
    `${xTitle}: ${along}`,
    `${name}: ${value}`,
    ...others.map(([field, of]) => `${field}: ${numberShown(of)}`),
  ].join('\n');
}

/** The square of the pixels from the pointer up to which something is found. */
function farthest(): number {
  return 60 * 60;
}

/** What is nearest to a place in a panel, and how far; what lies right or left counts more than what lies above. */
function nearestPoint(group: Item, x: number, y: number): Item | undefined {
  let best: Item | undefined;
  let least = farthest();
  for (const item of pointsOf(group)) {
    const middle = (item.x ?? 0) + (item.width ?? 0) / 2;
    const [across, up] = [middle - x, (item.y ?? 0) - y];
    const away = across * across + 0.5 * up * up;
    if (away < least && middle >= -1 && middle <= (group.width ?? 0) + 1) [best, least] = [item, away];
  }
  return best;
}

/** Shows words at a place of a panel, and marks it. */
function showTip({ element, group }: Pane, words: string, x: number, y: number): void {
  const tip = document.getElementById('tip') as HTMLElement;
  const box = element.getBoundingClientRect();
  const scale = box.width / (group.width || 1);
  let mark = element.querySelector<HTMLElement>('.mark');
  if (mark === null) {
    mark = document.createElement('div');
    mark.className = 'mark';
    element.append(mark);
  }
  mark.style.left = `${x * scale}px`;
  mark.style.top = `${y * scale}px`;
  tip.textContent = words;
  tip.hidden = false;
  const [left, top] = [box.left + x * scale + 14, box.top + y * scale + 14];
  const [wide, high] = [tip.offsetWidth, tip.offsetHeight];
  tip.style.left = `${Math.max(4, left + wide > innerWidth ? left - wide - 28 : left)}px`;
  tip.style.top = `${Math.max(4, top + high > innerHeight ? top - high - 28 : top)}px`;
}

function hideTip(pane: Pane): void {
  (document.getElementById('tip') as HTMLElement).hidden = true;
  pane.element.querySelector('.mark')?.remove();
}

/** Says what is nearest to a place; where nothing is, the place. */
function pointAt(live: Live, pane: Pane, x: number, y: number): void {
  const { group, panel } = pane;
  const found = nearestPoint(group, x, y);
  if (found !== undefined) {
    showTip(pane, wordsOf(found, panel), (found.x ?? 0) + (found.width ?? 0) / 2, found.y ?? 0);
  } else if (!showTile(live, pane, x, y)) hideTip(pane);
}

/** Images of a panel. */
function imagesOf(group: Item): readonly Item[] {
  return (group.items ?? []).flatMap(({ marktype, items = [] }) => (marktype === 'image' ? items : []));
}

/** A place on an axis: a word where it has words, and no more digits than the distance of its places. */
function placeShown(value: number | undefined, words: readonly string[] | undefined): string {
  if (value === undefined) return '';
  const whole = Math.round(value);
  if (words !== undefined) return words[whole] ?? String(whole);
  return Math.abs(value - whole) < 1e-6 ? String(whole) : numberShown(Number(value.toPrecision(4)));
}

/** Values of an image, which stand in the page as letters. */
function decodedValues({ decoded }: Live, text: string): DataView {
  const known = decoded.get(text) ?? new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
  decoded.set(text, known);
  return known;
}

/** Says place and value of the part of an image at a place of a panel; whether there is one. */
function showTile(live: Live, pane: Pane, x: number, y: number): boolean {
  const { group, panel } = pane;
  const image = imagesOf(group).find(
    ({ x: left = 0, y: top = 0, width = 0, height = 0 }) =>
      x >= left && x < left + width && y >= top && y < top + height,
  );
  if (image === undefined) return false;
  const { x: left = 0, y: top = 0, width = 1, height = 1, datum = {} } = image;
  const [rows, columns] = [Number(datum.rows), Number(datum.columns)];
  const column = Math.min(columns - 1, Math.floor(((x - left) / width) * columns));
  const row = Math.min(rows - 1, Math.floor(((y - top) / height) * rows));
  // without values the place alone
  const [atX, atY] = Number.isNaN(row + column)
    ? [x, y]
    : [left + ((column + 0.5) * width) / columns, top + ((row + 0.5) * height) / rows];
  const [across, up] = [panel.x, panel.y].map((name) => live.view.scale(name));
  const lines = [
    `${panel.xTitle}: ${placeShown(across.invert?.(atX), panel.xWords)}`,
    `${panel.yTitle}: ${placeShown(up.invert?.(atY), panel.yWords)}`,
  ];
  if (typeof datum.values === 'string') {
    const value = decodedValues(live, datum.values).getFloat32(4 * (row * columns + column), true);
    const shown = Number.isNaN(value) ? '–' : String(Number(value.toPrecision(5)));
    lines.push(`${datum.of}: ${shown}${datum.each ? ` (${datum.each})` : ''}`);
  }
  showTip(pane, lines.join('\n'), atX, atY);
  pane.tile = [atX, atY];
  return true;
}

/** Shows the part of an image beside the one that was shown; whether the panel has an image. */
function stepTile(live: Live, pane: Pane, [right, down]: readonly [number, number]): boolean {
  const [image] = imagesOf(pane.group);
  if (image === undefined) return false;
  const { x: left = 0, y: top = 0, width = 1, height = 1, datum = {} } = image;
  const [high, wide] = [height / (Number(datum.rows) || 50), width / (Number(datum.columns) || 50)];
  const [x, y] = pane.tile ?? [left - wide / 2, top + high / 2];
  const inside = (at: number, from: number, size: number, part: number): number =>
    Math.min(from + size - part / 2, Math.max(from + part / 2, at));
  return showTile(live, pane, inside(x + right * wide, left, width, wide), inside(y + down * high, top, height, high));
}

/** Sets what an axis shows, from one place in pixels to another; undefined: all of it again. */
function setEnds(view: View, name: string, ends: readonly [number, number] | undefined): void {
  const scale = view.scale(name);
  if (scale.invert === undefined) return;
  const [first, last] = scale.range();
  const [low, high] = ends ?? [first, last];
  const shown = (first < last ? [low, high] : [high, low]).map((place) => scale.invert?.(place) ?? 0);
  view.signal(`${name}_shown`, ends === undefined ? null : shown);
}

/** Draws again, with the elements where the panels are then. */
async function redraw(live: Live): Promise<void> {
  await live.view.runAsync();
  placePanes(live);
}

/** Shows the part of a panel between two corners; a side that is too short stays as it is. */
function zoomTo(
  live: Live,
  { panel }: Pane,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
): void {
  live.view.signal('isZoomed', true);
  if (Math.abs(x1 - x0) > 5) setEnds(live.view, panel.x, [Math.min(x0, x1), Math.max(x0, x1)]);
  if (Math.abs(y1 - y0) > 5) setEnds(live.view, panel.y, [Math.min(y0, y1), Math.max(y0, y1)]);
  void redraw(live);
}

/** Shows more or less of a panel around a place, or what is beside it. */
function zoomBy(
  live: Live,
  pane: Pane,
  factor: number,
  by: readonly [number, number],
  at?: readonly [number, number],
): void {
  const { width = 0, height = 0 } = pane.group;
  const [x, y] = at ?? [width / 2, height / 2];
  const [dx, dy] = [by[0] * width, by[1] * height];
  zoomTo(
    live,
    pane,
    [x - x * factor + dx, x + (width - x) * factor + dx],
    [y - y * factor + dy, y + (height - y) * factor + dy],
  );
}

function showAll(live: Live): void {
  live.view.signal('isZoomed', false);
  for (const { panel } of live.panes) {
    setEnds(live.view, panel.x, undefined);
    setEnds(live.view, panel.y, undefined);
  }
  void redraw(live);
}

/** The place of a pointer in a panel, in the pixels of the drawing. */
function placeIn({ element, group }: Pane, event: MouseEvent): readonly [number, number] {
  const box = element.getBoundingClientRect();
  const scale = (group.width || 1) / (box.width || 1);
  return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
}

/** Draws the box between two places of a panel. */
function drawBox({ element, group }: Pane, from: readonly [number, number], to: readonly [number, number]): void {
  let box = element.querySelector<HTMLElement>('.box');
  if (box === null) {
    box = document.createElement('div');
    box.className = 'box';
    element.append(box);
  }
  const scale = element.getBoundingClientRect().width / (group.width || 1);
  const { style } = box;
  style.left = `${scale * Math.min(from[0], to[0])}px`;
  style.top = `${scale * Math.min(from[1], to[1])}px`;
  style.width = `${scale * Math.abs(to[0] - from[0])}px`;
  style.height = `${scale * Math.abs(to[1] - from[1])}px`;
}

/** A drag shows the part that it goes over, with Shift it moves; the wheel zooms with Control; a double click shows all again. */
function listenToPointer(live: Live, pane: Pane): void {
  const { element } = pane;
  let from: readonly [number, number] | undefined;
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = placeIn(pane, event);
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const to = placeIn(pane, event);
    if (from === undefined) {
      pointAt(live, pane, to[0], to[1]);
      return;
    }
    hideTip(pane);
    if (!event.shiftKey) {
      drawBox(pane, from, to);
      return;
    }
    const { width = 1, height = 1 } = pane.group;
    zoomBy(live, pane, 1, [(from[0] - to[0]) / width, (from[1] - to[1]) / height]);
    from = to;
  });
  element.addEventListener('pointerup', (event) => {
    const [begin, to] = [from, placeIn(pane, event)];
    from = undefined;
    element.querySelector('.box')?.remove();
    if (begin !== undefined && !event.shiftKey) zoomTo(live, pane, [begin[0], to[0]], [begin[1], to[1]]);
  });
  element.addEventListener('pointercancel', () => {
    from = undefined;
    element.querySelector('.box')?.remove();
  });
  element.addEventListener('pointerleave', () => hideTip(pane));
  element.addEventListener('dblclick', () => showAll(live));
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomBy(live, pane, event.deltaY > 0 ? 1.25 : 0.8, [0, 0], placeIn(pane, event));
    },
    { passive: false },
  );
}

/** Arrows read values from left to right, with Shift they move; + and - zoom, 0 shows all, Escape puts the words away. */
function listenToKeys(live: Live, pane: Pane): void {
  let at = 0;
  const moves: { readonly [key: string]: readonly [number, number] } = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  pane.element.addEventListener('keydown', (event) => {
    const { key, shiftKey } = event;
    const move = moves[key];
    if (key === '+' || key === '=') zoomBy(live, pane, 0.8, [0, 0]);
    else if (key === '-') zoomBy(live, pane, 1.25, [0, 0]);
    else if (key === '0') showAll(live);
    else if (key === 'Escape') hideTip(pane);
    else if (move !== undefined && shiftKey) zoomBy(live, pane, 1, [0.1 * move[0], 0.1 * move[1]]);
    else if (move !== undefined && stepTile(live, pane, move)) at = 0;
    else if (move !== undefined && move[0] !== 0) at = stepAlong(pane, at, move[0]);
    else return;
    event.preventDefault();
  });
  pane.element.addEventListener('blur', () => hideTip(pane));
}

/** Shows the next point to the right or left of the one that was shown; the number of that one. */
function stepAlong(pane: Pane, at: number, by: number): number {
  const { width = 0 } = pane.group;
  const points = pointsOf(pane.group)
    .filter(({ x = 0 }) => x >= -1 && x <= width + 1)
    .sort((a, b) => (a.x ?? 0) - (b.x ?? 0));
  if (points.length === 0) return 0;
  const stride = Math.max(1, Math.round(points.length / 100));
  const next = Math.min(points.length - 1, Math.max(0, at + by * stride));
  const found = points[next];
  showTip(pane, wordsOf(found, pane.panel), (found.x ?? 0) + (found.width ?? 0) / 2, found.y ?? 0);
  return next;
}

function toolButton(text: string, name: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  if (name !== text) button.setAttribute('aria-label', name);
  button.title = name;
  button.addEventListener('click', act);
  return button;
}

/** The colour of a series as it is written in the drawing. */
function colourOf(view: View, label: string): string {
  const legend = [
    ...((view as unknown as { container(): Element }).container()?.querySelectorAll('.role-legend-entry') ?? []),
  ];
  const entry = legend
    .flatMap((one) => [...one.querySelectorAll('.role-scope > g, .role-legend-entry > g')])
    // a long one stands in lines
    .find((one) => one.textContent?.split(' ').join('') === label.split(' ').join(''));
  const symbol = entry?.querySelector('.role-legend-symbol path');
  const colour = symbol?.getAttribute('stroke') ?? symbol?.getAttribute('fill');
  return colour === null || colour === undefined || colour === 'none' ? '' : colour;
}

/** Buttons below a figure: one a series, which hides and shows it, and those that zoom. */
function addTools(live: Live, after: Element): void {
  const tools = document.createElement('div');
  tools.className = 'tools';
  tools.setAttribute('role', 'group');
  tools.setAttribute('aria-label', 'Series and zoom');
  const hidden = new Set<string>();
  const { series } = live.figure;
  for (const label of series.length > 1 ? series : []) {
    const button = toolButton(label, `Show or hide ${label}`, () => {
      if (!hidden.delete(label)) hidden.add(label);
      button.setAttribute('aria-pressed', String(!hidden.has(label)));
      live.view.signal('hidden', [...hidden]);
      void redraw(live);
    });
    button.setAttribute('aria-pressed', 'true');
    const colour = colourOf(live.view, label);
    if (colour !== '') {
      button.style.setProperty('--c', colour);
      button.dataset.colour = colour; // by which the page gives it the colour that its ground needs
    }
    tools.append(button);
  }
  const gap = document.createElement('span');
  gap.className = 'gap';
  const each = (factor: number) => () => {
    for (const pane of live.panes) zoomBy(live, pane, factor, [0, 0]);
  };
  tools.append(
    gap,
    toolButton('+', 'Zoom in', each(0.8)),
    toolButton('−', 'Zoom out', each(1.25)),
    toolButton('All', 'Show all again', () => showAll(live)),
  );
  after.after(tools);
}

function addPane(live: Live, panel: LivePanel, number: number): void {
  const element = document.createElement('div');
  element.className = 'pane';
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  const of = live.figure.panels.length > 1 ? `Panel ${number + 1}: ` : '';
  const keys = 'left and right read values, plus and minus zoom, Shift with arrows moves, 0 shows all';
  element.setAttribute('aria-label', `${of}${panel.yTitle} against ${panel.xTitle}; ${keys}`);
  live.place.append(element);
  const pane: Pane = { panel, element, group: {} };
  live.panes.push(pane);
  listenToPointer(live, pane);
  listenToKeys(live, pane);
}

/** Draws a figure again, alive, in place of the drawing. */
async function liveFigure(element: HTMLElement): Promise<void> {
  const id = element.dataset.figure ?? '';
  const figure = JSON.parse(document.getElementById(`data-${id}`)?.textContent ?? '') as LiveFigure;
  const plot = element.querySelector('.plot') as HTMLElement;
  const place = document.createElement('div');
  place.className = 'live';
  plot.append(place);
  const runtime = vega.parse(wholeSpec(figure), null, { ast: true });
  const view = new vega.View(runtime, { renderer: 'svg', container: place, expr: expressionInterpreter, hover: false });
  const live: Live = { view, figure, place, panes: [], decoded: new Map() };
  await view.runAsync();
  const svg = place.querySelector('svg');
  svg?.setAttribute('role', 'img');
  svg?.setAttribute('aria-label', plot.querySelector('.drawn svg')?.getAttribute('aria-label') ?? '');
  for (const [number, panel] of figure.panels.entries()) addPane(live, panel, number);
  placePanes(live);
  addTools(live, plot);
  plot.classList.add('is-live');
}

/** Each figure becomes live when it is about to be seen; one that cannot stays as it was drawn. */
function liveFigures(): void {
  const begin = (element: HTMLElement): void => {
    liveFigure(element).catch((error: unknown) => {
      element.querySelector('.live')?.remove();
      console.error(error);
    });
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        begin(target as HTMLElement);
      }
    },
    { rootMargin: '300px' },
  );
  for (const element of document.querySelectorAll<HTMLElement>('[data-figure]')) watcher.observe(element);
}

export const FIGURE_FUNCTIONS: readonly { toString(): string }[] = [
  numberShown,
  wholeSpec,
  findGroup,
  placePanes,
  marksOf,
  pointsOf,
  isPlace,
  wordsOf,
  farthest,
  nearestPoint,
  showTip,
  hideTip,
  pointAt,
  imagesOf,
  placeShown,
  decodedValues,
  showTile,
  stepTile,
  setEnds,
  redraw,
  zoomTo,
  zoomBy,
  showAll,
  placeIn,
  drawBox,
  listenToPointer,
  listenToKeys,
  stepAlong,
  toolButton,
  colourOf,
  addTools,
  addPane,
  liveFigure,
  liveFigures,
];
