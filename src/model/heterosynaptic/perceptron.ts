/**
 * The perceptron (specification, section 4): dense layers with relu, activities mixed behind each hidden one.
 *
 *   z_i = h_{i-1} W_i' + b_i,  a_i = relu(z_i),  h_i = a_i C';  logits = z of the last
 *   d_{i-1} = (d_i W_i C) where a_{i-1} > 0,  dW_i = d_i' h_{i-1},  db_i = sum of the rows of d_i
 */
import type { Share } from '../../train/trainable.js';
import { type Corruption, type Corruptions, mixedBlock } from './coupling.js';
import { openDenseLayer } from './dense.js';
import { perceptronTensors } from './layout.js';
import type { Network, Pass, PlacedBatch } from './network.js';
import type { Numeric } from './numeric.js';
import { openSparseLayer } from './sparse-layer.js';

export interface PerceptronSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most rows of a share. */
  readonly rows: number;
}

/** Rows of one block of a product (assembly/linalg/gemm.ts): beyond them a sum is not that of its shares. */
const ROWS_OF_BLOCK = 256;

export function openPerceptron(numeric: Numeric, { sizes, corruption, rows }: PerceptronSettings): Network {
  const { size } = numeric;
  const k = numeric.pick('bias_relu', 'mix', 'relu_backward', 'sum_rows', 'add_bias', 'cross_entropy');
  const tensors = perceptronTensors(sizes);
  const layers = sizes.slice(1).map((out, i) => openDenseLayer(numeric, { inputs: sizes[i], outputs: out, rows }));
  const sparse = openSparseLayer(numeric, { inputs: sizes[0], outputs: sizes[1], rows });
  const last = layers.length - 1;
  const classes = sizes[sizes.length - 1];
  // activities before and after mixing, and their errors, of each hidden layer; the logits have a place of their own
  const hidden = sizes.slice(1, -1).map((n) => ({ n, a: numeric.room(rows * n), h: numeric.room(rows * n) }));
  const errors = hidden.map(({ n }) => numeric.room(rows * n));
  const output = numeric.room(rows * classes);
  const top = numeric.room(1);
  let parameters = 0;
  const weight = (i: number, base = parameters): number => base + tensors[2 * i].offset * size;
  const bias = (i: number, base = parameters): number => base + tensors[2 * i + 1].offset * size;

  /** Logits at `out`; returns the inputs of each layer. */
  const forward = (x: number, count: number, kind: Corruption, out: number): readonly number[] => {
    const inputs = [x];
    for (let i = 0; i <= last; i++) {
      const z = i === last ? out : hidden[i].a;
      if (i > 0 || !sparse.forward(x, count, z)) layers[i].forward(inputs[i], count, z);
      if (i === last) k.add_bias(count, classes, z, classes, bias(i));
      else {
        const { n, a, h } = hidden[i];
        const block = mixedBlock(kind, n);
        k.bias_relu(count, n, a, bias(i));
        if (block > 1) k.mix(count, n, a, h, block, kind.alpha);
        inputs.push(block > 1 ? h : a);
      }
    }
    return inputs;
  };

  const backward = (inputs: readonly number[], count: number, { gradient, adds }: Pass): void => {
    let d = output;
    for (let i = last; i >= 0; i--) {
      k.sum_rows(count, sizes[i + 1], d, sizes[i + 1], bias(i, gradient), adds);
      const target = weight(i, gradient);
      if (i > 0 || !sparse.backward(count, d, adds, target)) layers[i].gradient(d, inputs[i], count, target, adds);
      if (i === 0) return;
      const { n, a } = hidden[i - 1];
      const block = mixedBlock(corruption.training, n);
      layers[i].backward(d, count, errors[i - 1]);
      d = errors[i - 1];
      if (block > 1) k.mix(count, n, d, d, block, corruption.training.alpha);
      k.relu_backward(count * n, a, d);
    }
  };

  const rowsAt = ({ inputs }: PlacedBatch, { from }: Share): number => inputs + from * sizes[0] * size;
  return {
    tensors,
    rowsOfItem: 1,
    width: sizes[0],
    hasTokens: false,
    targetsOfItem: 1,
    classes,
    adds: ({ from, to }) => to - from <= ROWS_OF_BLOCK,
    take: (address) => {
      parameters = address;
      for (const [i, layer] of layers.entries()) layer.take(weight(i));
      sparse.take(weight(0));
    },
    learn: (pass) => {
      const { batch, share, scale, outcome } = pass;
      const count = share.to - share.from;
      const x = rowsAt(batch, share);
      sparse.list(x, count, count <= ROWS_OF_BLOCK);
      const inputs = forward(x, count, corruption.training, output);
      k.cross_entropy(count, classes, output, batch.targets + 4 * share.from, scale, outcome, top);
      backward(inputs, count, pass);
    },
    finish: (gradient) => sparse.finish(weight(0, gradient)),
    look: (batch, share, logits) => {
      const count = share.to - share.from;
      const x = rowsAt(batch, share);
      sparse.list(x, count, true);
      forward(x, count, corruption.test, logits);
    },
  };
}
