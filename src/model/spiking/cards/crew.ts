/**
 * Several threads play and learn: each has an agent, kernels and a block of its own. When networks hear, each has some of the tables; when a group is
 * learned from, each has some of its shares, of which the thread of the run adds up the gradients, in their order, and makes the step. So its block has
 * all of the state between jobs, and checkpoints know nothing of threads.
 */
import { runOf } from '../../../train/partner.js';
import type { Pause } from '../../../train/pause.js';
import { ended } from '../../../train/pieces.js';
import type { Job, Member, Rank, Team } from '../../../train/team.js';
import type { Share } from '../../../train/trainable.js';
import { type CardThread, CrewBoard, crewMemory, HEARD_FROM, LEARNED_FROM } from './crew-board.js';
import { type CardHands, sumOfLosses } from './hands.js';

const KINDS = ['hear', 'learn'] as const;

/** `version` of parameters and `rollout` change with what they are of: who has seen other ones takes it from the board first. */
interface CrewJob {
  readonly kind: (typeof KINDS)[number];
  /** Tables on the board that are meant. */
  readonly count: number;
  readonly goesOn: boolean;
  readonly version: number;
  readonly rollout: number;
}

const jobOf = ({ kind, count, goesOn, version, rollout }: CrewJob): Job => [
  ...[KINDS.indexOf(kind), count, goesOn ? 1 : 0, version, rollout],
];

const readJob = ([kind, count, goesOn, version, rollout]: Job): CrewJob => ({
  ...{ kind: KINDS[kind], count, goesOn: goesOn === 1, version, rollout },
});

/** The tables that a thread hears, of some. */
const partOf = (tables: Int32Array, place: Rank): { readonly own: Int32Array; readonly run: Share } => {
  const run = runOf(tables.length, place);
  return { own: tables.slice(run.from, run.to), run };
};

/** The first thread of several, that of the run. */
export function crewHands(thread: CardThread, team: Team): CardHands {
  const { agent, work } = thread;
  const memory = crewMemory(thread);
  const board = new CrewBoard(thread, memory);
  const place: Rank = { rank: 0, size: team.size };
  let [version, rollout] = [0, 0];
  let posted: number | undefined;
  let steps: number | undefined;
  team.begin(memory);

  /** Parameters go up if a step has changed them. */
  const post = (tables: Int32Array): void => {
    board.tables.set(tables);
    if (steps === agent.steps()) return;
    steps = agent.steps();
    board.put(['parameters']);
    version++;
  };
  const job = (kind: CrewJob['kind'], tables: Int32Array, goesOn = false): Job =>
    jobOf({ kind, count: tables.length, goesOn, version, rollout });

  return {
    hear: async (tables, goesOn) => {
      post(tables);
      const { own, run } = partOf(tables, place);
      const others = tables.slice(run.to);
      board.putRows(HEARD_FROM, others);
      await team.together(job('hear', tables, goesOn), () => board.putHeard(0, work.hear(own, goesOn)));
      if (goesOn) board.takeRows(['networks'], others);
      return board.heard(tables.length);
    },
    learn: async (update, tables, pause?: Pause) => {
      const { learn, shares } = work;
      if (learn === undefined) throw new Error('there is nobody who learns');
      post(tables);
      if (posted !== update) {
        posted = update;
        board.put(LEARNED_FROM);
        rollout++;
      }
      const run = runOf(shares.length, place);
      const own = function* () {
        for (const [i, losses] of (yield* learn(tables, run, 0)).entries()) board.putLosses(i, losses);
      };
      await team.together(job('learn', tables), own, pause);
      for (let share = run.to; share < shares.length; share++)
        for (const tensor of agent.tensors) {
          const { offset, count } = tensor;
          agent.slots.addPart(tensor, board.part(share).subarray(offset, offset + count), false);
        }
      return sumOfLosses(shares.map((_, share) => board.losses(share)));
    },
  };
}

/** Another thread. */
export function crewMember(thread: CardThread): Member {
  const { agent, work } = thread;
  let [version, rollout] = [0, 0];
  let at: { readonly board: CrewBoard; readonly place: Rank } | undefined;

  const hear = (tables: Int32Array, goesOn: boolean, board: CrewBoard, place: Rank): void => {
    const { own, run } = partOf(tables, place);
    board.takeRows(HEARD_FROM, own);
    board.putHeard(run.from, work.hear(own, goesOn));
    if (goesOn) board.putRows(['networks'], own);
  };
  const learn = (tables: Int32Array, board: CrewBoard, place: Rank): void => {
    const { from, to } = runOf(work.shares.length, place);
    for (let share = from; share < to && work.learn !== undefined; share++) {
      const [losses] = ended(work.learn(tables, { from: share, to: share + 1 }, 0));
      board.putLosses(share, losses);
      board.part(share).set(agent.gradient());
    }
  };
  return {
    begin: (place, memory) => {
      at = { board: new CrewBoard(thread, memory), place };
    },
    work: (given) => {
      if (at === undefined) throw new Error('a thread has a job before it has begun');
      const { board, place } = at;
      const job = readJob(given);
      if (job.version !== version) {
        board.take(['parameters']);
        agent.changed();
      }
      if (job.rollout !== rollout) board.take(LEARNED_FROM);
      ({ version, rollout } = job);
      const tables = board.tables.slice(0, job.count);
      if (job.kind === 'hear') hear(tables, job.goesOn, board, place);
      else learn(tables, board, place);
      return undefined;
    },
  };
}
