/** Ranks that meet in one process: who is let in, who is not, and what they hear of each other. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { followRank } from '../../src/ranks/follower.js';
import { gatherRanks, type Meeting } from '../../src/ranks/leader.js';
import type { RankPlace } from '../../src/ranks/place.js';
import type { Job, Member, SharedMemory } from '../../src/train/team.js';
import { freePort } from './free-port.js';

const NEVER = { isRequested: () => false };

async function places(size: number): Promise<readonly RankPlace[]> {
  const port = await freePort();
  return Array.from({ length: size }, (_, rank) => ({ rank, size, host: '127.0.0.1', port }));
}

const meeting = (more: Partial<Meeting> = {}): Meeting => ({
  ...{ identity: 'run', differs: (about) => `not ${JSON.stringify(about)}`, interruption: NEVER, limitMs: 3000 },
  ...more,
});

const HELLO = { identity: 'run', about: 'another' };

/** Adds all numbers before its own place, and its rank, in its own place. */
function adder(fail?: MsmError): Member {
  let numbers: Float64Array = new Float64Array();
  let own = 0;
  return {
    begin: ({ rank }, memory) => {
      [numbers, own] = [new Float64Array(memory.numbers), rank];
    },
    work: ([factor]: Job) => {
      if (fail !== undefined) throw fail;
      numbers[own] = factor * numbers.reduce((sum, x) => sum + x, 0) + own;
    },
  };
}

const shared = (): SharedMemory => ({ numbers: new SharedArrayBuffer(8 * 4) });

/** What a promise was rejected with. */
const failure = (promise: Promise<unknown>): Promise<MsmError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  );

interface Relay {
  readonly server: Server;
  readonly place: RankPlace;
  /** Connections that came, in their order, from the side of whoever came. */
  readonly came: readonly Socket[];
}

/** Stands between a rank and rank 0, and hands on what they say. */
async function relayTo({ host, port }: RankPlace, other: RankPlace): Promise<Relay> {
  const came: Socket[] = [];
  const server = createServer((socket) => {
    came.push(socket);
    const there = connect(port, host);
    for (const [from, to] of [
      [socket, there],
      [there, socket],
    ]) {
      from.pipe(to);
      from.on('error', () => to.resetAndDestroy());
      from.on('close', () => to.destroy());
    }
  });
  const free = await freePort();
  await new Promise<void>((resolve) => void server.listen(free, host, resolve));
  return { server, came, place: { ...other, port: free } };
}

describe('ranks that meet', () => {
  it('see what all have written, from job to job', async () => {
    const [first, ...others] = await places(3);
    const followers = others.map((place) => followRank(place, HELLO, adder(), { interruption: NEVER }));
    const team = await gatherRanks(first, meeting());
    expect(team.size).toBe(3);
    const memory = shared();
    const numbers = new Float64Array(memory.numbers);
    team.begin(memory);
    numbers[0] = 10;
    await team.together([1], () => {
      numbers[3] = 0.5;
    });
    expect([...numbers]).toEqual([10, 11, 12, 0.5]);
    await team.together([2], () => {});
    // each of the two knew what the other had, and what rank 0 wrote meanwhile
    expect([...numbers]).toEqual([10, 68, 69, 0.5]);
    team.close();
    await Promise.all(followers);
  });

  it('are not disturbed by whoever else connects', async () => {
    const [first, other] = await places(2);
    const gathered = gatherRanks(first, meeting());
    await new Promise<void>((resolve) => {
      const stranger = connect(first.port, first.host, () => stranger.end('GET / HTTP/1.1\r\n\r\n'));
      stranger.on('close', () => resolve());
      stranger.on('error', () => {});
    });
    const follower = followRank(other, HELLO, adder(), { interruption: NEVER });
    const team = await gathered;
    team.close();
    await follower;
  });

  it.each([
    ['has another run', { size: 2, rank: 1 }, { ...HELLO, identity: 'none' }, 'rank 1 has another run: not "another"'],
    ['thinks of more', { size: 5, rank: 1 }, HELLO, 'rank 1 was started as one of 5, rank 0 as one of 2'],
    ['has the place of rank 0', { size: 2, rank: 0 }, HELLO, 'rank 0 is none of the 2 ranks'],
  ])('are refused on both sides if one %s', async (_, wrong, hello, message) => {
    const [first] = await places(2);
    const follower = failure(followRank({ ...first, ...wrong }, hello, adder(), { interruption: NEVER }));
    const [here, there] = await Promise.all([failure(gatherRanks(first, meeting())), follower]);
    expect(here).toMatchObject({ code: 'E_CONFIG', message });
    expect(there).toMatchObject({ code: 'E_CONFIG', message: `rank 0 does not begin: ${message}` });
  });

  it('are refused if one was started twice', async () => {
    const [first, other] = await places(3);
    const follow = () => failure(followRank(other, HELLO, adder(), { interruption: NEVER }));
    const [here, ...there] = await Promise.all([failure(gatherRanks(first, meeting())), follow(), follow()]);
    expect(here.message).toBe('rank 1 was started twice');
    for (const { message } of there) expect(message).toBe('rank 0 does not begin: rank 1 was started twice');
  });

  it('do not wait for ever, and say who is missing', async () => {
    const [first, second] = await places(4);
    const follower = failure(followRank(second, HELLO, adder(), { interruption: NEVER }));
    const here = await failure(gatherRanks(first, meeting({ limitMs: 600 })));
    expect(here).toMatchObject({ code: 'E_CONFIG', message: 'ranks 2, 3 did not come within 0.6 s' });
    expect((await follower).message).toBe('rank 0 does not begin: ranks 2, 3 did not come within 0.6 s');
    const alone = await failure(followRank(second, HELLO, adder(), { interruption: NEVER, limitMs: 300 }));
    expect(alone.message).toContain(`rank 1 does not reach rank 0 at 127.0.0.1, port ${first.port}: `);
  });

  it('hear of a failure of one with its own code, and of one that is gone', async () => {
    const [first, second] = await places(2);
    const sick = new MsmError('E_CONFIG', 'no room', { next: 'Take less.' });
    const follower = failure(followRank(second, HELLO, adder(sick), { interruption: NEVER }));
    const team = await gatherRanks(first, meeting());
    team.begin(shared());
    expect(await failure(team.together([1], () => {}))).toMatchObject({
      code: 'E_CONFIG',
      message: 'no room',
      next: 'Take less.',
    });
    expect((await follower).message).toBe('no room');
    expect(await failure(team.together([1], () => {}))).toMatchObject({ code: 'E_INTERRUPTED' });
    team.close();
  });

  it('count as gone when the line between them breaks, whatever is under way on the other connection', async () => {
    const [first, second] = await places(2);
    const { server, came, place } = await relayTo(first, second);
    const follower = failure(followRank(place, HELLO, adder(), { interruption: NEVER }));
    const team = await gatherRanks(first, meeting());
    team.begin(shared());
    await team.together([1], () => {});
    expect(came).toHaveLength(2);
    const [, line] = came;
    line.resetAndDestroy();
    expect((await follower).message).toMatch(/^rank 0 is not there any more: /);
    expect(await failure(team.together([1], () => {}))).toMatchObject({
      code: 'E_INTERRUPTED',
      message: expect.stringMatching(/^rank 1 is not there any more: /),
    });
    team.close();
    server.close();
  });

  it('hear the last words of rank 0, though its line is closed before they come', async () => {
    const [first, second] = await places(2);
    const { server, came, place } = await relayTo(first, second);
    const follower = followRank(place, HELLO, adder(), { interruption: NEVER });
    const team = await gatherRanks(first, meeting());
    team.begin(shared());
    await team.together([1], () => {});
    const [, line] = came;
    await new Promise((resolve) => line.once('close', resolve).end());
    team.close();
    await expect(follower).resolves.toBeUndefined();
    server.close();
  });

  it('may come again, if one has left before all were there', async () => {
    const [first, second, third] = await places(3);
    let isRequested = false;
    const gathered = gatherRanks(first, meeting());
    const early = failure(
      followRank(second, HELLO, adder(), { interruption: { isRequested: () => isRequested }, graceMs: 0 }),
    );
    setTimeout(() => {
      isRequested = true;
    }, 150);
    expect((await early).message).toBe('this rank was asked to stop');
    // the end of its connection reaches rank 0
    await new Promise((resolve) => setTimeout(resolve, 100));
    const others = [second, third].map((place) => followRank(place, HELLO, adder(), { interruption: NEVER }));
    (await gathered).close();
    await Promise.all(others);
  });

  it('leave soon if somebody asks while a machine does not answer, or what listens there says nothing', async () => {
    const port = await freePort();
    const dumb = createServer(() => {});
    await new Promise<void>((resolve) => void dumb.listen(port, '127.0.0.1', resolve));
    const interruption = { isRequested: () => true };
    const place = { rank: 1, size: 2, host: '127.0.0.1', port };
    expect((await failure(followRank(place, HELLO, adder(), { interruption }))).message).toBe(
      'this rank was asked to stop',
    );
    const silent = await failure(followRank(place, HELLO, adder(), { interruption: NEVER, answerMs: 200 }));
    expect(silent.message).toBe(
      `rank 1 does not reach rank 0 at 127.0.0.1, port ${port}: whoever listens there says nothing`,
    );
    dumb.close();
  });

  it('need not be waited for by rank 0 when it is asked to stop', async () => {
    const [first, second] = await places(2);
    // takes part, and never answers a job
    const member = { begin: () => {}, work: () => undefined };
    const { server, came, place } = await relayTo(first, second);
    const follower = failure(followRank(place, HELLO, member, { interruption: NEVER }));
    const team = await gatherRanks(first, meeting());
    const [line] = came;
    line.pause();
    team.begin(shared());
    const pause = { isDue: () => true, turn: () => Promise.reject(new MsmError('E_INTERRUPTED', 'stopped')) };
    expect((await failure(team.together([1], () => {}, pause))).message).toBe('stopped');
    for (const socket of came) socket.resetAndDestroy();
    await follower;
    team.close();
    server.close();
  });

  it('tell rank 0 that they were asked to stop', async () => {
    const [first, second] = await places(2);
    let isRequested = false;
    const asked: number[] = [];
    const interruption = { isRequested: () => isRequested };
    const follower = followRank(second, HELLO, adder(), { interruption });
    const team = await gatherRanks(first, meeting({ onAsked: (rank) => asked.push(rank) }));
    team.begin(shared());
    await team.together([1], () => {});
    expect(asked).toEqual([]);
    isRequested = true;
    await team.together([1], () => {});
    expect(asked).toEqual([1]);
    team.close();
    await follower;
  });

  it('leave some time after they were asked to, if rank 0 does not end the run', async () => {
    const [first, second] = await places(2);
    let isRequested = false;
    const interruption = { isRequested: () => isRequested };
    const follower = failure(followRank(second, HELLO, adder(), { interruption, graceMs: 150 }));
    const team = await gatherRanks(first, meeting());
    const memory = shared();
    team.begin(memory);
    isRequested = true;
    await team.together([1], () => {});
    // it went on working meanwhile
    expect(new Float64Array(memory.numbers)[1]).toBe(1);
    expect(await follower).toMatchObject({ code: 'E_INTERRUPTED', message: 'this rank was asked to stop' });
    team.close();
  });
});
