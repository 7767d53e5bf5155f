/**
 * Animated PNG files: the first frame is the image that programs show which know no animation; each further one replaces the rectangle that
 * changed. Frames are indices into one table of colours and are deflated by the same program everywhere.
 *
 * Source: PNG specification, third edition, sections 11.3.3.5 and 11.3.5 (acTL, fcTL, fdAT).
 */
import { encode } from 'fast-png';
import { chunk, chunksOf, joinedBytes } from '../figure/png-chunks.js';
import type { Frames, FramesAbout } from './frames.js';

const PALETTE_COLOURS = 3;
const UTF8 = new TextEncoder();

/** A text with any letters: keyword, not compressed, no language, the text. */
const textChunk = (keyword: string, text: string): Uint8Array =>
  chunk('iTXt', Uint8Array.of(...UTF8.encode(keyword), 0, 0, 0, 0, 0, ...UTF8.encode(text)));

function header(width: number, height: number): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  data.set([8, PALETTE_COLOURS, 0, 0, 0], 8);
  return chunk('IHDR', data);
}

function words32(type: string, ...values: readonly number[]): Uint8Array {
  const data = new Uint8Array(4 * values.length);
  const view = new DataView(data.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value);
  return chunk(type, data);
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What of a frame differs from the one before; one pixel if nothing does. */
export function changed(pixels: Uint8Array, before: Uint8Array, width: number): Rectangle {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let at = 0; at < pixels.length; at++) {
    if (pixels[at] === before[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x < left) left = x;
    if (x > right) right = x;
    if (top < 0) top = y;
    bottom = y;
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cut(pixels: Uint8Array, width: number, box: Rectangle): Uint8Array {
  const part = new Uint8Array(box.width * box.height); // [height, width]
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x;
    part.set(pixels.subarray(from, from + box.width), row * box.width);
  }
  return part;
}

/** Deflated rows of indices: the image data of a grey image of these numbers. */
function deflated(data: Uint8Array, width: number, height: number): readonly Uint8Array[] {
  const grey = encode({ width, height, data, depth: 8, channels: 1 });
  return [...chunksOf(grey)].filter(({ type }) => type === 'IDAT').map((one) => one.data);
}

/** Collects frames as the bytes of a file. Memory: the file, and the last frame. */
export function apngFrames({ width, height, palette, count, fps, title, caption }: FramesAbout): Frames {
  const parts: Uint8Array[] = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    header(width, height),
    words32('acTL', count, 0),
    textChunk('Title', title),
    textChunk('Description', caption),
    chunk('PLTE', Uint8Array.from(palette.flat())),
  ];
  let number = 0;
  let before: Uint8Array | undefined;
  const control = (box: Rectangle): Uint8Array => {
    const data = new Uint8Array(26);
    const view = new DataView(data.buffer);
    for (const [i, value] of [number++, box.width, box.height, box.x, box.y].entries()) view.setUint32(4 * i, value);
    view.setUint16(20, 100);
    view.setUint16(22, Math.round(100 * fps));
    return chunk('fcTL', data);
  };
  return {
    add(pixels) {
      const box = before === undefined ? { x: 0, y: 0, width, height } : changed(pixels, before, width);
      parts.push(control(box));
      for (const data of deflated(cut(pixels, width, box), box.width, box.height)) {
        if (before === undefined) {
          parts.push(chunk('IDAT', data));
          continue;
        }
        const numbered = new Uint8Array(4 + data.length);
        new DataView(numbered.buffer).setUint32(0, number++);
        numbered.set(data, 4);
        parts.push(chunk('fdAT', numbered));
      }
      before = pixels.slice();
    },
    finish: () => joinedBytes([...parts, chunk('IEND', new Uint8Array())]),
  };
}
