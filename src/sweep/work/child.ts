/** Program of a child process: does tasks of one sweep as its parent says. It never outlives the parent by more than a checkpoint. */
import '../../host/optimise-later.js';
import { NODE_DISK } from '../../host/disk.js';
import { type Clock, SYSTEM_CLOCK } from '../../host/environment.js';
import { syncFileSystem } from '../../host/group-sync.js';
import { endWithParent } from '../../host/orphan.js';
import { openSweep } from '../tasks/sweep.js';
import { type Hand, openHand } from './attempt.js';
import { ALIVE_MS, type Answer, endsWith, type FromChild, type Given, type ToChild } from './crew.js';
import type { Attempt } from './outcome.js';

/** Answers wait no longer than this, so that people see the progress. */
const ANSWER_MS = 50;
/** If a task lasts longer than this, others may be waiting for the tasks after it. */
const HELD_UP_MS = 100;

/** Sends a message to the parent; a parent that died meanwhile is noticed by its end. */
function send(message: FromChild): Promise<void> {
  if (!process.connected) return Promise.resolve();
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

/** The child: a queue of tasks, and answers that wait to be sent. */
class Child {
  readonly #clock: Clock;
  readonly #hand: Promise<Hand>;
  #isStopped = false;
  #queue: Given[] = [];
  /** When the present task began. */
  #began = 0;
  #answers: Answer[] = [];
  #answered: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ folder, environment }: Extract<ToChild, { kind: 'open' }>, clock: Clock) {
    this.#clock = clock;
    this.#answered = clock.milliseconds();
    this.#hand = this.#open(folder, environment);
    // reported with the first task
    this.#hand.catch(() => {});
  }

  /** Puts tasks behind those in the queue; a child that was asked to stop gives them back. */
  add(tasks: readonly Given[]): void {
    this.#queue.push(...tasks);
    if (this.#isStopped) this.#giveBack();
    this.#last = this.#last.then(() => this.#work());
  }

  /** Asks for a checkpoint and no further tasks. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Ends the process once the present task has ended and everything is on the disk. */
  async close(): Promise<void> {
    await this.#last;
    const problem = await this.#hand
      .then((hand) => hand.close())
      .then(() => undefined)
      .catch(endsWith);
    await send({ kind: 'closed', attempt: problem });
    if (process.connected) process.disconnect();
    process.exit(0);
  }

  async #open(folder: string, environment: Extract<ToChild, { kind: 'open' }>['environment']): Promise<Hand> {
    const around = {
      disk: NODE_DISK,
      clock: this.#clock,
      interruption: { isRequested: () => this.#isStopped },
      progress: { update: () => this.#clock.milliseconds() - this.#began > HELD_UP_MS && this.#giveBack() },
      environment,
    };
    const sweep = await openSweep(folder);
    // a step of an own model may never return, and then the end of the parent would not be noticed
    if (sweep.record.requests.some(({ request }) => request.model !== undefined)) endWithParent();
    return openHand(sweep, around, syncFileSystem(NODE_DISK));
  }

  async #work(): Promise<void> {
    for (let given = this.#queue.shift(); given !== undefined; given = this.#queue.shift()) {
      const ended = await this.#attempt(given);
      // what ends one task ends all
      if (ended.kind === 'ends') this.#isStopped = true;
      this.#answers.push({ task: given.task, attempt: ended });
      // after a failure the parent may want nothing more
      if (this.#isStopped || ended.kind === 'failed') this.#giveBack();
      else if (this.#queue.length === 0 || this.#clock.milliseconds() - this.#answered > ANSWER_MS) this.#answer();
    }
  }

  async #attempt({ task, known }: Given): Promise<Attempt> {
    try {
      const hand = await this.#hand;
      this.#began = this.#clock.milliseconds();
      return await hand.attempt(task, known);
    } catch (error) {
      return endsWith(error);
    }
  }

  /** Gives back the tasks that were not begun, and answers for those that ended. */
  #giveBack(): void {
    this.#answers.push(...this.#queue.map(({ task }): Answer => ({ task, attempt: { kind: 'back' } })));
    this.#queue = [];
    this.#answer();
  }

  /** Sends all answers in one message: a message between processes takes longer than writing a file. */
  #answer(): void {
    this.#answered = this.#clock.milliseconds();
    const answers = this.#answers;
    this.#answers = [];
    if (answers.length > 0) void send({ kind: 'answers', answers });
  }
}

/** Listens to the parent until it says, or its end says, that the child is to end. */
function listen(): void {
  // the signals of a terminal or a scheduler reach children too, but the parent decides what to do
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const) process.on(signal, () => {});
  // signs of life, sent between two calls of kernels: a step of an own model may never return
  setInterval(() => void send({ kind: 'alive' }), ALIVE_MS).unref();
  let child: Child | undefined;
  process.on('message', (message: ToChild) => {
    if (message.kind === 'open') child = new Child(message, SYSTEM_CLOCK);
    else if (message.kind === 'tasks') child?.add(message.tasks);
    else if (message.kind === 'stop') child?.stop();
    else void child?.close();
  });
  // the parent is gone: save what there is, and end
  process.on('disconnect', () => {
    if (child === undefined) process.exit(0);
    child.stop();
    void child.close();
  });
}

listen();
