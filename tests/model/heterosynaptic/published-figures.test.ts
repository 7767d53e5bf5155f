import { describe, expect, it } from 'vitest';
import type { ResultColumns, ResultValue } from '../../../src/model/collections.js';
import { HETEROSYNAPTIC_FIGURES } from '../../../src/model/heterosynaptic/published-figures.js';

type Row = { readonly [name: string]: ResultValue };

const COMMON: Row = {
  task: 'mnist',
  update_alg: 'md',
  alpha: 0.1,
  lr: 0.1,
  block_size: 4,
  weight_decay: 0,
  momentum: 0,
  corruption_type: 'block_diagonal',
  corruption_alpha: 0.1,
  seed: 1,
  validation_accuracy: 0.5,
  best_validation_accuracy: 0.6,
  train_accuracy: 0.7,
};

/** Results with the values that matter to a test. */
function results(rows: readonly Row[]): ResultColumns {
  const all = rows.map((row) => ({ ...COMMON, ...row }) as Row);
  return { nRows: all.length, column: (name) => all.map((row) => row[name]) };
}

/** The table of a figure as rows. */
function rowsOf(figure: string, given: readonly Row[]): readonly Row[] {
  const columns = HETEROSYNAPTIC_FIGURES[figure].table?.of(results(given)) ?? [];
  return Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row]])),
  );
}

const accuracy = (test_accuracy: number | null, more: Row = {}): Row => ({ test_accuracy, ...more });

describe('the tables behind the published figures', () => {
  it('have the largest accuracy of md for each coupling and rate, in their order, and none of gd', () => {
    const rows = rowsOf('alpha_lr_map', [
      accuracy(0.9, { alpha: 0.5 }),
      accuracy(0.8, { block_size: 2 }),
      accuracy(0.6, { block_size: 8 }),
      accuracy(0.99, { update_alg: 'gd' }),
      accuracy(0.7, { lr: 0.01 }),
    ]);
    expect(rows).toEqual([
      { task: 'mnist', alpha: 0.1, lr: 0.01, best: 0.7, mean: 0.7, runs: 1 },
      { task: 'mnist', alpha: 0.1, lr: 0.1, best: 0.8, mean: expect.closeTo(0.7, 12), runs: 2 },
      { task: 'mnist', alpha: 0.5, lr: 0.1, best: 0.9, mean: 0.9, runs: 1 },
    ]);
  });

  it('leave out what has no accuracy from means, and count its run', () => {
    const [row] = rowsOf('block_size_bars', [accuracy(0.5), accuracy(null), accuracy(0.7)]);
    expect(row).toMatchObject({ block_size: 4, best: 0.7, runs: 3 });
    expect(row.mean).toBeCloseTo(0.6, 12);
    expect(row.sd).toBeCloseTo(Math.SQRT1_2 * 0.2, 12);
  });

  it('have no deviation of a single run', () => {
    expect(rowsOf('alpha_scatter', [accuracy(0.5)])[0].sd).toBeNull();
  });

  it('have of each rule and rate all seeds of the setting with the best mean', () => {
    const rows = rowsOf('architectures', [
      accuracy(0.9, { alpha: 0.5, seed: 1 }),
      accuracy(0.5, { alpha: 0.5, seed: 2 }),
      accuracy(0.8, { seed: 1 }),
      accuracy(0.75, { seed: 2 }),
      accuracy(0.4, { update_alg: 'gd' }),
    ]);
    expect(rows.map(({ update_alg, alpha, seed, test_accuracy }) => [update_alg, alpha, seed, test_accuracy])).toEqual([
      ['gd', 0.1, 1, 0.4],
      ['md', 0.1, 1, 0.8],
      ['md', 0.1, 2, 0.75],
    ]);
  });

  it('have the mean of the ten best of each kind of corruption beside that of all', () => {
    const eleven = Array.from({ length: 11 }, (_, i) => accuracy(i / 10));
    const [row] = rowsOf('corruption_curves', eleven);
    expect(row).toMatchObject({ corruption_type: 'block_diagonal', update_alg: 'md', corruption_alpha: 0.1, runs: 11 });
    expect([row.mean, row.top_mean]).toEqual([expect.closeTo(0.5, 12), expect.closeTo(0.55, 12)]);
  });

  it('compare only equal strengths where those are wanted', () => {
    const rows = rowsOf('equal_alpha_map', [accuracy(0.5), accuracy(0.9, { corruption_alpha: 0.5 })]);
    expect(rows).toEqual([expect.objectContaining({ alpha: 0.1, block_size: 4, top_mean: 0.5, runs: 1 })]);
  });

  it('tell runs of gd that learned nothing from the others', () => {
    const gd = { update_alg: 'gd' };
    const [row, ...others] = rowsOf('gd_corruption', [
      accuracy(0.1, gd),
      accuracy(0.2, gd),
      accuracy(0.8, gd),
      accuracy(0.9, gd),
      accuracy(0.5),
      accuracy(0.5, { ...gd, corruption_type: 'identity' }),
    ]);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ runs: 4, median: 0.5, learned_runs: 2 });
    expect(row.learned_mean).toBeCloseTo(0.85, 12);
  });

  it('have accuracies of training, validation and test after pruning', () => {
    const [row] = rowsOf('pruning', [accuracy(0.5), accuracy(0.6)]);
    expect(row).toMatchObject({ update_alg: 'md', runs: 2, best_validation_accuracy_mean: 0.6, train_accuracy_sd: 0 });
    expect(row.test_accuracy_mean).toBeCloseTo(0.55, 12);
  });

  it('are listed with what each is', () => {
    for (const [name, { help, table, series }] of Object.entries(HETEROSYNAPTIC_FIGURES)) {
      expect(help, name).toMatch(/^[a-z]/);
      expect(table === undefined, name).toBe(series !== undefined);
    }
  });
});
