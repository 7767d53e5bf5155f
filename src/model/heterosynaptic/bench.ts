/** Benchmarks of training: packed products, and whole steps of the default perceptron and transformer. */
import type { FreshKernels } from '../../kernel/kernels.js';
import type { Batch, Precision } from '../../train/trainable.js';
import { type Bench, PLAIN_LOOP, repeated, type Subject } from '../bench.js';
import { FORM } from './dense.js';
import { drawParameters } from './initial.js';
import { HETEROSYNAPTIC_MODULE } from './kernels.js';
import { numericOf } from './numeric.js';
import { type NetworkSettings, openAlone } from './open.js';
import { RULE_DEFAULTS } from './rules.js';

const NONE = { type: 'identity', alpha: 0, block: 1 } as const;
const MIXED = { type: 'block_diagonal', alpha: 0.1, block: 4 } as const;

/** Numbers in [0, 1) without a pattern in the last bits. */
const numberAt = (i: number): number => ((i * 7919) % 1009) / 1009;

/** C = A B of n x n x n numbers, A and B packed anew each time. */
function product(fresh: FreshKernels, precision: Precision, n: number): Subject {
  const numeric = numericOf(fresh(HETEROSYNAPTIC_MODULE), precision);
  const { kernels, size } = numeric;
  const k = numeric.pick('product', 'product_bytes');
  const [a, b, c] = [0, 1, 2].map(() => numeric.room(n * n));
  for (const address of [a, b]) for (let i = 0; i < n * n; i++) numeric.view(address, n * n)[i] = numberAt(i) - 0.5;
  const workspace = kernels.allocate(k.product_bytes(n, n, n));
  return {
    name: `product_${precision} ${n} x ${n} x ${n}`,
    flops: 2 * n * n * n,
    bytes: 3 * size * n * n,
    ...(precision === 'f32' && { peak: 2 }),
    run: repeated(() => k.product(FORM.plain, n, n, n, a, n, b, n, c, n, false, workspace)),
  };
}

/** A batch of pixels of which as many are zero as of MNIST, or of sequences of selective copying. */
export function batchOf(network: NetworkSettings, items: number): Batch {
  if (network.kind === 'perceptron') {
    const count = items * network.sizes[0];
    const pixel = (i: number): number => (numberAt(i) < 0.809 ? 0 : Math.floor(1 + 255 * numberAt(3 * i + 1)) & 255);
    return {
      items,
      inputs: Uint8Array.from({ length: count }, (_, i) => pixel(i)),
      targets: Int32Array.from({ length: items }, (_, i) => i % 10),
    };
  }
  const { context, vocabulary } = network.shape;
  const last = network.lastTokens;
  const token = (i: number): number => 1 + ((i * 31) % (vocabulary - 2));
  // a tenth of the positions before the markers has something to keep
  const inputs = Int32Array.from({ length: items * context }, (_, i) => {
    if (i % context >= context - last) return vocabulary - 1;
    return numberAt(i) < 0.1 ? token(i) : 0;
  });
  return { items, inputs, targets: Int32Array.from({ length: items * last }, (_, i) => token(i)) };
}

/**
 * Multiplications and additions of a step, two flops each, as the original does it; mixing and attention are left out. That is more than is done: pixels
 * of zero and positions that nothing reads cost nothing.
 */
function flopsOf(network: NetworkSettings, items: number): number {
  if (network.kind === 'perceptron') {
    const weights = network.sizes.slice(1).map((out, i) => out * network.sizes[i]);
    return items * (6 * weights.reduce((sum, n) => sum + n, 0) - 2 * weights[0]);
  }
  const { width, layers, context } = network.shape;
  return items * context * 6 * layers * 12 * width * width;
}

/** A network in single precision with its first parameters, and the batch that it learns. */
export function openStep(fresh: FreshKernels, network: NetworkSettings, items: number) {
  const kernels = fresh(HETEROSYNAPTIC_MODULE);
  const rule = { ...RULE_DEFAULTS, rate: 1e-4, momentum: network.kind === 'gpt' ? 0.95 : 0 };
  const trainable = openAlone(kernels, { network, rule, precision: 'f32', items, prunes: false });
  drawParameters(kernels, trainable, network, 1);
  return { kernels, trainable, batch: batchOf(network, items) };
}

/** Gradient and step of a batch, as `msm train` does it. */
export function stepOf(fresh: FreshKernels, name: string, network: NetworkSettings, items: number): Subject {
  const { trainable, batch } = openStep(fresh, network, items);
  let step = 0;
  return {
    name: `${name}${PLAIN_LOOP}`,
    countsMore: true,
    flops: flopsOf(network, items),
    bytes: 4 * 4 * trainable.count,
    peak: 2,
    run: repeated(() => {
      trainable.lossAndGradient(batch, { step: step++ });
      trainable.optimize();
    }),
    spanMs: 40,
  };
}

const PERCEPTRON: NetworkSettings = {
  kind: 'perceptron',
  sizes: [784, 500, 400, 300, 10],
  corruption: { training: MIXED, test: NONE },
};
const TRANSFORMER: NetworkSettings = {
  kind: 'gpt',
  shape: { vocabulary: 16, context: 120, layers: 2, heads: 4, width: 64, hasBias: true, isCausal: false },
  lastTokens: 10,
  dropout: { probability: 0, seed: 0 },
};

/** What the headline workloads are steps of. */
export const BENCH_NETWORKS = {
  perceptron: { network: PERCEPTRON, items: 128 },
  transformer: { network: TRANSFORMER, items: 32 },
} as const;

/** The headline workloads are the steps that a comparison with PyTorch is made of (bench/peers.ts). */
export const BENCH: Bench = {
  *kernels(fresh) {
    for (const precision of ['f32', 'f64'] as const) for (const n of [64, 256, 512]) yield product(fresh, precision, n);
  },
  *workloads(fresh) {
    yield stepOf(fresh, 'perceptron 784-500-400-300-10, batch 128, md', PERCEPTRON, 128);
    yield stepOf(fresh, 'transformer 2 x 64, batch 32 x 120, md', TRANSFORMER, 32);
  },
};
