/** The fonts that come with the program: nothing of the system's is used, so that figures are the same everywhere. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readWhole } from '../host/disk.js';

export type Weight = 'normal' | 'bold';

const FILES: { readonly [weight in Weight]: string } = { normal: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };

/** The name that the files have inside. */
export const FAMILY = 'DejaVu Sans';

const folder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

export const fontPath = (weight: Weight): string => join(folder(), FILES[weight]);

export const fontBytes = (weight: Weight): Uint8Array => readWhole(fontPath(weight));

/** Where the tables of a font file are. */
function tablesOf(view: DataView): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let t = 0; t < view.getUint16(4); t++) {
    const at = 12 + 16 * t;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
    found.set(name, view.getUint32(at + 8));
  }
  return found;
}

/** Glyphs by the code of their character, of a table of format 4: stretches of 16-bit codes. */
function glyphsOf(view: DataView, cmap: number): (code: number) => number {
  const records = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + 4 + 8 * i);
  const at = records
    .map((record) => cmap + view.getUint32(record + 4))
    .find((table) => view.getUint16(table) === 4) as number;
  const twice = view.getUint16(at + 6);
  const [ends, starts, deltas, offsets] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice].map((by) => at + by);
  return (code) => {
    for (let s = 0; s < twice; s += 2) {
      if (view.getUint16(ends + s) < code) continue;
      const start = view.getUint16(starts + s);
      if (start > code) return 0;
      const offset = view.getUint16(offsets + s);
      const delta = view.getUint16(deltas + s);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(offsets + s + offset + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

/** Width of a text as a share of the size of its letters. Pairs of letters are not moved together: that is within a hundredth. */
export function widthsOf(bytes: Uint8Array): (text: string) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tablesOf(view);
  const place = (name: string): number => tables.get(name) as number;
  const perEm = view.getUint16(place('head') + 18);
  const measured = view.getUint16(place('hhea') + 34);
  const [glyphOf, hmtx] = [glyphsOf(view, place('cmap')), place('hmtx')];
  const known = new Map<number, number>();
  const widthOf = (code: number): number => {
    const before = known.get(code);
    if (before !== undefined) return before;
    const width = view.getUint16(hmtx + 4 * Math.min(glyphOf(code), measured - 1)) / perEm;
    known.set(code, width);
    return width;
  };
  return (text) => {
    let sum = 0;
    for (const letter of text) sum += widthOf(letter.codePointAt(0) as number);
    return sum;
  };
}
