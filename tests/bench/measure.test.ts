/** What is timed of the families and of the core, with a clock that no machine can make wrong. */
import { describe, expect, it } from 'vitest';
import { coreSubjects } from '../../src/bench/core.js';
import { type Measurement, measureAll, secondsOf } from '../../src/bench/measure.js';
import { stepBytes, stepFlops } from '../../src/model/attractor/bench.js';
import type { Bench, Subject } from '../../src/model/bench.js';
import { allFamilies } from '../../src/model/families.js';
import { freshKernels } from '../conformance/kernels.js';

const CEILING = { gflops: 10, bandwidth: [{ bytes: 2 ** 40, gbytes: 100 }] };
/** A clock that moves by 50 ms whenever it is asked: each repetition is long enough, whatever the machine does. */
function steadyClock(): () => number {
  let now = 0;
  return () => {
    now += 50;
    return now;
  };
}

const measured = (subjects: Iterable<Subject>): readonly Measurement[] =>
  measureAll(subjects, CEILING, steadyClock(), 1);

const benches = new Map<string, Bench>();
for (const { schema, bench } of await allFamilies()) {
  if (bench !== undefined) benches.set(schema.name, await bench());
}

describe('a benchmark', () => {
  it('gives the seconds of one of what a call does many of', () => {
    const calls: number[] = [];
    const subject = { name: '', flops: 1, bytes: 1, run: (count: number) => void calls.push(count) };
    expect(secondsOf(subject, steadyClock(), 1)).toBe(0.05);
    expect(secondsOf({ ...subject, perCall: 10 }, steadyClock(), 1)).toBe(0.005);
    expect(new Set(calls)).toEqual(new Set([1]));
  });

  it('in single precision may reach twice the peak of double precision', () => {
    const ceiling = { gflops: 2, bandwidth: [{ bytes: 1, gbytes: 1e9 }] };
    const subject = { name: '', flops: 1e8, bytes: 1, run: () => undefined };
    const shareOf = (one: Subject) => measureAll([one], ceiling, steadyClock(), 1)[0].share;
    expect(shareOf(subject)).toBe(1);
    expect(shareOf({ ...subject, peak: 2 })).toBe(0.5);
  });
});

describe.each([...benches])('the benchmarks of the family %s', (_, bench) => {
  it('have names of their own, work that is counted, and times', () => {
    const found = [bench.kernels(freshKernels), bench.workloads(freshKernels)].flatMap(measured);
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found.map(({ name }) => name)).size).toBe(found.length);
    for (const { name, seconds, gflops, share } of found) {
      expect(seconds).toBeGreaterThan(0);
      expect(Number.isFinite(gflops)).toBe(true);
      // a share of operations that are not done would say nothing
      if (name.endsWith('operations of a plain loop')) expect(share).toBeNull();
      else expect(share).toBeGreaterThan(0);
    }
  });
});

describe('the benchmarks of the attractor family', () => {
  it('measure the hot kernels by themselves', () => {
    const found = measured(benches.get('attractor')?.kernels(freshKernels) ?? []);
    expect(found.map(({ name }) => name)).toEqual([
      'attractor_learn_f64 n=64',
      'attractor_relax step n=64',
      'attractor_learn_f64 n=256',
      'attractor_relax step n=256',
    ]);
  });

  it('measure the steps of the experiments and a whole training', () => {
    const found = measured(benches.get('attractor')?.workloads(freshKernels) ?? []);
    expect(found.map(({ name }) => name)).toEqual([
      'attractor step n=64, learning, curves',
      'attractor step n=64, learning',
      'attractor step n=64, no learning',
      'attractor simulation 3, 2000 steps',
    ]);
    expect(found[3].flops).toBe(2000 * found[0].flops);
  });

  it('count the passes over the weights: the field, the update, the product of the curves', () => {
    const bare = { n: 62, learns: false, withCurves: false };
    const np = 64;
    expect(stepFlops({ ...bare, learns: true }) - stepFlops(bare)).toBe(2 * np * np);
    expect(stepBytes(bare)).toBe(8 * np * np);
    expect(stepBytes({ n: 62, learns: true, withCurves: true })).toBe(3 * 8 * np * np);
  });
});

describe('the benchmarks of the core', () => {
  it('are the products that all families share, the elementary functions and the draws', () => {
    const found = measured(coreSubjects(freshKernels));
    expect(found.map(({ name }) => name.split(' ')[0])).toEqual([
      ...['symv_packed_f64', 'dots_f64', 'combine_f64', 'symv_packed_f64', 'dots_f64', 'combine_f64'],
      ...['tanh_array_f64', 'exp_array_f64', 'log_array_f64', 'sigmoid_array_f64', 'fill_normal_f64'],
    ]);
  });
});
