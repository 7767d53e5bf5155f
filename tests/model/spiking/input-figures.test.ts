/** What was shown, as figures: words and when, sounds and the images beside them. */
import { describe, expect, it } from 'vitest';
import { dataAddress, pngOf, SMALL } from '../../../src/figure/picture.js';
import { SPIKING_FIGURES } from '../../../src/model/spiking/figures.js';
import { axis, drawFrom, texts, valuesOf } from './drawn-figures.js';

const draw = drawFrom(SPIKING_FIGURES);
const drawn = (...given: Parameters<typeof draw>) => draw(...given) as NonNullable<ReturnType<typeof draw>>;

/** Two sentences, of which the first was told at the second of three places, and a question; another example that nobody asks for. */
const STORY = {
  inputs: {
    example: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    layer: ['story', 'story', 'story', 'story', 'story', 'story', 'query', 'query', 'query', 'query'],
    fact: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3],
    value: [2, 1, 4, 3, 1, 0, 5, 2, 0, 1],
  },
  vocabulary: { word: [0, 1, 2, 3, 4, 5], text: ['NIL', 'left', 'mary', 'john', 'there', 'where'] },
  logits: { example: [0, 0, 0, 1], class: [0, 2, 3, 0], logit: [-1, 0.5, 2, 9], is_answer: [0, 1, 0, 1] },
};

const QA = { parameters: { task: 'qa', num_time_steps: 20 } };

describe('figures of what was shown', () => {
  it('have the words of each sentence at its time, the question behind them, and both answers', () => {
    const { views, notes } = drawn('inputs', STORY, QA);
    expect(views).toHaveLength(1);
    expect(texts(views[0])).toEqual(['mary left there', 'john left', 'where mary?']);
    expect(valuesOf(views[0], 'text').flatMap((rows) => rows.map(({ y }) => y))).toEqual([0, 1, 2]);
    expect(axis(views[0], 'y').axis?.labelExpr).toBe('["20 to 39","40 to 59","60 to 79"][datum.value]');
    expect(axis(views[0], 'y').scale).toMatchObject({ reverse: true, domain: [-0.5, 2.5] });
    expect(notes).toContain('the network answers john; right is mary');
    expect(notes).toContain('the first of 2 recorded examples');
    const right = { ...STORY, logits: { ...STORY.logits, logit: [-1, 3, 2, 9] } };
    expect(drawn('inputs', right, QA).notes).toContain('the network answers mary, which is right');
    expect(draw('inputs', { inputs: STORY.inputs, logits: STORY.logits }, QA)).toBeUndefined();
  });

  it('have sounds with coefficients upwards, and the image of each below it, that of the query the right one', () => {
    // two frames of three coefficients
    const sound = [1, 2, 3, -4, -5, -6];
    const [layers, numbers] = [
      ['sounds', 'images', 'query'],
      [sound, [0, 0.5, 1, 0], sound.map((value) => value / 2)],
    ];
    const of = layers.flatMap((layer, i) =>
      numbers[i].map((value) => ({ layer, value, fact: layer === 'query' ? 1 : 0 })),
    );
    const inputs = {
      example: of.map(() => 0),
      layer: of.map(({ layer }) => layer),
      fact: of.map(({ fact }) => fact),
      value: of.map(({ value }) => value),
    };
    const pixels = { example: [0, 0, 0, 0], wanted: [0, 0.5, 1, 0] };
    const parameters = { task: 'cross-modal', num_mfcc: 3, num_mfcc_time_samples: 2 };
    const { views, notes } = drawn('inputs', { inputs, pixels }, { parameters });
    const [sounds, images] = views;
    expect(texts(sounds)).toEqual(['sounds: frames to the right, coefficients upwards', 'sound 0', 'query']);
    expect(texts(images).slice(1)).toEqual(['image 0', 'right answer']);
    const heard = valuesOf(sounds, 'image')[0];
    // the last coefficient of both frames on top
    const upwards = [3, -6, 2, -5, 1, -4];
    expect(heard[0].url).toBe(dataAddress(pngOf(upwards, 3, 2, [-6, 6], 'diverging', SMALL)));
    expect(heard).toHaveLength(2);
    expect(valuesOf(images, 'image')[0].map(({ url }) => url)).toEqual(
      [0, 1].map(() => dataAddress(pngOf([0, 0.5, 1, 0], 2, 2, [0, 1], 'grey', SMALL))),
    );
    expect(notes).toContain('colours of sounds: blue below 0, brown above, to ±6');
  });
});
