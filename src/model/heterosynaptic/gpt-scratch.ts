/** Room that the layers of a transformer use one after the other, and the parts that tell them what they work on. */
import type { Share } from '../../train/trainable.js';
import type { Corruption } from './coupling.js';
import type { Dropout } from './dropout.js';
import type { GptShape } from './layout.js';
import type { Numeric } from './numeric.js';

/** Rows that stand for several with the same token at the same position. */
export interface Distinct {
  readonly count: number;
  /** i32 [count]: the first row of each. */
  readonly first: number;
  /** i32 [rows]: which of them a row is. */
  readonly of: number;
}

/** A pass over the sequences of a share. */
export interface GptPass {
  readonly share: Share;
  readonly sequences: number;
  readonly length: number;
  /** Positions at the end of each sequence whose output is read. */
  readonly read: number;
  readonly step: number;
  readonly dropout: Dropout;
  readonly corruption: Corruption;
  /** Of the first layer, where that saves something. */
  readonly distinct: Distinct | undefined;
}

export interface GptScratch {
  /** [rows, 4 width]. */
  readonly inner: number;
  /** [rows, width] each. */
  readonly rows: readonly [number, number];
  readonly dq: number;
  readonly dqDistinct: number;
  /** [rows, 2 width] each. */
  readonly dkv: number;
  readonly dkvDistinct: number;
  /** i32 [rows]: last rows of the sequences, and where they stand among rows that stand for several. */
  readonly lastRows: number;
  readonly lastPlaces: number;
  readonly attention: number;
  /** The words of assembly/train/attention.ts. */
  readonly settings: number;
  /** [width]. */
  readonly u: number;
}

/** Words of the settings of attention. */
const SETTINGS = 16;

export function openScratch(numeric: Numeric, { width, heads, context }: GptShape, rows: number): GptScratch {
  const wide = (times: number): number => numeric.room(rows * width * times);
  const bytes = numeric.pick('attention_bytes').attention_bytes(context, context, width / heads);
  return {
    inner: wide(4),
    rows: [wide(1), wide(1)],
    dq: wide(1),
    dqDistinct: wide(1),
    dkv: wide(2),
    dkvDistinct: wide(2),
    lastRows: numeric.words(rows),
    lastPlaces: numeric.words(rows),
    attention: numeric.kernels.allocate(bytes),
    settings: numeric.words(SETTINGS),
    u: numeric.room(width),
  };
}

/** Writes the lists of the last rows. */
export function listLastRows(numeric: Numeric, scratch: GptScratch, pass: GptPass): void {
  const { sequences, length, read, distinct } = pass;
  const rows = numeric.kernels.i32(scratch.lastRows, sequences * read);
  const places = numeric.kernels.i32(scratch.lastPlaces, sequences * read);
  const of = distinct && numeric.kernels.i32(distinct.of, sequences * length);
  for (let i = 0; i < rows.length; i++) {
    const row = Math.floor(i / read) * length + (length - read) + (i % read);
    rows[i] = row;
    places[i] = of?.[row] ?? row;
  }
}
