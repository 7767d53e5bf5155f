/** Pictures made of small images (patterns, states, matrices) with captions, as SVG text. The images are PNG inside the SVG. */
import { encode } from 'fast-png';
import { richText } from './plot.js';

/** From a value in the range to red, green and blue, 0 to 255. */
export type ColourMap = (share: number) => readonly [number, number, number];

/** Dark to light. */
export const GREY: ColourMap = (share) => {
  const level = Math.round(255 * share);
  return [level, level, level];
};

/** Blue over white to vermillion, for values around zero. */
export const DIVERGING: ColourMap = (share) => {
  const end = share < 0.5 ? [0, 94, 158] : [193, 74, 0];
  const strength = Math.abs(2 * share - 1);
  const mix = (to: number): number => Math.round(255 + strength * (to - 255));
  return [mix(end[0]), mix(end[1]), mix(end[2])];
};

export interface Tile {
  readonly x: number;
  readonly y: number;
  /** Width on the page; the height follows. */
  readonly width: number;
  /** Row-major from the top left. */
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly range: readonly [number, number];
  readonly map: ColourMap;
  /** Above the image, in the markup of labels. */
  readonly caption?: string;
  /** Colour of a frame around it. */
  readonly frame?: string;
}

export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
}

export interface Mosaic {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly tiles: readonly Tile[];
  readonly texts: readonly Text[];
}

const INK = '#22272e';
const SIZE = 14;

/** The image with each value as a square of so many pixels that it is sharp at twice its size on the page. */
function dataUri({ values, columns, range: [low, high], map, width }: Tile): string {
  const rows = values.length / columns;
  const scale = Math.max(1, Math.round((2 * width) / columns));
  const data = new Uint8Array(3 * values.length * scale * scale); // [rows, scale, columns, scale, 3]
  for (let y = 0; y < rows * scale; y++) {
    for (let x = 0; x < columns * scale; x++) {
      const value = values[Math.floor(y / scale) * columns + Math.floor(x / scale)];
      const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
      data.set(map(share), 3 * (y * columns * scale + x));
    }
  }
  const png = encode({ width: columns * scale, height: rows * scale, data, channels: 3, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

function tileText(tile: Tile): string {
  const { x, y, width, caption, frame } = tile;
  const height = (width * tile.values.length) / tile.columns / tile.columns;
  const image = `<image x="${x}" y="${y}" width="${width}" height="${height}" href="${dataUri(tile)}"/>`;
  const border = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="${frame ?? '#9aa4af'}" stroke-width="${frame === undefined ? 0.7 : 3}"/>`;
  const words =
    caption === undefined
      ? ''
      : `<text x="${x + width / 2}" y="${y - 7}" text-anchor="middle">${richText(caption)}</text>`;
  return `${image}${border}${words}`;
}

const wordsOf = ({ x, y, text, size = SIZE, anchor = 'start', colour = INK }: Text): string =>
  `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${colour}">${richText(text)}</text>`;

/** The picture as an SVG document with a white ground. */
export function mosaicSvg({ width, height, title, description, tiles, texts }: Mosaic): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" xml:space="preserve" font-family="'DejaVu Sans', Verdana, 'Helvetica Neue', Arial, sans-serif" font-size="${SIZE}" fill="${INK}">
<title>${title}</title>
<desc>${description}</desc>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${[...tiles.map(tileText), ...texts.map(wordsOf)].join('\n')}
</svg>
`;
}
