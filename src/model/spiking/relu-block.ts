/** A block of an encoder without time: a convolution 3 x 3, relu, and the largest of 2 x 2, the first of them where several are as large. */
import type { Reals } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

export interface ReluBlockShape {
  readonly height: number;
  readonly width: number;
  /** Input channels. */
  readonly inputs: number;
  readonly channels: number;
  /** Whether there is a way back. */
  readonly learns: boolean;
  /** Whether the inputs are units of a block before, which are not negative and have a gradient. */
  readonly hearsUnits: boolean;
}

export interface ReluBlock {
  /** What the way back needs of the way forward, `reluBlockBytes` of it, is kept at this address from now on, where all was 0 before the first picture. */
  place(state: number): void;
  /** Activities that are pooled, [places][channels], and the gradient of the inputs, which `back` leaves, [places][inputs]. */
  readonly pooled: number;
  readonly bar: number;
  /** Weights as published, [channels][inputs][3][3]. */
  takeWeights(parameters: number): void;
  clearGradient(): void;
  /** Writes the gradient in the form of the weights. */
  giveGradient(gradient: number): void;
  /** What its units hear, and what they are from `activate` on, [places][channels]; and the gradient of it, from `unpool` on. */
  readonly units: number;
  readonly unitsBar: number;
  /** @param inputs - [places][inputs] */
  hear(inputs: number): void;
  activate(): void;
  /** From the gradient of what was pooled, of the picture whose state is in its place. */
  unpool(pooledBar: number): void;
  /** From the gradient of what its units heard. */
  learn(): void;
}

const [SIDE, KERNEL, POOL] = [3, 9, 2];

/** Bytes of what the way back needs of the way forward. */
export function reluBlockBytes({ height: H, width: W, inputs: C, channels: N }: ReluBlockShape, size: number): number {
  const pooled = Math.floor(H / POOL) * Math.floor(W / POOL) * N;
  return (H + 2) * (W + 2) * C * size + pooled;
}

export function openReluBlock(numeric: Numeric, shape: ReluBlockShape): ReluBlock {
  const { size } = numeric;
  const { height: H, width: W, inputs: C, channels: N, learns, hearsUnits } = shape;
  const k = numeric.pick('combine', 'combine_back', 'dense_weights_back', 'rectify');
  const [rows, stride] = [KERNEL * C, (W + 2) * C];
  const bordered = (H + 2) * stride;
  const [pooledHeight, pooledWidth] = [Math.floor(H / POOL), Math.floor(W / POOL)];
  const rooms = (count: number) => (learns ? numeric.room(count) : 0);
  const [weights, weightsBar] = [numeric.room(rows * N), rooms(rows * N)];
  const [units, pooled] = [H * W * N, pooledHeight * pooledWidth * N].map((n) => numeric.room(n));
  const [unitsBar, bar, borderedBar] = [rooms(H * W * N), rooms(H * W * C), rooms(bordered)];
  const [patch, patchBar] = [numeric.room(rows), rooms(rows)];
  const pooledUnits = pooledHeight * pooledWidth * N;
  /** Inputs with a border of zeros, and behind them which of the four is the largest, of each unit that is pooled. */
  let heard = 0;
  const largest = (): Uint8Array => new Uint8Array(numeric.kernels.memory.buffer, heard + bordered * size, pooledUnits);
  /** All memory as numbers, and the place of an address there. */
  const whole = (): Reals => numeric.view(0, Math.floor(numeric.kernels.memory.buffer.byteLength / size));
  const at = (address: number): number => address / size;

  /** Kernels stand by place, then by input: those of a row of the picture one behind the other. */
  const arrange = (published: Reals, own: Reals, isIn: boolean): void => {
    for (let o = 0; o < N; o++) {
      for (let r = 0; r < rows; r++) {
        const [from, to] = [o * rows + (r % C) * KERNEL + Math.floor(r / C), r * N + o];
        if (isIn) own[to] = published[from];
        else published[from] = own[to];
      }
    }
  };
  /** What the units of a place hear: three rows of three places. */
  const gather = (all: Reals, x: number, y: number): void => {
    for (let row = 0; row < SIDE; row++) {
      const from = at(heard) + (y + row) * stride + x * C;
      all.copyWithin(at(patch) + row * SIDE * C, from, from + SIDE * C);
    }
  };
  const scatter = (all: Reals, x: number, y: number): void => {
    for (let row = 0; row < SIDE; row++) {
      const to = at(borderedBar) + (y + row) * stride + x * C;
      const from = at(patchBar) + row * SIDE * C;
      for (let i = 0; i < SIDE * C; i++) all[to + i] += all[from + i];
    }
  };
  const border = (inputs: number): void => {
    const [all, own] = [numeric.view(heard, bordered), numeric.view(inputs, H * W * C)];
    for (let y = 0; y < H; y++) all.set(own.subarray(y * W * C, (y + 1) * W * C), (y + 1) * stride + C);
  };
  const OFFSETS = [0, N, W * N, (W + 1) * N] as const;
  const pool = (): void => {
    const [all, own, which] = [numeric.view(units, H * W * N), numeric.view(pooled, pooledUnits), largest()];
    for (let y = 0; y < pooledHeight; y++) {
      for (let x = 0; x < pooledWidth; x++) {
        const [to, from] = [(y * pooledWidth + x) * N, (POOL * y * W + POOL * x) * N];
        for (let c = 0; c < N; c++) {
          const first = from + c;
          let best = 0;
          for (let i = 1; i < OFFSETS.length; i++) if (all[first + OFFSETS[i]] > all[first + OFFSETS[best]]) best = i;
          which[to + c] = best;
          own[to + c] = all[first + OFFSETS[best]];
        }
      }
    }
  };
  const unpool = (pooledBar: number): void => {
    const [all, own, which] = [
      numeric.view(unitsBar, H * W * N).fill(0),
      numeric.view(pooledBar, pooledUnits),
      largest(),
    ];
    for (let y = 0; y < pooledHeight; y++) {
      for (let x = 0; x < pooledWidth; x++) {
        const [to, from] = [(y * pooledWidth + x) * N, (POOL * y * W + POOL * x) * N];
        // where nothing is active, whoever hears it has no gradient for it
        for (let c = 0; c < N; c++) all[from + c + OFFSETS[which[to + c]]] = own[to + c];
      }
    }
  };
  const isAny = (all: Reals, from: number): boolean => {
    for (let i = from; i < from + N; i++) if (all[i] !== 0) return true;
    return false;
  };
  const placeBack = (all: Reals, x: number, y: number): void => {
    const bars = unitsBar + (y * W + x) * N * size;
    if (!isAny(all, at(bars))) return;
    gather(all, x, y);
    if (hearsUnits) {
      k.combine_back(rows, N, patch, weights, bars, patchBar, weightsBar);
      scatter(all, x, y);
    } else {
      // pixels may be negative, and nobody asks for their gradient
      k.dense_weights_back(rows, N, patch, bars, 1, weightsBar);
    }
  };
  return {
    ...{ pooled, bar, units, unitsBar, unpool },
    place: (state) => {
      heard = state;
    },
    takeWeights: (parameters) => arrange(numeric.view(parameters, rows * N), numeric.view(weights, rows * N), true),
    clearGradient: () => numeric.zero(weightsBar, rows * N),
    giveGradient: (gradient) => arrange(numeric.view(gradient, rows * N), numeric.view(weightsBar, rows * N), false),
    hear: (inputs) => {
      border(inputs);
      const all = whole();
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++) {
          gather(all, x, y);
          k.combine(rows, N, patch, weights, units + (y * W + x) * N * size);
        }
      }
    },
    activate: () => {
      k.rectify(H * W * N, units);
      pool();
    },
    learn: () => {
      numeric.zero(borderedBar, bordered);
      const memory = whole();
      for (let y = 0; y < H; y++) for (let x = 0; x < W; x++) placeBack(memory, x, y);
      if (!hearsUnits) return;
      const [all, own] = [numeric.view(borderedBar, bordered), numeric.view(bar, H * W * C)];
      for (let y = 0; y < H; y++) own.set(all.subarray((y + 1) * stride + C, (y + 1) * stride + C + W * C), y * W * C);
    },
  };
}
