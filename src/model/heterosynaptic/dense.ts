/**
 * A dense layer without bias, y = x W', whose weights are packed once for all shares of a batch. It may be one of several that have some of
 * the outputs each, and pass on the errors of some of the inputs.
 */
import type { Share } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

/** Forms of products (assembly/linalg/product.ts): A B, A' B and A B'. */
export const FORM = { plain: 0, leftTransposed: 1, rightTransposed: 2 } as const;

export interface DenseShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Most rows of a call. */
  readonly rows: number;
  /** The outputs that it has; absent: all. */
  readonly own?: Share;
  /** The inputs of which it makes the errors; absent: all. */
  readonly back?: Share;
}

export interface DenseLayer {
  /** Weights [outputs, inputs] at this address act from now on. */
  take(weights: number): void;
  /** y [count, own outputs] = x W'. */
  forward(x: number, count: number, y: number): void;
  /** dx [count, its inputs] = d W, d [count, outputs]. */
  backward(d: number, count: number, dx: number): void;
  /** Its rows of dW = or += d' x, d [count, own outputs]. */
  gradient(d: number, x: number, count: number, target: number, adds: boolean): void;
}

const PANEL = 32;
const panels = (count: number, width: number): number => Math.ceil(count / width) * width;

export function openDenseLayer(numeric: Numeric, { inputs, outputs, rows, ...some }: DenseShape): DenseLayer {
  const { kernels, size } = numeric;
  const { own = { from: 0, to: outputs }, back: passed = { from: 0, to: inputs } } = some;
  const [made, heard] = [own.to - own.from, passed.to - passed.from];
  // its rows of the weights
  const rowBytes = own.from * inputs * size;
  const k = numeric.pick('pack_right', 'multiply_rows', 'product', 'product_bytes');
  const columns = PANEL / size;
  const edge = kernels.allocate(128);
  const workspace = kernels.allocate(k.product_bytes(made, inputs, rows));
  const ahead = {
    form: FORM.rightTransposed,
    from: rowBytes,
    address: numeric.room(panels(made, columns) * inputs),
    isStale: true,
  };
  const back = {
    form: FORM.plain,
    from: passed.from * size,
    address: numeric.room(panels(heard, columns) * outputs),
    isStale: true,
  };
  let weights = 0;

  const multiply = (
    pack: typeof ahead | typeof back,
    x: number,
    count: number,
    n: number,
    terms: number,
    y: number,
  ) => {
    if (pack.isStale) k.pack_right(pack.form, n, terms, weights + pack.from, inputs, pack.address);
    pack.isStale = false;
    k.multiply_rows(pack.form, count, n, terms, x, terms, pack.address, y, n, false, edge);
  };
  return {
    take: (address) => {
      weights = address;
      ahead.isStale = true;
      back.isStale = true;
    },
    forward: (x, count, y) => multiply(ahead, x, count, made, inputs, y),
    backward: (d, count, dx) => multiply(back, d, count, heard, outputs, dx),
    gradient: (d, x, count, target, adds) =>
      k.product(
        FORM.leftTransposed,
        made,
        inputs,
        count,
        d,
        made,
        x,
        inputs,
        target + rowBytes,
        inputs,
        adds,
        workspace,
      ),
  };
}
