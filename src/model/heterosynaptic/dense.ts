/** A dense layer without bias, y = x W', whose weights are packed once for all shares of a batch. */
import type { Numeric } from './numeric.js';

/** Forms of products (assembly/linalg/product.ts): A B, A' B and A B'. */
export const FORM = { plain: 0, leftTransposed: 1, rightTransposed: 2 } as const;

export interface DenseShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Most rows of a call. */
  readonly rows: number;
}

export interface DenseLayer {
  /** Weights [outputs, inputs] at this address act from now on. */
  take(weights: number): void;
  /** y [count, outputs] = x W'. */
  forward(x: number, count: number, y: number): void;
  /** dx [count, inputs] = d W. */
  backward(d: number, count: number, dx: number): void;
  /** dW = or += d' x. */
  gradient(d: number, x: number, count: number, target: number, adds: boolean): void;
}

const PANEL = 32;
const panels = (count: number, width: number): number => Math.ceil(count / width) * width;

export function openDenseLayer(numeric: Numeric, { inputs, outputs, rows }: DenseShape): DenseLayer {
  const { kernels, size } = numeric;
  const k = numeric.pick('pack_right', 'multiply_rows', 'product', 'product_bytes');
  const columns = PANEL / size;
  const edge = kernels.allocate(128);
  const workspace = kernels.allocate(k.product_bytes(outputs, inputs, rows));
  const ahead = { form: FORM.rightTransposed, address: numeric.room(panels(outputs, columns) * inputs), isStale: true };
  const back = { form: FORM.plain, address: numeric.room(panels(inputs, columns) * outputs), isStale: true };
  let weights = 0;

  const multiply = (
    pack: typeof ahead | typeof back,
    x: number,
    count: number,
    n: number,
    terms: number,
    y: number,
  ) => {
    if (pack.isStale) k.pack_right(pack.form, n, terms, weights, inputs, pack.address);
    pack.isStale = false;
    k.multiply_rows(pack.form, count, n, terms, x, terms, pack.address, y, n, false, edge);
  };
  return {
    take: (address) => {
      weights = address;
      ahead.isStale = true;
      back.isStale = true;
    },
    forward: (x, count, y) => multiply(ahead, x, count, outputs, inputs, y),
    backward: (d, count, dx) => multiply(back, d, count, inputs, outputs, dx),
    gradient: (d, x, count, target, adds) =>
      k.product(FORM.leftTransposed, outputs, inputs, count, d, outputs, x, inputs, target, inputs, adds, workspace),
  };
}
