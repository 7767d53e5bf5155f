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
/** Longest wait for one try to connect, and for the first answer. */
const ANSWER_MS = 10_000;
/** What rank 0 is called in messages. */
const LEADER = 'rank 0';
/** More than any network that this program can open has. */
const MOST_MEMORY = 2 ** 34;
/** Errors of a connection that another try may not have. */
const PASSING = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EAI_AGAIN'];

/** Rank 0 hears with the next answer that a rank was asked to stop: so long it has to save what is done and to end the run in good order. */
const GRACE_MS = 30_000;

interface Coming {
  readonly interruption: Interruption;
  readonly limitMs?: number;
  /** Longest wait for the first answer of whoever was reached. */
  readonly answerMs?: number;
  /** Time for rank 0 to end the run after this rank was asked to stop. */
  readonly graceMs?: number;
}

const stopped = (): MsmError =>
  new MsmError('E_INTERRUPTED', 'this rank was asked to stop', {
    next: START_AGAIN,
  });

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One try to connect. A machine that is not there does not answer, and a signal is heard meanwhile. */
function dial({ host, port }: RankPlace, { interruption }: Coming): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    let waited = 0;
    const timer = setInterval(() => {
      waited += LOOK_MS;
      if (interruption.isRequested()) socket.destroy(stopped());
      else if (waited >= ANSWER_MS) socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    }, LOOK_MS);
    socket.once('close', () => clearInterval(timer));
    socket.once('error', reject);
    socket.once('connect', () => {
      clearInterval(timer);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

const unreached = ({ rank, host, port }: RankPlace, why: string): MsmError =>
  configError(
    `rank ${rank} does not reach rank 0 at ${host}, port ${port}: ${why}`,
    '--dist-url',
    'It names the machine of rank 0, and a port that is free there.',
  );

/** Connects to rank 0, which may have been started later. */
async function reach(place: RankPlace, coming: Coming): Promise<Channel> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
  }, coming.limitMs ?? JOIN_MS);
  try {
    for (;;) {
      try {
        return new Channel(await dial(place, coming), LEADER);
      } catch (error) {
        if (error instanceof MsmError) throw error;
        const { code = '', message } = error as NodeJS.ErrnoException;
        if (!PASSING.includes(code) || isLate) throw unreached(place, message);
        if (coming.interruption.isRequested()) throw stopped();
        await pause(AGAIN_MS);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Says who this is, and waits for the first answer, since the port may be that of another program. Then there is a line, too. */
async function introduce(
  channel: Channel,
  place: RankPlace,
  hello: Omit<Hello, 'kind'>,
  coming: Coming,
): Promise<void> {
  await channel.send({ kind: 'hello', ...hello });
  let isDumb = false;
  const timer = setTimeout(() => {
    isDumb = true;
  }, coming.answerMs ?? ANSWER_MS);
  try {
    const isOver = (): boolean => isDumb || coming.interruption.isRequested();
    const order = readOrder((await heard(channel, { isOver })).head, LEADER);
    if (order.kind === 'refused') throw refusal(order);
    if (order.kind !== 'welcome') throw unreached(place, 'whoever answers there is no rank of this version');
  } catch (error) {
    throw isDumb ? unreached(place, 'whoever listens there says nothing') : error;
  } finally {
    clearTimeout(timer);
  }
  try {
    const line = new Channel(await dial(place, coming), LEADER);
    channel.watch(line);
    await line.send({ kind: 'line', ...hello });
  } catch (error) {
    if (error instanceof MsmError) throw error;
    // the decision: rank 0 has stopped listening, and says why on the first connection
  }
}

const refusal = ({ message, next }: { readonly message: string; readonly next?: string }): MsmError =>
  configError(`rank 0 does not begin: ${message}`, '--rank', next);

/** Whether this rank has waited long enough, after it was asked to stop. */
interface Leave {
  isOver(): boolean;
}

interface Leaving extends Leave {
  /** Ends the count. */
  stop(): void;
}

function leaveOf({ interruption, graceMs = GRACE_MS }: Coming): Leaving {
  let waited = 0;
  const timer = setInterval(() => {
    if (interruption.isRequested()) waited += LOOK_MS;
  }, LOOK_MS);
  return { isOver: () => waited > graceMs, stop: () => clearInterval(timer) };
}

/** What rank 0 says next; a wish to stop is heard meanwhile. */
async function heard(channel: Channel, { isOver }: Leave): Promise<Message> {
  // between short jobs it never comes to a look
  if (isOver()) throw stopped();
  let timer: NodeJS.Timeout | undefined;
  const wish = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (isOver()) reject(stopped());
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
function attempt(work: () => void, isAsked: boolean): Answer {
  try {
    work();
    return { kind: 'done', ...(isAsked && { isAsked }) };
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
    await introduce(channel, place, { rank, size, ...hello }, coming);
    for (;;) {
      const { head, body } = await heard(channel, leave);
      const order = readOrder(head, LEADER);
      if (order.kind === 'end') return;
      if (order.kind === 'refused') throw refusal(order);
      if (order.kind === 'welcome') continue;
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
      const answer = attempt(() => member.work(order.job), coming.interruption.isRequested());
      await channel.send(answer, changes.take());
      if (answer.kind === 'failed') throw new MsmError(answer.code, answer.message, { next: answer.next });
    }
  } finally {
    leave.stop();
    channel.close();
  }
}
