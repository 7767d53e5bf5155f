import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, type PlanRequest } from '../../src/config/plan.js';
import { readSettings, type TextSetting } from '../../src/config/settings.js';
import { messageOf, TOY } from './toy.js';

const SEED = 20240507;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const request = (texts: { [key: string]: string }, more: Partial<PlanRequest> = {}): PlanRequest => ({
  schema: TOY,
  settings: readSettings(
    TOY,
    Object.entries(texts).map(([key, text]): TextSetting => ({ key, text, place: `--${key}` })),
  ),
  seed: 1,
  replicas: 1,
  inputs: {},
  kernel: 'k1',
  hash: sha256,
  replicaSeed: (seed, replica) => seed * 1000 + replica,
  ...more,
});
const plan = (texts: { [key: string]: string }, more?: Partial<PlanRequest>) => createPlan(request(texts, more));

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
    const settings = [...request({ N: '10,20', beta: '1,2' }).settings, { key: 'N', values: [3, 4] }];
    const { axes } = createPlan({ ...request({}), settings });
    expect(axes).toEqual([
      { key: 'beta', values: [1, 2] },
      { key: 'N', values: [3, 4] },
    ]);
  });

  it('gives an identity that depends on parameters, seed, inputs and kernel, and on nothing else', () => {
    const identity = (texts: { [key: string]: string }, more?: Partial<PlanRequest>) =>
      plan(texts, more).run(0).identity;
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
      'a value twice',
      () => createPlan({ ...request({}), settings: [{ key: 'u', values: [0, -0] }] }),
      'u = 0: stands in the list more than once (gain of the field)',
    ],
    ['no value', () => createPlan({ ...request({}), settings: [{ key: 'u', values: [] }] }), 'u has no value'],
    ['a wrong seed', () => plan({}, { seed: -1 }), 'seed must be from 0 to 2^53 - 1'],
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
    expect(big.run(999_999)).toMatchObject({ replica: 9, parameters: { u: 1000, beta: 100 } });
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
