/** Tables of the card game whose decks and images follow from a seed (specification, sections 7 and 10). */
import type { Kernels } from '../../../kernel/kernels.js';
import { uniformDraws } from '../../../method/random.js';
import { PURPOSE } from '../purposes.js';
import { type DealDraws, dealer } from './deal.js';
import { type CardRules, pairsOf } from './game.js';
import { openTables, type Tables, type TablesState } from './tables.js';

export interface CardsOptions extends CardRules {
  readonly tables: number;
  /** Whether each game has images of its own (resample_cards). */
  readonly isResampled: boolean;
  /** Of decks and images (env_seed). */
  readonly seed: number;
  /** Tables of a test play other games than those of training. */
  readonly isTest: boolean;
}

/** Tables of a test have numbers from here on. */
const FIRST_OF_TEST = 2 ** 20;

/** Games of a run; the images that all games have are those of training and test alike. */
export function cardTables(
  kernels: Kernels,
  { tables, isResampled, seed, isTest, ...rules }: CardsOptions,
  state?: TablesState,
): Tables {
  const { cells, shape } = rules;
  const draws = uniformDraws(kernels, seed, pairsOf(cells) * Math.max(2, shape));
  const draw: DealDraws = (of, stream, first, count) =>
    draws(of === 'decks' ? PURPOSE.decks : PURPOSE.cardImages, stream, first, count);
  const deal = dealer({ cells, shape, isResampled }, draw);
  const from = isTest ? FIRST_OF_TEST : 0;
  return openTables(tables, rules, (table, game) => deal(from + table, game), state);
}
