/** Some games of the test, move by move and neuron by neuron, as tables. */
import type { Elementary } from '../../../kernel/elementary.js';
import type { ResultTable } from '../../record.js';
import { table } from '../../recording/filled-columns.js';
import type { Numeric } from '../numeric.js';
import { SECONDS, spikesOf } from '../populations.js';
import { TableRows } from '../table-rows.js';
import type { CardAgent } from './agent.js';
import { likeliest, logProbabilities } from './policy.js';
import { NO_MOVE, type Tables } from './tables.js';

export interface RecordedGames {
  readonly games: number;
  /** Flips after which a game is left. */
  readonly mostFlips: number;
  /** The tables of the test, at their beginning, and how many there are. */
  readonly tables: Tables;
  readonly count: number;
}

class Seen {
  readonly moves = new TableRows(6);
  readonly fired = new TableRows(4);
  readonly rates = new TableRows(4);
  readonly memory = new TableRows(5);

  /** What the network did in a move, of which the record was made. */
  takeNetwork(game: number, move: number, numeric: Numeric, { player, network }: CardAgent, record: number): void {
    const { memory: M, steps } = network;
    for (const { name, neurons, words, bits } of player.populations(record)) {
      const spikes = spikesOf(numeric, { neurons, words, bits, first: 0 }, steps);
      const counts = new Float64Array(neurons);
      for (let t = 0; t < steps; t++) {
        for (let i = 0; i < neurons; i++) {
          if (spikes[t * neurons + i] === 0) continue;
          counts[i]++;
          this.fired.add(name, game, move, t, i);
        }
      }
      for (let i = 0; i < neurons; i++) this.rates.add(name, game, move, i, counts[i] / (SECONDS * steps));
    }
    const stride = player.stride;
    const weights = numeric.view(player.memoryOf(record), M * stride);
    for (let key = 0; key < M; key++) {
      for (let i = 0; i < M; i++) this.memory.add('', game, move, key, i, weights[key * stride + i]);
    }
  }
}

/** Plays games of the test once more. Games are numbered as they stand on the tables: one on each, then the second on each. */
export function activityTables(
  numeric: Numeric,
  elementary: Elementary,
  agent: CardAgent,
  { games, mostFlips, tables, count }: RecordedGames,
): readonly ResultTable[] {
  const { player, network } = agent;
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const [state, record] = [kernels.allocate(player.stateBytes), kernels.allocate(player.recordBytes)];
  const seen = numeric.room(O);
  const rows = new Seen();
  const play = (number: number, at: number): void => {
    let isOver = false;
    for (let move = 0; move < mostFlips && !isOver; move++) {
      const observed = tables.observations.slice(at * O, (at + 1) * O);
      numeric.view(seen, O).set(observed);
      player.move(seen, move === 0, state, record);
      rows.takeNetwork(number, move, numeric, agent, record);
      const { logits, values } = agent.judge(Float64Array.from(numeric.view(player.features(record), M)), observed);
      const cell = likeliest(logits);
      const chosen = new Int32Array(count).fill(NO_MOVE);
      chosen[at] = cell;
      const lies = tables.grid(at);
      isOver = tables.step(chosen).length > 0;
      const probability = elementary.exp(logProbabilities(elementary, logits)[cell]);
      rows.moves.add(lies, number, move, cell, probability, values[0], tables.rewards[at]);
    }
    // a game that was left makes room for the next
    if (!isOver) tables.giveUp(at);
  };
  for (let number = 0; number < games; number++) play(number, number % count);
  return tablesOf(rows);
}

function tablesOf({ moves, fired, rates, memory }: Seen): readonly ResultTable[] {
  const game = (of: TableRows) => of.whole(0, 'game', 'number of the game: one on each table, then the second on each');
  const move = (of: TableRows) => of.whole(1, 'move', 'move of the game, from 0 on');
  const layer = (of: TableRows) => of.words('layer', 'population of neurons');
  return [
    table('moves', 'moves of some games of the test', [
      game(moves),
      move(moves),
      moves.words(
        'lies',
        'what lies on the table before the move: -1- a card of kind 1 face down, +1+ face up, x nothing',
      ),
      moves.whole(2, 'cell', 'cell of which the card was turned over'),
      moves.real(3, 'probability', 'with which the network would choose it while it learns'),
      moves.real(4, 'value', 'return that it expected'),
      moves.real(5, 'reward', 'reward of the move'),
    ]),
    table('spikes', 'each spike', [
      game(fired),
      move(fired),
      layer(fired),
      fired.whole(2, 'step', 'time step of the move'),
      fired.whole(3, 'unit', 'neuron of the layer'),
    ]),
    table('rates', 'firing rate of each neuron in each move', [
      game(rates),
      move(rates),
      layer(rates),
      rates.whole(2, 'unit', 'neuron of the layer'),
      rates.real(3, 'rate', 'spikes over the time of the move', 'Hz'),
    ]),
    table('memory', 'the memory after each move', [
      game(memory),
      move(memory),
      memory.whole(2, 'key', 'key neuron'),
      memory.whole(3, 'value', 'value neuron'),
      memory.real(4, 'weight', 'synapse from the key to the value'),
    ]),
  ];
}
