import { describe, expect, it } from 'vitest';
import { smallInk } from '../../../src/dataset/bitmap.js';
import { drawnCharacters, pathOfDrawing } from '../../../src/dataset/omniglot/strokes.js';
import { draws } from '../draws.js';

const { characters, parts } = drawnCharacters(draws);
const ink = (character: number, drawing: number) => smallInk(characters.bitmap(character, drawing), 0, 28);
const apart = (a: Uint8Array, b: Uint8Array) => a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0);

describe('drawn characters', () => {
  it("are as many as they say, in Omniglot's size, and stand in its layout", () => {
    expect([characters.names.length, new Set(characters.names).size, characters.drawings[0]]).toEqual([200, 200, 20]);
    expect([characters.bitmap(0, 0).width, characters.bitmap(0, 0).height]).toEqual([105, 105]);
    expect(pathOfDrawing(characters, 0, 0)).toBe('images_background/Stand-in_01/character01/0001_01.png');
    expect(pathOfDrawing(characters, 199, 19)).toBe('images_evaluation/Stand-in_20/character10/0200_20.png');
  });

  it('are learned, judged and tested with others each', () => {
    expect([parts.training.length, parts.validation.length, parts.test.length]).toEqual([480, 80, 240]);
    const sets = [parts.training, parts.validation, parts.test].map((part) => part.map(({ character }) => character));
    expect(new Set(sets.flat()).size).toBe(200);
    expect(Math.min(...sets[2])).toBe(140);
  });

  it('have ink, and a background', () => {
    for (let character = 0; character < 200; character += 10) {
      const share = ink(character, 0).reduce((sum, x) => sum + x, 0) / 784;
      expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThan(0.4);
    }
  });

  it('are nearer to another drawing of theirs than to other characters, mostly, and never the same', () => {
    let right = 0;
    const some = Array.from({ length: 20 }, (_, i) => 7 * i);
    for (const asked of some) {
      const distances = some.map((other) => apart(ink(asked, 1), ink(other, 0)));
      expect(Math.min(...distances)).toBeGreaterThan(0);
      if (some[distances.indexOf(Math.min(...distances))] === asked) right++;
    }
    // one in twenty by chance; drawings differ enough that pixels alone do not tell all
    expect(right).toBeGreaterThan(8);
  });

  it('are a function of their draws', () => {
    const [again, others] = [drawnCharacters(draws), drawnCharacters((stream, index) => draws(stream + 9, index))];
    expect(again.characters.bitmap(3, 4)).toEqual(characters.bitmap(3, 4));
    expect(others.characters.bitmap(3, 4)).not.toEqual(characters.bitmap(3, 4));
  });
});
