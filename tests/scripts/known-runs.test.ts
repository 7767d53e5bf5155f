import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { differing, isUnnamedChange } from '../../scripts/known-results.js';
import { KNOWN_RUNS } from '../../scripts/known-runs.js';
import { allFamilies, commandOf } from '../../src/model/families.js';

const digests: { readonly [run: string]: { readonly [path: string]: string } } = JSON.parse(
  readFileSync('tests/digests.json', 'utf8'),
);

test('every known run has digests, in the same order, and no other run has', () => {
  expect(Object.keys(digests)).toEqual(KNOWN_RUNS.map(({ name }) => name));
});

test('digests are those of the revisions that the families have', async () => {
  const families = await allFamilies();
  for (const { name, words } of KNOWN_RUNS) {
    // of `memorize cards` and `memorize {task}` the one that says more
    const [own] = families
      .map(({ schema }) => ({ schema, command: (commandOf(schema.name, {}) ?? '').split(' ') }))
      .filter(({ command }) => command.every((word, i) => word === 'undefined' || word === words[i]))
      .sort((a, b) => Number(a.command.includes('undefined')) - Number(b.command.includes('undefined')));
    expect(digests[name].revision, name).toBe(String(own.schema.revision ?? 1));
    expect(digests[name].kernels, name).toMatch(/^[0-9a-f]{12}$/);
  }
});

describe('digests of a run', () => {
  const known = { kernels: 'a', revision: '1', 'run.json': '1', 'state.arrow': '2' };

  it('differ by files alone, also by those that are there once', () => {
    expect(differing(known, { ...known, kernels: 'b', revision: '2' })).toEqual([]);
    const { 'state.arrow': _, ...fewer } = known;
    expect(
      differing(known, { ...fewer, 'run.json': '3', 'sigma.arrow': '4' })
        .slice()
        .sort(),
    ).toEqual(['run.json', 'sigma.arrow', 'state.arrow']);
  });

  it('may become others where kernels or revision do, and else only if there were none', () => {
    const others = { ...known, 'run.json': '3' };
    expect(isUnnamedChange(known, others)).toBe(true);
    expect(isUnnamedChange(known, { ...others, kernels: 'b' })).toBe(false);
    expect(isUnnamedChange(known, { ...others, revision: '2' })).toBe(false);
    expect(isUnnamedChange(known, known)).toBe(false);
    expect(isUnnamedChange(undefined, others)).toBe(false);
  });
});
