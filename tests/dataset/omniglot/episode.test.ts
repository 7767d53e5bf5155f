import { describe, expect, it } from 'vitest';
import { episodeDraws, episodeOf } from '../../../src/dataset/omniglot/episode.js';
import { draws } from '../draws.js';

const drawn = (n: number, available: number, drawings: number, stream: number) =>
  episodeOf(
    n,
    available,
    () => drawings,
    Float64Array.from({ length: episodeDraws(n) }, (_, i) => draws(stream, i)),
  );

describe('an episode', () => {
  it('follows from its draws: classes by a shuffle, then the target, the drawings, and another one of the target', () => {
    // of 4: place 3, then place 1 of those left, then place 2, where 2 is still
    const { classes, target, drawings, query } = episodeOf(3, 4, () => 5, [0.8, 0, 0, 0.4, 0.99, 0.2, 0.5, 0.3]);
    expect([...classes]).toEqual([3, 1, 2]);
    expect(target).toBe(1);
    expect([...drawings]).toEqual([4, 1, 2]);
    // the second of 0, 2, 3, 4: drawing 1 is shown
    expect(query).toBe(2);
  });

  it('has different classes, and asks with another drawing than it shows', () => {
    for (let stream = 0; stream < 500; stream++) {
      const { classes, drawings, target, query } = drawn(5, 6, 2, stream);
      expect(new Set(classes).size).toBe(5);
      expect([...classes].every((one) => one >= 0 && one < 6)).toBe(true);
      expect(query).toBe(1 - drawings[target]);
    }
  });

  it('takes all classes where there are no more', () => {
    expect([...drawn(4, 4, 20, 1).classes].sort()).toEqual([0, 1, 2, 3]);
  });

  it('has each class, target and drawing equally often', () => {
    const episodes = 6000;
    const counts = { classes: new Float64Array(6), targets: new Float64Array(3), queries: new Float64Array(4) };
    for (let stream = 0; stream < episodes; stream++) {
      const { classes, target, query } = drawn(3, 6, 4, stream);
      for (const one of classes) counts.classes[one]++;
      counts.targets[target]++;
      counts.queries[query]++;
    }
    const chi = (found: Float64Array, each: number) => found.reduce((sum, n) => sum + (n - each) ** 2 / each, 0);
    // classes of one episode exclude each other, which only makes it smaller; passed with probability 0.001 each
    expect(chi(counts.classes, episodes / 2)).toBeLessThan(20.5);
    expect(chi(counts.targets, episodes / 3)).toBeLessThan(13.8);
    expect(chi(counts.queries, episodes / 4)).toBeLessThan(16.3);
  });
});
