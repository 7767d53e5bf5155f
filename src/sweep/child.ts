/** Program of a child process: does tasks of one sweep as its parent says. It never outlives the parent by more than a checkpoint. */
import { NODE_DISK } from '../run/disk.js';
import { SYSTEM_CLOCK } from '../run/environment.js';
import { type Hand, openHand } from './attempt.js';
import { endsWith, type FromChild, type ToChild } from './crew.js';
import { syncFileSystem } from './group-sync.js';
import type { Attempt } from './outcome.js';
import { openSweep } from './sweep.js';

/** The signals of a terminal or a scheduler reach children too; it is the parent who says what to do. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const) process.on(signal, () => {});

const state = { isStopped: false };
let hand: Promise<Hand> | undefined;
let last: Promise<unknown> = Promise.resolve();

async function open({ folder, environment }: Extract<ToChild, { kind: 'open' }>): Promise<Hand> {
  const around = {
    disk: NODE_DISK,
    clock: SYSTEM_CLOCK,
    interruption: { isRequested: () => state.isStopped },
    progress: { update: () => {} },
    environment,
  };
  return openHand(await openSweep(folder), around, syncFileSystem(NODE_DISK));
}

async function attempt(task: number, known: number): Promise<Attempt> {
  try {
    return await (hand as Promise<Hand>).then((one) => one.attempt(task, known));
  } catch (error) {
    return endsWith(error);
  }
}

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
    case 'task':
      last = attempt(message.task, message.known).then((answer) => {
        const said: FromChild = { kind: 'attempt', attempt: answer };
        if (process.connected) process.send?.(said);
      });
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
