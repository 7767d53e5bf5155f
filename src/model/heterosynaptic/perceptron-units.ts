/**
 * What a thread computes of a perceptron: all units, or in a team some of each hidden layer. A batch is learned in stages: the activities of
 * each layer, then the errors of each hidden one, which threads exchange. What they have to do beside that comes right behind, before they need
 * what others make: packs of the next layer's weights, which go to the others as well, and gradients. So nobody waits for those who are a little
 * later. The logits, being few, are made by every thread, and their weights belong to the first one.
 */

import type { Rank } from '../../train/team.js';
import { rowsOf } from '../../train/tensors.js';
import type { Made, Share } from '../../train/trainable.js';
import { openColumns, stripOf, unitsOf, widthOf } from './columns.js';
import { type Corruption, type Corruptions, mixedBlock, UNMIXED } from './coupling.js';
import { perceptronTensors } from './layout.js';
import type { Pass, PlacedBatch, Units } from './network.js';
import type { Numeric } from './numeric.js';
import { openSharedStrips } from './shared-strips.js';
import { countOf, isPlainlyFew, openSparseLayer, ROWS_OF_BLOCK, type Rows, sharesOfRows } from './sparse-layer.js';
import { openSparseLists, type SparseLists } from './sparse-lists.js';

export interface UnitSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most rows of a pass. */
  readonly rows: number;
}

interface Stage {
  /** Numbers of stages whose numbers it reads. */
  readonly needs: readonly number[];
  readonly run: (pass: Pass) => void;
  readonly makes?: { readonly numbers: number; readonly made: (rank: number, items: number) => readonly Made[] };
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
    const shape = { inputs: sizes[i], outputs, rows, own: hidden[i]?.own, back };
    const strips = isAlone || i === 0 || i === last ? undefined : openSharedStrips(numeric, sizes[i], outputs, place);
    return { strips, ...openSparseLayer(numeric, shape, strips) };
  });
  const lists = sizes.slice(0, -1).map(listsOf);
  const output = numeric.room(rows * classes);
  const top = numeric.room(1);
  let parameters = 0;
  let inputs: readonly Rows[] = [];
  let errors: Rows;
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

  const mixFor = (i: number, kind: Corruption): void => layers[i].mix(i === 0 ? UNMIXED : kind);

  /** Own activities of a layer from all of the layer before, or logits. */
  const ascend = (i: number, x: number, ends: readonly number[], kind: Corruption, logits: number): void => {
    const count = ends[ends.length - 1];
    if (i > 0) hidden[i - 1].a.join(count);
    const heard = listed(lists[i], i === 0 ? x : hidden[i - 1].a.all, ends);
    inputs = [...inputs.slice(0, i), heard];
    mixFor(i, kind);
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

  const endsOf = ({ shares }: Pass): readonly number[] => shares.map(({ to }) => to - shares[0].from);

  const up = (i: number, pass: Pass): void => {
    const { batch, shares } = pass;
    ascend(i, batch.inputs + shares[0].from * sizes[0] * size, endsOf(pass), corruption.training, output);
    if (i === last) lossOf(pass);
  };
  const prepare = (i: number): void => {
    mixFor(i, corruption.training);
    layers[i].prepare();
    // the last thread may have more units and come later to the logits, which need all activities
    const { lists: pixels } = inputs[0];
    if (i === last && place.rank < place.size - 1 && pixels !== undefined && isPlainlyFew(pixels)) pixels.byColumn();
  };

  /** Own errors of the hidden layer below a layer. */
  const down = (i: number, pass: Pass): void => {
    const { a, e, own } = hidden[i - 1];
    const [ends, count] = [endsOf(pass), countOf(inputs[0])];
    if (i === last) errors = logitErrors(pass);
    else if (!isAlone) {
      hidden[i].e.join(count);
      errors = listed(lists[i + 1], hidden[i].e.all, ends);
    }
    layers[i].backward(errors, e.own);
    k.relu_backward(count * widthOf(own), a.own, e.own);
  };
  const logitErrors = (pass: Pass): Rows => ({ at: output, ends: endsOf(pass), lists: undefined });

  /** The gradient of the weights of own units of a hidden layer. */
  const learned = (i: number, pass: Pass): void => {
    const { e, errorLists } = hidden[i];
    errors = listed(errorLists ?? lists[i + 1], e.own, endsOf(pass));
    gradientOf(i, errors, pass);
  };
  const learnedLast = (pass: Pass): void => {
    if (place.rank === 0) gradientOf(last, logitErrors(pass), pass);
  };

  const stages: Stage[] = [];
  /** Numbers of the stages that make activities, errors, and strips of weights, by layer. */
  const activities: number[] = [];
  const strips: number[] = [];
  const errorsOf: number[] = [];
  const add = (run: Stage['run'], needs: readonly number[] = [], makes?: Stage['makes']): number =>
    stages.push({ run, needs: isAlone ? [] : needs, ...(!isAlone && makes && { makes }) }) - 1;
  for (let i = 0; i <= last; i++) {
    if (i > 0 && !isAlone) strips[i] = add(() => prepare(i), [], layers[i].strips);
    activities[i] = add((pass) => up(i, pass), i === 0 ? [] : [activities[i - 1]], hidden[i]?.a);
  }
  // alone its lists are those of errors soon
  if (isAlone) add(learnedLast);
  for (let i = last; i > 0; i--) {
    const needs = i === last ? [] : [errorsOf[i], strips[i]];
    errorsOf[i - 1] = add((pass) => down(i, pass), needs, i > 1 ? hidden[i - 1].e : undefined);
    add((pass) => learned(i - 1, pass));
    if (i === last && !isAlone) add(learnedLast);
  }

  return {
    needs: stages.map(({ needs }) => needs),
    numbers: stages.reduce((sum, { makes }) => sum + (makes?.numbers ?? 0), 0),
    take: (address) => {
      parameters = address;
      for (const [i, layer] of layers.entries()) layer.take(weight(i));
    },
    learn: (pass, stage) => stages[stage].run(pass),
    finish: (gradient) => {
      for (const [i, layer] of layers.entries()) layer.finish(weight(i, gradient));
    },
    made: (stage, rank, items) => {
      const before = stages.slice(0, stage).reduce((sum, { makes }) => sum + (makes?.numbers ?? 0), 0);
      const made = stages[stage].makes?.made(rank, items) ?? [];
      return made.map(({ from, numbers }) => ({ from: before + from, numbers }));
    },
    partsOf: (rank) => {
      const of = { ...place, rank };
      const parts = tensors.flatMap((tensor, t) => {
        const i = t >> 1;
        if (i === last) return rank === 0 ? [tensor] : [];
        return [rowsOf(tensor, unitsOf(sizes[i + 1], of, strip))];
      });
      return parts.filter(({ count }) => count > 0);
    },
    isReadByAll: ({ name }) => {
      // logits are made by every thread
      return tensors.findIndex((tensor) => tensor.name === name) >= 2 * last;
    },
    look: (batch, { from, to }, logits) => {
      const x = batch.inputs + from * sizes[0] * size;
      for (let i = 0; i <= last; i++) ascend(i, x, [to - from], corruption.test, logits);
    },
  };
}
