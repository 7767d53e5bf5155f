import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import { type CardsOptions, cardTables } from '../../../../src/model/spiking/cards/drawn-tables.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';

const OPTIONS: CardsOptions = {
  cells: 4,
  shape: 10,
  matchReward: 25,
  flipPenalty: -0.5,
  tables: 3,
  isResampled: false,
  seed: 42,
  isTest: false,
};

/** What is seen when a hundred cards are turned over that somebody points at. */
function seen(options: Partial<CardsOptions> = {}): readonly string[] {
  const tables = cardTables(freshKernels(CORE_MODULE), { ...OPTIONS, ...options });
  return Array.from({ length: 100 }, (_, s) => {
    const cell = Math.floor(4 * draws(9, s));
    tables.step([cell, cell, cell]);
    return tables.observations.join();
  });
}

const imagesOf = (observations: readonly string[]): ReadonlySet<string> =>
  new Set(observations.flatMap((all) => all.match(/(?:0\.\d+(?:e-\d+)?,){9}0\.\d+(?:e-\d+)?/g) ?? []));

describe('tables of the card game', () => {
  it('follow from their seed', () => {
    expect(seen()).toEqual(seen());
    expect(seen({ seed: 43 })).not.toEqual(seen());
  });

  it('play other games in the test, with the same images', () => {
    const [training, test] = [seen(), seen({ isTest: true })];
    expect(test).not.toEqual(training);
    expect(imagesOf(training).size).toBe(2);
    expect(imagesOf(test)).toEqual(imagesOf(training));
  });

  it('have images of their own in each game where that is wanted', () => {
    expect(imagesOf(seen({ isResampled: true })).size).toBeGreaterThan(6);
  });
});
