import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../../src/errors.js';
import type { JournalReader } from '../../../src/sweep/tasks/journal.js';
import type { Sweep } from '../../../src/sweep/tasks/sweep.js';
import type { States } from '../../../src/sweep/tasks/tasks.js';
import type { Hand } from '../../../src/sweep/work/attempt.js';
import type { Answer, Given, Loss, Worker } from '../../../src/sweep/work/crew.js';
import { handOut } from '../../../src/sweep/work/lanes.js';
import { Ledger } from '../../../src/sweep/work/ledger.js';
import type { Attempt, DoneRun, OnRun, SweepSurroundings } from '../../../src/sweep/work/outcome.js';

const DONE = { kind: 'done', result: { folder: 'x' } } as unknown as Attempt;
const FAILED: Attempt = { kind: 'failed', error: { code: 'E_INTERNAL', message: '' } };

/** A turn of the event loop, so that workers take turns in an order that the test decides. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A sweep on no disk, of which `done` is what the journals say. */
function stage(count: number) {
  const done = new Set<number>();
  const sweep = { folder: 'sweep', count, place: String, axes: (i: number) => ({ i }) } as unknown as Sweep;
  const states = { of: () => 'pending', isWanted: () => true, failures: [] } as unknown as States;
  const of = (task: number): string => (done.has(task) ? 'done' : 'pending');
  const journal = { states: { of, lastEvent: () => 0 }, refresh: () => {} } as unknown as JournalReader;
  const hand = { noteFailed: () => {} } as unknown as Hand;
  const resultOf = (task: number) => ({ folder: String(task) }) as unknown as DoneRun;
  return { done, sweep, states, parts: { journal, hand, resultOf } };
}

/** Time stands still: shares grow to their largest. */
function surroundings(jobs: number, more: Partial<SweepSurroundings> = {}): SweepSurroundings {
  const clock = { milliseconds: () => 0, now: () => '' };
  return { jobs, clock, interruption: { isRequested: () => false }, ...more } as unknown as SweepSurroundings;
}

type Act = 'done' | 'failed' | 'back' | 'killed' | 'killed after it was done';

/** A worker that ends each task as `next` says; a killed one says nothing more. */
function worker(done: Set<number>, next: () => Act, given: (tasks: readonly Given[]) => void): Worker {
  const state = { isStopped: false };
  return {
    work: async (tasks, onEnd): Promise<Loss | undefined> => {
      given(tasks);
      for (const [i, { task }] of tasks.entries()) {
        await turn();
        const act = state.isStopped && i > 0 ? 'back' : next();
        const lost = tasks.slice(i).map((one) => one.task);
        if (act === 'killed after it was done') done.add(task);
        if (act === 'killed' || act === 'killed after it was done') return { reason: 'killed', tasks: lost };
        if (act === 'back' && i > 0) {
          for (const { task: rest } of tasks.slice(i))
            onEnd({ task: rest, attempt: { kind: 'back' } } satisfies Answer);
          return undefined;
        }
        if (act === 'done') done.add(task);
        onEnd({ task, attempt: act === 'failed' ? FAILED : DONE });
      }
      return undefined;
    },
    close: async () => undefined,
    stop: () => {
      state.isStopped = true;
    },
  };
}

describe('handing tasks out in shares', () => {
  it('settles every task once, whatever workers give back, fail or die over, and never waits for nothing', async () => {
    const acts = fc.constantFrom<Act>('done', 'done', 'done', 'failed', 'back', 'killed', 'killed after it was done');
    const story = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      jobs: fc.integer({ min: 1, max: 4 }),
      acts: fc.infiniteStream(acts),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ count, jobs, acts: coming }) => {
        const { done, sweep, states, parts } = stage(count);
        const ledger = new Ledger(sweep, states, 'all', {});
        const atWork = new Set<number>();
        const next = (): Act => coming.next().value as Act;
        const start = (): Worker => {
          const inner = worker(done, next, (tasks) => {
            for (const { task } of tasks) {
              expect(atWork.has(task)).toBe(false);
              atWork.add(task);
            }
          });
          const work: Worker['work'] = async (tasks, onEnd) => {
            const loss = await inner.work(tasks, (answer) => {
              atWork.delete(answer.task);
              onEnd(answer);
            });
            for (const { task } of tasks) atWork.delete(task);
            return loss;
          };
          return { ...inner, work };
        };
        await handOut({ ledger, ...parts }, start, surroundings(jobs));
        const outcome = ledger.outcome(states);
        expect(outcome.done + outcome.failures.length).toBe(count);
        expect(outcome.left).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [false, 4],
    [true, 2],
  ])('does a task again whose worker died (silent: %s), %i times in all', async (wasSilent, times) => {
    const { sweep, states, parts } = stage(1);
    const notes: string[] = [];
    const ledger = new Ledger(sweep, states, 'all', { onNote: (text) => notes.push(text) });
    const dying = (): Worker => ({
      work: async (tasks) => ({ reason: 'killed', tasks: tasks.map(({ task }) => task), wasSilent }),
      close: async () => undefined,
      stop: () => {},
    });
    await handOut({ ledger, ...parts }, dying, surroundings(1));
    expect(notes).toHaveLength(times - 1);
    expect(ledger.outcome(states).failures.map(({ error }) => error.message)).toEqual([`killed, ${times} times`]);
  });

  it('gives a worker that is quick more than one task, and leaves the last ones to whoever is free', async () => {
    const { done, sweep, states, parts } = stage(100);
    const sizes: number[] = [];
    const start = () =>
      worker(
        done,
        () => 'done',
        (tasks) => sizes.push(tasks.length),
      );
    await handOut({ ledger: new Ledger(sweep, states, 'all', {}), ...parts }, start, surroundings(2));
    expect(sizes.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...sizes)).toBe(16);
    expect(sizes.slice(-2)).toEqual([1, 1]);
  });

  it('has a free worker do what a held-up one gives back, though it had found nothing left', async () => {
    const count = 20;
    const { done, sweep, states, parts } = stage(count);
    let release: () => void = () => {};
    const allOthersDone = new Promise<void>((resolve) => {
      release = resolve;
    });
    const free = worker(
      done,
      () => 'done',
      () => {},
    );
    /** Keeps the first task of a larger share until all others are done, and gives the rest back when the other worker is idle. */
    const heldUp: Worker['work'] = async (tasks, onEnd) => {
      const [first, ...rest] = tasks;
      if (rest.length > 0) {
        while (done.size < count - tasks.length) await turn();
        for (let i = 0; i < 10; i++) await turn();
        for (const { task } of rest) onEnd({ task, attempt: { kind: 'back' } });
        await allOthersDone;
      }
      done.add(first.task);
      onEnd({ task: first.task, attempt: DONE });
      return undefined;
    };
    const watched: Worker['work'] = async (tasks, onEnd) => {
      const loss = await free.work(tasks, onEnd);
      if (done.size === count - 1) release();
      return loss;
    };
    const works = [heldUp, watched];
    const ledger = new Ledger(sweep, states, 'all', {});
    await handOut({ ledger, ...parts }, () => ({ ...free, work: works.shift() ?? watched }), surroundings(2));
    expect(ledger.outcome(states).done).toBe(count);
  });

  it('ends all workers, also one with nothing to do, when the journals cannot be read after a death', async () => {
    const { done, sweep, states, parts } = stage(2);
    const refresh = (): never => {
      throw new MsmError('E_CORRUPT', 'a journal is damaged');
    };
    const journal = { ...parts.journal, refresh } as unknown as JournalReader;
    const closed: string[] = [];
    let workers = 0;
    const start = (): Worker => {
      const name = workers++ === 0 ? 'dies' : 'lives';
      const act: Act = name === 'dies' ? 'killed' : 'done';
      const close = async (): Promise<undefined> => void closed.push(name);
      return {
        ...worker(
          done,
          () => act,
          () => {},
        ),
        close,
      };
    };
    const ledger = new Ledger(sweep, states, 'all', {});
    await expect(handOut({ ledger, ...parts, journal }, start, surroundings(2))).rejects.toMatchObject({
      code: 'E_CORRUPT',
    });
    expect(closed).toEqual(['lives']);
  });

  it.each([
    [undefined, 3],
    [0, 3],
    [2, 5],
  ])('gives a task up after the deaths of so many workers and one more, with %s retries: %d', async (retries, most) => {
    const run = async (deaths: number) => {
      const { done, sweep, states, parts } = stage(1);
      const acts = new Array<Act>(deaths).fill('killed');
      const noted: unknown[] = [];
      const hand = { noteFailed: (...words: unknown[]) => noted.push(words) } as unknown as Hand;
      let started = 0;
      const start = (): Worker => {
        started++;
        return worker(
          done,
          () => acts.shift() ?? 'done',
          () => {},
        );
      };
      const ledger = new Ledger(sweep, states, 'all', {});
      await handOut({ ledger, ...parts, hand }, start, surroundings(1, { retries }));
      return { outcome: ledger.outcome(states), noted, started };
    };
    const survived = await run(most);
    expect(survived.outcome).toMatchObject({ done: 1, failures: [] });
    expect([survived.started, survived.noted]).toEqual([most + 1, []]);
    const given = await run(most + 1);
    expect(given.outcome).toMatchObject({ done: 0, left: 0 });
    const message = `killed, ${most + 1} times`;
    expect(given.outcome.failures).toMatchObject([{ index: 0, error: { code: 'E_INTERNAL', message } }]);
    expect(given.noted).toEqual([[0, 'E_INTERNAL', 'killed']]);
  });

  it('tells of runs that a worker had done before it died', async () => {
    const { done, sweep, states, parts } = stage(8);
    const acts: Act[] = ['killed after it was done'];
    const told: number[] = [];
    const onRun: OnRun = ({ index }): void => void told.push(index);
    const ledger = new Ledger(sweep, states, 'all', { onRun });
    await handOut(
      { ledger, ...parts },
      () =>
        worker(
          done,
          () => acts.shift() ?? 'done',
          () => {},
        ),
      surroundings(1),
    );
    expect(told.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(ledger.outcome(states)).toMatchObject({ done: 8, skipped: 0 });
  });
});
