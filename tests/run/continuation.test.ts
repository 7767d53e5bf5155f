/** Architecture, decision 2: run(a + b) = run(a), save, load, run(b), byte for byte on the state block. */
import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/family.js';
import type { RowSink } from '../../src/model/record.js';
import { createModel } from '../../src/run/session.js';
import { hashOf, plan, type Texts } from './harness.js';

const [FIRST, SECOND] = [37, 26];

const SCHEMES = ['euler', 'euler-simultaneous', 'rk4'];
const ACTIVATIONS = ['identity', 'sigmoid', 'relu', 'tanh'];
const CLASSES: readonly Texts[] = [{}, { model_class: 'memory-matrix' }, { model_class: 'memory-matrix', delay: 2 }];

const CASES: readonly Texts[] = SCHEMES.flatMap((scheme) =>
  ACTIVATIONS.flatMap((activation) =>
    ['20', 'infinity'].flatMap((tau_J) => CLASSES.map((model) => ({ scheme, activation, tau_J, ...model }))),
  ),
);

/** Keeps all rows as numbers, table by table and column by column. */
function listening(): { readonly sink: RowSink; readonly rows: () => string } {
  const kept = new Map<string, number[][]>();
  return {
    sink: {
      append: (table, count, columns) => {
        const lists = kept.get(table) ?? columns.map(() => []);
        columns.forEach((column, c) => {
          lists[c].push(...column.subarray(0, count));
        });
        kept.set(table, lists);
      },
    },
    rows: () => JSON.stringify([...kept]),
  };
}

async function fresh(texts: Texts): Promise<Model> {
  const shape = { N: 13, K: 3, T: 200, u: 2, tau_h: 'random:1..6' };
  const record = { record: ['distance', 'energy', 'lyapunov', 'overlap', 'sigma', 'J@5'] };
  return createModel((await plan({ ...shape, ...texts }, { record, seed: 11 })).run(0));
}

const advanced = (model: Model, ...counts: readonly number[]): { readonly state: string; readonly rows: string } => {
  const { sink, rows } = listening();
  for (const count of counts) model.advance(count, sink);
  return { state: hashOf(model.block.bytes()), rows: rows() };
};

describe('the state block', () => {
  it.each(CASES)('continues a run byte for byte: %j', async (texts) => {
    const straight = advanced(await fresh(texts), FIRST + SECOND);
    const before = await fresh(texts);
    const { sink, rows } = listening();
    before.advance(FIRST, sink);
    const saved = before.block.bytes().slice();
    const after = await fresh(texts);
    after.block.bytes().set(saved);
    after.advance(SECOND, sink);
    expect(after.step()).toBe(FIRST + SECOND);
    expect(hashOf(after.block.bytes())).toBe(straight.state);
    expect(rows()).toBe(straight.rows);
  });

  it('does not depend on how many steps a call does', async () => {
    const once = advanced(await fresh({}), 60);
    expect(advanced(await fresh({}), ...Array.from({ length: 60 }, () => 1))).toEqual(once);
    expect(advanced(await fresh({}), 7, 1, 30, 22)).toEqual(once);
  });

  it('continues saturated neurons, whose states equal a pattern, byte for byte', async () => {
    const texts = { u: 200, tau_h: 1 };
    const straight = advanced(await fresh(texts), 150);
    const before = await fresh(texts);
    before.advance(71, listening().sink);
    const after = await fresh(texts);
    after.block.bytes().set(before.block.bytes());
    after.advance(79, listening().sink);
    expect(hashOf(after.block.bytes())).toBe(straight.state);
  });
});
