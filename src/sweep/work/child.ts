/** Program of a child process: does tasks of one sweep as its parent says. It never outlives the parent by more than a checkpoint. */
import { NODE_DISK } from '../../host/disk.js';
import { SYSTEM_CLOCK } from '../../host/environment.js';
import { syncFileSystem } from '../../host/group-sync.js';
import { endWithParent } from '../../host/orphan.js';
import { openSweep } from '../tasks/sweep.js';
import { type Hand, openHand } from './attempt.js';
import { ALIVE_MS, type Answer, endsWith, type FromChild, type Given, type ToChild } from './crew.js';
import type { Attempt } from './outcome.js';

/** The signals of a terminal or a scheduler reach children too; it is the parent who says what to do. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const) process.on(signal, () => {});

/** Answers that wait no longer than this, so that people see how it goes on. */
const ANSWER_MS = 50;
/** While a task lasts longer than this, others may be waiting for what is behind it. */
const HELD_UP_MS = 100;

const clock = SYSTEM_CLOCK;
const state = { isStopped: false, began: 0 };
let queue: Given[] = [];
let hand: Promise<Hand> | undefined;
let last: Promise<unknown> = Promise.resolve();

let answers: Answer[] = [];
let answered = clock.milliseconds();

/** To hand a message from process to process takes longer than a file: they are told together. */
function tellAnswers(): void {
  answered = clock.milliseconds();
  const message: FromChild = { kind: 'answers', answers };
  answers = [];
  // a parent that died meanwhile is noticed by its end
  if (process.connected && message.answers.length > 0) process.send?.(message, undefined, undefined, () => {});
}

/** Gives back what was not begun, and tells of what is done. */
function giveBack(): void {
  answers.push(...queue.map(({ task }): Answer => ({ task, attempt: { kind: 'back' } })));
  queue = [];
  tellAnswers();
}

async function open({ folder, environment }: Extract<ToChild, { kind: 'open' }>): Promise<Hand> {
  const around = {
    disk: NODE_DISK,
    clock,
    interruption: { isRequested: () => state.isStopped },
    progress: { update: () => clock.milliseconds() - state.began > HELD_UP_MS && giveBack() },
    environment,
  };
  const sweep = await openSweep(folder);
  // a step of somebody's own may never return, and then the end of the parent would not be noticed
  if (sweep.record.requests.some(({ request }) => request.model !== undefined)) endWithParent();
  return openHand(sweep, around, syncFileSystem(NODE_DISK));
}

async function attempt({ task, known }: Given): Promise<Attempt> {
  try {
    const one = await (hand as Promise<Hand>);
    state.began = clock.milliseconds();
    return await one.attempt(task, known);
  } catch (error) {
    return endsWith(error);
  }
}

/** Does what is in the queue. */
async function work(): Promise<void> {
  for (let given = queue.shift(); given !== undefined; given = queue.shift()) {
    const ended = await attempt(given);
    // what ends one task ends all
    if (ended.kind === 'ends') state.isStopped = true;
    answers.push({ task: given.task, attempt: ended });
    // after a failure the parent may want nothing more
    if (state.isStopped || ended.kind === 'failed') giveBack();
    else if (queue.length === 0 || clock.milliseconds() - answered > ANSWER_MS) tellAnswers();
  }
}

/** Signs of life: a step of somebody's own may never return. Between two calls of kernels they have their turn. */
setInterval(() => {
  const message: FromChild = { kind: 'alive' };
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}, ALIVE_MS).unref();

/** Ends the process when all is on the disk. */
async function close(): Promise<void> {
  const problem = await (hand as Promise<Hand>)
    .then((one) => one.close())
    .then(() => undefined)
    .catch(endsWith);
  if (process.connected) {
    const message: FromChild = { kind: 'closed', attempt: problem };
    await new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
    process.disconnect();
  }
  process.exit(0);
}

process.on('message', (message: ToChild) => {
  switch (message.kind) {
    case 'open':
      hand = open(message);
      // reported with the first task
      hand.catch(() => {});
      return;
    case 'tasks':
      queue.push(...message.tasks);
      if (state.isStopped) giveBack();
      last = last.then(work);
      return;
    case 'stop':
      state.isStopped = true;
      return;
    case 'close':
      void last.then(close);
  }
});

// the parent is gone: save what there is, and end
process.on('disconnect', () => {
  state.isStopped = true;
  void last.then(close);
});
