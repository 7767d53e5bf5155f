import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskStates } from '../../../src/sweep/tasks/states.js';
import type { Sweep } from '../../../src/sweep/tasks/sweep.js';
import type { States } from '../../../src/sweep/tasks/tasks.js';
import { Ledger } from '../../../src/sweep/work/ledger.js';
import type { Attempt } from '../../../src/sweep/work/outcome.js';

/** A sweep of which nothing was done yet. */
const sweepOf = (count: number): Sweep =>
  ({
    folder: 'sweep',
    count,
    place: (i: number) => `sweep/runs/${i}`,
    axes: (i: number) => ({ i }),
  }) as unknown as Sweep;

function statesOf(count: number): States {
  const recorded = new TaskStates(count);
  return {
    of: (i: number) => recorded.of(i),
    isWanted: () => true,
    failures: [],
  } as unknown as States;
}

const failed = (code: 'E_INTERNAL' | 'E_DIVERGED'): Attempt => ({ kind: 'failed', error: { code, message: '' } });
const done = { kind: 'done', result: { folder: 'x' } } as unknown as Attempt;
const MOST_DEATHS = 3;

/** How attempts may end, and what of that is left to chance. */
const ending = fc.constantFrom('done', 'failed', 'diverged', 'died', 'before', 'elsewhere', 'back');
type Ending = 'done' | 'failed' | 'diverged' | 'died' | 'before' | 'elsewhere' | 'back';

function take(ledger: Ledger, task: number, how: Ending): void {
  if (how === 'died') ledger.died(task, 'killed', MOST_DEATHS);
  else if (how === 'elsewhere') ledger.take(task, { kind: 'elsewhere', owner: '' });
  else if (how === 'before' || how === 'back') ledger.take(task, { kind: how });
  else if (how === 'done') ledger.take(task, done);
  else {
    ledger.take(task, failed(how === 'failed' ? 'E_INTERNAL' : 'E_DIVERGED'));
  }
}

describe('the ledger of a session', () => {
  it('gives back a task that returned after another worker had found nothing left', () => {
    const ledger = new Ledger(sweepOf(2), statesOf(2), 'all', {});
    expect([ledger.next(), ledger.next()]).toEqual([0, 1]);
    take(ledger, 0, 'done');
    expect([ledger.next(), ledger.next()]).toEqual([undefined, undefined]);
    take(ledger, 1, 'died');
    expect(ledger.next()).toBe(1);
  });

  it('accounts for every task in the end, whatever happens and in whatever order workers end', () => {
    const story = fc.record({
      count: fc.integer({ min: 1, max: 6 }),
      lanes: fc.integer({ min: 1, max: 3 }),
      retries: fc.nat(2),
      maxFailures: fc.option(fc.nat(3), { nil: undefined }),
      endings: fc.infiniteStream(ending),
      order: fc.infiniteStream(fc.nat(2)),
    });
    fc.assert(
      fc.property(story, ({ count, lanes, retries, maxFailures, endings, order }) => {
        const ledger = new Ledger(sweepOf(count), statesOf(count), 'all', { retries, maxFailures });
        const tries = new Map<number, number>();
        const settled = new Set<number>();
        const atWork: number[] = [];
        for (;;) {
          for (let task = 0; atWork.length < lanes; ) {
            task = ledger.next() ?? -1;
            if (task < 0) break;
            // nobody is given a task that is settled or that another has
            expect(settled.has(task) || atWork.includes(task)).toBe(false);
            tries.set(task, (tries.get(task) ?? 0) + 1);
            atWork.push(task);
          }
          if (atWork.length === 0) break;
          const [task] = atWork.splice((order.next().value as number) % atWork.length, 1);
          const how = endings.next().value as Ending;
          if (how === 'back') tries.set(task, (tries.get(task) as number) - 1);
          else if (how !== 'died' && how !== 'failed') settled.add(task);
          take(ledger, task, how);
        }
        const now = { of: () => 'pending' } as unknown as States;
        const outcome = ledger.outcome(now);
        const { done: nDone, skipped, elsewhere, failures, left } = outcome;
        expect(nDone + skipped + elsewhere + failures.length + left).toBe(count);
        if (maxFailures === undefined) expect(left).toBe(0);
        else if (left > 0) expect(failures.length).toBeGreaterThan(maxFailures);
        for (const n of tries.values()) expect(n).toBeLessThanOrEqual(1 + retries + MOST_DEATHS);
      }),
    );
  });
});
