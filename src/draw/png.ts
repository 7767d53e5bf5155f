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

/** Pixels at 300 to the inch. */
export async function pngOf({ svg, width }: Pick<Rendered, 'svg' | 'width'>): Promise<Uint8Array> {
  await load();
  const image = new Resvg(svg, {
    fitTo: { mode: 'width', value: Math.round((width * DPI) / PER_INCH) },
    font: {
      fontBuffers: [fontBytes('normal'), fontBytes('bold')],
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  return image.render().asPng();
}
