/** A team whose members are called one after the other, by the thread of the run: what they do is that of real threads. */
import type { Job, Member, Team } from '../../src/train/team.js';

export interface InProcessTeam extends Team {
  /** Jobs that were given. */
  readonly jobs: Job[];
}

export function inProcessTeam(members: readonly Member[]): InProcessTeam {
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
      own();
    },
    close: () => {},
  };
}
