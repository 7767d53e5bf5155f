/** A specification to SVG text: without DOM or canvas, in the size that was asked for, equal for equal data. */
import * as vega from 'vega';
import { compile } from 'vega-lite';
import { MsmError } from '../errors.js';
import type { FigureSize } from '../figure/size.js';
import { mmOfPixels } from '../figure/size.js';
import { type Row, type Spec, type View, viewsOf } from '../figure/spec.js';
import { fontBytes, widthsOf } from './fonts.js';

/** A drawn figure, and the specification in the size that fits. */
export interface Rendered {
  readonly svg: string;
  readonly spec: Spec;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Has texts measured with the letters that draw them: Vega's own estimate is a fifth too wide. */
function measureExactly(): void {
  const measure = { normal: widthsOf(fontBytes('normal')), bold: widthsOf(fontBytes('bold')) };
  const { textMetrics } = vega as unknown as {
    readonly textMetrics: {
      width: (item: { readonly fontSize?: number; readonly fontWeight?: string | number }, text: unknown) => number;
    };
  };
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    fontSize * measure[fontWeight === 'bold' ? 'bold' : 'normal'](String(text ?? ''));
}

/** What Vega says of a layer without a number: it shows nothing, which is right. */
const EMPTY = 'Infinite extent';

/** A warning of the compiler is a mistake of a description: what it asks for would be left out silently. */
const strictLogger = (): vega.LoggerInterface => {
  const refuse = (...words: readonly unknown[]): never => {
    throw new MsmError('E_INTERNAL', `the specification of a figure is faulty: ${words.join(' ')}`);
  };
  const warn = (...words: readonly unknown[]): vega.LoggerInterface =>
    String(words[0]).startsWith(EMPTY) ? logger : refuse(...words);
  const logger: vega.LoggerInterface = {
    level: ((_: number) => logger) as vega.LoggerInterface['level'],
    error: refuse,
    warn,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
};

/** As a specification of Vega itself. */
export const compiled = (spec: Spec): vega.Spec =>
  compile(spec as unknown as Parameters<typeof compile>[0], { logger: strictLogger() }).spec;

/** Draws once. */
async function drawn(spec: Spec): Promise<string> {
  const logger = strictLogger();
  const full = compiled(spec);
  const view = new vega.View(vega.parse(full), { renderer: 'none', logger });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

const HEADER = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>/;

function sizeIn(svg: string): readonly [number, number] {
  const found = HEADER.exec(svg);
  if (found === null) throw new MsmError('E_INTERNAL', 'a drawn figure does not say its size');
  return [Number(found[1]), Number(found[2])];
}

/** Every view of a part changed; `share`: its share of the width of those side by side. */
function withViews(part: View | Row, change: (view: View, share: number) => View): View | Row {
  if (!('hconcat' in part)) return change(part, 1);
  const all = part.hconcat.reduce((sum, { width }) => sum + width, 0);
  return { ...part, hconcat: part.hconcat.map((view) => change(view, view.width / all)) };
}

/** A panel is never made smaller than this, however small the figure is to be. */
const LEAST = 24;

/** Views wider by what is missing, in the same proportions; if a height was asked for, higher by their share of what is missing. */
function adjusted(spec: Spec, [w, h]: readonly [number, number], { width, height }: FigureSize): Spec {
  const high = spec.vconcat.reduce((sum, part) => sum + Math.max(...viewsOf(part).map((view) => view.height)), 0);
  const change = (view: View, share: number): View => {
    const wide = Math.max(LEAST, view.width + (width - w) * share);
    const tall = height === undefined ? (view.height * wide) / view.width : view.height * (1 + (height - h) / high);
    return { ...view, width: wide, height: Math.max(LEAST, tall) };
  };
  return { ...spec, vconcat: spec.vconcat.map((part) => withViews(part, change)) };
}

/** Attempts at a size: ticks may change with it. */
const ATTEMPTS = 6;
const CLOSE = 1;

const FINE = /-?\d+\.\d{4,}(?:e-?\d+)?/g;

/** Numbers in tags to thousandths of a pixel: finer digits differ between engines and fill the file. What is written to be read stays as it is. */
const rounded = (svg: string): string =>
  svg.replace(/<[^>]*>/g, (tag) => tag.replace(FINE, (number) => String(Math.round(Number(number) * 1000) / 1000)));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const mm = (pixels: number): string => `${Math.round(mmOfPixels(pixels) * 100) / 100}mm`;

/**
 * The document with its size on paper and what it shows for those who cannot see it. What was drawn wider than that is made smaller, what was drawn
 * narrower has some white at its right.
 */
function document({ svg, spec, width, height }: Drawn, wide: number): Rendered {
  const title = escaped(String(spec.usermeta.title ?? ''));
  const [before, caption] = [svg.replace(HEADER, ''), escaped(String(spec.usermeta.caption ?? ''))];
  const field = Math.max(wide, width);
  const high = (height * wide) / field;
  const size = `width="${mm(wide)}" height="${mm(high)}" viewBox="0 0 ${field} ${height}"`;
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  const head = `<svg ${names} version="1.1" role="img" ${size}>`;
  const ground = width < field ? `<rect width="${field}" height="${height}" fill="#ffffff"/>` : '';
  const text = `${rounded(`${head}<title>${title}</title><desc>${caption}</desc>${ground}${before}`)}\n`;
  return { svg: text, spec, width: wide, height: high };
}

/** One attempt. */
interface Drawn {
  readonly svg: string;
  readonly spec: Spec;
  readonly width: number;
  readonly height: number;
}

/** How far an attempt is from what was asked for; too wide is worse than too narrow, since letters must then be smaller. */
function missOf({ width, height }: Drawn, size: FigureSize): number {
  const wide = width > size.width ? 4 * (width - size.width) : size.width - width;
  return wide + (size.height === undefined ? 0 : Math.abs(height - size.height));
}

/** Draws a specification so that the whole figure has the width that was asked for. */
export async function render(first: Spec, size: FigureSize): Promise<Rendered> {
  measureExactly();
  let spec = first;
  let best: Drawn | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    vega.resetSVGDefIds();
    const svg = await drawn(spec);
    const [width, height] = sizeIn(svg);
    const one = { svg, spec, width, height };
    if (best === undefined || missOf(one, size) < missOf(best, size)) best = one;
    const isClose =
      Math.abs(width - size.width) <= CLOSE && (size.height === undefined || Math.abs(height - size.height) <= CLOSE);
    if (isClose) break;
    spec = adjusted(spec, [width, height], size);
  }
  return document(best as Drawn, size.width);
}
