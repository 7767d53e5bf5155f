/** A team whose members are called one after the other, by the thread of the run: what they do is that of real threads. */
import { doOwn } from '../../src/train/pause.js';
import type { Job, Meeting, Member, Team } from '../../src/train/team.js';

export interface InProcessTeam extends Team {
  /** Jobs that were given. */
  readonly jobs: Job[];
}

/** Does what has its turn until it waits; true when it has ended. */
function isDone(meeting: Meeting): boolean {
  const next = meeting.next();
  if (next.done === true) return true;
  // it waits for what is not there, and is waited for by nobody else
  if (Atomics.load(next.value.words, next.value.at) !== next.value.seen) throw new Error('it waits for what has come');
  return false;
}

/** @param isNear - whether threads may wait for each other within jobs */
export function inProcessTeam(members: readonly Member[], isNear = false): InProcessTeam {
  const jobs: Job[] = [];
  const size = members.length + 1;
  return {
    size,
    jobs,
    begin: (memory) => {
      for (const [i, member] of members.entries()) member.begin({ rank: i + 1, size }, memory);
    },
    together: async (job, own) => {
      jobs.push(job);
      // the last first: nothing may depend on who is faster
      for (const member of [...members].reverse()) member.work(job);
      await doOwn(own);
    },
    ...(isNear && {
      near: {
        meet: async (job: Job, own: Meeting) => {
          jobs.push(job);
          const theirs = [...members].reverse().flatMap((member) => member.work(job) ?? []);
          let left = [...theirs, own];
          for (let turns = 0; left.length > 0; turns++) {
            if (turns > 100) throw new Error('all wait for each other');
            left = left.filter((meeting) => !isDone(meeting));
          }
        },
        now: (job: Job) => {
          jobs.push(job);
          for (const member of members) member.work(job);
        },
      },
    }),
    close: () => {},
  };
}
