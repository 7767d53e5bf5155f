/**
 * The perceptron (specification, section 4): dense layers with relu, activities mixed behind each hidden one.
 *
 *   z_i = h_{i-1} W_i' + b_i,  a_i = relu(z_i),  h_i = a_i C';  logits = z of the last
 *   d_{i-1} = (d_i W_i C) where a_{i-1} > 0,  dW_i = d_i' h_{i-1},  db_i = sum of the rows of d_i
 *
 * Pixels, activities behind a relu and errors on their way back through it are zero in large part: layers leave those out.
 */
import type { Share } from '../../train/trainable.js';
import { type Corruption, type Corruptions, mixedBlock, UNMIXED } from './coupling.js';
import { perceptronTensors } from './layout.js';
import type { Network, Pass, PlacedBatch } from './network.js';
import type { Numeric } from './numeric.js';
import { openSparseLayer, ROWS_OF_BLOCK, type Rows } from './sparse-layer.js';
import { openSparseLists } from './sparse-lists.js';

export interface PerceptronSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most rows of a share. */
  readonly rows: number;
}

export function openPerceptron(numeric: Numeric, { sizes, corruption, rows }: PerceptronSettings): Network {
  const { size } = numeric;
  const k = numeric.pick('bias_relu', 'mix', 'relu_backward', 'sum_rows', 'add_bias', 'cross_entropy');
  const tensors = perceptronTensors(sizes);
  const layers = sizes.slice(1).map((out, i) => openSparseLayer(numeric, { inputs: sizes[i], outputs: out, rows }));
  const last = layers.length - 1;
  const classes = sizes[sizes.length - 1];
  const lists = sizes.slice(0, -1).map((n) => openSparseLists(numeric, n, rows));
  // activities before and after mixing, and their errors, of each hidden layer; the logits have a place of their own
  const hidden = sizes.slice(1, -1).map((n) => ({ n, a: numeric.room(rows * n), h: numeric.room(rows * n) }));
  const errors = hidden.map(({ n }) => numeric.room(rows * n));
  const output = numeric.room(rows * classes);
  const top = numeric.room(1);
  let parameters = 0;
  const weight = (i: number, base = parameters): number => base + tensors[2 * i].offset * size;
  const bias = (i: number, base = parameters): number => base + tensors[2 * i + 1].offset * size;

  /** Activities or errors of a layer of units, with the lists of what is not zero of them. */
  const listed = (i: number, at: number, count: number): Rows => {
    const isOneBlock = count <= ROWS_OF_BLOCK;
    if (isOneBlock) lists[i].list(at, count);
    return { at, count, lists: isOneBlock ? lists[i] : undefined };
  };

  /** Logits at `out`; returns the inputs of each layer before mixing. */
  const forward = (x: number, count: number, kind: Corruption, out: number): readonly Rows[] => {
    const inputs = [listed(0, x, count)];
    for (let i = 0; i <= last; i++) {
      layers[i].mix(i === 0 ? UNMIXED : kind);
      layers[i].forward(inputs[i], i === last ? out : hidden[i].a);
      if (i === last) k.add_bias(count, classes, out, classes, bias(i));
      else {
        const { n, a } = hidden[i];
        k.bias_relu(count, n, a, bias(i));
        inputs.push(listed(i + 1, a, count));
      }
    }
    return inputs;
  };

  /** Inputs of a layer as its weights see them. */
  const mixed = (i: number, rows: Rows): Rows => {
    if (i === 0) return rows;
    const { n, a, h } = hidden[i - 1];
    const block = mixedBlock(corruption.training, n);
    if (block === 1) return rows;
    k.mix(rows.count, n, a, h, block, corruption.training.alpha);
    return { ...rows, at: h, lists: undefined };
  };

  const backward = (inputs: readonly Rows[], { gradient, adds }: Pass): void => {
    const { count } = inputs[0];
    let d: Rows = { at: output, count, lists: undefined };
    for (let i = last; i >= 0; i--) {
      k.sum_rows(count, sizes[i + 1], d.at, sizes[i + 1], bias(i, gradient), adds);
      layers[i].gradient(d, mixed(i, inputs[i]), weight(i, gradient), adds);
      if (i === 0) return;
      const { n, a } = hidden[i - 1];
      layers[i].backward(d, errors[i - 1]);
      k.relu_backward(count * n, a, errors[i - 1]);
      d = listed(i, errors[i - 1], count);
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
    },
    learn: (pass) => {
      const { batch, share, scale, outcome } = pass;
      const count = share.to - share.from;
      const x = rowsAt(batch, share);
      const inputs = forward(x, count, corruption.training, output);
      k.cross_entropy(count, classes, output, batch.targets + 4 * share.from, scale, outcome, top);
      backward(inputs, pass);
    },
    finish: (gradient) => {
      for (const [i, layer] of layers.entries()) layer.finish(weight(i, gradient));
    },
    look: (batch, share, logits) => {
      const count = share.to - share.from;
      const x = rowsAt(batch, share);
      forward(x, count, corruption.test, logits);
    },
  };
}
