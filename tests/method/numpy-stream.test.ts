import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../src/kernel/elementary.js';
import { numpyStream } from '../../src/method/numpy-stream.js';
import { freshKernels } from '../conformance/kernels.js';

// All expected numbers are those of numpy 2.4.6, printed with repr: g = default_rng(SeedSequence(entropy=E, spawn_key=K)), then
// g.random(n) and g.standard_normal(n) as the test says.
const elementary = elementaryOf(freshKernels(CORE_MODULE));
const streamOf = (entropy: number, key: readonly number[]) => numpyStream(entropy, key, elementary);

describe('the random numbers of numpy', () => {
  it("are numpy's uniforms and normals to the last bit, one after the other", () => {
    const stream = streamOf(1234, [1]);
    expect([...stream.uniforms(4)]).toEqual([
      0.7137868247717851, 0.5945483974175882, 0.3889492785448826, 0.32053552182074196,
    ]);
    expect([...stream.normals(4)]).toEqual([
      0.24342377893692035, -1.1251994036675632, -0.9274010480318885, 1.0382546398007897,
    ]);
    expect([...stream.uniforms(2)]).toEqual([0.3867737578978041, 0.6779020499963956]);
  });

  it("are numpy's for an entropy and a key of more than 32 bits", () => {
    expect([...streamOf(2 ** 40 + 7, [3, 2 ** 33 + 1]).uniforms(2)]).toEqual([0.7285592469310945, 0.5176758696360796]);
  });

  it("are numpy's in the tails, and stay in step over rejections: 200000 normals without a spawn key", () => {
    const stream = streamOf(5, []);
    const normals = stream.normals(200_000);
    expect([...normals.subarray(0, 2)]).toEqual([-0.8019314252534474, -1.324358995628145]);
    // both signs, beyond the edge 3.654 of the base layer; here log1p rounds as numpy's
    expect([11643, 13229, 17069, 17801].map((at) => normals[at])).toEqual([
      -3.7490405530339643, 3.7545904553479095, -4.023889287038275, -4.009869450120896,
    ]);
    expect(normals[199_999]).toBe(-0.5297185494771829);
    expect(stream.uniforms(1)[0]).toBe(0.21202804768404926);
  });

  it('differ between spawn keys', () => {
    expect(streamOf(1234, [2]).uniforms(3)).not.toEqual(streamOf(1234, [1]).uniforms(3));
  });
});
