import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { FIRST_OWN_PURPOSE, PURPOSE, randomSource, replicaSeed, uniformDraws, words } from '../../src/method/random.js';
import { PURPOSE as RATE } from '../../src/model/rate/purposes.js';
import { freshKernels } from '../conformance/kernels.js';

/**
 * Uniform draw 9 of stream 7 for the seed 2^40 + 12345, by a Philox4x32-10 of its own (Python, integers only): counter (block low, block high,
 * stream, purpose), key (seed low, seed high), draw 9 the second half of block 4. None may ever change: they are in results.
 */
const KNOWN: { readonly [folder: string]: { readonly [purpose: string]: number } } = {
  general: {
    replicaSeed: 0.6305092211682866,
    search: 0.45224620221639145,
    tangentBasis: 0.8171762605056777,
  },
  attractor: {
    noise: 0.470058157893664,
    sweep: 0.21946601629092732,
    order: 0.48907145605979074,
    start: 0.06146004740744082,
    probe: 0.00389406264763148,
    trial: 0.9496315853233237,
  },
  hebbian: {
    initialNeurons: 0.7806360636415541,
    initialCouplings: 0.7883640768611666,
    patternBase: 0.7204092529133392,
    patternMask: 0.9200075379895245,
    fieldPattern: 0.46276777482723863,
    fieldHold: 0.3331436403349126,
    initialMemories: 0.6205669576045716,
  },
  rate: {
    edges: 0.47664381758079166,
    weights: 0.2824877985657389,
    initialRates: 0.5609341569157035,
    inputNoise: 0.4155966766922967,
    inputPhases: 0.27398355902968563,
  },
  reference: {
    referenceMatrices: 0.8429236980141479,
  },
};
const SEED = 2 ** 40 + 12345;
/** Quantile of the draw for edges (Python's statistics.NormalDist); draw 2^33 + 1 of stream 0 for edges, by the same program as above. */
const NORMAL = -0.05857875187565626;
const FAR = 0.42170078609590145;

/** Numbers of all purposes: those of no family, and of each folder of src/model that draws. */
const folders = readdirSync('src/model').filter((name) => existsSync(`src/model/${name}/purposes.ts`));
const purposes = new Map<string, { readonly [purpose: string]: number }>([['general', PURPOSE]]);
for (const folder of folders) purposes.set(folder, (await import(`../../src/model/${folder}/purposes.ts`)).PURPOSE);

describe('uniform draws', () => {
  it('are those of the source at their positions, and no more than there is room for', () => {
    const kernels = freshKernels(CORE_MODULE);
    const draws = uniformDraws(kernels, SEED, 3);
    const [, second, third] = draws(PURPOSE.search, 5, 0, 3);
    expect([...draws(PURPOSE.search, 5, 1, 2)]).toEqual([second, third]);
    expect(draws(PURPOSE.search, 7, 9, 1)[0]).toBe(KNOWN.general.search);
    expect(() => draws(PURPOSE.search, 5, 0, 4)).toThrow('4 draws, and there is room for 3');
  });
});

describe('draws by position', () => {
  const kernels = freshKernels(CORE_MODULE);
  const address = kernels.allocate(64);
  const source = randomSource(kernels, SEED);

  const known = Object.entries(KNOWN).flatMap(([folder, values]) =>
    Object.entries(values).map(([name, value]) => [`${folder} ${name}`, folder, name, value] as const),
  );
  it.each(known)('for %s are what they always were', (_, folder, name, expected) => {
    const purpose = purposes.get(folder)?.[name] ?? Number.NaN;
    source.uniform({ address, count: 1, purpose, stream: 7, first: 9 }, 0, 1);
    expect(kernels.f64(address, 1)[0]).toBe(expected);
  });

  it('have a number for each purpose that no other folder uses, below those of own models', () => {
    const numbers = [...purposes.values()].flatMap((one) => Object.values(one));
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) {
      expect(Number.isInteger(number) && number > 0 && number < FIRST_OWN_PURPOSE, String(number)).toBe(true);
    }
  });

  it('of all kinds come from the same bits', () => {
    const at = { address, count: 1, purpose: RATE.edges, stream: 7, first: 9 } as const;
    const value = (): number => kernels.f64(address, 1)[0];
    source.uniform(at, -2, 6);
    expect(value()).toBe(8 * KNOWN.rate.edges - 2);
    source.sign(at);
    expect(value()).toBe(KNOWN.rate.edges < 0.5 ? -1 : 1);
    source.integer(at, 1000);
    expect(kernels.i32(address, 1)[0]).toBe(Math.floor(1000 * KNOWN.rate.edges));
    source.normal(at, 0, 1);
    expect(Math.abs(value() / NORMAL - 1)).toBeLessThan(1e-14);
    source.normal(at, 3, 2);
    expect(Math.abs(value() / (3 + 2 * NORMAL) - 1)).toBeLessThan(1e-14);
  });

  it('go on beyond 2^32, in seeds and in positions', () => {
    expect(words(2 ** 53 - 1)).toEqual([2 ** 32 - 1, 2 ** 21 - 1]);
    source.uniform({ address, count: 2, purpose: RATE.edges, stream: 0, first: 2 ** 33 + 1 }, 0, 1);
    const [first, second] = kernels.f64(address, 2);
    source.uniform({ address, count: 1, purpose: RATE.edges, stream: 0, first: 2 ** 33 + 2 }, 0, 1);
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
