/**
 * What a thread computes of a perceptron: all units, or in a team some of each hidden layer. A batch is learned in stages, one for each
 * layer on the way up and one for each hidden layer on the way down; between two stages threads exchange the activities or errors that they
 * made. The logits, being few, are made by every thread, and their weights belong to the last one.
 */

import type { Rank } from '../../train/team.js';
import { rowsOf } from '../../train/tensors.js';
import type { Share } from '../../train/trainable.js';
import { openColumns, stripOf, unitsOf, widthOf } from './columns.js';
import { type Corruption, type Corruptions, mixedBlock, UNMIXED } from './coupling.js';
import { perceptronTensors } from './layout.js';
import type { Pass, PlacedBatch, Units } from './network.js';
import type { Numeric } from './numeric.js';
import { countOf, openSparseLayer, ROWS_OF_BLOCK, type Rows, sharesOfRows } from './sparse-layer.js';
import { openSparseLists, type SparseLists } from './sparse-lists.js';

export interface UnitSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most rows of a pass. */
  readonly rows: number;
}

interface PerceptronUnits extends Units {
  /** Logits of a share, where a thread has all units. */
  look(batch: PlacedBatch, share: Share, logits: number): void;
}

export function openUnits(numeric: Numeric, { sizes, corruption, rows }: UnitSettings, place: Rank): PerceptronUnits {
  const { size } = numeric;
  const k = numeric.pick('bias_relu', 'mix', 'relu_backward', 'sum_rows', 'add_bias', 'cross_entropy');
  const tensors = perceptronTensors(sizes);
  const last = sizes.length - 2;
  const classes = sizes[last + 1];
  const strip = stripOf(numeric);
  const isAlone = place.size === 1;
  const listsOf = (n: number): SparseLists => openSparseLists(numeric, n, Math.min(rows, ROWS_OF_BLOCK));
  // activities before and after mixing, and errors, of each hidden layer; the logits have a place of their own
  const hidden = sizes.slice(1, -1).map((n) => {
    const own = unitsOf(n, place, strip);
    const [a, e] = [0, 1].map(() => openColumns(numeric, n, rows, place));
    return { n, own, a, e, h: numeric.room(rows * n), errorLists: isAlone ? undefined : listsOf(widthOf(own)) };
  });
  const layers = sizes.slice(1).map((outputs, i) => {
    const back = i === 0 ? { from: 0, to: 0 } : hidden[i - 1].own;
    return openSparseLayer(numeric, { inputs: sizes[i], outputs, rows, own: hidden[i]?.own, back });
  });
  const lists = sizes.slice(0, -1).map(listsOf);
  const output = numeric.room(rows * classes);
  const top = numeric.room(1);
  const onTheWayDown = hidden.slice(1).map(({ e }) => e);
  // by stage; nobody needs the errors of the last one
  const exchanged = [...hidden.map(({ a }) => a), ...onTheWayDown.reverse()];
  let parameters = 0;
  let inputs: readonly Rows[] = [];
  let errors: Rows | undefined;
  const weight = (i: number, base = parameters): number => base + tensors[2 * i].offset * size;
  const bias = (i: number, base = parameters): number => base + tensors[2 * i + 1].offset * size;
  const ownOf = (i: number): Share => hidden[i]?.own ?? { from: 0, to: classes };
  const ownBias = (i: number, base = parameters): number => bias(i, base) + ownOf(i).from * size;

  /** Activities or errors with the lists of what is not zero of them. */
  const listed = (found: SparseLists, at: number, ends: readonly number[]): Rows => {
    if (ends[ends.length - 1] > ROWS_OF_BLOCK) return { at, ends, lists: undefined };
    found.list(at, ends);
    return { at, ends, lists: found };
  };

  /** Own activities of a layer from all of the layer before, or logits. */
  const ascend = (i: number, x: number, ends: readonly number[], kind: Corruption, logits: number): void => {
    const count = ends[ends.length - 1];
    if (i > 0) hidden[i - 1].a.join(count);
    const heard = listed(lists[i], i === 0 ? x : hidden[i - 1].a.all, ends);
    inputs = [...inputs.slice(0, i), heard];
    layers[i].mix(i === 0 ? UNMIXED : kind);
    layers[i].forward(heard, i === last ? logits : hidden[i].a.own);
    if (i === last) k.add_bias(count, classes, logits, classes, bias(i));
    else k.bias_relu(count, widthOf(hidden[i].own), hidden[i].a.own, ownBias(i));
  };

  /** Inputs of a layer as its weights see them. */
  const mixed = (i: number): Rows => {
    if (i === 0) return inputs[0];
    const { n, a, h } = hidden[i - 1];
    const block = mixedBlock(corruption.training, n);
    if (block === 1) return inputs[i];
    k.mix(countOf(inputs[i]), n, a.all, h, block, corruption.training.alpha);
    return { ...inputs[i], at: h, lists: undefined };
  };

  const gradientOf = (i: number, d: Rows, { gradient, adds }: Pass): void => {
    const width = widthOf(ownOf(i));
    for (const [s, { from, to }] of sharesOfRows(d).entries()) {
      k.sum_rows(to - from, width, d.at + from * width * size, width, ownBias(i, gradient), adds || s > 0);
    }
    layers[i].gradient(d, mixed(i), weight(i, gradient), adds);
  };

  const lossOf = ({ batch, shares, scale, outcome }: Pass): void => {
    for (const [s, { from, to }] of shares.entries()) {
      const at = output + (from - shares[0].from) * classes * size;
      k.cross_entropy(to - from, classes, at, batch.targets + 4 * from, scale, outcome + 16 * s, top);
    }
  };

  /** Own errors of the hidden layer below a layer, and the gradient of the weights between its units and what they hear. */
  const descend = (i: number, pass: Pass): void => {
    const { ends } = inputs[0];
    const { own, a, e, errorLists } = hidden[i - 1];
    if (i < last && !isAlone) {
      hidden[i].e.join(countOf(inputs[0]));
      errors = listed(lists[i + 1], hidden[i].e.all, ends);
    }
    if (errors === undefined) throw new Error(`the errors of layer ${i} are not there`);
    layers[i].backward(errors, e.own);
    k.relu_backward(countOf(errors) * widthOf(own), a.own, e.own);
    errors = listed(errorLists ?? lists[i], e.own, ends);
    gradientOf(i - 1, errors, pass);
  };

  const learn = (pass: Pass, stage: number): void => {
    const { batch, shares } = pass;
    const [{ from: first }] = shares;
    const ends = shares.map(({ to }) => to - first);
    if (stage <= last) ascend(stage, batch.inputs + first * sizes[0] * size, ends, corruption.training, output);
    if (stage < last) return;
    if (stage === last) {
      lossOf(pass);
      errors = { at: output, ends, lists: undefined };
      if (place.rank === place.size - 1) gradientOf(last, errors, pass);
    }
    if (stage < 2 * last) descend(2 * last - stage, pass);
  };

  return {
    stages: Math.max(1, 2 * last),
    numbers: exchanged.reduce((sum, { numbers }) => sum + numbers, 0),
    take: (address) => {
      parameters = address;
      for (const [i, layer] of layers.entries()) layer.take(weight(i));
    },
    learn,
    finish: (gradient) => {
      for (const [i, layer] of layers.entries()) layer.finish(weight(i, gradient));
    },
    made: (stage, rank, items) => {
      const before = exchanged.slice(0, stage).reduce((sum, { numbers }) => sum + numbers, 0);
      const { from, numbers } = exchanged[stage].made(rank, items);
      return { from: before + from, numbers };
    },
    partsOf: (rank) => {
      const of = { ...place, rank };
      const parts = tensors.flatMap((tensor, t) => {
        const i = t >> 1;
        if (i === last) return rank === place.size - 1 ? [tensor] : [];
        return [rowsOf(tensor, unitsOf(sizes[i + 1], of, strip))];
      });
      return parts.filter(({ count }) => count > 0);
    },
    isReadByAll: ({ name }) => {
      const t = tensors.findIndex((tensor) => tensor.name === name);
      // errors go through all weights but the first, and logits are made by every thread
      return t % 2 === 0 ? t > 0 : t > 2 * last;
    },
    look: (batch, { from, to }, logits) => {
      const x = batch.inputs + from * sizes[0] * size;
      for (let i = 0; i <= last; i++) ascend(i, x, [to - from], corruption.test, logits);
    },
  };
}
