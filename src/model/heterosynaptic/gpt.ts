/**
 * The transformer (specification, section 5): tokens and positions to rows, layers, and logits from the embedding of the tokens once more.
 * Only the last `read` positions are predicted, or all.
 */
import { countOf } from '../../train/tensors.js';
import { largestShare, type Share } from '../../train/trainable.js';
import type { Corruptions } from './coupling.js';
import { openDenseLayer } from './dense.js';
import { type DropoutSettings, openDropout } from './dropout.js';
import { type LayerAttention, openGptLayer } from './gpt-layer.js';
import { type Distinct, type GptPass, listLastRows, openScratch } from './gpt-scratch.js';
import { type GptShape, gptTensors, tensorFinder } from './layout.js';
import type { Network, PlacedBatch } from './network.js';
import type { Numeric } from './numeric.js';

export interface GptSettings {
  readonly shape: GptShape;
  /** Positions at the end of a sequence that are predicted; 0: all. */
  readonly lastTokens: number;
  readonly dropout: DropoutSettings;
  readonly corruption: Corruptions;
  /** Most items of a batch. */
  readonly items: number;
}

export interface Gpt extends Network {
  /** What the heads of each layer look at in a share, in a pass as `look` makes it. */
  attention(batch: PlacedBatch, share: Share): readonly LayerAttention[];
}

/** Site of the dropout of embeddings; the layers have those behind it. */
const EMBEDDING = 0;
/** Share of rows that are different up to which they are made once each. */
const WORTHWHILE = 0.7;

/** Finds rows with the same token at the same position. Undefined where few are alike. */
function openDistinct(numeric: Numeric, rows: number) {
  const [first, of] = [numeric.words(rows), numeric.words(rows)];
  return (tokens: Int32Array, length: number): Distinct | undefined => {
    const known = new Map<number, number>();
    const [firsts, numbers] = [numeric.kernels.i32(first, tokens.length), numeric.kernels.i32(of, tokens.length)];
    for (let row = 0; row < tokens.length; row++) {
      const key = tokens[row] * length + (row % length);
      const number = known.get(key) ?? known.size;
      if (number === known.size) {
        known.set(key, number);
        firsts[number] = row;
      }
      numbers[row] = number;
    }
    return known.size <= WORTHWHILE * tokens.length ? { count: known.size, first, of } : undefined;
  };
}

export function openGpt(numeric: Numeric, { shape, lastTokens, dropout, corruption, items }: GptSettings): Gpt {
  const { width: d, context, vocabulary, layers: depth, heads } = shape;
  const { size, kernels } = numeric;
  const k = numeric.pick('embed', 'embed_backward', 'layer_norm', 'layer_norm_backward', 'cross_entropy');
  const tensors = gptTensors(shape);
  const find = tensorFinder(tensors);
  const at = (base: number, name: string): number => {
    const tensor = find(name);
    return tensor === undefined ? 0 : base + tensor.offset * size;
  };
  if (lastTokens > context) throw new RangeError(`${lastTokens} positions are read of sequences of ${context}`);
  const readOf = (length: number): number => (lastTokens === 0 ? length : Math.min(lastTokens, length));
  const sequences = largestShare(items, context);
  const rows = sequences * context;
  const readRows = sequences * readOf(context);
  const scratch = openScratch(numeric, shape, rows);
  const layers = Array.from({ length: depth }, (_, index) => {
    const isLast = index === depth - 1;
    const most = isLast ? readRows : rows;
    return openGptLayer(numeric, {
      ...{ shape, tensors, index, isLast, rows, scratch },
      readRows: most,
      matrices: most * heads * context,
    });
  });
  const head = openDenseLayer(numeric, { inputs: d, outputs: vocabulary, rows: readRows });
  const [x, dx, full] = [0, 0, 0].map(() => numeric.room(rows * d));
  const last = { y: numeric.room(readRows * d), normal: numeric.room(readRows * d), rho: numeric.room(readRows) };
  const [output, dy, top] = [numeric.room(readRows * vocabulary), numeric.room(readRows * d), numeric.room(1)];
  const distinctRows = openDistinct(numeric, rows);
  const [training, none] = [openDropout(numeric, dropout), openDropout(numeric, { probability: 0, seed: 0 })];
  let p = 0;

  /** What a layer is handed of a pass: only the first one may take rows together. */
  const partOf = (pass: GptPass, index: number): GptPass => (index === 0 ? pass : { ...pass, distinct: undefined });

  const passOf = (batch: PlacedBatch, share: Share, step: number, isTraining: boolean): GptPass => {
    const { length, inputs } = batch;
    const count = share.to - share.from;
    const acting = isTraining ? training : none;
    const tokens = kernels.i32(inputs + 4 * share.from * length, count * length);
    const pass = {
      ...{ share, sequences: count, length, read: readOf(length), step, dropout: acting },
      corruption: isTraining ? corruption.training : corruption.test,
      distinct: acting.isActive ? undefined : distinctRows(tokens, length),
    };
    listLastRows(numeric, scratch, partOf(pass, depth - 1));
    return pass;
  };

  const forward = (pass: GptPass, tokens: number, logits: number): void => {
    const all = pass.sequences * pass.length;
    k.embed(all, pass.length, d, tokens, at(p, 'wte.weight'), at(p, 'wpe.weight'), x);
    const place = { site: EMBEDDING, step: pass.step, first: pass.share.from * pass.length * d };
    pass.dropout.apply(place, all * d, x, x);
    const read = layers.reduce((from, layer, index) => layer.forward(partOf(pass, index), from), x);
    const count = pass.sequences * pass.read;
    k.layer_norm(count, d, read, at(p, 'ln_f.weight'), at(p, 'ln_f.bias'), last.y, last.normal, last.rho);
    head.forward(last.y, count, logits);
  };

  const backward = (pass: GptPass, tokens: number, gradient: number): void => {
    const count = pass.sequences * pass.read;
    numeric.zero(gradient, countOf(tensors));
    head.gradient(output, last.y, count, at(gradient, 'wte.weight'), false);
    head.backward(output, count, dy);
    numeric.zero(dx, count * d);
    const [w, dw, db] = [at(p, 'ln_f.weight'), at(gradient, 'ln_f.weight'), at(gradient, 'ln_f.bias')];
    k.layer_norm_backward(count, d, dy, w, last.normal, last.rho, dx, dw, db, scratch.u);
    let back = dx;
    for (let index = depth - 1; index >= 0; index--) {
      back = layers[index].backward(partOf(pass, index), back, full, gradient);
    }
    const all = pass.sequences * pass.length;
    const place = { site: EMBEDDING, step: pass.step, first: pass.share.from * pass.length * d };
    pass.dropout.apply(place, all * d, back, back);
    k.embed_backward(all, pass.length, d, tokens, back, at(gradient, 'wte.weight'), at(gradient, 'wpe.weight'));
  };

  const tokensAt = ({ inputs, length }: PlacedBatch, { from }: Share): number => inputs + 4 * from * length;
  return {
    tensors,
    rowsOfItem: context,
    width: context,
    hasTokens: true,
    targetsOfItem: readOf(context),
    classes: vocabulary,
    itemsTogether: 0,
    adds: () => false,
    take: (parameters) => {
      p = parameters;
      for (const layer of layers) layer.take(p);
      head.take(at(p, 'wte.weight'));
    },
    learn: ({ batch, shares: [share], scale, step, gradient, outcome }) => {
      const pass = passOf(batch, share, step, true);
      const tokens = tokensAt(batch, share);
      forward(pass, tokens, output);
      const targets = batch.targets + 4 * share.from * pass.read;
      k.cross_entropy(pass.sequences * pass.read, vocabulary, output, targets, scale, outcome, top);
      backward(pass, tokens, gradient);
    },
    finish: () => undefined,
    look: (batch, share, logits) => forward(passOf(batch, share, 0, false), tokensAt(batch, share), logits),
    attention: (batch, share) => {
      const pass = passOf(batch, share, 0, false);
      forward(pass, tokensAt(batch, share), output);
      return layers.map((layer) => layer.attention(pass));
    },
  };
}
