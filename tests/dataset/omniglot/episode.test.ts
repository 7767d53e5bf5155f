import { describe, expect, it } from 'vitest';
import {
  episodeDraws,
  episodeOf,
  type ShotSizes,
  shotDraws,
  shotEpisodeOf,
} from '../../../src/dataset/omniglot/episode.js';
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

const shots = (sizes: ShotSizes, available: number, drawings: number, stream: number) =>
  shotEpisodeOf(
    sizes,
    available,
    () => drawings,
    Float64Array.from({ length: shotDraws(sizes) }, (_, i) => draws(stream, i)),
  );

describe('an episode with several drawings of each class', () => {
  it('follows from its draws: classes, drawings of each, and the order of all', () => {
    // classes 2 and 1 of 3; drawings 1 and 0 of the first, 0 and 2 of the second; an order that takes the last first
    const found = shotEpisodeOf(
      { classes: 2, support: 1, queries: 1 },
      3,
      () => 3,
      Float64Array.from([0.9, 0, 0.4, 0.1, 0, 0.7, 0.8, 0, 0, 0]),
    );
    expect(found.map(({ place, one, drawing }) => [place, one, drawing])).toEqual([
      [1, 1, 2],
      [0, 2, 0],
      [1, 1, 0],
      [0, 2, 1],
    ]);
  });

  it('has so many different drawings of each of so many different classes', () => {
    const sizes = { classes: 5, support: 2, queries: 3 };
    for (let stream = 0; stream < 200; stream++) {
      const found = shots(sizes, 6, 5, stream);
      expect(new Set(found.map(({ one }) => one)).size).toBe(5);
      for (let c = 0; c < 5; c++) {
        const own = found.filter(({ place }) => place === c);
        expect(new Set(own.map(({ one }) => one)).size).toBe(1);
        expect(own.map(({ drawing }) => drawing).sort()).toEqual([0, 1, 2, 3, 4]);
      }
    }
  });

  it('has each class, and each drawing of it, equally often at each place of the order', () => {
    const [first, drawings] = [new Float64Array(4), new Float64Array(5)];
    const episodes = 4000;
    for (let stream = 0; stream < episodes; stream++) {
      const [{ one, drawing }] = shots({ classes: 2, support: 1, queries: 2 }, 4, 5, stream);
      first[one]++;
      drawings[drawing]++;
    }
    const chi = (found: Float64Array) =>
      found.reduce((sum, n) => sum + (n - episodes / found.length) ** 2 / (episodes / found.length), 0);
    // passed with probability 0.001 each
    expect(chi(first)).toBeLessThan(16.3);
    expect(chi(drawings)).toBeLessThan(18.5);
  });
});
