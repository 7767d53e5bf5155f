/**
 * The pictures of a batch on their way through blocks that are normalised over all of them: all go through a block before any goes through the next one, and
 * back likewise. Of each picture is kept what blocks heard, which units were the largest, and what was normalised.
 */
import type { Pieces } from '../../train/pieces.js';
import type { BatchNorm } from './batch-norm.js';
import type { Numeric } from './numeric.js';
import { type ReluBlock, type ReluBlockShape, reluBlockBytes } from './relu-block.js';

export interface NormedBlock {
  readonly block: ReluBlock;
  readonly norm: BatchNorm;
  readonly shape: ReluBlockShape;
}

export interface ReluBatch {
  /** Announces the rooms of so many pictures, which are made when pictures come. */
  announce(pictures: number): void;
  /** Passes all pictures forward, which stand at these addresses. */
  forward(pictures: readonly number[]): Pieces<void>;
  /** Address of what the last block pooled of a picture. */
  values(picture: number): number;
  /** Adds to the gradient of that. */
  addBar(picture: number, bar: number): void;
  /** Passes all back. Weights are learned by the blocks; the gradient of what normalises is written. */
  back(gradient: number): void;
}

/** Bytes, filled up so that what stands behind them is a number of either precision. */
export const wholeNumbers = (bytes: number): number => 8 * Math.ceil(bytes / 8);

const unitsOf = ({ height, width, channels }: ReluBlockShape): number => height * width * channels;

/** Units that are pooled. */
export const pooledOf = ({ height, width, channels }: ReluBlockShape): number =>
  Math.floor(height / 2) * Math.floor(width / 2) * channels;

/** Where a picture has the state of each block, what is normalised there, and the gradient of what is pooled; and its code. */
function planPicture(shapes: readonly ReluBlockShape[], size: number) {
  let top = 0;
  const place = (bytes: number): number => {
    const own = top;
    top += wholeNumbers(bytes);
    return own;
  };
  const blocks = shapes.map((shape) => ({
    state: place(reluBlockBytes(shape, size)),
    heard: place(unitsOf(shape) * size),
    bar: place(pooledOf(shape) * size),
  }));
  const code = place(pooledOf(shapes[shapes.length - 1]) * size);
  return { blocks, code, bytes: top };
}

/** Bytes of what is kept of a picture. */
export const pictureBytes = (shapes: readonly ReluBlockShape[], size: number): number =>
  planPicture(shapes, size).bytes;

export function openReluBatch(numeric: Numeric, blocks: readonly NormedBlock[]): ReluBatch {
  const { kernels, size } = numeric;
  const shapes = blocks.map(({ shape }) => shape);
  const { blocks: places, code, bytes } = planPicture(shapes, size);
  const last = blocks.length - 1;
  const n = pooledOf(shapes[last]);
  /** Of each picture, by its place in the batch. */
  const rooms: number[] = [];
  const order = new Map<number, number>();
  let next = (): number => kernels.allocate(bytes);
  const roomOf = (i: number): number => {
    while (rooms.length <= i) {
      rooms.push(next());
    }
    return rooms[i];
  };
  const copy = (from: number, to: number, count: number): void =>
    void numeric.view(to, count).set(numeric.view(from, count));
  const own = (picture: number): number => {
    const i = order.get(picture);
    if (i === undefined) throw new RangeError('a picture that is not of the batch');
    return rooms[i];
  };
  /** What a block hears of a picture, and its part of the mean. */
  const hear = (b: number, i: number, inputs: number): void => {
    const { block, norm, shape } = blocks[b];
    const room = roomOf(i);
    block.place(room + places[b].state);
    block.hear(inputs);
    copy(block.units, room + places[b].heard, unitsOf(shape));
    norm.sum(block.units);
  };
  const forward = function* (pictures: readonly number[]): Pieces<void> {
    order.clear();
    for (const [i, picture] of pictures.entries()) order.set(picture, i);
    blocks[0].norm.begin();
    for (const [i, picture] of pictures.entries()) {
      hear(0, i, picture);
      yield;
    }
    for (const [b, { block, norm }] of blocks.entries()) {
      norm.center();
      for (let i = 0; i < pictures.length; i++) norm.deviate(rooms[i] + places[b].heard);
      norm.spread();
      if (b < last) blocks[b + 1].norm.begin();
      for (let i = 0; i < pictures.length; i++) {
        block.place(rooms[i] + places[b].state);
        norm.normalise(rooms[i] + places[b].heard, block.units);
        block.activate();
        if (b < last) hear(b + 1, i, block.pooled);
        else copy(block.pooled, rooms[i] + code, n);
        yield;
      }
    }
    for (let i = 0; i < pictures.length; i++) numeric.zero(rooms[i] + places[last].bar, n);
  };
  const backThrough = (b: number, gradient: number): void => {
    const { block, norm } = blocks[b];
    const { state, heard, bar } = places[b];
    const unpool = (room: number): void => {
      block.place(room + state);
      block.unpool(room + bar);
    };
    const pictures = rooms.slice(0, order.size);
    norm.beginBack();
    for (const room of pictures) {
      unpool(room);
      norm.sumBack(room + heard, block.unitsBar);
    }
    norm.endBack(gradient);
    for (const room of pictures) {
      unpool(room);
      norm.back(room + heard, block.unitsBar);
      block.learn();
      if (b > 0) copy(block.bar, room + places[b - 1].bar, pooledOf(shapes[b - 1]));
    }
  };
  return {
    announce: (pictures) => {
      next = kernels.later(pictures, bytes);
    },
    forward,
    values: (picture) => own(picture) + code,
    addBar: (picture, bar) => {
      const sum = numeric.view(own(picture) + places[last].bar, n);
      const part = numeric.view(bar, n);
      for (let d = 0; d < n; d++) sum[d] += part[d];
    },
    back: (gradient) => {
      for (let b = last; b >= 0; b--) backThrough(b, gradient);
    },
  };
}
