import { describe, expect, it } from 'vitest';
import { pairDraws, pairedExample } from '../../../src/dataset/audio/pairs.js';
import { draws } from '../draws.js';

const OPTIONS = { pairs: 3, kinds: [1, 4, 6, 8], isMixed: true, sounds: () => 2, images: (kind: number) => kind };
const drawn = (stream: number, options: Partial<typeof OPTIONS> = {}) =>
  pairedExample(
    { ...OPTIONS, ...options },
    Float64Array.from({ length: pairDraws(3) }, (_, i) => draws(stream, i)),
  );

describe('an example of pairs', () => {
  it('follows from its draws: kinds of sounds, target, kinds of images, entries, and the sound that asks', () => {
    const { sounds, images, target, query } = pairedExample(
      OPTIONS,
      [0.9, 0.9, 0.1, 0.4, 0.5, 0.9, 0, 0.6, 0.2, 0.7, 0.99, 0.5, 0.1, 0.3],
    );
    // kinds 8 1 6 4: the last one first, then the last of those left, then the first
    expect(sounds).toEqual([
      { kind: 8, entry: 1 },
      { kind: 1, entry: 0 },
      { kind: 6, entry: 1 },
    ]);
    expect(target).toBe(1);
    expect(images.map(({ kind }) => kind).sort()).toEqual([1, 6, 8]);
    expect(query).toEqual({ kind: 1, entry: 1 });
  });

  it('has different kinds, each sound beside any image where they are mixed', () => {
    const together = new Set<string>();
    for (let stream = 0; stream < 300; stream++) {
      const { sounds, images, target, query } = drawn(stream);
      const [heard, seen] = [sounds, images].map((places) => places.map(({ kind }) => kind));
      expect(new Set(heard).size).toBe(3);
      expect([...seen].sort()).toEqual([...heard].sort());
      expect(images.every(({ kind, entry }) => entry < kind)).toBe(true);
      expect(query).toEqual({ kind: heard[target], entry: 1 - sounds[target].entry });
      together.add(`${heard[0]} ${seen[0]}`);
    }
    expect(together.size).toBe(16);
  });

  it('has sounds beside images of their own kind otherwise', () => {
    for (let stream = 0; stream < 50; stream++) {
      const { sounds, images } = drawn(stream, { isMixed: false });
      expect(images.map(({ kind }) => kind)).toEqual(sounds.map(({ kind }) => kind));
    }
  });
});
