import { describe, expect, it } from 'vitest';
import { generateTokens, sampleToken } from '../../../src/model/heterosynaptic/generate.js';
import { gpt, opened, stream } from './networks.js';

const { exp } = Math;
const LOGITS = [0, 2, 1, 2, -1];

describe('a token', () => {
  it('is the likeliest at temperature 0, of several the lowest', () => {
    expect(sampleToken(LOGITS, { temperature: 0 }, 0.999, exp)).toBe(1);
  });

  it('is drawn as often as its logit says, sharper at a low temperature', () => {
    for (const temperature of [0.5, 1, 2]) {
      const counts = [0, 0, 0, 0, 0];
      const draws = 20_000;
      for (let i = 0; i < draws; i++) counts[sampleToken(LOGITS, { temperature }, (i + 0.5) / draws, exp)]++;
      const weights = LOGITS.map((logit) => exp(logit / temperature));
      const sum = weights.reduce((a, b) => a + b, 0);
      for (const [token, weight] of weights.entries()) expect(counts[token] / draws).toBeCloseTo(weight / sum, 3);
    }
  });

  it('is one of the k likeliest if that is asked for', () => {
    const drawn = new Set(
      Array.from({ length: 200 }, (_, i) => sampleToken(LOGITS, { temperature: 5, topK: 3 }, i / 200, exp)),
    );
    expect([...drawn].sort()).toEqual([1, 2, 3]);
    expect(sampleToken(LOGITS, { temperature: 5, topK: 1 }, 0.9, exp)).toBe(1);
  });
});

describe('a text', () => {
  const SHAPE = { isCausal: true, context: 5 };
  const made = (lastTokens: number, prompt: readonly number[], count: number) => {
    const draw = stream(8);
    const draws = Array.from({ length: count }, draw);
    const trainable = opened({ network: gpt(SHAPE, lastTokens), items: 1 });
    const settings = { prompt, count, context: 5, temperature: 1.5, exp, draw: (i: number) => draws[i] };
    return [...generateTokens(trainable, settings)];
  };

  it('is what each next token is drawn from, seen from the last tokens that the network takes', () => {
    const trainable = opened({ network: gpt(SHAPE), items: 1 });
    const draw = stream(8);
    const text = [3, 1];
    for (let i = 0; i < 9; i++) {
      const seen = text.slice(-5);
      const batch = { items: 1, inputs: Int32Array.from(seen), targets: new Int32Array(), length: seen.length };
      const logits = trainable.logits(batch).slice(-7);
      text.push(sampleToken(logits, { temperature: 1.5 }, draw(), exp));
    }
    expect(made(0, [3, 1], 9)).toEqual(text.slice(2));
    expect(new Set(text).size).toBeGreaterThan(2);
  });

  it('is the same from a network of which only the last position is read', () => {
    expect(made(1, [3, 1], 9)).toEqual(made(0, [3, 1], 9));
  });

  it('needs a first token', () => {
    expect(() => made(0, [], 2)).toThrow('needs a first token');
  });
});
