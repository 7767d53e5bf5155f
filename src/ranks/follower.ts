/** Any rank but the first: goes to rank 0, and does the jobs that it is given until rank 0 ends them. */
import { connect, type Socket } from 'node:net';
import { configError } from '../config/problem.js';
import { asMsmError, MsmError } from '../errors.js';
import type { Interruption } from '../host/signals.js';
import type { Member, SharedMemory } from '../train/team.js';
import { Changes } from './changes.js';
import { Channel, type Message } from './channel.js';
import { JOIN_MS } from './leader.js';
import type { RankPlace } from './place.js';
import { type Answer, type Hello, readOrder, START_AGAIN } from './words.js';

const AGAIN_MS = 200;
const LOOK_MS = 100;
/** What rank 0 is called in messages. */
const LEADER = 'rank 0';
/** More than any network that this program can open has. */
const MOST_MEMORY = 2 ** 34;
/** Errors of a connection that another try may not have. */
const PASSING = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EAI_AGAIN'];

/** A signal usually goes to all ranks: so long rank 0 has to save what is done and to end the run in good order. */
const GRACE_MS = 30_000;

interface Coming {
  readonly interruption: Interruption;
  readonly limitMs?: number;
  /** Time for rank 0 to end the run after this rank was asked to stop. */
  readonly graceMs?: number;
}

const stopped = (): MsmError =>
  new MsmError('E_INTERRUPTED', 'this rank was asked to stop', {
    next: START_AGAIN,
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function dial({ host, port }: RankPlace): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** Connects to rank 0, which may have been started later. */
async function reach(place: RankPlace, { interruption, limitMs = JOIN_MS }: Coming): Promise<Channel> {
  for (let waited = 0; ; waited += AGAIN_MS) {
    try {
      return new Channel(await dial(place), LEADER);
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      if (!PASSING.includes(code) || waited >= limitMs) {
        throw configError(
          `rank ${place.rank} does not reach rank 0 at ${place.host}, port ${place.port}: ${message}`,
          '--dist-url',
          'It names the machine of rank 0, and a port that is free there.',
        );
      }
      if (interruption.isRequested()) throw stopped();
      await pause(AGAIN_MS);
    }
  }
}

/** Whether this rank has waited long enough, after it was asked to stop. */
interface Leave {
  isOver(waitedMs: number): boolean;
}

function leaveOf({ interruption, graceMs = GRACE_MS }: Coming): Leave {
  let waited = 0;
  return {
    isOver: (more) => {
      if (interruption.isRequested()) waited += more;
      return waited > graceMs;
    },
  };
}

/** What rank 0 says next; a wish to stop is heard meanwhile. */
async function heard(channel: Channel, { isOver }: Leave): Promise<Message> {
  let timer: NodeJS.Timeout | undefined;
  const wish = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (isOver(LOOK_MS)) reject(stopped());
    }, LOOK_MS);
  });
  try {
    return await Promise.race([channel.receive(), wish]);
  } finally {
    clearInterval(timer);
  }
}

function memoryOf(sizes: readonly (readonly [name: string, bytes: number])[]): SharedMemory {
  const all = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  if (all > MOST_MEMORY) throw new MsmError('E_CONFIG', `${LEADER} asks for ${all} bytes of memory`);
  return Object.fromEntries(sizes.map(([name, bytes]) => [name, new SharedArrayBuffer(bytes)]));
}

/** Does a job; what goes wrong is for rank 0, which has the person's attention. */
function attempt(work: () => void): Answer {
  try {
    work();
    return { kind: 'done' };
  } catch (error) {
    const { code, message, next } = asMsmError(error);
    return { kind: 'failed', code, message, ...(next !== undefined && { next }) };
  }
}

/**
 * Takes part in a run until rank 0 ends it.
 *
 * @throws E_CONFIG if rank 0 is not reached or refuses this rank; E_INTERRUPTED if it is gone, or somebody asks to stop
 */
export async function followRank(
  place: RankPlace,
  hello: Pick<Hello, 'identity' | 'about'>,
  member: Member,
  coming: Coming,
): Promise<void> {
  const channel = await reach(place, coming);
  const { rank, size } = place;
  const leave = leaveOf(coming);
  let changes: Changes | undefined;
  try {
    await channel.send({ kind: 'hello', rank, size, ...hello });
    for (;;) {
      const { head, body } = await heard(channel, leave);
      const order = readOrder(head, LEADER);
      if (order.kind === 'end') return;
      if (order.kind === 'refused') throw configError(`rank 0 does not begin: ${order.message}`, '--rank', order.next);
      if (order.kind === 'begin') {
        const memory = memoryOf(order.memory);
        changes = new Changes(memory);
        // of all other ranks together
        channel.expect(size * changes.mostBytes);
        member.begin({ rank, size }, memory);
        continue;
      }
      if (changes === undefined) throw new MsmError('E_CONFIG', `${LEADER} gives a job before the beginning`);
      changes.apply(body);
      const answer = attempt(() => member.work(order.job));
      await channel.send(answer, changes.take());
      if (answer.kind === 'failed') throw new MsmError(answer.code, answer.message, { next: answer.next });
    }
  } finally {
    channel.close();
  }
}
