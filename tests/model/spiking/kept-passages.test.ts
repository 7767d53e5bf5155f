/** What encoders keep of pictures between their way forward and their way back. */
import { describe, expect, it } from 'vitest';
import { openPassages } from '../../../src/model/spiking/kept-passages.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { freshKernels } from '../../conformance/kernels.js';

const PIXELS = 3;
const BYTES = 24;

function opened(most: number) {
  const kernels = freshKernels(SPIKING_MODULE);
  const numeric = numericOf(kernels, 'f64');
  const passages = openPassages(numeric, PIXELS, BYTES, most);
  const picture = (...pixels: readonly number[]): number => {
    const address = numeric.room(PIXELS);
    numeric.view(address, PIXELS).set(pixels);
    return address;
  };
  return {
    numeric,
    passages,
    picture,
    bytesOf: (state: number) => [...new Uint8Array(kernels.memory.buffer, state, BYTES)],
  };
}

describe('states of pictures', () => {
  it('are found by the pixels of a picture, wherever it stands, and not by its place', () => {
    const { numeric, passages, picture } = opened(2);
    const one = picture(1, 0, 1);
    const state = passages.place(one);
    expect(passages.of(one)).toBe(state);
    expect(passages.of(picture(1, 0, 1))).toBe(state);
    expect(passages.of(picture(1, 0, 0.5))).toBeUndefined();
    numeric.view(one, PIXELS)[0] = 0;
    expect(passages.of(one)).toBeUndefined();
  });

  it('begin with 0, and the one that was written first is given away', () => {
    const { numeric, passages, picture, bytesOf } = opened(2);
    const pictures = [picture(1, 0, 0), picture(0, 1, 0), picture(0, 0, 1)];
    const states = pictures.slice(0, 2).map((one) => passages.place(one));
    for (const state of states) expect(bytesOf(state).every((byte) => byte === 0)).toBe(true);
    expect(new Set(states).size).toBe(2);
    numeric.view(states[0], 1)[0] = 7;
    expect(passages.place(pictures[2])).toBe(states[0]);
    // its border stays what it was: whoever writes writes over the rest
    expect(numeric.view(states[0], 1)[0]).toBe(7);
    expect(pictures.map((one) => passages.of(one))).toEqual([undefined, states[1], states[0]]);
  });

  it('mean nothing to other weights, and their places are used again', () => {
    const { passages, picture } = opened(1);
    const one = picture(1, 1, 1);
    const state = passages.place(one);
    passages.forget();
    expect(passages.of(one)).toBeUndefined();
    expect(passages.place(one)).toBe(state);
  });
});
