/** What `msm bench --compare` says: results made by hand, and a session with subjects and a clock of its own. */
import { describe, expect, it } from 'vitest';
import { type BenchResult, checkComparable, compareResults, readBenchResult } from '../../src/bench/compare.js';
import { type Measurement, rate } from '../../src/bench/measure.js';
import { compareAgain, openSession } from '../../src/bench/session.js';
import type { Subject } from '../../src/model/bench.js';
import { freshKernels } from '../conformance/kernels.js';

const measurement = (name: string, share: number | null, gflops = 1): Measurement => ({
  ...{ name, share, gflops, seconds: 1e-6, flops: 1e3, bytes: 8, gbytes: 1 },
});

const result = (kernels: readonly Measurement[], given: Partial<BenchResult> = {}): BenchResult => ({
  ...{ build: 'strict', processor: 'P', node: '20.0.0', ceiling: { gflops: 10, bandwidth: [] } },
  ...{ kernels, workloads: [] },
  ...given,
});

describe('a comparison of two results', () => {
  it('calls slower what lost more of its share than was asked about, the worst first, and faster what gained it', () => {
    const then = result([measurement('a', 0.5), measurement('b', 0.5), measurement('c', 0.5), measurement('d', 0.5)]);
    const now = result([measurement('a', 0.42), measurement('b', 0.3), measurement('c', 0.43), measurement('d', 0.6)]);
    const { slower, faster, compared } = compareResults(then, now, 0.15);
    expect(slower).toEqual([
      { name: 'b', of: 'the ceiling', before: 0.5, now: 0.3 },
      { name: 'a', of: 'the ceiling', before: 0.5, now: 0.42 },
    ]);
    expect(faster).toEqual([{ name: 'd', of: 'the ceiling', before: 0.5, now: 0.6 }]);
    expect(compared).toBe(4);
  });

  it('is one of shares: a machine that is as much slower in everything has made nothing slower', () => {
    const subject = { name: 'a', flops: 1e9, bytes: 0 };
    const [then, now] = [1, 2].map((slowness) => {
      const ceiling = { gflops: 10 / slowness, bandwidth: [{ bytes: 1, gbytes: 1 }] };
      return result([rate(subject, 0.2 * slowness, ceiling)], { ceiling });
    });
    expect(now.kernels[0].gflops).toBe(then.kernels[0].gflops / 2);
    expect(compareResults(then, now, 0.01).slower).toEqual([]);
  });

  it('takes arithmetic over its peak where a measurement has no share', () => {
    const [then, now] = [40, 20].map((gflops) => result([measurement('a', null, gflops)]));
    expect(compareResults(then, now, 0.15).slower).toEqual([{ name: 'a', of: 'peak arithmetic', before: 4, now: 2 }]);
  });

  it('names what only one of them has, and another Node', () => {
    const then = result([measurement('old', 1), measurement('both', 1)]);
    const now = result([measurement('both', 1)], { workloads: [measurement('new', 1)], node: '24.0.0' });
    const { onlyThen, onlyNow, notes } = compareResults(then, now, 0.15);
    expect([onlyThen, onlyNow]).toEqual([['old'], ['new']]);
    expect(notes).toEqual(['it was measured with Node 20.0.0, this is Node 24.0.0']);
    expect(compareResults(then, then, 0.15).notes).toEqual([]);
  });

  it('is refused for another processor and another build', () => {
    const then = result([]);
    expect(() => checkComparable(then, result([], { node: '24.0.0' }), 'x.json')).not.toThrow();
    expect(() => checkComparable(then, { ...then, processor: 'Q' }, 'x.json')).toThrow(
      'x.json was measured on P, this is Q',
    );
    expect(() => checkComparable(then, { ...then, build: 'fast' }, 'x.json')).toThrow(
      'x.json is of the strict build, this run of the fast build',
    );
  });

  it('is refused for vectors of another width, which results of before do not name', () => {
    const [before, narrow, wide] = [undefined, 128, 256].map((vectors) => result([], { vectors }));
    expect(() => checkComparable(before, narrow, 'x.json')).not.toThrow();
    expect(() => checkComparable(wide, wide, 'x.json')).not.toThrow();
    expect(() => checkComparable(before, wide, 'x.json')).toThrow(
      expect.objectContaining({
        message: 'x.json was measured with vectors of 128 bits, this engine makes 256',
        next: expect.stringContaining('MSM_VECTORS=128'),
      }),
    );
    expect(() => checkComparable(wide, before, 'x.json')).toThrow(
      expect.objectContaining({
        message: 'x.json was measured with vectors of 256 bits, this engine makes 128',
        next: expect.stringContaining('version of Node'),
      }),
    );
  });
});

describe('a stored result', () => {
  it('is what the command printed', () => {
    const stored = result([measurement('a', 0.5), measurement('b', null)]);
    expect(readBenchResult(JSON.stringify({ ok: true, ...stored }), 'x.json')).toMatchObject(stored);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['null', 'it has no text build'],
    [JSON.stringify({ ...result([]), node: 20 }), 'it has no text node'],
    [JSON.stringify({ ...result([]), ceiling: {} }), 'it has no number ceiling.gflops'],
    [JSON.stringify({ ...result([]), vectors: 512 }), 'vectors are neither 128 nor 256'],
    [JSON.stringify({ ...result([]), workloads: [{ name: 'a' }] }), 'workloads are no list of measurements'],
  ])('that is %s is refused', (text, what) => {
    expect(() => readBenchResult(text, 'x.json')).toThrow(`x.json is no result of msm bench: ${what}`);
  });
});

describe('a session', () => {
  /** A clock that moves as much as the subject that runs says. */
  function timed() {
    let now = 0;
    const clock = (): number => {
      now += 5;
      return now;
    };
    const calls: string[] = [];
    const subject = (name: string, milliseconds: () => number): Subject => ({
      ...{ name, flops: 1e9, bytes: 8 },
      run: (count) => {
        if (calls.at(-1) !== name) calls.push(name);
        now += count * milliseconds();
      },
    });
    const open = (subjects: () => readonly Subject[]) =>
      openSession({
        ...{ machine: { build: 'strict', processor: 'P', node: '20.0.0' }, fresh: freshKernels, clock, budgetMs: 1 },
        benches: [{ kernels: () => [], workloads: subjects }],
      });
    return { open, subject, calls };
  }

  it('measures again what seems slower, and only that, and keeps the least time', () => {
    const { open, subject, calls } = timed();
    let slow = 40;
    const session = open(() => [
      subject('steady', () => 10),
      subject('hiccup', () => slow),
      subject('slower', () => 40),
    ]);
    session.measure((name) => ['steady', 'hiccup', 'slower'].includes(name));
    const { workloads } = session.result();
    const before = workloads.map((one) => {
      const factor = one.name === 'steady' ? 1 : 3;
      return { ...one, gflops: factor * one.gflops, share: factor * (one.share ?? 0) };
    });
    calls.length = 0;
    slow = 8;
    const { slower } = compareAgain(session, result([], { ...session.result(), workloads: before }), 0.15);
    // in the second round the first is no longer slower
    expect(calls).toEqual(['hiccup', 'slower']);
    expect(slower.map(({ name }) => name)).toEqual(['slower']);
    expect(session.result().workloads.map(({ name }) => name)).toEqual(['steady', 'hiccup', 'slower']);
  });
});
