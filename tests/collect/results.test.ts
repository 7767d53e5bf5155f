import { describe, expect, it } from 'vitest';
import { type DoneRun, familyOf, metadataOf, resultsFrame } from '../../src/collect/results.js';
import type { SummaryItem } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { HEBBIAN_SCHEMA } from '../../src/model/hebbian/schema.js';
import type { ParameterValue } from '../../src/model/schema.js';
import { itemsOf, summaryOf } from '../../src/sweep/tasks/look.js';

const DEFAULTS = Object.fromEntries(HEBBIAN_SCHEMA.parameters.map((p) => [p.key, p.default]));

/** A run as `findRuns` gives it. */
function done(
  index: number,
  parameters: { readonly [key: string]: ParameterValue } = {},
  { summary = [], ...more }: Partial<Omit<DoneRun['run'], 'summary'>> & { summary?: readonly SummaryItem[] } = {},
): DoneRun {
  const run = {
    family: 'hebbian',
    identity: String(index).repeat(64),
    parameters: { ...DEFAULTS, ...parameters },
    seed: 2 ** 53 - 1,
    replica: 0,
    build: 'strict',
    kernelSha256: 'a',
    version: '0.1.0',
    steps: 1,
    inputs: [],
    output: { format: 'parquet', parquet: 'compact' },
    record: { observables: [], from: 0, to: null, units: null },
    summary: summaryOf(summary),
    ...more,
  } as const;
  return { source: 'runs/a', index, folder: `runs/a/runs/${index}`, state: 'done', run };
}

const typeOf = (runs: readonly DoneRun[], name: string): unknown => {
  const column = resultsFrame(runs, HEBBIAN.schema.parameters, 'runs/a', false).columns.find(
    (one) => one.name === name,
  );
  return [column?.type, column?.values];
};

describe('columns of parameters', () => {
  it('are of the type that their kind says, whatever the values of this part of a sweep', () => {
    const runs = [done(0), done(1, { p: [0.5, 0.5], tau_J: 'infinity', transient_factor: false, K: 2 })];
    expect(typeOf(runs, 'N')).toEqual(['i32', [150, 150]]);
    expect(typeOf(runs, 'K')).toEqual(['f64', [8, 2]]);
    expect(typeOf(runs, 'tau_J')).toEqual(['f64', [1000, Number.POSITIVE_INFINITY]]);
    expect(typeOf(runs, 'p')).toEqual(['text', [null, '[0.5,0.5]']]);
    expect(typeOf(runs, 'k')).toEqual(['f64', [null, null]]);
    expect(typeOf(runs, 'transient_factor')).toEqual(['boolean', [true, false]]);
    expect(typeOf(runs, 'seed')).toEqual(['f64', [2 ** 53 - 1, 2 ** 53 - 1]]);
  });

  it('of durations are whole numbers, or text if one is random', () => {
    expect(typeOf([done(0, { tau_h: 3 })], 'tau_h')).toEqual(['i32', [3]]);
    expect(typeOf([done(0, { tau_h: { min: 1, max: 10 } })], 'tau_h')).toEqual(['text', ['random:1..10']]);
  });

  it('of whole numbers beyond 32 bits are doubles', () => {
    expect(typeOf([done(0, { N: 2 ** 31 })], 'N')).toEqual(['f64', [2 ** 31]]);
  });
});

describe('columns of summaries', () => {
  it('come from summaries that are kept without a loss', () => {
    const items: readonly SummaryItem[] = [
      { name: 'k', value: 0.5, meaning: 'the strength', unit: 'mV' },
      { name: 'edges', value: null, meaning: 'a count', isWhole: true, reason: 'none was asked for' },
    ];
    expect(itemsOf(summaryOf(items))).toEqual(items);
    expect(summaryOf(items).values).toEqual([0.5, null]);
  });

  it('are those of all runs, and have another name where a parameter has theirs', () => {
    const item = (name: string, value: number | null) => ({ name, value, meaning: `the ${name}` });
    const runs = [
      done(0, {}, { summary: [item('k', 0.5), item('energy', null)] }),
      done(1, {}, { summary: [item('late', 3)] }),
    ];
    expect(typeOf(runs, 'k_used')).toEqual(['f64', [0.5, null]]);
    expect(typeOf(runs, 'energy')).toEqual(['f64', [null, null]]);
    expect(typeOf(runs, 'late')).toEqual(['f64', [null, 3]]);
  });

  it('are integers where they count something, and doubles where they do not fit', () => {
    const count = (name: string, value: number | null) => ({ name, value, meaning: 'a count', isWhole: true }) as const;
    const runs = [done(0, {}, { summary: [count('edges', 4), count('steps', 2 ** 40)] }), done(1)];
    expect(typeOf(runs, 'edges')).toEqual(['i32', [4, null]]);
    expect(typeOf(runs, 'steps')).toEqual(['f64', [2 ** 40, null]]);
  });

  it('that only say a parameter again are left out', () => {
    const item = (name: string, value: number | null) => ({ name, value, meaning: `the ${name}` });
    const runs = [
      done(0, { k: 0.5, u: 1 }, { summary: [item('k', 0.5), item('u', 2)] }),
      done(1, { k: 0.7, u: 1 }, { summary: [item('k', 0.7), item('u', 1)] }),
    ];
    expect(typeOf(runs, 'k_used')).toEqual([undefined, undefined]);
    expect(typeOf(runs, 'u_used')).toEqual(['f64', [2, 1]]);
  });
});

describe('runs of several sweeps', () => {
  it('must be of one family', () => {
    expect(() => familyOf([done(0), done(1, {}, { family: 'rate' })])).toThrow(/of the family hebbian and .* of rate/);
  });

  it('name all their kernels', () => {
    const runs = [done(0, {}, { kernelSha256: 'b' }), done(1), done(2)];
    expect(metadataOf(runs)).toEqual({ 'msm.family': 'hebbian', 'msm.kernel': 'a,b' });
  });
});

describe('columns of what runs were given', () => {
  const image = (sha256: string) => ({ role: 'images', name: 'images.idx', bytes: 9, sha256 });
  const data = (source: string, sha256: string) => [
    { key: 'data', source, folder: `/${source}`, files: [image(sha256)] },
  ];

  it('say which data set each has, and that some have none', () => {
    const [one, other] = ['a', 'b'].map((digit) => digit.repeat(64));
    const runs = [
      done(0, {}, { data: data('mnist', one) }),
      done(1, {}, { data: data('fashion', other) }),
      done(2, {}, { data: data('copy of mnist', one) }),
      done(3),
    ];
    expect(typeOf(runs, 'input_data')).toEqual(['text', ['mnist', 'fashion', 'copy of mnist', null]]);
    const [, hashes] = typeOf(runs, 'input_data_sha256') as [string, (string | null)[]];
    expect(hashes.map((hash) => hash?.length)).toEqual([64, 64, 64, undefined]);
    expect([hashes[0] === hashes[2], hashes[0] === hashes[1]]).toEqual([true, false]);
  });

  it('are not there where no run was given anything', () => {
    expect(typeOf([done(0)], 'input_data')).toEqual([undefined, undefined]);
  });
});
