import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { PURPOSE, type Purpose, randomSource, replicaSeed, words } from '../../src/method/random.js';
import { freshKernels } from '../conformance/kernels.js';

/**
 * Uniform draw 9 of stream 7 for the seed 2^40 + 12345, by a Philox4x32-10 of its own (Python, integers only): counter (block low, block high,
 * stream, purpose), key (seed low, seed high), draw 9 the second half of block 4. None may ever change: they are in results.
 */
const KNOWN: { readonly [purpose in Purpose]: number } = {
  replicaSeed: 0.6305092211682866,
  initialNeurons: 0.7806360636415541,
  initialCouplings: 0.7883640768611666,
  patternBase: 0.7204092529133392,
  patternMask: 0.9200075379895245,
  fieldPattern: 0.46276777482723863,
  fieldHold: 0.3331436403349126,
  initialMemories: 0.6205669576045716,
  edges: 0.47664381758079166,
  weights: 0.2824877985657389,
  initialRates: 0.5609341569157035,
  search: 0.45224620221639145,
  inputNoise: 0.4155966766922967,
  inputPhases: 0.27398355902968563,
  tangentBasis: 0.8171762605056777,
  attractorNoise: 0.470058157893664,
  attractorSweep: 0.21946601629092732,
  attractorOrder: 0.48907145605979074,
  attractorStart: 0.06146004740744082,
  attractorProbe: 0.00389406264763148,
  attractorTrial: 0.9496315853233237,
  referenceMatrices: 0.8429236980141479,
};
const SEED = 2 ** 40 + 12345;
/** Quantile of the draw for edges (Python's statistics.NormalDist); draw 2^33 + 1 of stream 0 for edges, by the same program as above. */
const NORMAL = -0.05857875187565626;
const FAR = 0.42170078609590145;

describe('draws by position', () => {
  const kernels = freshKernels(CORE_MODULE);
  const address = kernels.allocate(64);
  const source = randomSource(kernels, SEED);

  it.each(Object.entries(KNOWN))('of the purpose %s are what they always were', (purpose, expected) => {
    source.uniform({ address, count: 1, purpose: purpose as Purpose, stream: 7, first: 9 }, 0, 1);
    expect(kernels.f64(address, 1)[0]).toBe(expected);
  });

  it('have a number of their own for each purpose', () => {
    expect(new Set(Object.values(PURPOSE)).size).toBe(Object.keys(PURPOSE).length);
  });

  it('of all kinds come from the same bits', () => {
    const at = { address, count: 1, purpose: 'edges', stream: 7, first: 9 } as const;
    const value = (): number => kernels.f64(address, 1)[0];
    source.uniform(at, -2, 6);
    expect(value()).toBe(8 * KNOWN.edges - 2);
    source.sign(at);
    expect(value()).toBe(KNOWN.edges < 0.5 ? -1 : 1);
    source.integer(at, 1000);
    expect(kernels.i32(address, 1)[0]).toBe(Math.floor(1000 * KNOWN.edges));
    source.normal(at, 0, 1);
    expect(Math.abs(value() / NORMAL - 1)).toBeLessThan(1e-14);
    source.normal(at, 3, 2);
    expect(Math.abs(value() / (3 + 2 * NORMAL) - 1)).toBeLessThan(1e-14);
  });

  it('go on beyond 2^32, in seeds and in positions', () => {
    expect(words(2 ** 53 - 1)).toEqual([2 ** 32 - 1, 2 ** 21 - 1]);
    source.uniform({ address, count: 2, purpose: 'edges', stream: 0, first: 2 ** 33 + 1 }, 0, 1);
    const [first, second] = kernels.f64(address, 2);
    source.uniform({ address, count: 1, purpose: 'edges', stream: 0, first: 2 ** 33 + 2 }, 0, 1);
    expect([kernels.f64(address, 1)[0], second]).toEqual([second, second]);
    expect(first).toBe(FAR);
  });
});

describe('the seed of a replica', () => {
  const kernels = freshKernels(CORE_MODULE);

  /** Draws 1, 2 and 1000 of the purpose 1 in stream 0, times 2^53. */
  it.each([
    [0, [5718514266513180, 2851620605733483, 4240627188330555]],
    [5, [644476344608015, 4757912699803986, 3484259155462004]],
    [2 ** 53 - 1, [8083930011718671, 3641928127002977, 2759338631894392]],
  ])('is the seed %d itself for the first, then what it always was', (seed, expected) => {
    expect(replicaSeed(kernels, seed, 0)).toBe(seed);
    expect([1, 2, 1000].map((replica) => replicaSeed(kernels, seed, replica))).toEqual(expected);
  });
});
