/** Threads of a team, real ones: what they do is seen by all, and none that fails is waited for. */
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { startTeam } from '../../src/host/team.js';
import type { Pieces } from '../../src/train/pieces.js';
import type { Meeting, Team } from '../../src/train/team.js';

const PROGRAM = new URL('./team-program.mjs', import.meta.url);
const SIZE = 3;

/** Does something with a team, and ends it. */
async function withTeam<T>(
  data: object,
  use: (team: Team, numbers: Float64Array, words: Int32Array) => Promise<T>,
): Promise<T> {
  const team = startTeam(PROGRAM, data, SIZE);
  const numbers = new SharedArrayBuffer(8 * SIZE);
  const words = new SharedArrayBuffer(4 * SIZE);
  team.begin({ numbers, words });
  try {
    return await use(team, new Float64Array(numbers), new Int32Array(words));
  } finally {
    team.close();
  }
}

const failure = (work: Promise<void>): Promise<MsmError> =>
  work.then(
    () => Promise.reject(new Error('it was done')),
    (error) => error,
  );

describe('a team', () => {
  it('does job after job, each to its end in all threads', async () => {
    await withTeam({}, async (team, numbers) => {
      for (let job = 1; job <= 200; job++) {
        await team.together([job], () => {
          numbers[0] = -job;
        });
        expect([...numbers]).toEqual([-job, job, 2 * job]);
      }
    });
  });

  it('waits for the others where the thread of the run fails, and says how that did', async () => {
    await withTeam({}, async (team, numbers) => {
      const wrong = new Error('own');
      const error = await failure(
        team.together([5], () => {
          throw wrong;
        }),
      );
      expect(error).toBe(wrong);
      expect([...numbers]).toEqual([0, 5, 10]);
      await team.together([6], () => {});
      expect([...numbers]).toEqual([0, 6, 12]);
    });
  });

  it.each([
    ['throws', 'a thread of the run failed: thirteen'],
    ['exits', 'a thread of the run ended: it exited with status 9'],
  ])('says that a thread %s, also to whoever has a further job for it', async (fails, message) => {
    await withTeam({ fails }, async (team) => {
      await team.together([12], () => {});
      const errors = [await failure(team.together([13], () => {})), await failure(team.together([14], () => {}))];
      for (const error of errors) expect([error.code, error.message]).toEqual(['E_INTERNAL', message]);
    });
  });

  it.each(['its own pieces', 'the others'])(
    'stops at a pause that throws, within %s, and has no more jobs',
    async (within) => {
      await withTeam({}, async (team) => {
        await team.together([1], () => {});
        const stop = new MsmError('E_INTERRUPTED', 'stopped');
        let turns = 0;
        const pause = { isDue: () => true, turn: async () => (++turns < 3 ? undefined : Promise.reject(stop)) };
        const pieces = function* (): Pieces<void> {
          for (;;) yield;
        };
        const began = performance.now();
        expect(await failure(team.together([999], within === 'the others' ? () => {} : pieces, pause))).toBe(stop);
        expect(performance.now() - began).toBeLessThan(20_000);
        expect(turns).toBe(3);
        const { code, message } = await failure(team.together([1], () => {}));
        expect([code, message]).toEqual(['E_INTERNAL', 'a thread of the run ended: that of the run was stopped']);
      });
    },
  );

  it('hands on what a person can do about a thread that cannot begin', async () => {
    await withTeam({ fails: 'opening' }, async (team) => {
      const { code, message, next } = await failure(team.together([1], () => {}));
      expect([code, message, next]).toEqual(['E_CONFIG', 'there is no room', 'Make it smaller.']);
    });
  });
});

/** Counts the first word, each time behind the last one; `wrong` is thrown at 5. */
function* counting(words: Int32Array, most: number, wrong?: Error): Meeting {
  const at = SIZE - 1;
  for (let count = 1; count <= most; count++) {
    if (count === 5 && wrong !== undefined) throw wrong;
    Atomics.store(words, 0, count);
    Atomics.notify(words, 0);
    for (let seen = Atomics.load(words, at); seen < count; seen = Atomics.load(words, at)) yield { words, at, seen };
  }
}

describe('a job within which threads wait for each other', () => {
  const meet = (team: Team, own: Meeting, most: number): Promise<void> => {
    if (team.near === undefined) throw new Error('threads do not meet within jobs');
    return team.near.meet([1, most], own);
  };

  it('is done when all have come to its end', async () => {
    await withTeam({}, async (team, numbers, words) => {
      await meet(team, counting(words, 300), 300);
      expect([...words]).toEqual([300, 300, 300]);
      await team.together([4, 0], () => {});
      expect([...numbers]).toEqual([0, 4, 8]);
    });
  });

  it('ends where the thread of the run fails, for whom the others wait, and so do all later ones', async () => {
    await withTeam({}, async (team, _, words) => {
      const wrong = new Error('own');
      expect(await failure(meet(team, counting(words, 9, wrong), 9))).toBe(wrong);
      const later = [await failure(team.together([6], () => {})), await failure(meet(team, counting(words, 9), 9))];
      for (const { code, message } of later) {
        expect([code, message]).toEqual(['E_INTERNAL', 'a thread of the run ended: that of the run failed']);
      }
    });
  });

  it('ends where another thread fails, for whom that of the run waits', async () => {
    await withTeam({ fails: 'within' }, async (team, _, words) => {
      const { code, message } = await failure(meet(team, counting(words, 9), 9));
      expect([code, message]).toEqual(['E_INTERNAL', 'a thread of the run failed: five']);
    });
  });
});

it('a job that is wanted now is done when its call returns, and none of a team that has failed is begun', async () => {
  await withTeam({ fails: 'throws' }, async (team, numbers) => {
    team.near?.now([7, 0]);
    expect([...numbers]).toEqual([0, 7, 14]);
    const error = await failure(team.together([13, 0], () => {}));
    expect(() => team.near?.now([8, 0])).toThrow(error);
  });
});

it('a thread that dies within a job that is wanted now is given up after a while, and for good', async () => {
  const team = startTeam(PROGRAM, { fails: 'exits' }, SIZE, 300);
  const [numbers, words] = [new SharedArrayBuffer(8 * SIZE), new SharedArrayBuffer(4 * SIZE)];
  team.begin({ numbers, words });
  try {
    await team.together([12], () => {});
    const said = { code: 'E_INTERNAL', message: 'a thread of the run ended: nothing is heard of it' };
    expect(() => team.near?.now([13, 0])).toThrow(expect.objectContaining(said));
    expect(await failure(team.together([14], () => {}))).toMatchObject(said);
  } finally {
    team.close();
  }
});
