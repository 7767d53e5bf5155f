/** What the networks of some tables make of what is seen there, and what actor and critic make of that. */
import type { Numeric } from '../numeric.js';
import type { CardAgent } from './agent.js';
import { statesIn, wordsOfState } from './network-states.js';
import type { CardsBlock } from './state.js';

/** Of each table in the order in which they were named. */
export interface Heard {
  /** [tables, actions] */
  readonly logits: Float64Array;
  /** What is expected, [tables]. */
  readonly values: Float64Array;
  /** 1 where the readout saw nothing, [tables]. */
  readonly silent: Float64Array;
  /** Spikes of each layer, [tables, layers]. */
  readonly spikes: Float64Array;
}

/**
 * Has the networks of some tables see what is in the block. No table knows of another, so whoever hears which gets the same bits.
 *
 * @param goesOn - whether the states of the networks go on; otherwise a move is looked at and forgotten
 */
export type Hear = (tables: Int32Array, goesOn: boolean) => Heard;

export function openHearing(numeric: Numeric, agent: CardAgent, block: CardsBlock): Hear {
  const { player, network } = agent;
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const words = wordsOfState(player);
  const layers = player.layers.length;
  const [record, seen] = [kernels.allocate(player.recordBytes), numeric.room(O)];
  const forgotten = kernels.allocate(4 * words);
  const stateOf = statesIn(block, 'networks', words);
  const stateFor = (table: number, goesOn: boolean): number => {
    if (goesOn) return stateOf(table);
    kernels.i32(forgotten, words).set(kernels.i32(stateOf(table), words));
    return forgotten;
  };
  return (tables, goesOn) => {
    const count = tables.length;
    const [features, observations] = [new Float64Array(count * M), new Float64Array(count * O)];
    const [silent, spikes] = [new Float64Array(count), new Float64Array(count * layers)];
    for (const [row, table] of tables.entries()) {
      const own = block.f64('seen').subarray(table * O, (table + 1) * O);
      observations.set(own, row * O);
      numeric.view(seen, O).set(own);
      player.move(seen, block.u8('isNew')[table] === 1, stateFor(table, goesOn), record);
      const read = numeric.view(player.features(record), M);
      features.set(read, row * M);
      silent[row] = read.every((x) => x === 0) ? 1 : 0;
      spikes.set(player.spikes(record), row * layers);
    }
    const { logits, values } = agent.judge(features, observations);
    return { logits, values, silent, spikes };
  };
}
