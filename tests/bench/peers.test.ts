/** The comparison with peers: that it finds those who do not do the same, and what it says of the others. The peer in C is held to our numbers. */
import { describe, expect, it } from 'vitest';
import { largestMemory } from '../../bench/largest-memory.js';
import { between } from '../../bench/page.js';
import { attractorWork } from '../../bench/peers/attractor.js';
import { compare, type Row } from '../../bench/peers/compare.js';
import { type Contender, compilerOfC, ours, peerInC, widerNode } from '../../bench/peers/contender.js';
import { hebbianWorks } from '../../bench/peers/hebbian.js';
import { aheadOf, pageOf, tableOf, timeText } from '../../bench/peers/page.js';
import { rareSpectrumWork, rateWork, spectrumWork } from '../../bench/peers/rate.js';
import { differenceOf, type Work, writeResult } from '../../bench/peers/work.js';
import { workNamed, worksOf } from '../../bench/peers/works.js';
import type { FreshKernels } from '../../src/kernel/kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const EFFORT = { rounds: 1, budgetMs: 1 };

/** Our side without a process of its own and without being timed. */
const inProcess = (name: string, result: (work: Work) => Float64Array, seconds = 1): Contender => ({
  name,
  program: async (work, folder) => {
    writeResult(folder, result(work));
    return { version: name, seconds, megabytes: 1 };
  },
});

function resultOf(work: Work, fresh: FreshKernels = freshKernels): Float64Array {
  if ('command' in work.ours) throw new Error('a command is timed as a process');
  return work.ours.result(fresh);
}

const SMALL = [...hebbianWorks(21, 40), hebbianWorks(3, 40)[1], rateWork(40), attractorWork(13, 200)];
const compiler = compilerOfC();

describe.skipIf(compiler === undefined)(
  'the peer in C (skipped where there is no compiler called cc, gcc or clang)',
  () => {
    it.each(SMALL.map((work) => [work.name, work] as const))('comes to our numbers at %s', async (_, work) => {
      const all = [inProcess('ours', resultOf), peerInC(compiler ?? '')];
      const { rows } = await compare(work, all, {}, EFFORT);
      expect(rows.map(({ name }) => name)).toEqual(['ours', 'C']);
      expect(rows[1].difference).toBeLessThanOrEqual(work.tolerance);
      expect(rows[1].seconds).toBeGreaterThan(0);
      expect(rows[1].megabytes).toBeGreaterThan(1);
    });
  },
);

describe('a comparison', () => {
  const work = SMALL[1];

  it('ends where one does not come to the same result, and names who and how far', async () => {
    const wrong = inProcess('wrong', (one) => resultOf(one).map((value, i) => (i === 0 ? value + 1e-6 : value)));
    await expect(compare(work, [inProcess('ours', resultOf), wrong], {}, EFFORT)).rejects.toThrow(
      /hebbian-21-general: wrong is 1\.0e-6 from ours, beyond 1e-11/,
    );
  });

  it('keeps the least time of its rounds and the largest difference', async () => {
    const times = [3, 1, 2];
    const all = [inProcess('ours', resultOf), inProcess('later', resultOf)].map((one) => ({
      ...one,
      program: async (...given: Parameters<Contender['program']>) => {
        const found = await one.program(...given);
        return one.name === 'later' ? { ...found, seconds: times.shift() ?? 0 } : found;
      },
    }));
    const { rows } = await compare(work, all, {}, { rounds: 3, budgetMs: 1 });
    expect(rows.map(({ seconds }) => seconds)).toEqual([1, 1]);
    expect(times).toEqual([]);
  });

  it('leaves out who has no program for a work, and says of those that it could have had why', async () => {
    const jax: Contender = { ...inProcess('JAX', resultOf), tool: 'jax' };
    const torch: Contender = { ...inProcess('PyTorch', resultOf), tool: 'torch' };
    const { rows, skipped } = await compare(
      work,
      [inProcess('ours', resultOf), jax, torch],
      { c: 'none', torch: 'large' },
      EFFORT,
    );
    expect(rows.map(({ name }) => name)).toEqual(['ours', 'JAX']);
    expect(skipped).toEqual({ c: 'none' });
  });
});

describe('a difference of results', () => {
  it('is a share of the largest number', () => {
    expect(differenceOf(Float64Array.of(1, -4), Float64Array.of(1, -5))).toBe(0.25);
    expect(differenceOf(Float64Array.of(1, -4), Float64Array.of(1, -4))).toBe(0);
  });

  it('is infinite for numbers that are none, and another count of them', () => {
    expect(differenceOf(Float64Array.of(1), Float64Array.of(Number.NaN))).toBe(Number.POSITIVE_INFINITY);
    expect(differenceOf(Float64Array.of(1), Float64Array.of(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(differenceOf(Float64Array.of(), Float64Array.of())).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the largest memory of a process', () => {
  it('is at least what it has now, and no more than the system says of it and what it was forked from', () => {
    const now = process.memoryUsage().rss / 2 ** 20;
    expect(largestMemory()).toBeGreaterThan(0.9 * now);
    expect(largestMemory()).toBeLessThan(1.01 * (process.resourceUsage().maxRSS / 1024));
  });
});

describe('another Node', () => {
  it('that is given does our work, under a name that tells its version', () => {
    const given = widerNode(process.execPath);
    expect(given).toEqual({ program: process.execPath, version: process.versions.node });
    expect(ours('fast', false, { program: 'node', version: '24.1.0' }).name).toBe('msm, fast build, Node 24');
    expect(ours('strict', false).name).toBe('msm, strict build');
  });

  it('that is no program ends with what the system says', () => {
    expect(() => widerNode('/no/such/node')).toThrow('ENOENT');
  });
});

describe('what the page says', () => {
  const row = (name: string, seconds: number, isOurs = false): Row => ({
    ...{ name, isOurs, seconds, version: `${name} 1`, megabytes: 12.4, difference: isOurs ? 0 : 2e-13 },
  });
  const own = [row('msm, strict build', 2e-6, true), row('msm, fast build', 1e-6, true)];
  const compared = (rows: readonly Row[]) => ({ work: SMALL[1], rows, skipped: { c: 'no compiler' } });
  const conditions = {
    processor: 'P',
    nodes: ['20', '24'],
    day: '2026-12-01',
    load: 0.1,
    rounds: 5,
    versions: ['C 1'],
  };

  it('names each peer that is ahead, of which build, and how much', () => {
    const found = compared([...own, row('C', 1.5e-6), row('JAX', 4e-6)]);
    const sentence = 'C is ahead of msm, strict build at `hebbian-21-general`: 1.33 times as fast.';
    expect(aheadOf(found)).toEqual([sentence]);
    expect(pageOf([found], conditions)).toContain(`- ${sentence}`);
  });

  it('says so if none is ahead, and if there was none', () => {
    expect(pageOf([compared([...own, row('JAX', 4e-6)])], conditions)).toContain(
      'No peer is ahead of any build of ours',
    );
    expect(pageOf([compared(own)], conditions)).toContain('No peer was there to compare with.');
  });

  it('has a row for each program with its time as a multiple of that of each build, and why others are left out', () => {
    const lines = tableOf(compared([...own, row('JAX', 4e-6)]));
    expect(lines).toContain('| msm, strict build | 2.00 µs | 12 MB | 1.0 | 2.0 | reference |');
    expect(lines).toContain('| JAX | 4.00 µs | 12 MB | 2.0 | 4.0 | 2e-13 |');
    expect(lines).toContain('C is left out: no compiler.');
  });

  it('says how long others take for what a work stands in for, if that was compared with others', () => {
    const usual = compared([row('msm, strict build', 3e-6, true), row('JAX', 9e-6), row('C', 3.5e-6)]);
    const cheap = { ...compared([...own, row('JAX', 4e-6)]), work: { ...SMALL[0], insteadOf: SMALL[1].name } };
    const sentence = 'Time at `hebbian-21-general` over that of msm, strict build here: JAX 4.5, C 1.8.';
    expect(tableOf(cheap, [usual, cheap])).toContain(sentence);
    expect(pageOf([usual, cheap], conditions)).toContain(sentence);
    for (const others of [[], [cheap], [compared(own), cheap]])
      expect(tableOf(cheap, others).join()).not.toContain('Time at');
    expect(tableOf(usual, [usual, cheap]).join()).not.toContain('Time at');
  });

  it('has times in a unit that suits them', () => {
    expect([9.99e-4, 1e-3, 0.5, 12.34].map(timeText)).toEqual(['999 µs', '1.00 ms', '500 ms', '12.3 s']);
  });

  it('stands between its markers and leaves the rest as it is', () => {
    expect(between('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new\n\n')).toBe('a\n<!-- x -->\nnew\n<!-- /x -->\nb');
    expect(() => between('a', 'x', 'new')).toThrow('no markers of x');
  });
});

describe('the works', () => {
  it('have names of their own, and a wrong name is answered with all of them', () => {
    const names = worksOf(false).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(workNamed('chaos', false).name).toBe('chaos');
    expect(() => workNamed('choas', false)).toThrow('choas is none of hebbian-200-saturated, ');
  });

  it('stand in for works that are compared before them', () => {
    const names: string[] = [];
    for (const { name, insteadOf } of worksOf(false)) {
      if (insteadOf !== undefined) expect(names).toContain(insteadOf);
      names.push(name);
    }
  });

  it('are one spectrum with QR as often as is usual and as rarely as is chosen, and times are of as many steps', () => {
    const [usual, rare] = [spectrumWork(40), rareSpectrumWork(40)];
    // in 200 steps
    expect(differenceOf(resultOf(usual), resultOf(rare))).toBeLessThan(1e-12);
    const { every, intervals, steps } = rare.given().numbers;
    expect([every, intervals, steps]).toEqual([20, 10, 10]);
    expect(rare.title).toContain('10 steps of 40 tangent vectors with QR every 20 steps (--qr-every auto)');
    const perCall = [usual, rare].map(({ ours }) =>
      'subject' in ours ? ours.subject(freshKernels).perCall : undefined,
    );
    expect(perCall).toEqual([1, 2]);
  });
});
