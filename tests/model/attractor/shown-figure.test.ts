import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/figure/figure.js';
import type { Channel } from '../../../src/figure/spec.js';
import { SHOWN_FIGURE } from '../../../src/model/attractor/shown-figure.js';
import { about, dataOf, shownViews } from '../../figure/data.js';

const SUBJECT: Partial<Subject> = {
  inputs: ['patterns'],
  tables: [
    { name: 'timeseries', nRows: 4, columns: [about('step', { type: 'i32' }), about('pattern', { type: 'i32' })] },
  ],
};
const PATTERNS = { ...about('patterns'), shape: [3, 4], values: new Float64Array(12), axes: ['pattern', 'node'] };

const drawn = (pattern: readonly number[], inputs: readonly string[] = ['patterns']) => {
  const step = pattern.map((_, i) => i);
  const data = dataOf({ subject: { ...SUBJECT, inputs }, numbers: { step, pattern }, array: PATTERNS });
  const { spec, caption } = SHOWN_FIGURE.draw(data);
  const views = shownViews(spec);
  const shown = (views.at(-1)?.layer[0].data?.values[0] ?? {}) as { readonly values?: string };
  return {
    views,
    caption,
    shares: [...new Float32Array(Uint8Array.from(Buffer.from(shown.values ?? '', 'base64')).buffer)],
  };
};

describe('patterns as they are shown', () => {
  it('are rows along the steps, the last one on top, and images with the share of their steps', () => {
    const { views, shares } = drawn([0, 1, 0, -1]);
    const texts = views[0].layer.flatMap(({ data }) => data?.values.flatMap(({ text }) => text ?? []) ?? []);
    expect(texts.slice(-3)).toEqual(['0: 50%', '1: 25%', '2: 0%']);
    expect(shares).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0]);
    expect((views[1].layer[0].encoding.y as Channel).scale?.domain).toEqual([-0.5, 2.5]);
  });

  it('are shares of stretches in a long run', () => {
    // one pattern, then two others in turn, two records each: a stretch is two records, a value for the pointer three stretches
    const pattern = Array.from({ length: 1200 }, (_, i) => (i < 600 ? 0 : 1 + (Math.floor(i / 2) % 2)));
    const { shares, caption } = drawn(pattern);
    expect(new Set(shares)).toEqual(new Set([0, 1 / 3, 2 / 3, 1].map(Math.fround)));
    expect(shares.slice(-200)).toEqual(Array.from({ length: 200 }, (_, i) => (i < 100 ? 1 : 0)));
    expect(caption).toContain('Shares of the records in 600 stretches.');
  });

  it('need no images, and say so where none was shown', () => {
    expect(drawn([0, 1], []).views).toHaveLength(1);
    const [view] = drawn([-1, -1], []).views;
    expect(view.layer.flatMap(({ data }) => data?.values.map(({ text }) => text))).toContain('no values');
    expect(SHOWN_FIGURE.needs(dataOf({}).subject)).toBeUndefined();
  });
});
