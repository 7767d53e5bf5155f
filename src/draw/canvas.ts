/** The field of a drawn figure where frames are painted, and the painting of it: axes are drawn once, whatever the number of frames. */
import { MsmError } from '../errors.js';
import type { Scene } from '../figure/animation.js';
import type { Rgb } from '../figure/palette.js';
import { plainPicture } from '../figure/picture.js';
import { FONT, INK } from '../figure/theme.js';
import { nearestIn, paletteOf, valueIndex } from './frames.js';
import { pixelsOf } from './png.js';
import type { Rendered } from './render.js';

/** Pixels of a frame for each pixel of the figure: 144 to the inch. */
const SCALE = 1.5;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A drawn scene. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly palette: readonly Rgb[];
  /** Indices of what stays. [height, width] */
  readonly base: Uint8Array;
  /** Where frames are painted. */
  readonly field: Box;
  /** Height of the line below the figure that says when. */
  readonly line: number;
  readonly nearest: (r: number, g: number, b: number) => number;
}

/** The pixels that differ between two drawings whose fields have different colours. */
function fieldBetween(a: Uint8Array, b: Uint8Array, width: number): Box {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let at = 0; at < a.length; at += 4) {
    // pixels at the edges are mixed with what is around
    if (Math.abs(a[at] - b[at]) < 250) continue;
    const [x, y] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
    if (x < left) left = x;
    if (x > right) right = x;
    if (top < 0) top = y;
    bottom = y;
  }
  if (right < 0) throw new MsmError('E_INTERNAL', 'an animation has no field for its frames');
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Draws what stays, and finds the field. */
export async function canvasOf({ svg, width }: Rendered, { map, field: white }: Scene, font: number): Promise<Canvas> {
  const wide = Math.round(width * SCALE);
  const black = svg.replaceAll(white, plainPicture('black'));
  const [first, second] = [await pixelsOf(svg, wide), await pixelsOf(black, wide)];
  const palette = paletteOf(map);
  const nearest = nearestIn(palette);
  const line = Math.round(2 * font * SCALE);
  const base = new Uint8Array(wide * (first.height + line)).fill(nearest(255, 255, 255)); // [height, width]
  for (let at = 0; at < wide * first.height; at++) {
    const [r, g, b] = [0, 1, 2].map((part) => first.pixels[4 * at + part]);
    base[at] = nearest(r, g, b);
  }
  const field = fieldBetween(first.pixels, second.pixels, wide);
  return { width: wide, height: first.height + line, palette, base, field, line, nearest };
}

/** Paints an array [rows, columns] into the field, the first row on top. */
export function paintArray(
  { field, width }: Canvas,
  pixels: Uint8Array,
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  domain: readonly [number, number],
): void {
  const indices = Uint8Array.from(values, (value) => valueIndex(value, domain));
  const columnOf = Int32Array.from({ length: field.width }, (_, x) => Math.floor((x * columns) / field.width));
  for (let y = 0; y < field.height; y++) {
    const row = Math.floor((y * rows) / field.height) * columns;
    const start = (field.top + y) * width + field.left;
    for (let x = 0; x < field.width; x++) pixels[start + x] = indices[row + columnOf[x]];
  }
}

/** Lays a drawing with its shades over pixels, from a place on. */
function layOver(
  canvas: Canvas,
  pixels: Uint8Array,
  drawing: { readonly pixels: Uint8Array; readonly width: number; readonly height: number },
  left: number,
  top: number,
): void {
  const { palette, nearest, width } = canvas;
  for (let y = 0; y < drawing.height; y++) {
    for (let x = 0; x < drawing.width; x++) {
      const from = 4 * (y * drawing.width + x);
      const alpha = drawing.pixels[from + 3];
      if (alpha === 0) continue;
      const at = (top + y) * width + left + x;
      const below = palette[pixels[at]];
      // the drawing's colours are multiplied by its opacity already
      const [r, g, b] = [0, 1, 2].map((part) =>
        Math.min(255, drawing.pixels[from + part] + Math.round((below[part] * (255 - alpha)) / 255)),
      );
      pixels[at] = nearest(r, g, b);
    }
  }
}

const svgOf = (width: number, height: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;

const fine = (value: number): string => String(Math.round(100 * value) / 100);

/** Paints a path through points, which are shares of the field from its lower left corner, and its last point. */
export async function paintPath(
  canvas: Canvas,
  pixels: Uint8Array,
  x: readonly number[],
  y: readonly number[],
): Promise<void> {
  const { width, height, left, top } = canvas.field;
  const places = x.map((at, i) => [fine(at * width), fine((1 - y[i]) * height)] as const);
  const [lastX, lastY] = places[places.length - 1];
  const line = `<polyline points="${places.map((place) => place.join(',')).join(' ')}" fill="none" stroke="#0072b2" stroke-width="1.5" stroke-linejoin="round"/>`;
  const drawing = await pixelsOf(
    svgOf(width, height, `${line}<circle cx="${lastX}" cy="${lastY}" r="5" fill="#0072b2"/>`),
    width,
  );
  layOver(canvas, pixels, drawing, left, top);
}

/** Writes the line below the figure: words, and above them how far the animation is. */
export async function paintLine(
  canvas: Canvas,
  pixels: Uint8Array,
  words: string,
  share: number,
  font: number,
): Promise<void> {
  const { field, width, height, line } = canvas;
  const size = font * SCALE;
  const bar = `<rect x="${field.left}" y="1" width="${fine(field.width * share)}" height="2" fill="#5f6b76"/>`;
  const text = `<text x="${field.left}" y="${fine(1.35 * size)}" font-family="${FONT}" font-size="${fine(size)}" fill="${INK}">${words}</text>`;
  layOver(canvas, pixels, await pixelsOf(svgOf(width, line, bar + text), width), 0, height - line);
}
