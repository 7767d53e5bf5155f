/**
 * A layer of the transformer (specification, section 5), pre-norm:
 *
 *   x <- x + proj(attention(LN_1(x)));  x <- x + W_2 gelu(W_1 LN_2(x) + b_1) + b_2
 *
 * The activities behind gelu may be mixed, as those of hidden units of a perceptron are. Two savings that change no result beyond rounding: of the last layer only the positions that are read have queries and all that
 * follows; of the first one normalisation, queries, keys and values are made once for each token and position.
 */
import type { Reals, Tensor } from '../../train/trainable.js';
import { mixedBlock } from './coupling.js';
import { openDenseLayer } from './dense.js';
import type { GptPass, GptScratch } from './gpt-scratch.js';
import { type GptShape, tensorFinder } from './layout.js';
import type { Numeric } from './numeric.js';

export interface GptLayer {
  take(parameters: number): void;
  /** x [rows, width] goes on to what is returned, which is x, or the rows that are read. */
  forward(pass: GptPass, x: number): number;
  /** The error dx of what `forward` returned goes back to what is returned, dx or `full` [rows, width]. */
  backward(pass: GptPass, dx: number, full: number, gradient: number): number;
  /** What its heads looked at in the last `forward`, which was of this pass: a copy. */
  attention(pass: GptPass): LayerAttention;
}

/** What the heads of a layer look at. */
export interface LayerAttention {
  /** Positions at the end of a sequence that look at all: of the last layer those that are read, else every one. */
  readonly queries: number;
  /** [sequences, heads, queries, length], before dropout: each row sums to 1, and is 0 at what a causal network does not see. */
  readonly weights: Reals;
}

export interface GptLayerSettings {
  readonly shape: GptShape;
  readonly tensors: readonly Tensor[];
  readonly index: number;
  readonly isLast: boolean;
  /** Most rows of a share, and of them most that it gives on. */
  readonly rows: number;
  readonly readRows: number;
  readonly matrices: number;
  readonly scratch: GptScratch;
}

export function openGptLayer(numeric: Numeric, settings: GptLayerSettings): GptLayer {
  const { shape, tensors, index, isLast, rows, readRows, matrices, scratch } = settings;
  const { width: d, heads } = shape;
  const { size, kernels } = numeric;
  const k = numeric.pick(
    ...(['add', 'add_bias', 'sum_rows', 'layer_norm', 'layer_norm_backward', 'gelu', 'gelu_backward', 'mix'] as const),
    ...(['gather_rows', 'scatter_rows', 'attention', 'attention_backward'] as const),
  );
  const find = tensorFinder(tensors);
  /** Address of a tensor of the layer, 0 for one that it has not; `row`: rows before it. */
  const at = (base: number, name: string, row = 0): number => {
    const tensor = find(`h.${index}.${name}`);
    return tensor === undefined ? 0 : base + (tensor.offset + row * (tensor.shape[1] ?? 1)) * size;
  };
  const dense = (inputs: number, outputs: number, most: number) =>
    openDenseLayer(numeric, { inputs, outputs, rows: most });
  const askers = dense(d, d, rows);
  const holders = dense(d, 2 * d, rows);
  const project = dense(d, d, readRows);
  const widen = dense(d, 4 * d, readRows);
  const narrow = dense(4 * d, d, readRows);
  const norm = (most: number) => ({
    y: numeric.room(most * d),
    normal: numeric.room(most * d),
    rho: numeric.room(most),
  });
  const [one, two] = [norm(rows), norm(readRows)];
  const asked = numeric.room(readRows * d);
  const [q, kv, a, o] = [
    numeric.room(readRows * d),
    numeric.room(rows * 2 * d),
    numeric.room(matrices),
    numeric.room(readRows * d),
  ];
  const kept = numeric.room(isLast ? readRows * d : 0);
  const [inner, bend, active] = [0, 0, 0].map(() => numeric.room(readRows * 4 * d));
  const v = kv + d * size;
  let p = 0;

  const queriesOf = ({ length, read }: GptPass): number => (isLast ? read : length);
  const site = (pass: GptPass, place: number, perItem: number) => ({
    site: 1 + 3 * index + place,
    step: pass.step,
    first: pass.share.from * perItem,
  });
  const setAttention = (pass: GptPass, queries: number): number => {
    const { sequences, length, share, step, dropout } = pass;
    const [threshold, low, high, purpose] = dropout.words;
    const sizes = [sequences, length, queries, heads, d, +shape.isCausal];
    const draws = [threshold, low, high, purpose, 1 + 3 * index, step, share.from];
    kernels.i32(scratch.settings, 15).set([...sizes, ...draws, d, 2 * d]);
    return scratch.settings;
  };
  const biased = (count: number, n: number, x: number, name: string, row = 0): void => {
    const bias = at(p, name, row);
    if (bias !== 0) k.add_bias(count, n, x, n, bias);
  };
  const sumBias = (count: number, n: number, errors: number, target: number): void => {
    if (target !== 0) k.sum_rows(count, n, errors, n, target, false);
  };

  /** Activities, or errors on their way back: the mixing is symmetric. */
  const mixed = ({ corruption }: GptPass, count: number, x: number): void => {
    const block = mixedBlock(corruption, 4 * d);
    if (block > 1) k.mix(count, 4 * d, x, x, block, corruption.alpha);
  };

  /** Queries, keys and values of all rows. */
  const ask = (pass: GptPass, x: number, queries: number): void => {
    const { sequences, length, distinct } = pass;
    const all = sequences * length;
    const count = distinct?.count ?? all;
    const [own, spare] = [scratch.rows[0], scratch.dkvDistinct];
    if (distinct !== undefined) k.gather_rows(count, d, x, distinct.first, own);
    const from = distinct === undefined ? x : own;
    k.layer_norm(count, d, from, at(p, 'ln_1.weight'), at(p, 'ln_1.bias'), one.y, one.normal, one.rho);
    holders.forward(one.y, count, distinct === undefined ? kv : spare);
    biased(count, 2 * d, distinct === undefined ? kv : spare, 'attn.c_attn.bias', d);
    if (distinct !== undefined) k.gather_rows(all, 2 * d, spare, distinct.of, kv);
    if (queries < length) {
      k.gather_rows(sequences * queries, d, one.y, scratch.lastPlaces, asked);
      askers.forward(asked, sequences * queries, q);
      biased(sequences * queries, d, q, 'attn.c_attn.bias');
      return;
    }
    askers.forward(one.y, count, distinct === undefined ? q : spare);
    biased(count, d, distinct === undefined ? q : spare, 'attn.c_attn.bias');
    if (distinct !== undefined) k.gather_rows(all, d, spare, distinct.of, q);
  };

  /** The way back from queries, keys and values, added to dx [rows, width]. */
  const askBackward = (pass: GptPass, dx: number, queries: number, gradient: number): void => {
    const { sequences, length, distinct } = pass;
    const all = sequences * length;
    const count = distinct?.count ?? all;
    const [dy, part] = [scratch.rows[0], scratch.rows[1]];
    const gathered = (errors: number, n: number, target: number): number => {
      if (distinct === undefined) return errors;
      numeric.zero(target, count * n);
      k.scatter_rows(all, n, errors, distinct.of, target);
      return target;
    };
    const held = gathered(scratch.dkv, 2 * d, scratch.dkvDistinct);
    holders.gradient(held, one.y, count, at(gradient, 'attn.c_attn.weight', d), false);
    sumBias(count, 2 * d, held, at(gradient, 'attn.c_attn.bias', d));
    holders.backward(held, count, dy);
    const isShort = queries < length;
    const questions = isShort ? scratch.dq : gathered(scratch.dq, d, scratch.dqDistinct);
    const some = isShort ? sequences * queries : count;
    askers.gradient(questions, isShort ? asked : one.y, some, at(gradient, 'attn.c_attn.weight'), false);
    sumBias(some, d, questions, at(gradient, 'attn.c_attn.bias'));
    askers.backward(questions, some, part);
    if (isShort) k.scatter_rows(some, d, part, scratch.lastPlaces, dy);
    else k.add(some * d, part, dy);
    const target = distinct === undefined ? dx : part;
    if (distinct !== undefined) numeric.zero(part, count * d);
    const [w, dw, db] = [at(p, 'ln_1.weight'), at(gradient, 'ln_1.weight'), at(gradient, 'ln_1.bias')];
    k.layer_norm_backward(count, d, dy, w, one.normal, one.rho, target, dw, db, scratch.u);
    if (distinct !== undefined) k.scatter_rows(count, d, part, distinct.first, dx);
  };

  return {
    take: (parameters) => {
      p = parameters;
      askers.take(at(p, 'attn.c_attn.weight'));
      holders.take(at(p, 'attn.c_attn.weight', d));
      project.take(at(p, 'attn.c_proj.weight'));
      widen.take(at(p, 'mlp.c_fc.weight'));
      narrow.take(at(p, 'mlp.c_proj.weight'));
    },
    forward: (pass, x) => {
      const queries = queriesOf(pass);
      const count = pass.sequences * queries;
      const branch = scratch.rows[0];
      ask(pass, x, queries);
      k.attention(setAttention(pass, queries), q, kv, v, a, o, scratch.attention);
      project.forward(o, count, branch);
      biased(count, d, branch, 'attn.c_proj.bias');
      if (queries < pass.length) k.gather_rows(count, d, x, scratch.lastRows, kept);
      const on = queries < pass.length ? kept : x;
      k.add(count * d, pass.dropout.apply(site(pass, 1, queries * d), count * d, branch, branch), on);
      k.layer_norm(count, d, on, at(p, 'ln_2.weight'), at(p, 'ln_2.bias'), two.y, two.normal, two.rho);
      widen.forward(two.y, count, inner);
      biased(count, 4 * d, inner, 'mlp.c_fc.bias');
      k.gelu(count * 4 * d, inner, active, bend);
      mixed(pass, count, active);
      narrow.forward(active, count, branch);
      biased(count, d, branch, 'mlp.c_proj.bias');
      k.add(count * d, pass.dropout.apply(site(pass, 2, queries * d), count * d, branch, branch), on);
      return on;
    },
    backward: (pass, dx, full, gradient) => {
      const queries = queriesOf(pass);
      const count = pass.sequences * queries;
      const [dy, spare] = scratch.rows;
      const late = pass.dropout.apply(site(pass, 2, queries * d), count * d, dx, spare);
      narrow.gradient(late, active, count, at(gradient, 'mlp.c_proj.weight'), false);
      sumBias(count, d, late, at(gradient, 'mlp.c_proj.bias'));
      narrow.backward(late, count, scratch.inner);
      mixed(pass, count, scratch.inner);
      k.gelu_backward(count * 4 * d, inner, bend, scratch.inner);
      widen.gradient(scratch.inner, two.y, count, at(gradient, 'mlp.c_fc.weight'), false);
      sumBias(count, 4 * d, scratch.inner, at(gradient, 'mlp.c_fc.bias'));
      widen.backward(scratch.inner, count, dy);
      const [w, dw, db] = [at(p, 'ln_2.weight'), at(gradient, 'ln_2.weight'), at(gradient, 'ln_2.bias')];
      k.layer_norm_backward(count, d, dy, w, two.normal, two.rho, dx, dw, db, scratch.u);
      const early = pass.dropout.apply(site(pass, 1, queries * d), count * d, dx, spare);
      project.gradient(early, o, count, at(gradient, 'attn.c_proj.weight'), false);
      sumBias(count, d, early, at(gradient, 'attn.c_proj.bias'));
      project.backward(early, count, dy);
      const { dq, dkv, attention } = scratch;
      k.attention_backward(setAttention(pass, queries), q, kv, v, a, o, dy, dq, dkv, dkv + d * size, attention);
      let back = dx;
      if (queries < pass.length) {
        numeric.zero(full, pass.sequences * pass.length * d);
        k.scatter_rows(count, d, dx, scratch.lastRows, full);
        back = full;
      }
      askBackward(pass, back, queries, gradient);
      return back;
    },
    attention: (pass) => {
      const queries = queriesOf(pass);
      const count = pass.sequences * heads * queries * pass.length;
      return { queries, weights: numeric.view(a, count).slice() };
    },
  };
}
