/** States of networks between moves, in the block of a run. */
import type { CardsBlock } from './state.js';

/** Words of the state of a network in the block: whole numbers of both precisions. */
export const wordsOfState = ({ stateBytes }: { readonly stateBytes: number }): number => 2 * Math.ceil(stateBytes / 8);

/** Addresses of the states of networks. */
export const statesIn = (block: CardsBlock, name: 'networks' | 'before', words: number) => (table: number) =>
  block.pointer(name) + 4 * words * table;
