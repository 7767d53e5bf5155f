/** What the threads of a crew see of each other: parameters, tables, what was played and heard, gradients of shares and what they came to. */
import { arrayOf } from '../../../train/board.js';
import type { SharedMemory } from '../../../train/team.js';
import type { Reals } from '../../../train/trainable.js';
import type { CardAgent } from './agent.js';
import type { CardWork } from './hands.js';
import type { Heard } from './hearing.js';
import type { PpoLosses } from './ppo.js';
import type { CardsBlock } from './state.js';

/** Arrays of the block of which networks hear rows of tables, and what is learned from, which is the same in all groups of an update. */
export const HEARD_FROM = ['seen', 'isNew', 'networks'] as const;
export const LEARNED_FROM = [
  ...(['before', 'observations', 'actions', 'logs', 'values'] as const),
  ...(['firsts', 'returns', 'advantages'] as const),
] as const;

const HEARD = ['logits', 'values', 'silent', 'spikes'] as const;
const LOSSES = ['total', 'policy', 'value', 'entropy'] as const;

/** A thread with what it works on. */
export interface CardThread {
  readonly agent: CardAgent;
  readonly block: CardsBlock;
  readonly work: CardWork;
}

type Numbers = ReturnType<typeof arrayOf>;
type Name = (typeof HEARD_FROM)[number] | (typeof LEARNED_FROM)[number] | 'parameters';

/** Sizes of all that is not in the block. */
function boardSizes({ agent, block, work }: CardThread) {
  const tables = block.u8('isNew').length;
  const actions = block.u8('cells').length / tables;
  return {
    tables,
    /** Numbers of a table that was heard. */
    heard: { logits: actions, values: 1, silent: 1, spikes: agent.player.layers.length },
    shares: work.shares.length,
  };
}

/** Makes the memory that all threads see. */
export function crewMemory(thread: CardThread): SharedMemory {
  const { agent, block } = thread;
  const { tables, heard, shares } = boardSizes(thread);
  const reals = (count: number): SharedArrayBuffer => new SharedArrayBuffer(8 * count);
  const names: readonly Name[] = ['parameters', ...HEARD_FROM, ...LEARNED_FROM];
  const ofBlock = names.map((name) => [name, new SharedArrayBuffer(arrayOf({ block }, name).byteLength)] as const);
  return {
    ...Object.fromEntries(ofBlock),
    ...Object.fromEntries(HEARD.map((name) => [`heard.${name}`, reals(tables * heard[name])] as const)),
    tables: new SharedArrayBuffer(4 * tables),
    losses: reals(LOSSES.length * shares),
    parts: new SharedArrayBuffer(shares * agent.parameters().byteLength),
  };
}

/** That memory as a thread sees it. */
export class CrewBoard {
  readonly tables: Int32Array;
  readonly #block: CardsBlock;
  readonly #memory: SharedMemory;
  readonly #sizes: ReturnType<typeof boardSizes>;
  readonly #losses: Float64Array;
  readonly #parts: Reals;
  readonly #count: number;

  constructor(thread: CardThread, memory: SharedMemory) {
    this.tables = new Int32Array(memory.tables);
    this.#block = thread.block;
    this.#memory = memory;
    this.#sizes = boardSizes(thread);
    this.#losses = new Float64Array(memory.losses);
    this.#count = thread.agent.count;
    const own = thread.agent.parameters();
    this.#parts = own instanceof Float32Array ? new Float32Array(memory.parts) : new Float64Array(memory.parts);
  }

  #pair(name: Name): { readonly own: Numbers; readonly shared: Numbers } {
    const own = arrayOf({ block: this.#block }, name);
    const Kind = own.constructor as new (buffer: SharedArrayBuffer) => Numbers;
    return { own, shared: new Kind(this.#memory[name]) };
  }

  /** Whole arrays of the block go up, or come down. */
  put(names: readonly Name[]): void {
    for (const { own, shared } of names.map((name) => this.#pair(name))) shared.set(own);
  }

  take(names: readonly Name[]): void {
    for (const { own, shared } of names.map((name) => this.#pair(name))) own.set(shared);
  }

  /** Rows of some tables do. */
  putRows(names: readonly Name[], tables: Int32Array): void {
    for (const { own, shared } of names.map((name) => this.#pair(name))) this.#copy(own, shared, tables);
  }

  takeRows(names: readonly Name[], tables: Int32Array): void {
    for (const { own, shared } of names.map((name) => this.#pair(name))) this.#copy(shared, own, tables);
  }

  #copy(from: Numbers, to: Numbers, tables: Int32Array): void {
    const width = from.length / this.#sizes.tables;
    for (const table of tables) to.set(from.subarray(table * width, (table + 1) * width), table * width);
  }

  /** What was heard of the tables from a row on goes up. */
  putHeard(row: number, heard: Heard): void {
    for (const name of HEARD)
      new Float64Array(this.#memory[`heard.${name}`]).set(heard[name], row * this.#sizes.heard[name]);
  }

  /** What was heard of so many tables, all together. */
  heard(count: number): Heard {
    const of = (name: (typeof HEARD)[number]): Float64Array =>
      new Float64Array(this.#memory[`heard.${name}`]).slice(0, count * this.#sizes.heard[name]);
    return { logits: of('logits'), values: of('values'), silent: of('silent'), spikes: of('spikes') };
  }

  putLosses(share: number, losses: PpoLosses): void {
    this.#losses.set(
      LOSSES.map((name) => losses[name]),
      share * LOSSES.length,
    );
  }

  losses(share: number): PpoLosses {
    const [total, policy, value, entropy] = this.#losses.subarray(share * LOSSES.length);
    return { total, policy, value, entropy };
  }

  /** The gradient of a share. */
  part(share: number): Reals {
    return this.#parts.subarray(share * this.#count, (share + 1) * this.#count);
  }
}
