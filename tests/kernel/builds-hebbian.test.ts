/** The same bodies on the strict and the fast build: the model against direct computation, the golden files, the interface. */

import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { compileBuild } from '../../src/host/builds.js';
import { type Build, supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { INTEGRATORS } from '../../src/method/integrators.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { faultsOf, reportsOfFile } from '../conformance/reports.js';
import { directDistance, largestDifference, testRun } from '../model/hebbian/helpers.js';
import { bytesOf as bytesOfModule } from './modules.js';

const BUILDS: readonly Build[] = ['strict', 'fast'];

/** Golden files of whole runs, theory and statistics. */
const GOLDEN = [
  'continuous_rk4',
  'euler_full_trajectory',
  'euler_statistics',
  'frozen_and_activations',
  'memory_matrix',
  'patterns_and_theory',
  'stationarity_and_sweeps',
];

/** Distance of 1 from the next float64. */
const EPSILON = 2 ** -52;

/**
 * Roundings allowed relative to those of the plain formula. A fused multiply-add rounds once where the formula rounds twice, so
 * the fast build differs from it by at most as much again.
 */
const WIDENING: { readonly [build in Build]: number } = { strict: 1, fast: 2 };

const bytesOf = (build: Build): Uint8Array<ArrayBuffer> => bytesOfModule('hebbian', build);

/** What the engine says and does as it was started. */
const AT_START = { reported: supportsRelaxedSimd(), compiles: WebAssembly.validate(bytesOf('fast')) };

// Node 20 knows relaxed SIMD behind a flag; newer ones by default. Here, because the golden cases run while tests are collected
if (!AT_START.compiles) setFlagsFromString('--experimental-wasm-relaxed-simd');

describe.each(BUILDS)('the %s build', (build) => {
  const cases = Object.keys(INTEGRATORS).flatMap((scheme) =>
    ['identity', 'tanh'].map((activation) => ({ scheme, activation })),
  );

  it.each(cases)('keeps J symmetric and hollow bit for bit ($scheme, $activation)', ({ scheme, activation }) => {
    const N = 13;
    const run = testRun({ N, K: 3, u: 0.7, tau_s: 2, tau_J: 9, tau_h: 3, T: 120, scheme, activation }, { build });
    for (let part = 0; part < 6; part++) {
      run.advance(20);
      const J = run.couplings();
      const bits = new BigInt64Array(J.buffer);
      for (let i = 0; i < N; i++) {
        expect(bits[i * N + i]).toBe(0n);
        for (let j = 0; j < i; j++) expect(bits[i * N + j]).toBe(bits[j * N + i]);
      }
    }
  });

  it.each(cases)('knows the distance that the direct sum gives ($scheme, $activation)', ({ scheme, activation }) => {
    for (const [u, tau_s] of [
      [200, 1],
      [0.6, 1.7],
    ]) {
      const run = testRun({ N: 21, K: 4, u, tau_s, tau_J: 40, tau_h: 2, T: 500, scheme, activation }, { build });
      run.advance(500);
      run.kernels.kernel('hebbian_observe')(run.model.block.address, 0);
      // each of 500 updates rounds a few times relative to S + k^2 V, which is below 2
      const bound = WIDENING[build] * 500 * 4 * EPSILON;
      expect(Math.abs(run.model.block.get('deviation') - directDistance(run, 4))).toBeLessThan(bound);
    }
  });

  it('saturates neurons to the shown pattern exactly and keeps them in [-1, 1] otherwise', () => {
    const saturated = testRun({ N: 30, K: 4, T: 200 }, { build });
    saturated.advance(200);
    expect([...saturated.sigma()].every((value) => Math.abs(value) === 1)).toBe(true);
    const soft = testRun({ N: 30, K: 4, T: 200, u: 3, beta: 2, tau_s: 1.5 }, { build });
    soft.advance(200);
    expect([...soft.sigma()].every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  it('gives the same bytes twice', () => {
    const given = { N: 40, K: 5, u: 0.5, tau_s: 2, tau_J: 30, T: 300 };
    const [one, other] = [testRun(given, { build }), testRun(given, { build })];
    one.advance(300);
    for (let part = 0; part < 10; part++) other.advance(30);
    expect(other.couplings()).toEqual(one.couplings());
    expect(other.sigma()).toEqual(one.sigma());
    expect(other.column('timeseries', 'energy')).toEqual(one.column('timeseries', 'energy'));
  });

  // the bounds of the golden files are thousands of roundings wide: the fast build needs no wider ones
  it.each(GOLDEN)('keeps the bounds of the golden file %s', (file) => {
    expect(faultsOf(reportsOfFile(`hebbian/${file}`, undefined, build))).toEqual([]);
  });
});

describe('the two builds', () => {
  it.each(Object.keys(INTEGRATORS))('stay within the roundings of a contracting run of each other (%s)', (scheme) => {
    const given = { N: 50, K: 5, u: 0.5, tau_J: 30, T: 150, scheme };
    const [strict, fast] = BUILDS.map((build) => testRun(given, { build }));
    for (const run of [strict, fast]) run.advance(150);
    // N + slots roundings a step on each side, contracted by the synapses' memory of 30 steps; RK4 has four products a step
    const bound = WIDENING.fast * (50 + 21) * 30 * (scheme === 'rk4' ? 4 : 1) * EPSILON;
    expect(largestDifference(fast.couplings(), strict.couplings())).toBeLessThan(bound);
    expect(largestDifference(fast.sigma(), strict.sigma())).toBeLessThan(bound);
    const distances = [strict, fast].map((run) => run.column('timeseries', 'distance'));
    expect(largestDifference(distances[1], distances[0])).toBeLessThan(bound);
  });

  it('differ, or the fast one has no reason to be', () => {
    const given = { N: 50, K: 5, u: 0.5, tau_J: 30, T: 150 };
    const [strict, fast] = BUILDS.map((build) => testRun(given, { build }));
    for (const run of [strict, fast]) run.advance(150);
    expect(largestDifference(fast.couplings(), strict.couplings())).toBeGreaterThan(0);
  });
});

describe('relaxed SIMD', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is reported exactly where the engine compiles the fast build', () => {
    expect(AT_START.reported).toBe(AT_START.compiles);
    expect(supportsRelaxedSimd()).toBe(WebAssembly.validate(bytesOf('fast')));
    expect(() => new WebAssembly.Module(bytesOf('fast'))).not.toThrow();
  });

  it('is asked for with a module that is valid but for the fused operation, so that a no means what it says', () => {
    const validate = vi.spyOn(WebAssembly, 'validate');
    supportsRelaxedSimd();
    const probe = Uint8Array.from(validate.mock.calls[0][0] as Uint8Array);
    const at = probe.findIndex((byte, i) => byte === 0xfd && probe[i + 1] === 0x87 && probe[i + 2] === 0x02);
    expect(at).toBeGreaterThan(0);
    // v128.bitselect takes three vectors, too, and every engine with SIMD has it
    probe.set([0xd2, 0x00], at + 1);
    expect(WebAssembly.validate(probe)).toBe(true);
  });

  it('is missed with a clear word, and the strict build compiles without it', () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    let caught: unknown;
    try {
      compileBuild(HEBBIAN_MODULE, 'fast');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(MsmError);
    const { code, message, next } = caught as MsmError;
    expect(code).toBe('E_CONFIG');
    expect(message).toMatch(/no relaxed SIMD/);
    expect(next).toMatch(/strict build/);
    expect(compileBuild(HEBBIAN_MODULE, 'strict').build).toBe('strict');
  });

  it('lets the fast build compile where it is there', () => {
    const compiled = compileBuild(HEBBIAN_MODULE, 'fast');
    expect(compiled.build).toBe('fast');
    expect(compiled.hash).not.toBe(compileBuild(HEBBIAN_MODULE, 'strict').hash);
  });
});
