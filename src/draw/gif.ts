/** Animated GIF files with one table of colours; what does not change from frame to frame is transparent, so that files stay small. */
import { createRequire } from 'node:module';
import type { Frames, FramesAbout } from './frames.js';
import { TRANSPARENT } from './frames.js';

interface FrameOptions {
  /** Of the first frame: the colours of all. */
  readonly palette?: readonly (readonly number[])[];
  /** 0: for ever. */
  readonly repeat?: number;
  readonly transparent?: boolean;
  readonly transparentIndex?: number;
  /** Milliseconds. */
  readonly delay?: number;
  readonly dispose?: number;
}

/** The part of gifenc that is used: it comes without types. */
interface Encoder {
  writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
  finish(): void;
  bytes(): Uint8Array;
  readonly stream: { writeBytes(bytes: Uint8Array): void };
}

/** Loaded as the older kind of module that it is: programs do not agree what its default export would be. */
const encoder = (): Encoder => createRequire(import.meta.url)('gifenc').GIFEncoder();

/** Longest piece of a comment. */
const PIECE = 255;

/** Leave a frame where it is: the next one is drawn over it. */
const KEEP = 1;

/** A comment: a mark, pieces with their lengths, an end. */
function commentBlock(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const parts: number[] = [0x21, 0xfe];
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    parts.push(piece.length, ...piece);
  }
  return Uint8Array.of(...parts, 0);
}

/** Collects frames as the bytes of a file. Times are whole hundredths of a second, as the format has them. */
export function gifFrames({ width, height, palette, fps, title, caption }: FramesAbout): Frames {
  const gif = encoder();
  const delay = 10 * Math.max(2, Math.round(100 / fps));
  let before: Uint8Array | undefined;
  return {
    add(pixels) {
      const shown =
        before === undefined ? pixels : pixels.map((index, at) => (index === before?.[at] ? TRANSPARENT : index));
      const isFirst = before === undefined;
      gif.writeFrame(shown, width, height, {
        ...(isFirst && { palette: palette.map((colour) => [...colour]), repeat: 0 }),
        ...(!isFirst && { transparent: true, transparentIndex: TRANSPARENT }),
        delay,
        dispose: KEEP,
      });
      before = pixels.slice();
    },
    finish() {
      gif.stream.writeBytes(commentBlock(`${title}. ${caption}`));
      gif.finish();
      return gif.bytes();
    },
  };
}
