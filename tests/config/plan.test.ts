import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, runIdentity } from '../../src/config/plan.js';
import type { TextSetting } from '../../src/config/settings.js';
import { plainSpace, readSpace, type TextSpace } from '../../src/config/space.js';
import { messageOf, TOY, TOY_SEEDS } from './toy.js';

const SEED = 20240507;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
interface More {
  readonly seed?: number;
  readonly replicas?: number;
  readonly kernel?: string;
  readonly inputs?: { readonly [key: string]: string };
  readonly hash?: (text: string) => string;
}

const settings = (texts: { readonly [key: string]: string }): readonly TextSetting[] =>
  Object.entries(texts).map(([key, text]) => ({ key, text, place: `--${key}` }));

/** The plan of spaces one after the other. */
function planOf(spaces: readonly TextSpace[], { seed = 1, replicas = 1, inputs = {}, ...more }: More = {}) {
  const read = spaces.map((space) => readSpace(TOY, space, { ...TOY_SEEDS, seed, replicas }));
  return createPlan({ schema: TOY, variants: [{ spaces: read, inputs }], kernel: 'k1', hash: sha256, ...more });
}
const plan = (texts: { readonly [key: string]: string }, more?: More) => planOf([plainSpace(settings(texts))], more);
const space = (name: string, texts: { readonly [key: string]: string }, more: Partial<TextSpace> = {}): TextSpace => ({
  ...plainSpace(settings(texts), name),
  ...more,
});

describe('createPlan', () => {
  it('makes one run of settings without a list, with the seed itself', () => {
    const only = [...plan({ N: '10' })];
    expect(only).toHaveLength(1);
    expect(only[0]).toMatchObject({ index: 0, replica: 0, seed: 1, parameters: { N: 10, beta: 1 } });
    expect(only[0].identity).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes axes in the given order, the last one moving fastest and replicas fastest of all', () => {
    const runs = [...plan({ beta: '1,2', N: '10,20' }, { replicas: 2 })];
    expect(runs.map(({ parameters: { beta, N }, replica }) => [beta, N, replica])).toEqual([
      [1, 10, 0],
      [1, 10, 1],
      [1, 20, 0],
      [1, 20, 1],
      [2, 10, 0],
      [2, 10, 1],
      [2, 20, 0],
      [2, 20, 1],
    ]);
    expect(runs.map((run) => run.seed)).toEqual([1000, 1001, 1000, 1001, 1000, 1001, 1000, 1001]);
  });

  it('takes the position of a setting that replaces an earlier one', () => {
    const given = [...settings({ N: '10,20', beta: '1,2' }), { key: 'N', text: '3,4' }];
    expect(planOf([plainSpace(given)]).spaces[0].axes).toEqual([
      { keys: ['beta'], rows: [[1], [2]] },
      { keys: ['N'], rows: [[3], [4]] },
    ]);
  });

  it('gives an identity that depends on parameters, seed, inputs and kernel, and on nothing else', () => {
    const identity = (texts: { [key: string]: string }, more?: More) => plan(texts, more).run(0).identity;
    const base = identity({ N: '10', u: '0' });
    expect(identity({ u: '-0', N: '1e1' })).toBe(base);
    expect(identity({ u: '0,1', N: '10' })).toBe(base);
    expect(identity({ N: '10', u: '0', beta: '1' })).toBe(base);
    const others = [
      identity({ N: '11', u: '0' }),
      identity({ N: '10', u: '0' }, { seed: 2 }),
      identity({ N: '10', u: '0' }, { kernel: 'k2' }),
      identity({ N: '10', u: '0' }, { inputs: { sigma0: 'abc' } }),
    ];
    expect(new Set([base, ...others]).size).toBe(5);
  });

  it('hashes the canonical JSON of all that the result depends on', () => {
    const { identity } = plan({ N: '10' }, { hash: (text) => text, inputs: { sigma0: 'abc' } }).run(0);
    expect(identity).toBe(
      '{"family":"toy","inputs":{"sigma0":"abc"},"kernel":"k1","parameters":{"N":10,"activation":"identity","beta":1,' +
        '"hollow":true,"k":null,"p":null,"rho":0,"tau_J":1000,"tau_h":1,"u":200},"seed":1}',
    );
  });

  it('names the combination that does not go together', () => {
    expect(messageOf(() => plan({ N: '10,1000', beta: '1,2000' }))).toBe(
      'N beta must be at most 1e6 (--beta; N=1000, beta=2000)',
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'too many combinations',
      () => plan({ u: '1..2000', beta: '1..2000' }),
      'the sweep has 4000000 combinations, the limit is 1000000: u (2000) x beta (2000)',
    ],
    [
      'too many runs',
      () => plan({ u: '1..2000' }, { replicas: 501 }),
      'the sweep has 1002000 runs, the limit is 1000000: 2000 combinations, each with its seeds or replicas',
    ],
    ['a value twice', () => plan({ u: '0,-0' }), '--u 0: stands in the list more than once (gain of the field)'],
    ['a wrong seed', () => plan({}, { seed: -1 }), 'seed -1: must be an integer from 0 to 2^53 - 1'],
    ['no replica', () => plan({}, { replicas: 0 }), 'replicas must be an integer of at least 1'],
  ])('refuses %s', (_, act, message) => {
    expect(messageOf(act)).toBe(message);
  });

  it('refuses runs outside the plan', () => {
    expect(() => plan({}).run(1)).toThrow(RangeError);
  });

  it('reaches the last of a million runs without making the others', () => {
    const big = plan({ u: '1..1000', beta: '1..100' }, { replicas: 10 });
    expect(big.runCount).toBe(1_000_000);
    expect(big.varying).toEqual(['beta', 'u']);
    expect(big.run(999_999)).toMatchObject({ replica: 9, parameters: { u: 1000, beta: 100 } });
  });
});

describe('spaces', () => {
  const grid = { u: '1,2', rho: '0,0.5' };

  it('come one after the other, each with its own axes and seeds, and runs know theirs', () => {
    const parts = [space('a', { u: '1,2' }, { seeds: [7, 9] }), space('b', { N: '10,20,30', u: '5' })];
    const expanded = planOf(parts);
    expect(expanded.runCount).toBe(7);
    expect(expanded.spaces.map(({ name, first, runs }) => [name, first, runs])).toEqual([
      ['a', 0, 4],
      ['b', 4, 3],
    ]);
    expect([...expanded].map((run) => [run.space, run.parameters.N, run.parameters.u, run.seed])).toEqual([
      ['a', 150, 1, 7],
      ['a', 150, 1, 9],
      ['a', 150, 2, 7],
      ['a', 150, 2, 9],
      ['b', 10, 5, 1],
      ['b', 20, 5, 1],
      ['b', 30, 5, 1],
    ]);
    expect(expanded.varying).toEqual(['N', 'u']);
  });

  it('have a run that several of them name once, at its first place', () => {
    const expanded = planOf([space('a', { u: '1,2' }), space('b', { u: '2,3' }), space('c', { u: '1' })]);
    expect([...expanded].map((run) => [run.index, run.space, run.parameters.u])).toEqual([
      [0, 'a', 1],
      [1, 'a', 2],
      [2, 'b', 3],
    ]);
    expect(expanded.spaces.map(({ first, runs }) => [first, runs])).toEqual([
      [0, 2],
      [2, 1],
      [3, 0],
    ]);
    expect(() => expanded.run(3)).toThrow(RangeError);
  });

  it('move parameters together that stand in one group', () => {
    const zipped = space('', { beta: '1,10', ...grid }, { zips: [['beta', 'u']] });
    const { spaces, runCount } = planOf([zipped]);
    expect(runCount).toBe(4);
    expect(spaces[0].axes).toEqual([
      {
        keys: ['beta', 'u'],
        rows: [
          [1, 1],
          [10, 2],
        ],
      },
      { keys: ['rho'], rows: [[0], [0.5]] },
    ]);
  });

  it('take the order of the names where they are sorted', () => {
    const sorted = space('', { u: '1,2', N: '10,20', tau_J: '3,4' }, { isSorted: true, zips: [['u', 'tau_J']] });
    expect(planOf([sorted]).spaces[0].axes.map(({ keys }) => keys)).toEqual([['N'], ['tau_J', 'u']]);
  });

  it('derive values from others, in whatever order they are written', () => {
    const derived = [
      { key: 'u', text: 'beta / 2' },
      { key: 'beta', text: 'N + 2*tau_J' },
      { key: 'k', text: 'rho' },
    ];
    const { base, runCount, run } = planOf([space('', { N: '10,20', tau_J: '5', rho: '0.5' }, { derived })], {});
    expect(runCount).toBe(2);
    expect(base).toMatchObject({ beta: 20, u: 10, k: 0.5 });
    expect(run(1).parameters).toMatchObject({ N: 20, beta: 30, u: 15 });
  });

  it.each<[string, Partial<TextSpace>, string]>([
    ['groups of unequal length', { zips: [['u', 'beta']] }, 'u has 2 values and beta 3; parameters that move together'],
    ['a group without values', { zips: [['u', 'k']] }, 'k is to move together with others and has no values'],
    [
      'a circle',
      {
        derived: [
          { key: 'k', text: 'tau_J' },
          { key: 'tau_J', text: 'k' },
        ],
      },
      'k is derived from itself',
    ],
    ['an unknown name', { derived: [{ key: 'k', text: '2*tua_J' }] }, "tua_J is not a parameter of 'toy'"],
    ['a value and an expression', { derived: [{ key: 'u', text: '2' }] }, 'u has a value and an expression'],
    [
      'a value out of range',
      { derived: [{ key: 'rho', text: 'u - 1', place: 'f:3:8' }] },
      '2 from u - 1 (f:3:8): must',
    ],
    ['a division by zero', { derived: [{ key: 'rho', text: '1/(u-1)', place: 'f:3:8' }] }, 'comes out as Infinity'],
    ['no arithmetic', { derived: [{ key: 'rho', text: '1 + ?', place: 'f:3:8' }] }, '(f:3:12): has ?, which'],
  ])('refuse %s', (_, more, message) => {
    expect(messageOf(() => planOf([space('', { u: '1,3', beta: '1,2,3' }, more)]))).toContain(message);
  });

  it('name the space and the values where a combination does not go together', () => {
    const spaces = [space('small', { N: '10' }), space('large', { N: '10,1000', beta: '2000' })];
    expect(messageOf(() => planOf(spaces))).toBe('N beta must be at most 1e6 (--beta; large: N=1000)');
  });

  it(`have the runs of their own plans, without repetitions, in order (seed ${SEED})`, () => {
    const values = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    const part = fc.record({
      u: values,
      tau_J: values,
      seeds: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
    });
    const holds = (parts: readonly { u: number[]; tau_J: number[]; seeds: number[] }[]) => {
      const spaces = parts.map(({ u, tau_J, seeds }, i) =>
        space(`${i}`, { u: u.join(), tau_J: tau_J.join() }, { seeds }),
      );
      const expected: string[] = [];
      for (const one of spaces) {
        for (const { identity } of planOf([one])) if (!expected.includes(identity)) expected.push(identity);
      }
      const expanded = planOf(spaces);
      expect([...expanded].map(({ identity }) => identity)).toEqual(expected);
      for (let i = expanded.runCount - 1; i >= 0; i--) expect(expanded.run(i).index).toBe(i);
      const context = { family: 'toy', inputs: {}, kernel: 'k1', hash: sha256 };
      for (const run of expanded) expect(runIdentity(context, run.parameters, run.seed)).toBe(run.identity);
      expect(expanded.spaces.reduce((sum, { runs }) => sum + runs, 0)).toBe(expanded.runCount);
    };
    fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), holds), { seed: SEED, numRuns: 100 });
  });
});

describe('properties of the expansion', () => {
  it(`has as many different runs as the product of its axes and replicas (seed ${SEED})`, () => {
    const axis = fc.uniqueArray(fc.integer({ min: 2, max: 99 }), { minLength: 1, maxLength: 5 });
    const holds = (N: number[], u: number[], tau_J: number[], replicas: number) => {
      const texts = { u: u.join(), N: N.join(), tau_J: tau_J.join() };
      const expanded = plan(texts, { replicas });
      const count = N.length * u.length * tau_J.length * replicas;
      expect(expanded.runCount).toBe(count);
      const runs = [...expanded];
      expect(new Set(runs.map((run) => run.identity)).size).toBe(count);
      expect(runs.map((run) => run.index)).toEqual(runs.map((_, i) => i));
      for (const run of runs) expect(expanded.run(run.index)).toEqual(run);
    };
    fc.assert(fc.property(axis, axis, axis, fc.integer({ min: 1, max: 3 }), holds), { seed: SEED, numRuns: 100 });
  });
});
