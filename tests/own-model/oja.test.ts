import { describe, expect, it } from 'vitest';
import { finish, read, start, valueAtEnd } from './folders.js';

describe("Oja's rule from a folder", () => {
  it('turns to the principal component, with weights of length 1', async () => {
    const oja = await read('data/models/oja');
    const model = start(oja, { parameters: { T: 20_000, eta: 0.001 } });
    finish(model);
    // fluctuations of the length are of order sqrt(eta gain^2), 0.1 at this rate
    expect(valueAtEnd(model, 'length')).toBeGreaterThan(0.95);
    expect(valueAtEnd(model, 'length')).toBeLessThan(1.05);
    const first = model.block.f64('w')[0];
    expect(Math.abs(first) / (valueAtEnd(model, 'length') as number)).toBeGreaterThan(0.98);
  });

  it('has the same bytes however the steps are split', async () => {
    const oja = await read('data/models/oja');
    const [whole, split] = [start(oja), start(oja)];
    expect(finish(split, 7)).toEqual(finish(whole, 2000));
    expect(split.block.bytes()).toEqual(whole.block.bytes());
  });
});
