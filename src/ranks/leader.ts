/** Rank 0 of a run: the other ranks come to it, and it is a team whose members are processes, on this machine or others. */
import { lookup } from 'node:dns/promises';
import { createServer, isIP, type Server, type Socket } from 'node:net';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import type { Interruption } from '../host/signals.js';
import { doOwn, type OwnWork, type Pause } from '../train/pause.js';
import type { Job, SharedMemory, Team } from '../train/team.js';
import { Changes } from './changes.js';
import { Channel, type Message } from './channel.js';
import type { RankPlace } from './place.js';
import { type Hello, type Order, readAnswer, readHello } from './words.js';

/** How long ranks wait for each other at the beginning. */
export const JOIN_MS = 120_000;
const LOOK_MS = 50;
/** Longest wait for the first word of whoever connects. */
const HELLO_MS = 10_000;

/** What a rank must have in common with rank 0. */
export interface Meeting {
  readonly identity: string;
  /** How another run differs from this one, as a sentence. */
  readonly differs: (about: unknown) => string;
  readonly interruption: Interruption;
  /** Called when another rank was asked to stop: all ranks end with the run. */
  readonly onAsked?: (rank: number) => void;
  readonly limitMs?: number;
}

const order = (channel: Channel, what: Order, ...bodies: readonly Uint8Array[]): Promise<void> =>
  channel.send(what, ...bodies);

const nameOf = (rank: number): string => `rank ${rank}`;

class LeadingTeam implements Team {
  readonly size: number;
  /** Those of ranks 1 and on. */
  readonly #channels: readonly Channel[];
  readonly #onAsked: Meeting['onAsked'];
  #changes: Changes | undefined;
  #begun: Promise<unknown> = Promise.resolve();
  /** What each rank has yet to hear of the others. */
  readonly #news: Uint8Array[][];

  constructor(channels: readonly Channel[], onAsked: Meeting['onAsked']) {
    this.#onAsked = onAsked;
    this.size = channels.length + 1;
    this.#channels = channels;
    this.#news = channels.map(() => []);
  }

  begin(memory: SharedMemory): void {
    const sizes = Object.entries(memory).map(([name, { byteLength }]) => [name, byteLength] as const);
    this.#changes = new Changes(memory);
    const { mostBytes } = this.#changes;
    for (const channel of this.#channels) channel.expect(mostBytes);
    this.#begun = Promise.all(this.#channels.map((channel) => order(channel, { kind: 'begin', memory: sizes })));
    // reported by the first job
    this.#begun.catch(() => {});
  }

  async together(job: Job, own: OwnWork, pause?: Pause): Promise<void> {
    const changes = this.#changes;
    if (changes === undefined) throw new Error('a job was given before the beginning');
    await this.#begun;
    const mine = changes.take();
    const give = this.#channels.map((channel, i) => {
      const news = this.#news[i].splice(0);
      return order(channel, { kind: 'job', job }, ...news, mine);
    });
    await Promise.all(give);
    const answers = this.#channels.map((channel) => channel.receive());
    for (const answer of answers) answer.catch(() => {});
    await doOwn(own, pause);
    for (const [i, answer] of answers.entries()) await this.#take(i, withTurns(answer, pause), changes);
  }

  async #take(i: number, given: Promise<Message>, changes: Changes): Promise<void> {
    const { head, body } = await given;
    const answer = readAnswer(head, nameOf(i + 1));
    if (answer.kind === 'failed') throw new MsmError(answer.code, answer.message, { next: answer.next });
    if (answer.isAsked === true) this.#onAsked?.(i + 1);
    changes.apply(body);
    for (const [other, news] of this.#news.entries()) if (other !== i) news.push(body);
  }

  close(): void {
    for (const channel of this.#channels) {
      order(channel, { kind: 'end' }).catch(() => {});
      channel.close();
    }
  }
}

/** Waits for another rank; others have their turn meanwhile where it is due. */
async function withTurns(answer: Promise<Message>, pause: Pause | undefined): Promise<Message> {
  if (pause === undefined) return answer;
  let isHere = false;
  const look = (): void => {
    isHere = true;
  };
  answer.then(look, look);
  while (!isHere) {
    await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
    if (!isHere && pause.isDue()) await pause.turn();
  }
  return answer;
}

/**
 * The address at which rank 0 listens; undefined: at all that its machine has. Many systems call themselves by a name that leads to the machine itself alone,
 * while it leads to its place in the network for all others. `find` is what names lead to.
 */
export async function ownAddress(
  host: string,
  find: (host: string) => Promise<{ readonly address: string }> = lookup,
): Promise<string | undefined> {
  if (isIP(host) !== 0 || host === 'localhost') return host;
  try {
    const { address } = await find(host);
    return /^(127\.|::1$)/.test(address) ? undefined : address;
  } catch {
    // the decision: to listen there fails with the reason
    return host;
  }
}

/** Listens where all meet. */
async function listen({ host, port }: RankPlace): Promise<Server> {
  const address = await ownAddress(host);
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        configError(
          `rank 0 cannot listen at ${host}, port ${port}: ${error.message}`,
          '--dist-url',
          'It names the machine of rank 0, and a port that is free there.',
        ),
      ),
    );
    server.listen({ port, host: address }, () => resolve(server));
  });
}

/** The first word of whoever connected; undefined if it is none of a rank. */
async function firstWord(channel: Channel, socket: Socket): Promise<Hello | undefined> {
  const timer = setTimeout(() => socket.destroy(), HELLO_MS);
  try {
    return readHello((await channel.receive()).head, 'whoever connected');
  } catch {
    // the decision: not a rank, but a scanner of ports or a browser
    socket.destroy();
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Why a rank cannot take part, if it cannot. */
function whyNot(place: RankPlace, meeting: Meeting, hello: Hello, isTaken: boolean): string | undefined {
  const who = nameOf(hello.rank);
  if (hello.size !== place.size) return `${who} was started as one of ${hello.size}, rank 0 as one of ${place.size}`;
  if (hello.rank < 1 || hello.rank >= place.size) return `${who} is none of the ${place.size} ranks`;
  if (isTaken) return `${who} was started twice`;
  return hello.identity === meeting.identity ? undefined : `${who} has another run: ${meeting.differs(hello.about)}`;
}

/**
 * Waits for all other ranks, and makes a team of them. Whoever waits closes it.
 *
 * @throws E_CONFIG if a rank does not come in time, or has another run; E_INTERRUPTED if somebody asks to stop
 */
export async function gatherRanks(place: RankPlace, meeting: Meeting): Promise<Team> {
  const server = await listen(place);
  const found = new Map<number, Channel>();
  let wrong: MsmError | undefined;
  const meet = async (socket: Socket): Promise<void> => {
    const channel = new Channel(socket, 'a rank');
    const hello = await firstWord(channel, socket);
    if (hello === undefined) return;
    const before = found.get(hello.rank);
    const isHere = before?.isOpen === true;
    const isLine = hello.kind === 'line';
    const why = whyNot(place, meeting, hello, isHere && (!isLine || before.hasLine));
    if (why === undefined && isLine) {
      if (isHere) before.watch(channel);
      else socket.destroy();
      return;
    }
    if (why === undefined) {
      channel.name(nameOf(hello.rank));
      found.set(hello.rank, channel);
      await order(channel, { kind: 'welcome' }).catch(() => {});
      return;
    }
    const next = 'Start all ranks with the same options, each with a --rank of its own.';
    wrong ??= configError(why, '--rank', next);
    await order(channel, { kind: 'refused', message: why, next }).catch(() => {});
    channel.close();
  };
  server.on('connection', (socket) => void meet(socket));
  try {
    await allHere(place, meeting, () => {
      if (wrong !== undefined) throw wrong;
      return new Set([...found].filter(([, { isOpen, hasLine }]) => isOpen && hasLine).map(([rank]) => rank));
    });
  } catch (error) {
    const message = error instanceof MsmError ? error.message : String(error);
    for (const channel of found.values()) {
      order(channel, { kind: 'refused', message }).catch(() => {});
      channel.close();
    }
    throw error;
  } finally {
    server.close();
  }
  const channels = Array.from({ length: place.size - 1 }, (_, i) => found.get(i + 1) as Channel);
  return new LeadingTeam(channels, meeting.onAsked);
}

/** Returns when every rank is here. */
async function allHere(
  { size, host, port }: RankPlace,
  { interruption, limitMs = JOIN_MS }: Meeting,
  look: () => ReadonlySet<number>,
): Promise<void> {
  for (let waited = 0; look().size < size - 1; waited += LOOK_MS) {
    if (interruption.isRequested()) {
      throw new MsmError('E_INTERRUPTED', 'stopped while waiting for the other ranks', { next: 'Nothing was begun.' });
    }
    if (waited >= limitMs) {
      const missing = Array.from({ length: size - 1 }, (_, i) => i + 1).filter((rank) => !look().has(rank));
      const list = `rank${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`;
      throw configError(
        `${list} did not come within ${limitMs / 1000} s`,
        '--world-size',
        `Start them with the same options, each with its --rank; they reach rank 0 at ${host}, port ${port}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
