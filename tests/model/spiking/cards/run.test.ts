/** Runs of the card game as a whole, with a network so small that it plays in no time. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantiate } from '../../../../src/host/builds.js';
import { MsmError, type Simulation, simulate } from '../../../../src/index.js';
import { CARDS } from '../../../../src/model/spiking/cards/model.js';
import { optimalFlips } from '../../../../src/model/spiking/cards/players.js';
import { claimRunFolder } from '../../../../src/run/claim-folder.js';
import { createModel, startRun } from '../../../../src/run/session.js';
import type { Member } from '../../../../src/train/team.js';
import { temporaryFolders } from '../../../run/folders.js';
import {
  dataHashes,
  goOn,
  HASTY_MS,
  type PlanOptions,
  plan,
  start,
  surroundings,
  type Texts,
} from '../../../run/harness.js';
import { inProcessTeam } from '../../../train/in-process-team.js';

type Values = { readonly [key: string]: number | string | boolean };

const SMALL = {
  ...{ num_envs: 4, num_steps: 5, num_env_steps: 60, ppo_epochs: 2, ppo_batches: 2, test_games: 6, most_flips: 12 },
  ...{ embedding_size: 10, memory_size: 12, num_time_steps: 20, learning_rate: 0.002 },
} as const;

const play = (parameters: Values = {}, seed = 0): Promise<Simulation> =>
  simulate({ family: CARDS, parameters: { ...SMALL, ...parameters }, seed });

const column = ({ tables }: Simulation, table: string, name: string): readonly number[] =>
  Array.from(tables[table].columns[name] as ArrayLike<number>);

describe('a run of the card game', () => {
  it('has an update for each whole rollout, and a step for the test', async () => {
    const run = await play({ num_env_steps: 79 });
    // 79 moves are 15 of each table, and 3 rollouts of 5
    expect([run.steps, run.summary.updates, run.summary.moves]).toEqual([4, 3, 60]);
    expect(column(run, 'timeseries', 'step')).toEqual([0, 1, 2]);
    expect(column(run, 'timeseries', 'rate')).toEqual([0.002, 0.002, 0.002]);
    const linear = await play({ decay_lr_linearly: true });
    expect(column(linear, 'timeseries', 'rate')).toEqual([0.002, 0.002 * (1 - 1 / 3), 0.002 * (1 - 2 / 3)]);
    const slower = await play({ learning_rate_decay: 0.5, decay_learning_rate_every: 2 });
    expect(column(slower, 'timeseries', 'rate')).toEqual([0.002, 0.002, 0.001]);
  });

  it('counts games and flips while it learns, and has no mean where no game was over', async () => {
    const run = await play({ num_env_steps: 400 });
    const [games, flips] = [column(run, 'timeseries', 'games'), column(run, 'timeseries', 'flips')];
    expect(games.reduce((sum, n) => sum + n, 0)).toBe(run.summary.train_games);
    expect(games).toContain(0);
    for (const [i, n] of games.entries()) expect(Number.isNaN(flips[i])).toBe(n === 0);
    // nobody ends a game of four cards with fewer
    for (const mean of flips) if (!Number.isNaN(mean)) expect(mean).toBeGreaterThanOrEqual(4);
    const rates = column(run, 'timeseries', 'rate_encoder');
    expect(rates.every((rate) => rate > 0 && rate < 250)).toBe(true);
  });

  it('plays a fixed set of games in its test: as many on each table, others given up', async () => {
    const run = await play();
    const [tables, games, flips, lost] = ['table', 'game', 'flips', 'is_given_up'].map((name) =>
      column(run, 'games', name),
    );
    const played = tables.map((table, i) => `${table}.${games[i]}`).sort();
    expect(played).toEqual(['0.0', '0.1', '1.0', '1.1', '2.0', '3.0']);
    for (const [i, n] of flips.entries()) {
      expect(n).toBeLessThanOrEqual(12);
      if (lost[i] === 1) expect(n).toBe(12);
    }
    const mean = flips.reduce((sum, n) => sum + n, 0) / 6;
    expect(run.summary.test_flips).toBe(mean);
    expect(run.summary.test_given_up).toBe(lost.reduce((sum, one) => sum + one, 0));
    const counted = column(run, 'flips', 'games').reduce((sum, n) => sum + n, 0);
    expect([run.summary.test_games, counted]).toEqual([6, 6]);
    expect([run.summary.optimal_flips, run.summary.random_flips]).toEqual([optimalFlips(4), 16]);
  });

  it('tests as the original in faithful mode: the games that are over first, on all tables', async () => {
    const faithful = { mode: 'faithful', embedding_size: 80, memory_size: 8, num_time_steps: 10 } as const;
    const run = await play({ ...faithful, num_env_steps: 20, num_envs: 2, ppo_batches: 1, test_games: 1 });
    // a network that has learned nothing may turn the same card for ever: 10000 moves are the end
    expect(run.summary.test_games).toBeLessThanOrEqual(2);
    expect(run.summary.test_given_up ?? 0).toBe(0);
  });

  it('keeps the weights after which games took the fewest flips, and only once each table has seen the end of a game', async () => {
    const run = await play({ num_env_steps: 1200 });
    const best = run.summary.best_update as number;
    expect(best).toBeGreaterThan(1);
    const shorter = await play({ num_env_steps: best * 20, test_games: 0 });
    expect(Array.from(run.state.columns.best as ArrayLike<number>)).toEqual(
      Array.from(shorter.state.columns.weights as ArrayLike<number>),
    );
  });

  it('says which layers were silent, and when', async () => {
    const run = await play({ thr: 1e9 });
    expect(run.notes).toContain(
      'no neuron of layer encoder (the encoder of observations) spiked in 3 updates, the first of them 1 and the last 3',
    );
    expect(run.summary.train_silent).toBe(1);
  });

  it('has a twin without time, with no rates of layers', async () => {
    const run = await play({ form: 'relu', gamma_pos: 0.05 });
    expect(Object.keys(run.tables.timeseries.columns).filter((name) => name.startsWith('rate_'))).toEqual([]);
    expect(run.summary.train_silent).toBeLessThan(1);
    // of 4 * 4 + 10 numbers that are seen, 10 embedded, 12 keys and values
    expect(column(run, 'tensors', 'numbers').slice(0, 3)).toEqual([260, 240, 120]);
  });

  it('ends with tensor, update, pass and group where the loss stops being finite', async () => {
    const failure = await play({ learning_rate: 1e38, max_grad_norm: 0 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MsmError);
    const { code, message, data } = failure as MsmError;
    expect(code).toBe('E_DIVERGED');
    expect(message).toMatch(/^[\w.]+\[[\d, ]+\] = .* before step \d, in (pass \d, group \d|move \d of the rollout)$/);
    expect(data.step).toBeLessThan(3);
  });

  it.each([
    ['ppo_batches', { ppo_batches: 3 }, 'ppo_batches = 3 does not divide num_envs = 4; 2 does'],
    [
      'readout_delay',
      { readout_delay: 21 },
      'readout_delay = 21 is more than num_time_steps = 20, the steps of a move',
    ],
    ['record_games', { record_games: 7 }, 'record_games = 7 is more than test_games = 6'],
    ['embedding_size', { mode: 'faithful' }, 'embedding_size = 10 fails in the original; choose mode = right, or 80'],
    [
      'num_env_steps',
      { num_env_steps: 19, test_games: 0 },
      'num_env_steps = 19 is less than a rollout of 20 moves, and test_games = 0: there is nothing to do',
    ],
  ])('refuses %s that does not fit', async (_, parameters, message) => {
    await expect(play(parameters)).rejects.toThrow(message);
  });
});

describe('the threads of a card game', () => {
  it.each([
    ['four tables of a group', {}, 4],
    ['more tables than shares', { num_envs: 320 }, 4],
    ['one table of a group', { num_envs: 16 }, 1],
    ['all tables of a test', { num_env_steps: 0 }, 64],
  ] as const)('are as many as have a part in each tick: %s', async (_, texts, most) => {
    const { family, parameters } = (await plan(texts, { family: CARDS })).run(0);
    expect(family.team?.most(parameters)).toBe(most);
  });
});

describe('a run of the card game that is interrupted', () => {
  const folder = temporaryFolders();
  const options: PlanOptions = { family: CARDS };

  it.each([
    ['f32', 'spiking'],
    ['f64', 'spiking'],
    ['f32', 'relu'],
  ])('within updates and in its test has the bytes of an undisturbed one: %s, %s', async (precision, form) => {
    const own: Texts = { ...SMALL, record_games: 1, precision, form };
    const place = folder();
    await start(join(place, 'whole'), own, options);
    const [cut, stops] = [join(place, 'cut'), [] as number[]];
    // a group has four turns within, and what was done of it is lost when one of them ends the session
    const around = { tick: () => HASTY_MS, spans: 6 };
    for (let session = 0; ; session++) {
      try {
        await (session === 0 ? start(cut, own, options, around) : goOn(cut, around));
        break;
      } catch (error) {
        if (!(error instanceof MsmError) || error.code !== 'E_INTERRUPTED') throw error;
        stops.push(error.data.step as number);
      }
    }
    // an update has five moves and four groups, and each may be the last before a stop
    expect(stops.filter((step) => step === 1).length).toBeGreaterThan(2);
    expect(stops.filter((step) => step === 3).length).toBeGreaterThan(1);
    expect(dataHashes(cut)).toEqual(dataHashes(join(place, 'whole')));
  });

  it('while three threads do it has those bytes, and one thread goes on where they ended', async () => {
    const place = folder();
    const own: Texts = { ...SMALL, num_envs: 6, num_env_steps: 60, precision: 'f32' };
    await start(join(place, 'whole'), own, options);
    const run = (await plan(own, options)).run(0);
    const { family, build, parameters, seed } = run;
    const others = [1, 2].map(() => family.team?.member({ kernels: instantiate(build), parameters, inputs: {}, seed }));
    const team = inProcessTeam(others as readonly Member[]);
    const cut = claimRunFolder(join(place, 'cut'), 'cards');
    const around = surroundings({ tick: () => HASTY_MS, spans: 16 });
    const error = await startRun(cut, run, createModel(run, instantiate, team), around).catch((thrown) => thrown);
    // an update is five moves and two passes of two groups, a turn behind each: this is in the second one
    expect([error.code, error.data.step]).toEqual(['E_INTERRUPTED', 1]);
    expect(new Set(team.jobs.map(([kind]) => kind))).toEqual(new Set([0, 1]));
    await goOn(cut);
    expect(dataHashes(cut)).toEqual(dataHashes(join(place, 'whole')));
  });
});
