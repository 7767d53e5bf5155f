/** The side of a team's other threads: jobs one after the other, until the thread of the run ends them. */
import { parentPort } from 'node:worker_threads';
import { MsmError } from '../errors.js';
import type { Awaited, Member } from '../train/team.js';
import { type Beginning, type Failed, GIVEN, glance, LEFT } from './team.js';

/** A failure for the thread of the run, which has the person's attention. */
function tell(error: unknown): void {
  const known = error instanceof MsmError ? error : undefined;
  const text = error instanceof Error ? error.message : String(error);
  const failed: Failed = {
    code: known?.code ?? 'E_INTERNAL',
    message: known?.message ?? `a thread of the run failed: ${text}`,
    ...(known?.next !== undefined && { next: known.next }),
  };
  parentPort?.postMessage(failed);
}

/** Waits until a word is another, and says what it is. */
function changed(awaited: Awaited): number {
  const { words, at, seen } = awaited;
  while (Atomics.load(words, at) === seen) if (!glance(awaited)) Atomics.wait(words, at, seen);
  return Atomics.load(words, at);
}

function work(member: Member, { rank, size, memory, control, job }: Beginning): void {
  member.begin({ rank, size }, memory);
  for (let seen = 0; ; ) {
    seen = changed({ words: control, at: GIVEN, seen });
    const meeting = member.work([...job]);
    if (meeting !== undefined) for (const awaited of meeting) changed(awaited);
    Atomics.sub(control, LEFT, 1);
    Atomics.notify(control, LEFT);
  }
}

/** Makes the member of this thread, and does its jobs for as long as the thread lives. */
export function serve(open: () => Promise<Member>): void {
  const member = open();
  // reported once the run has begun
  member.catch(() => {});
  parentPort?.once('message', async (beginning: Beginning) => {
    try {
      work(await member, beginning);
    } catch (error) {
      tell(error);
    }
  });
}
