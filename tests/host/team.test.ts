/** Threads of a team, real ones: what they do is seen by all, and none that fails is waited for. */
import { describe, expect, it } from 'vitest';
import type { MsmError } from '../../src/errors.js';
import { startTeam } from '../../src/host/team.js';
import type { Team } from '../../src/train/team.js';

const PROGRAM = new URL('./team-program.mjs', import.meta.url);
const SIZE = 3;

/** Does something with a team, and ends it. */
async function withTeam<T>(data: object, use: (team: Team, numbers: Float64Array) => Promise<T>): Promise<T> {
  const team = startTeam(PROGRAM, data, SIZE);
  const numbers = new SharedArrayBuffer(8 * SIZE);
  team.begin({ numbers });
  try {
    return await use(team, new Float64Array(numbers));
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

  it('hands on what a person can do about a thread that cannot begin', async () => {
    await withTeam({ fails: 'opening' }, async (team) => {
      const { code, message, next } = await failure(team.together([1], () => {}));
      expect([code, message, next]).toEqual(['E_CONFIG', 'there is no room', 'Make it smaller.']);
    });
  });
});
