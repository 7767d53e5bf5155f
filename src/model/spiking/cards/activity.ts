/** Some games of the test, move by move and neuron by neuron, as tables. */
import type { ResultTable } from '../../record.js';
import { type Filled, table } from '../../recording/filled-columns.js';
import { tracesOf } from '../neuron.js';
import type { Numeric } from '../numeric.js';
import { membranesIn, type Population, SECONDS, spikesOf, stepTraces, TRACED } from '../populations.js';
import { TableRows } from '../table-rows.js';
import { type CardAgent, openPlayer } from './agent.js';
import type { CardNetwork, CardPlayer } from './network.js';
import { likeliest, logProbabilities } from './policy.js';
import { NO_MOVE, type Tables } from './tables.js';

export interface RecordedGames {
  readonly games: number;
  /** Flips after which a game is left. */
  readonly mostFlips: number;
  /** The tables of the test, at their beginning, and how many there are. */
  readonly tables: Tables;
  readonly count: number;
  readonly detail: Detail;
}

/** Whether single steps are wanted, or what is left of each move alone. */
type Detail = 'steps' | 'moves';

/** Rows of each table. */
const gameRows = () => ({
  moves: new TableRows(6),
  fired: new TableRows(4),
  rates: new TableRows(4),
  potentials: new TableRows(5),
  traces: new TableRows(5),
  activities: new TableRows(4),
  memory: new TableRows(5),
});

type GameRows = ReturnType<typeof gameRows>;

/** What the network of a player does, move by move. */
class Watch {
  readonly rows: GameRows = gameRows();
  readonly #numeric: Numeric;
  readonly #network: CardNetwork;
  readonly #player: CardPlayer;
  readonly #detail: Detail;
  /** Factors of traces from step to step, and the traces of each layer, which go on from move to move. */
  readonly #keeps: readonly number[];
  readonly #traces = new Map<string, Float64Array>();

  constructor(numeric: Numeric, { elementary, network }: CardAgent, player: CardPlayer, detail: Detail) {
    this.#numeric = numeric;
    this.#network = network;
    this.#player = player;
    this.#detail = detail;
    this.#keeps = tracesOf(network.plasticity).map((tau) => elementary.exp(-1 / tau));
  }

  /** Looks at a move, of which the record was made. */
  take(game: number, move: number, record: number): void {
    if (move === 0) this.#traces.clear();
    for (const population of this.#player.populations(record)) this.#takePopulation(game, move, population);
    if (this.#detail === 'steps') this.#takeActivities(game, move, record);
    const { stride } = this.#player;
    const { memory: M } = this.#network;
    const weights = this.#numeric.view(this.#player.memoryOf(record), M * stride);
    for (let key = 0; key < M; key++) {
      for (let i = 0; i < M; i++) this.rows.memory.add('', game, move, key, i, weights[key * stride + i]);
    }
  }

  #takeActivities(game: number, move: number, record: number): void {
    for (const { name, values } of this.#player.activities(record)) {
      for (const [i, value] of values.entries()) this.rows.activities.add(name, game, move, i, value);
    }
  }

  #takePopulation(game: number, move: number, population: Population): void {
    const { name, neurons } = population;
    const { steps } = this.#network;
    const spikes = spikesOf(this.#numeric, population, steps);
    const counts = new Float64Array(neurons);
    for (const [i, spike] of spikes.entries()) counts[i % neurons] += spike;
    for (const [i, count] of counts.entries()) this.rows.rates.add(name, game, move, i, count / (SECONDS * steps));
    if (this.#detail === 'moves') return;
    for (const [i, spike] of spikes.entries())
      if (spike === 1) this.rows.fired.add(name, game, move, Math.floor(i / neurons), i % neurons);
    this.#takeMembranes(game, move, population);
    if (TRACED.includes(name)) this.#takeTraces(game, move, population, spikes);
  }

  #takeMembranes(game: number, move: number, { name, neurons, membranes }: Population): void {
    if (membranes === undefined) return;
    for (let t = 0; t < this.#network.steps; t++) {
      const own = membranesIn(this.#numeric, membranes, neurons, t);
      for (const [i, potential] of own.entries()) this.rows.potentials.add(name, game, move, t, i, potential);
    }
  }

  #takeTraces(game: number, move: number, { name, neurons }: Population, spikes: Uint8Array): void {
    const traces = this.#traces.get(name) ?? new Float64Array(neurons);
    this.#traces.set(name, traces);
    for (let t = 0; t < this.#network.steps; t++) {
      stepTraces(traces, this.#keeps[TRACED.indexOf(name)], spikes.subarray(t * neurons));
      for (const [i, trace] of traces.entries()) this.rows.traces.add(name, game, move, t, i, trace);
    }
  }
}

/** Plays games of the test once more. Games are numbered as they stand on the tables: one on each, then the second on each. */
export function activityTables(
  numeric: Numeric,
  agent: CardAgent,
  { games, mostFlips, tables, count, detail }: RecordedGames,
): readonly ResultTable[] {
  const { elementary, network } = agent;
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const player = openPlayer(numeric, network, true);
  player.take(agent.stored);
  const [state, record] = [kernels.allocate(player.stateBytes), kernels.allocate(player.recordBytes)];
  const seen = numeric.room(O);
  const watch = new Watch(numeric, agent, player, detail);
  const play = (number: number, at: number): void => {
    let isOver = false;
    for (let move = 0; move < mostFlips && !isOver; move++) {
      const observed = tables.observations.slice(at * O, (at + 1) * O);
      numeric.view(seen, O).set(observed);
      player.move(seen, move === 0, state, record);
      watch.take(number, move, record);
      const { logits, values } = agent.judge(Float64Array.from(numeric.view(player.features(record), M)), observed);
      const cell = likeliest(logits);
      const chosen = new Int32Array(count).fill(NO_MOVE);
      chosen[at] = cell;
      const lies = tables.grid(at);
      isOver = tables.step(chosen).length > 0;
      const probability = elementary.exp(logProbabilities(elementary, logits)[cell]);
      watch.rows.moves.add(lies, number, move, cell, probability, values[0], tables.rewards[at]);
    }
    // a game that was left makes room for the next
    if (!isOver) tables.giveUp(at);
  };
  for (let number = 0; number < games; number++) play(number, number % count);
  return tablesOf(watch.rows, detail, network.form);
}

const game = (of: TableRows): Filled =>
  of.whole(0, 'game', 'number of the game: one on each table, then the second on each');
const move = (of: TableRows): Filled => of.whole(1, 'move', 'move of the game, from 0 on');
const layer = (of: TableRows): Filled => of.words('layer', 'population of neurons');
const step = (of: TableRows): Filled => of.whole(2, 'step', 'time step of the move');
const unit = (of: TableRows, at: number): Filled => of.whole(at, 'unit', 'neuron of the layer');

function stepTables({ fired, potentials, traces }: GameRows): readonly ResultTable[] {
  return [
    table('spikes', 'each spike', [game(fired), move(fired), layer(fired), step(fired), unit(fired, 3)]),
    table('potentials', 'membrane of each neuron after each step', [
      ...[game(potentials), move(potentials), layer(potentials), step(potentials), unit(potentials, 3)],
      potentials.real(4, 'potential', 'membrane potential'),
    ]),
    table('traces', 'traces that the rule reads, after each step', [
      ...[game(traces), move(traces), layer(traces), step(traces), unit(traces, 3)],
      traces.real(4, 'trace', 'trace of the spikes of the neuron'),
    ]),
  ];
}

/** What there is of units without time. */
const activityTable = ({ activities }: GameRows): ResultTable =>
  table('activities', 'what each unit says, move by move', [
    ...[game(activities), move(activities), layer(activities), unit(activities, 2)],
    activities.real(3, 'activity', 'of the unit'),
  ]);

const rateTable = ({ rates }: GameRows): ResultTable =>
  table('rates', 'firing rate of each neuron in each move', [
    ...[game(rates), move(rates), layer(rates), unit(rates, 2)],
    rates.real(3, 'rate', 'spikes over the time of the move', 'Hz'),
  ]);

function tablesOf(rows: GameRows, detail: Detail, form: CardNetwork['form']): readonly ResultTable[] {
  const { moves, memory } = rows;
  const [inDetail, always] =
    form === 'spiking' ? [() => stepTables(rows), [rateTable(rows)]] : [() => [activityTable(rows)], []];
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
    ...(detail === 'steps' ? inDetail() : []),
    ...always,
    table('memory', 'the memory after each move', [
      game(memory),
      move(memory),
      memory.whole(2, 'key', 'key neuron'),
      memory.whole(3, 'value', 'value neuron'),
      memory.real(4, 'weight', 'synapse from the key to the value'),
    ]),
  ];
}
