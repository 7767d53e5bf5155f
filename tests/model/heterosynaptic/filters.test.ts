import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/figure/figure.js';
import { viewsOf } from '../../../src/figure/spec.js';
import { FILTERS } from '../../../src/model/heterosynaptic/filters.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

const subject: Subject = {
  ...SUBJECT,
  parameters: { task: 'digits' },
  tables: [
    { name: 'tensors', nRows: 2, columns: ['name', 'shape', 'first'].map((name) => about(name)) },
    { name: 'state', nRows: 1, columns: [about('weights')] },
  ],
};

/** Two units of four pixels behind one number of another tensor. */
const draw = (weights: readonly number[], units = 2) => {
  const array = { ...about('weights'), shape: [weights.length], values: Float64Array.from(weights), axes: ['entry'] };
  const words = { name: ['other', 'fc1.weight'], shape: ['1', `${units} x 4`] };
  const { spec } = FILTERS.draw(dataOf({ subject, numbers: { first: [0, 1] }, words, array }));
  const [{ layer }] = spec.vconcat.flatMap(viewsOf);
  const rowsOf = (type: string) => layer.find(({ mark }) => mark.type === type)?.data?.values ?? [];
  const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
  return {
    images: rowsOf('image').map(({ url }) => url),
    texts: rowsOf('text').map(({ text }) => text),
    notes: subtitle,
  };
};

describe('first weights', () => {
  it('are there for runs that learn images, in place of all weights one behind the other', () => {
    expect(FILTERS.needs(subject)).toHaveLength(2);
    expect(FILTERS.needs({ ...subject, parameters: { task: 'characters' } })).toBeUndefined();
    expect(FILTERS.needs({ ...subject, kind: 'sweep' })).toBeUndefined();
    expect(FILTERS.instead).toEqual(['state_weights', 'state_best']);
  });

  it('are an image a unit, cut out of all weights, on a scale that the largest of them has', () => {
    const { images, texts } = draw([9, 0.5, 0, -0.25, 0, 0, 0, 0, 0.25]);
    expect(images).toHaveLength(2);
    expect(texts[0]).toBe('blue: −0.5, white: 0, red: 0.5');
    // the same numbers in the other unit give the same pictures in the other order, whatever stands before them
    const turned = draw([-7, 0, 0, 0, 0.25, 0.5, 0, -0.25, 0]);
    expect(turned.images).toEqual([...images].reverse());
    expect(images[0]).not.toBe(images[1]);
  });

  it('of many units are the first ones, which a note says', () => {
    const { images, notes } = draw(new Array<number>(1 + 4 * 70).fill(0.5), 70);
    expect(images).toHaveLength(60);
    expect(notes[0]).toBe('the first 60 of 70 units');
  });
});
