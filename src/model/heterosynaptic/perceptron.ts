/**
 * The perceptron (specification, section 4): dense layers with relu, activities mixed behind each hidden one.
 *
 *   z_i = h_{i-1} W_i' + b_i,  a_i = relu(z_i),  h_i = a_i C';  logits = z of the last
 *   d_{i-1} = (d_i W_i C) where a_{i-1} > 0,  dW_i = d_i' h_{i-1},  db_i = sum of the rows of d_i
 *
 * Pixels, activities behind a relu and errors on their way back through it are zero in large part: layers leave those out.
 */
import { largestShare, type Share } from '../../train/trainable.js';
import { type Corruption, type Corruptions, mixedBlock, UNMIXED } from './coupling.js';
import { perceptronTensors } from './layout.js';
import type { Network, Pass, PlacedBatch } from './network.js';
import type { Numeric } from './numeric.js';
import { countOf, openSparseLayer, ROWS_OF_BLOCK, type Rows, sharesOfRows } from './sparse-layer.js';
import { openSparseLists } from './sparse-lists.js';

export interface PerceptronSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most items of a batch. */
  readonly items: number;
}

export function openPerceptron(numeric: Numeric, { sizes, corruption, items }: PerceptronSettings): Network {
  const rows = Math.max(largestShare(items), Math.min(items, ROWS_OF_BLOCK));
  const { size } = numeric;
  const k = numeric.pick('bias_relu', 'mix', 'relu_backward', 'sum_rows', 'add_bias', 'cross_entropy');
  const tensors = perceptronTensors(sizes);
  const layers = sizes.slice(1).map((out, i) => openSparseLayer(numeric, { inputs: sizes[i], outputs: out, rows }));
  const last = layers.length - 1;
  const classes = sizes[sizes.length - 1];
  const lists = sizes.slice(0, -1).map((n) => openSparseLists(numeric, n, Math.min(rows, ROWS_OF_BLOCK)));
  // activities before and after mixing, and their errors, of each hidden layer; the logits have a place of their own
  const hidden = sizes.slice(1, -1).map((n) => ({ n, a: numeric.room(rows * n), h: numeric.room(rows * n) }));
  const errors = hidden.map(({ n }) => numeric.room(rows * n));
  const output = numeric.room(rows * classes);
  const top = numeric.room(1);
  let parameters = 0;
  const weight = (i: number, base = parameters): number => base + tensors[2 * i].offset * size;
  const bias = (i: number, base = parameters): number => base + tensors[2 * i + 1].offset * size;

  /** Activities or errors of a layer of units, with the lists of what is not zero of them. */
  const listed = (i: number, at: number, ends: readonly number[]): Rows => {
    const isOneBlock = ends[ends.length - 1] <= ROWS_OF_BLOCK;
    if (isOneBlock) lists[i].list(at, ends);
    return { at, ends, lists: isOneBlock ? lists[i] : undefined };
  };

  /** Logits at `out`; returns the inputs of each layer before mixing. */
  const forward = (x: number, ends: readonly number[], kind: Corruption, out: number): readonly Rows[] => {
    const inputs = [listed(0, x, ends)];
    const count = countOf(inputs[0]);
    for (let i = 0; i <= last; i++) {
      layers[i].mix(i === 0 ? UNMIXED : kind);
      layers[i].forward(inputs[i], i === last ? out : hidden[i].a);
      if (i === last) k.add_bias(count, classes, out, classes, bias(i));
      else {
        const { n, a } = hidden[i];
        k.bias_relu(count, n, a, bias(i));
        inputs.push(listed(i + 1, a, ends));
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
    k.mix(countOf(rows), n, a, h, block, corruption.training.alpha);
    return { ...rows, at: h, lists: undefined };
  };

  const backward = (inputs: readonly Rows[], { gradient, adds }: Pass): void => {
    const { ends } = inputs[0];
    let d: Rows = { at: output, ends, lists: undefined };
    for (let i = last; i >= 0; i--) {
      for (const [s, { from, to }] of sharesOfRows(d).entries()) {
        const width = sizes[i + 1];
        k.sum_rows(to - from, width, d.at + from * width * size, width, bias(i, gradient), adds || s > 0);
      }
      layers[i].gradient(d, mixed(i, inputs[i]), weight(i, gradient), adds);
      if (i === 0) return;
      const { n, a } = hidden[i - 1];
      layers[i].backward(d, errors[i - 1]);
      k.relu_backward(countOf(d) * n, a, errors[i - 1]);
      d = listed(i, errors[i - 1], ends);
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
    itemsTogether: ROWS_OF_BLOCK,
    adds: ({ from, to }) => to - from <= ROWS_OF_BLOCK,
    take: (address) => {
      parameters = address;
      for (const [i, layer] of layers.entries()) layer.take(weight(i));
    },
    learn: (pass) => {
      const { batch, shares, scale, outcome } = pass;
      const [{ from: first }] = shares;
      const ends = shares.map(({ to }) => to - first);
      const inputs = forward(rowsAt(batch, shares[0]), ends, corruption.training, output);
      for (const [s, { from, to }] of shares.entries()) {
        const at = output + (from - first) * classes * size;
        k.cross_entropy(to - from, classes, at, batch.targets + 4 * from, scale, outcome + 16 * s, top);
      }
      backward(inputs, pass);
    },
    finish: (gradient) => {
      for (const [i, layer] of layers.entries()) layer.finish(weight(i, gradient));
    },
    look: (batch, share, logits) => {
      forward(rowsAt(batch, share), [share.to - share.from], corruption.test, logits);
    },
  };
}
