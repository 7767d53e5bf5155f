/** SVG text to PNG bytes by resvg as WebAssembly, with the bundled fonts alone. */
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readWhole } from '../host/disk.js';
import { FAMILY, fontBytes } from './fonts.js';
import type { Rendered } from './render.js';

/** Dots per inch of a journal's line art in colour. */
const DPI = 300;
const PER_INCH = 96;

/** Loads the module once a process; it throws if it is loaded twice. */
const loaded: { done?: Promise<void> } = {};

function load(): Promise<void> {
  loaded.done ??= initWasm(
    readWhole(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')) as unknown as ArrayBuffer,
  );
  return loaded.done;
}

/** Draws SVG text so many pixels wide, and has the result read before its memory is given back. */
async function drawn<T>(
  svg: string,
  width: number,
  read: (image: ReturnType<InstanceType<typeof Resvg>['render']>) => T,
): Promise<T> {
  await load();
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: {
      fontBuffers: [fontBytes('normal'), fontBytes('bold')],
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  try {
    const image = drawing.render();
    try {
      return read(image);
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}

/** A PNG file with 300 pixels to the inch. */
export const pngOf = ({ svg, width }: Pick<Rendered, 'svg' | 'width'>): Promise<Uint8Array> =>
  drawn(svg, Math.round((width * DPI) / PER_INCH), (image) => image.asPng());

/** Pixels of a drawing: red, green, blue, each times the opacity, and that. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array; // [height, width, 4]
}

export const pixelsOf = (svg: string, width: number): Promise<Pixels> =>
  drawn(svg, width, (image) => ({ width: image.width, height: image.height, pixels: image.pixels.slice() }));
