/** Maps of attention of small transformers against a plain computation from their weights. */
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../../src/model/defaults.js';
import { attentionCount, attentionMaps } from '../../../src/model/heterosynaptic/attention.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import { openTransformer, tensorsOf } from '../../../src/model/heterosynaptic/open.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../../../src/model/heterosynaptic/settings.js';
import { countOf } from '../../../src/train/tensors.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

const SMALL = { n_embd: 6, n_head: 2, n_layer: 3, precision: 'f64' } as const;
/** Errors of sums of up to 24 terms through three layers; a wrong term is a thousandth at least. */
const NEAR = 1e-12;

type Matrix = readonly (readonly number[])[];
type Given = Partial<HeterosynapticParameters>;

function drawn(given: Given) {
  const parameters = withDefaults(HETEROSYNAPTIC_SCHEMA, { ...SMALL, ...given });
  const { network } = trainableOf(parameters, 0);
  if (network.kind !== 'gpt') throw new RangeError('no transformer');
  const draw = stream(7);
  const weights = Float64Array.from({ length: countOf(tensorsOf(network)) }, () => 1.6 * (draw() - 0.5));
  return { parameters, weights, network };
}

const times = (x: Matrix, w: Matrix): Matrix =>
  x.map((row) => w.map((column) => row.reduce((sum, value, i) => sum + value * column[i], 0)));
const plus = (x: Matrix, y: Matrix): Matrix => x.map((row, r) => row.map((value, i) => value + y[r][i]));

/** The weights of attention by layer and head as the specification defines them, in plain numbers. */
function plainMaps({ weights, network }: ReturnType<typeof drawn>, tokens: readonly number[]): readonly Matrix[] {
  const { heads, width, layers, isCausal } = network.shape;
  const tensor = (name: string): Matrix => {
    const found = tensorsOf(network).find((one) => one.name === name);
    if (found === undefined) return [];
    const columns = found.shape[1] ?? found.shape[0];
    return Array.from({ length: found.count / columns }, (_, r) =>
      Array.from({ length: columns }, (_, c) => weights[found.offset + r * columns + c]),
    );
  };
  const biased = (x: Matrix, name: string): Matrix => {
    const [bias] = tensor(name);
    return bias === undefined ? x : x.map((row) => row.map((value, i) => value + bias[i]));
  };
  const dense = (x: Matrix, name: string): Matrix => biased(times(x, tensor(`${name}.weight`)), `${name}.bias`);
  const norm = (x: Matrix, name: string): Matrix => {
    const [scale] = tensor(`${name}.weight`);
    const normal = x.map((row) => {
      const mean = row.reduce((a, b) => a + b, 0) / width;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
      return row.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i]);
    });
    return biased(normal, `${name}.bias`);
  };
  const gelu = (z: number): number => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)));
  const each = width / heads;
  let x: Matrix = tokens.map((token, at) =>
    tensor('wte.weight')[token].map((value, i) => value + tensor('wpe.weight')[at][i]),
  );
  const maps: Matrix[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string): string => `h.${layer}.${name}`;
    const qkv = dense(norm(x, of('ln_1')), of('attn.c_attn'));
    const out = tokens.map(() => new Array<number>(width).fill(0));
    for (let head = 0; head < heads; head++) {
      const part = (row: readonly number[], which: number): readonly number[] =>
        row.slice(which * width + head * each, which * width + (head + 1) * each);
      const map = qkv.map((asking, i) => {
        const scores = qkv.map((seen, j) =>
          isCausal && j > i
            ? -Infinity
            : part(asking, 0).reduce((sum, q, c) => sum + q * part(seen, 1)[c], 0) / Math.sqrt(each),
        );
        const powers = scores.map((score) => Math.exp(score));
        const sum = powers.reduce((a, b) => a + b, 0);
        return powers.map((power) => power / sum);
      });
      maps.push(map);
      for (const [i, row] of map.entries())
        for (const [j, weight] of row.entries())
          for (let c = 0; c < each; c++) out[i][head * each + c] += weight * part(qkv[j], 2)[c];
    }
    x = plus(x, dense(out, of('attn.c_proj')));
    const inner = dense(norm(x, of('ln_2')), of('mlp.c_fc')).map((row) => row.map(gelu));
    x = plus(x, dense(inner, of('mlp.c_proj')));
  }
  return maps;
}

const COPYING: Given = { task: 'selective-copying', l_noise: 4, l_memorize: 2, n_tokens: 5 };
const LETTERS: Given = { task: 'characters', n_tokens: 6, seq_len: 8, context: 10 };
const maps = (network: ReturnType<typeof drawn>, ...sequences: (readonly number[])[]) =>
  attentionMaps(freshKernels(HETEROSYNAPTIC_MODULE), network, sequences);

describe('maps of attention', () => {
  it.each<readonly [string, Given, readonly number[], number]>([
    ['sees everything', COPYING, [0, 2, 0, 1, 0, 0, 4, 4], 2],
    ['is causal', LETTERS, [3, 0, 5, 5, 1, 2, 2, 4], 8],
    ['is causal and sees less than it could', LETTERS, [1, 4, 3], 3],
    ['has no biases', { ...LETTERS, bias: false }, [1, 4, 3, 1, 0], 5],
    ['has one layer', { ...COPYING, n_layer: 1 }, [0, 0, 3, 1, 0, 0, 4, 4], 2],
    [
      'has many tokens alike',
      { ...COPYING, l_noise: 12, causal: true },
      [0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 4, 4],
      2,
    ],
  ])('are those of the definition where the network %s', (_, given, tokens, read) => {
    const network = drawn(given);
    const { layers, heads } = network.network.shape;
    const wanted = plainMaps(network, tokens);
    const found = maps(network, tokens);
    expect(found.map(({ layer, head }) => layer * heads + head)).toEqual(
      Array.from({ length: layers * heads }, (_, i) => i),
    );
    for (const [at, { layer, queries, length, weights }] of found.entries()) {
      expect([queries, length]).toEqual([layer === layers - 1 ? read : tokens.length, tokens.length]);
      const rows = wanted[at].slice(-queries).flat();
      expect(weights).toHaveLength(rows.length);
      for (const [i, weight] of weights.entries()) expect(Math.abs(weight - rows[i]), `${at}: ${i}`).toBeLessThan(NEAR);
    }
    expect(found.reduce((sum, { weights }) => sum + weights.length, 0)).toBe(attentionCount(network, tokens.length));
  });

  it('have rows that sum to one, and zeros at what is not seen', () => {
    for (const { queries, length, weights } of maps(
      drawn({ ...LETTERS, precision: 'f32' }),
      [3, 0, 5, 5, 1, 2, 2, 4],
    )) {
      for (let row = 0; row < queries; row++) {
        const own = weights.subarray(row * length, (row + 1) * length);
        expect(Math.abs(Array.from(own).reduce((a, b) => a + b, 0) - 1)).toBeLessThan(2 ** -20);
        expect(Array.from(own.subarray(row + 1))).toEqual(new Array(length - row - 1).fill(0));
        expect(own.subarray(0, row + 1).every((weight) => weight > 0)).toBe(true);
      }
    }
  });

  it('have no dropout, and the corruption of the test, not of training', () => {
    const tokens = [3, 0, 5, 5, 1, 2, 2, 4];
    const of = (given: Given) => maps(drawn({ ...LETTERS, ...given }), tokens).map(({ weights }) => [...weights]);
    expect(of({ dropout: 0.5 })).toEqual(of({}));
    expect(of({ corruption_type: 'full_dense', test_corruption_type: 'identity' })).toEqual(of({}));
    const mixed = of({ corruption_type: 'identity', test_corruption_type: 'full_dense' });
    // it acts behind the attention of the first layer
    expect(mixed.slice(0, 2)).toEqual(of({}).slice(0, 2));
    expect(mixed.slice(2)).not.toEqual(of({}).slice(2));
  });

  it('are, to the bit, those of the pass over a whole batch, whichever sequences stand beside', () => {
    const network = drawn({ ...COPYING, precision: 'f32' });
    const sequences = [
      [0, 2, 0, 1, 0, 0, 4, 4],
      [3, 0, 0, 0, 0, 1, 4, 4],
      [0, 0, 0, 2, 2, 0, 4, 4],
    ];
    const alone = maps(network, ...sequences);
    const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), 'f32');
    const together = openTransformer(numeric, network.network, 3);
    const [acting, inputs] = [numeric.room(network.weights.length), numeric.words(24)];
    numeric.view(acting, network.weights.length).set(network.weights);
    numeric.kernels.i32(inputs, 24).set(sequences.flat());
    together.take(acting);
    const layers = together.attention({ inputs, targets: 0, length: 8 }, { from: 0, to: 3 });
    for (const { sequence, layer, head, queries, length, weights } of alone) {
      const first = (sequence * 2 + head) * queries * length;
      expect([...weights]).toEqual([...layers[layer].weights.subarray(first, first + queries * length)]);
    }
  });
});
