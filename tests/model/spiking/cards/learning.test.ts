/** The agent and how it learns, on a network so small that it thinks in no time. */
import { describe, expect, it } from 'vitest';
import type { CardAgent } from '../../../../src/model/spiking/cards/agent.js';
import { ended } from '../../../../src/train/pieces.js';
import { openSmall } from './small-agent.js';

const tensor = (agent: CardAgent, name: string) => {
  const { offset, count, shape } = agent.tensors.find((one) => one.name === name) ?? { offset: 0, count: 0, shape: [] };
  return { shape, values: Float64Array.from(agent.parameters().subarray(offset, offset + count)) };
};

describe('the parameters of an agent', () => {
  it.each([
    ['actor.0.weight', Math.SQRT2],
    ['critic.0.weight', Math.SQRT2],
    ['policy.weight', 0.01],
    ['value.weight', Math.SQRT2],
  ])('are orthogonal in %s, and of its gain', (name, gain) => {
    const { agent } = openSmall();
    const { shape, values } = tensor(agent, name);
    const [rows, columns] = shape;
    for (let a = 0; a < rows; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < columns; i++) dot += values[a * columns + i] * values[b * columns + i];
        expect(Math.abs(dot - (a === b ? gain * gain : 0))).toBeLessThan(1e-14);
      }
    }
  });

  it('are 0 in biases, and within their bounds in what spikes', () => {
    const { agent } = openSmall();
    expect(tensor(agent, 'actor.1.bias').values.every((x) => x === 0)).toBe(true);
    const { shape, values } = tensor(agent, 'writing_layer.W');
    const largest = Math.sqrt(12 / (shape[0] + shape[1]));
    const most = values.reduce((m, x) => Math.max(m, Math.abs(x)), 0);
    expect(most).toBeLessThan(largest);
    expect(most).toBeGreaterThan(0.9 * largest);
  });
});

describe('learning to play', () => {
  const whole = { learning: { passes: 1, groups: 1 } } as const;

  it('sees in its first look at a rollout exactly what was played: all ratios are 1', async () => {
    const [{ policy, length, entropy }] = await openSmall(whole).update(0.001);
    // advantages have mean 0
    expect(Math.abs(policy)).toBeLessThan(1e-14);
    expect(length).toBeGreaterThan(0);
    // actions are nearly alike at first
    expect(Math.abs(entropy - Math.log(4))).toBeLessThan(0.01);
  });

  it('does so also in a second rollout, which goes on from the states of the first', async () => {
    const { update } = openSmall(whole);
    await update(0.001);
    expect(Math.abs((await update(0.001))[0].policy)).toBeLessThan(1e-14);
  });

  it('follows from its draws alone', async () => {
    const run = async () => {
      const { agent, update } = openSmall({ precision: 'f32' });
      const reports = [await update(0.001), await update(0.001), await update(0.001)];
      return { parameters: [...agent.parameters()], reports };
    };
    expect(await run()).toEqual(await run());
  });

  it('does the same whether records are kept from the way forward or made again', async () => {
    // five tables are shares of two and of one
    const five = { learning: { tables: 5, groups: 1 } } as const;
    const [kept, again] = [openSmall(five), openSmall({ ...five, keptBytes: 0 })];
    expect(await again.update(0.001)).toEqual(await kept.update(0.001));
    expect([...again.agent.parameters()]).toEqual([...kept.agent.parameters()]);
  });

  it.each(['spiking', 'relu'] as const)('has the same bits by one thread, two and three: %s', async (form) => {
    const run = async (threads: number) => {
      // groups of five tables are shares of two, one, one and one: two threads have 3 + 2 of them, three 2 + 1 + 2
      const small = openSmall({ precision: 'f32', learning: { tables: 10 }, network: { form }, threads });
      const reports = [await small.update(0.001), await small.update(0.001)];
      const { block, agent } = small;
      const state = ['networks', 'before', 'observations', 'logs', 'values', 'advantages', 'spikes'].map((name) => [
        ...(name === 'networks' || name === 'before' ? block.i32(name) : block.f64(name as 'values')),
      ]);
      return { reports, state, parameters: [...agent.parameters()], gradient: [...agent.gradient()] };
    };
    const one = await run(1);
    expect(one.gradient.some((x) => x !== 0)).toBe(true);
    expect(await run(2)).toEqual(one);
    expect(await run(3)).toEqual(one);
  });

  it('adds up the gradients of shares in their order, and their losses', async () => {
    const { hands, agent, block, work, play } = openSmall({ precision: 'f32', learning: { tables: 4, groups: 1 } });
    await play();
    const tables = Int32Array.of(2, 0, 3, 1);
    const losses = await hands.learn(0, tables);
    const whole = agent.gradient().slice();
    const parts = work.shares.map((_, share) => {
      const [own] = ended(work.learn(tables, { from: share, to: share + 1 }, 0));
      return { own, gradient: agent.gradient().slice() };
    });
    expect(parts).toHaveLength(4);
    const sum = new Float32Array(agent.count);
    for (const [share, { gradient }] of parts.entries())
      for (const [i, x] of gradient.entries()) sum[i] = share === 0 ? x : sum[i] + x;
    expect([...whole]).toEqual([...sum]);
    expect(losses.total).toBe(parts.reduce((all, { own }) => all + own.total, 0));
    // a share of one table has the mean over all moves of the group
    expect(losses.entropy).toBeCloseTo(Math.log(4), 1);
    expect(block.get('optimized')).toBe(0);
  });

  it('changes every tensor, those of the memory too', async () => {
    const { agent, update } = openSmall();
    const before = new Map(agent.tensors.map(({ name }) => [name, tensor(agent, name).values]));
    for (let u = 0; u < 5; u++) await update(0.001);
    for (const { name } of agent.tensors) expect(tensor(agent, name).values, name).not.toEqual(before.get(name));
  });

  it('plays the likeliest moves on the tables that still play, and changes no parameter by that', async () => {
    const { agent, block, playing, tables } = openSmall();
    const before = [...agent.parameters()];
    const testing = tables(true);
    playing.begin();
    const lying = Uint8Array.from(testing.state.states);
    await playing.likeliest(testing, (table) => table === 2);
    const changed = testing.state.states.map((state, i) => (state === lying[i] ? 0 : 1));
    // of table 2 one cell was turned over, of the others none
    expect(
      Array.from({ length: 4 }, (_, table) => changed.subarray(4 * table, 4 * table + 4).reduce((a, b) => a + b, 0)),
    ).toEqual([0, 0, 1, 0]);
    expect([...block.i32('gameFlips')]).toEqual([0, 0, 1, 0]);
    expect([...agent.parameters()]).toEqual(before);
  });

  it('knows how much of the variance of returns its values explain', async () => {
    const { block, playing, tables } = openSmall({ learning: { moves: 1, tables: 4, groups: 1 } });
    playing.putBy();
    const training = tables(false);
    await playing.move(training, 0, 0);
    // returns of one move are those that follow, but for the reward, which is the same for all
    expect(await playing.appraise(0)).toBeUndefined();
    block.f64('rewards').set([1, 2, 3, 4]);
    block.f64('values').set([1, 2, 3, 6]);
    // mean of the differences -1/2, squares 3 * 1/4 + 9/4 = 3; of the returns 5
    expect(Math.abs(((await playing.appraise(0)) ?? 0) - (1 - 3 / 5))).toBeLessThan(1e-15);
  });

  it('refuses groups that do not divide the tables', () => {
    expect(() => openSmall({ learning: { groups: 3 } })).toThrow('3 groups do not divide 4 tables');
  });
});
