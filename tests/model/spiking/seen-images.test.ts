import { describe, expect, it } from 'vitest';
import type { ImageEncoder } from '../../../src/model/spiking/image-encoder.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { planRecord } from '../../../src/model/spiking/record.js';
import { openSeenImages } from '../../../src/model/spiking/seen-images.js';
import { openShownSource } from '../../../src/model/spiking/shown-source.js';
import { freshKernels } from '../../conformance/kernels.js';

const PIXELS = 20;
const WORDS = 3;

/** An encoder whose spikes say how often it was run, with images in memory. */
function opened(images: readonly (readonly number[])[], keptBytes?: number) {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f32');
  const address = numeric.kernels.allocate(4 * WORDS);
  const places = images.map((image) => {
    const at = numeric.room(PIXELS);
    numeric.view(at, PIXELS).set(image);
    return at;
  });
  let runs = 0;
  const run = (image: number): void => {
    runs++;
    numeric.kernels.i32(address, WORDS).set([runs, places.indexOf(image), -1]);
  };
  const seen = openSeenImages(numeric, PIXELS, { address, words: WORDS, run }, keptBytes);
  const look = (i: number) => [...numeric.kernels.i32(seen.spikes(places[i]), WORDS)];
  return { look, seen, runs: () => runs };
}

const dot = (at: number, value = 1): number[] => Array.from({ length: PIXELS }, (_, i) => (i === at ? value : 0));

describe('images that were seen before', () => {
  it('are not run again, wherever they stand', () => {
    const { look, runs } = opened([dot(3), dot(3), dot(19), dot(3, 0.5), dot(3, 0.25)]);
    expect([0, 1, 2, 3, 4, 0, 2, 3].map(look)).toEqual([
      ...[1, 1, 2, 3, 4].map((run, i) => [run, [0, 0, 2, 3, 4][i], -1]),
      ...[1, 2, 3].map((run, i) => [run, [0, 2, 3][i], -1]),
    ]);
    expect(runs()).toBe(4);
  });

  it('are run again with other weights', () => {
    const { look, seen, runs } = opened([dot(0), dot(1)]);
    expect([look(0), look(1)].map(([run]) => run)).toEqual([1, 2]);
    seen.forget();
    expect([look(1), look(0), look(1)].map(([run]) => run)).toEqual([3, 4, 3]);
    expect(runs()).toBe(4);
  });

  it('are run each time where there is no room for them', () => {
    // an image takes 12 bytes of spikes and 4 of its name
    const { look, runs } = opened([dot(0), dot(1)], 16);
    expect([look(0), look(1), look(0), look(1)]).toEqual([
      [1, 0, -1],
      [2, 1, -1],
      [1, 0, -1],
      [3, 1, -1],
    ]);
    expect(runs()).toBe(3);
  });
});

describe('images that are shown', () => {
  it('are heard in all words of their spikes, fact by fact', () => {
    const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f32');
    const [steps, words, facts] = [2, 3, 2];
    const made = numeric.kernels.allocate(4 * steps * words);
    const encoder = {
      words,
      spikes: (image: number) => {
        numeric.kernels.i32(made, steps * words).set(Array.from({ length: steps * words }, (_, i) => 100 * image + i));
        return made;
      },
    } as ImageEncoder;
    const plan = planRecord();
    const layer = { name: 'images', neurons: 32 * words };
    const source = openShownSource(
      numeric,
      encoder,
      (_, fact) => fact + 1,
      { steps, facts, layer, learns: false },
      plan,
    );
    source.place(numeric.kernels.allocate(plan.bytes()));
    source.begin(0);
    for (let fact = 0; fact < facts; fact++) source.run(0, fact);
    const numbers = Array.from({ length: steps * words }, (_, i) => i);
    expect([...numeric.kernels.i32(source.bits(), facts * steps * words)]).toEqual([
      ...numbers.map((i) => 100 + i),
      ...numbers.map((i) => 200 + i),
    ]);
  });
});
