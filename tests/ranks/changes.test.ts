/** What ranks tell each other about their copies of one memory. */
import { describe, expect, it } from 'vitest';
import { Changes } from '../../src/ranks/changes.js';

const memory = () => ({ b: new SharedArrayBuffer(7), a: new SharedArrayBuffer(32), none: new SharedArrayBuffer(0) });
const bytes = (buffer: SharedArrayBuffer): readonly number[] => [...new Uint8Array(buffer)];

describe('changes of memory', () => {
  it('carry what was written, also behind the last whole word, and nothing else', () => {
    const [here, there] = [memory(), memory()];
    const [mine, theirs] = [new Changes(here), new Changes(there)];
    new Float64Array(here.a).set([0.1], 2);
    new Uint8Array(here.b).set([5], 6);
    new Uint8Array(there.a).set([9], 31);
    const sent = mine.take();
    theirs.apply(sent);
    expect(bytes(there.a).slice(0, 31)).toEqual(bytes(here.a).slice(0, 31));
    expect(bytes(there.a)[31]).toBe(9);
    expect(bytes(there.b)).toEqual([0, 0, 0, 0, 0, 0, 5]);
    // two words and one byte, with their heads
    expect(sent.length).toBe(12 + 8 + 12 + 4);
  });

  it('are found once, and are not sent back by whoever was told of them', () => {
    const [here, there] = [memory(), memory()];
    const [mine, theirs] = [new Changes(here), new Changes(there)];
    new Uint32Array(here.a).set([1, 2], 3);
    new Uint8Array(here.b).fill(3);
    theirs.apply(mine.take());
    expect(mine.take()).toHaveLength(0);
    expect(theirs.take()).toHaveLength(0);
    new Uint32Array(there.a).set([7], 4);
    mine.apply(theirs.take());
    expect(new Uint32Array(here.a)[4]).toBe(7);
    expect(mine.take()).toHaveLength(0);
  });

  it('of two ranks beside each other do not touch', () => {
    const copies = [memory(), memory(), memory()];
    const [first, second, third] = copies.map((one) => new Changes(one));
    new Uint32Array(copies[0].a).set([1], 1);
    new Uint32Array(copies[1].a).set([2], 2);
    for (const changes of [first.take(), second.take()]) third.apply(changes);
    expect([...new Uint32Array(copies[2].a)]).toEqual([0, 1, 2, 0, 0, 0, 0, 0]);
  });

  it('are never more bytes than announced', () => {
    const one = memory();
    const changes = new Changes(one);
    new Uint32Array(one.a).set([1, 0, 1, 0, 1, 0, 1]);
    new Uint8Array(one.b).set([1], 0);
    new Uint8Array(one.b).set([1], 6);
    expect(changes.take().length).toBeLessThanOrEqual(changes.mostBytes);
  });

  it.each([
    ['cut off', (good: Uint8Array) => good.subarray(0, good.length - 4)],
    ['without a whole head', (good: Uint8Array) => good.subarray(0, 8)],
    ['of a memory that is not there', (good: Uint8Array) => Uint8Array.from(good, (byte, i) => (i === 0 ? 9 : byte))],
    ['beyond the end', (good: Uint8Array) => Uint8Array.from(good, (byte, i) => (i === 4 ? 32 : byte))],
    ['that begin within a word', (good: Uint8Array) => Uint8Array.from(good, (byte, i) => (i === 4 ? 2 : byte))],
  ])('%s are refused', (_, spoil) => {
    const one = memory();
    const changes = new Changes(one);
    new Uint32Array(one.a).set([1]);
    const good = changes.take();
    expect(() => new Changes(memory()).apply(spoil(good))).toThrow(RangeError);
  });
});
