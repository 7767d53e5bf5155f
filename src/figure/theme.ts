/** How every figure looks: fonts, inks, thin axes. Sizes follow from that of the letters. */
import { anchorsOf, CATEGORIES } from './palette.js';
import type { FigureSize } from './size.js';
import type { Properties } from './spec.js';

/** Bundled with the program; the others are for whoever opens an SVG file elsewhere. */
export const FONT = 'DejaVu Sans, Verdana, sans-serif';
export const INK = '#22272e';
export const FAINT = '#e7eaee';
export const GREY_INK = '#5f6b76';
/** Lines behind those that matter. */
export const PALE = '#b9c2cb';

/** Space around the figure. */
export const PADDING = 4;

/** Configuration of Vega-Lite for letters of that size. */
export function themeOf({ font }: FigureSize): Properties {
  return {
    font: FONT,
    // a figure is named as a whole: a sentence for each of a thousand marks helps nobody
    aria: false,
    background: '#ffffff',
    view: { stroke: null },
    axis: {
      labelFontSize: font,
      titleFontSize: font,
      titleFontWeight: 'normal',
      titlePadding: 0.5 * font,
      labelColor: INK,
      titleColor: INK,
      domainColor: INK,
      tickColor: INK,
      gridColor: FAINT,
      tickSize: 0.35 * font,
      labelPadding: 0.25 * font,
      labelFlush: false,
      labelOverlap: 'parity',
      labelSeparation: 0.5 * font,
    },
    legend: {
      labelFontSize: font,
      titleFontSize: font,
      titleFontWeight: 'normal',
      labelColor: INK,
      titleColor: INK,
      labelLimit: 0,
      titleLimit: 0,
      symbolSize: 9 * font,
      rowPadding: 0.2 * font,
      columnPadding: font,
      offset: 0.6 * font,
    },
    title: {
      anchor: 'start',
      color: INK,
      fontSize: 1.05 * font,
      fontWeight: 'bold',
      subtitleColor: GREY_INK,
      subtitleFontSize: 0.85 * font,
      subtitlePadding: 0.4 * font,
      subtitleLineHeight: 1.15 * font,
      offset: 0.7 * font,
    },
    line: { strokeWidth: 0.11 * font, strokeJoin: 'round' },
    area: { line: false },
    rule: { color: INK, strokeWidth: 0.09 * font },
    point: { filled: true, size: 2.2 * font, opacity: 1 },
    text: { fontSize: font, color: INK },
    range: {
      category: CATEGORIES,
      ramp: anchorsOf('viridis'),
      heatmap: anchorsOf('viridis'),
      diverging: anchorsOf('diverging'),
    },
  };
}
