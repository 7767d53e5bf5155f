import { describe, expect, it } from 'vitest';
import type { Subject } from '../../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../../src/figure/spec.js';
import { ATTENTION_FIGURE } from '../../../src/model/heterosynaptic/attention-figure.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

const COLUMNS = ['sequence', 'layer', 'head', 'query', 'key', 'weight', 'query_token', 'key_token'];
const subject: Subject = {
  ...SUBJECT,
  tables: [{ name: 'analysis/attention', nRows: 1, columns: COLUMNS.map((name) => about(name)) }],
};

interface Shape {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: readonly string[];
  /** Rows of the last layer. */
  readonly read?: number;
  readonly isCausal?: boolean;
  readonly sequences?: number;
  readonly width?: number;
}

/** The figure of a table in which a position looks alike at all that it sees; in later sequences at itself alone. */
function drawn({ layers, heads, tokens, read = tokens.length, isCausal = false, sequences = 1, width }: Shape) {
  const rows: { readonly [name: string]: number }[] = [];
  const n = tokens.length;
  for (let sequence = 0; sequence < sequences; sequence++)
    for (let layer = 0; layer < layers; layer++)
      for (let head = 0; head < heads; head++)
        for (let query = layer === layers - 1 ? n - read : 0; query < n; query++)
          for (let key = 0; key < n; key++)
            rows.push({
              sequence,
              layer,
              head,
              query,
              key,
              weight: sequence > 0 ? +(key === query) : !isCausal ? 1 / n : key > query ? 0 : 1 / (query + 1),
            });
  const numbers = Object.fromEntries(Object.keys(rows[0]).map((name) => [name, rows.map((row) => row[name])]));
  const words = rows.map(({ key }) => tokens[key]);
  const { spec } = ATTENTION_FIGURE.draw(dataOf({ subject, numbers, words: { key_token: words }, width }));
  const lines = spec.vconcat.map((part) => viewsOf(part));
  const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
  return { lines, notes: subtitle };
}

const channel = (view: View, name: 'x' | 'y'): Channel => view.layer[0].encoding[name] as Channel;
const titles = (view: View) => [view.title, channel(view, 'y').title, channel(view, 'x').title];
/** Values behind the picture of a panel. */
function valuesOf(view: View): readonly number[] {
  const shown = view.layer[0].data?.values[0].values;
  const bytes = Uint8Array.from(atob(String(shown)), (letter) => letter.charCodeAt(0));
  return Array.from(new Float32Array(bytes.buffer));
}
const legends = (views: readonly View[]) =>
  views.map(({ layer }) => layer.some(({ encoding }) => encoding.color !== undefined));

describe('the figure of attention', () => {
  it('is there for a run of which attention was analysed', () => {
    expect(ATTENTION_FIGURE.needs(subject)).toHaveLength(1);
    expect(ATTENTION_FIGURE.needs({ ...subject, kind: 'sweep' })).toBeUndefined();
    expect(ATTENTION_FIGURE.needs({ ...subject, tables: [] })).toBeUndefined();
  });

  it('has a map for each head, layers from top to bottom, words of tokens at the outer ones', () => {
    const { lines } = drawn({ layers: 2, heads: 4, tokens: ['a', ' ', 'b'], read: 2 });
    expect(lines.map((line) => line.map(titles))).toEqual([
      [0, 1, 2, 3].map((head) => [`head ${head}`, head === 0 ? 'layer 0' : null, null]),
      [0, 1, 2, 3].map((head) => [`head ${head}`, head === 0 ? 'layer 1' : null, 'looked at']),
    ]);
    const [above, below] = [lines[0][0], lines[1][0]];
    expect(channel(above, 'y').axis).toMatchObject({ values: [0, 1, 2], labelExpr: '["a","␣","b"][datum.value]' });
    expect(channel(above, 'x').axis).toMatchObject({ labels: false });
    expect(channel(below, 'x').axis).toMatchObject({ values: [0, 1, 2], labelExpr: '["a","␣","b"][datum.value]' });
    expect(channel(lines[0][1], 'y').axis).toMatchObject({ labels: false });
    // of the last layer the last two rows, the first of them on top
    expect(channel(below, 'y').axis).toMatchObject({ values: [0, 1], labelExpr: '["␣","b"][datum.value]' });
    expect(channel(below, 'y').scale).toMatchObject({ domain: [-0.5, 1.5], reverse: true });
    expect(valuesOf(below)).toHaveLength(6);
    expect(below.height).toBeCloseTo((below.width * 2) / 3, 10);
  });

  it('has one scale of colours from 0 to the largest weight, a legend a line, and says what rows are', () => {
    const { lines, notes } = drawn({ layers: 2, heads: 2, tokens: ['a', 'b'], isCausal: true, sequences: 3 });
    expect(lines.map(legends)).toEqual([
      [false, true],
      [false, true],
    ]);
    const scales = lines.flat().flatMap(({ layer }) => layer.map(({ encoding }) => (encoding.color as Channel)?.scale));
    expect(scales.flatMap((scale) => (scale ? [scale.domain] : []))).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(valuesOf(lines[0][0])).toEqual([1, Number.NaN, 0.5, 0.5]);
    expect(notes.slice(0, 3)).toEqual([
      'rows: the position that looks, each sums to 1',
      'the first of 3 sequences',
      'grey: later positions, which are not seen',
    ]);
  });

  it('leaves blank what a causal network cannot see, and nothing of one that sees all', () => {
    const [causal] = drawn({ layers: 1, heads: 1, tokens: ['a', 'b'], isCausal: true }).lines[0];
    expect(valuesOf(causal)).toEqual([1, Number.NaN, 0.5, 0.5]);
    const all = drawn({ layers: 1, heads: 1, tokens: ['a', 'b'] });
    expect(valuesOf(all.lines[0][0])).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(all.notes.some((note) => note.startsWith('grey'))).toBe(false);
  });

  it('says nothing of later positions where only the last one looks', () => {
    const { notes } = drawn({ layers: 1, heads: 1, tokens: ['a', 'b', 'c'], read: 1, isCausal: true });
    expect(notes.some((note) => note.startsWith('grey'))).toBe(false);
  });

  it('counts positions where there is no room for words, from the place of the first row', () => {
    const tokens = Array.from({ length: 40 }, (_, i) => `${i % 7}`);
    const { lines, notes } = drawn({ layers: 2, heads: 4, tokens, read: 10 });
    expect(lines.map(({ length }) => length)).toEqual([2, 2, 2, 2]);
    expect(channel(lines[0][0], 'x').axis).not.toHaveProperty('labelExpr');
    expect(channel(lines[2][0], 'y').scale?.domain).toEqual([29.5, 39.5]);
    expect(notes).toContain('of layer 1 only the last 10 positions are read');
    // a wider figure has room
    const wide = drawn({ layers: 2, heads: 4, tokens, read: 10, width: 1200 });
    expect(channel(wide.lines[0][0], 'y').axis).toHaveProperty('labelExpr');
    expect(channel(wide.lines[2][0], 'y').scale?.domain).toEqual([-0.5, 9.5]);
  });

  it('turns words that are longer than a letter, and fills every line', () => {
    const turned = (tokens: readonly string[]) =>
      channel(drawn({ layers: 1, heads: 3, tokens }).lines.at(-1)?.[0] as View, 'x').axis;
    expect(turned(['the', 'hen'])).toMatchObject({ labelAngle: -90 });
    expect(turned(['a', 'b'])).not.toHaveProperty('labelAngle');
    const tokens = Array.from({ length: 60 }, (_, i) => `${i}`);
    expect(drawn({ layers: 3, heads: 6, tokens }).lines.map(({ length }) => length)).toEqual([3, 3, 3, 3, 3, 3]);
  });

  it('shows the first of very many heads, which is said', () => {
    const { lines, notes } = drawn({ layers: 5, heads: 8, tokens: ['a', 'b'] });
    expect(lines.flat()).toHaveLength(32);
    expect(notes).toContain('the first 32 of 40 heads');
  });
});
