import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskEvent } from '../../../src/sweep/tasks/journal-lines.js';
import { TaskStates } from '../../../src/sweep/tasks/states.js';

const TASKS = 5;

const eventOf = (kind: 'done' | 'failed' | 'lost' | 'broken', task: number, n: number): TaskEvent => {
  if (kind === 'done') return { event: kind, task, n, id: '', manifest: '', at: 0 };
  if (kind === 'failed') return { event: kind, task, n, id: '', code: 'E_INTERNAL', message: `${n}`, at: 0 };
  return { event: kind, task, n, reason: '' };
};

const event = fc
  .tuple(fc.constantFrom('done', 'failed', 'lost', 'broken'), fc.nat(TASKS - 1), fc.integer({ min: 1, max: 6 }))
  .map(([kind, task, n]) => eventOf(kind, task, n));

const folded = (events: readonly TaskEvent[]): TaskStates => {
  const states = new TaskStates(TASKS);
  for (const one of events) states.apply(one);
  return states;
};

/** All that can be asked. */
const view = (states: TaskStates): object => ({
  states: Array.from({ length: TASKS }, (_, task) => [states.of(task), states.lastEvent(task)]),
  counts: (['pending', 'done', 'failed', 'lost'] as const).map((state) => states.count(state)),
  failures: states.failures(),
});

describe('the states of tasks', () => {
  it('do not depend on the order in which journals are read, nor on lines read twice', () => {
    const shuffled = fc
      .array(event, { maxLength: 30 })
      .chain((events) =>
        fc.tuple(
          fc.constant(events),
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 5 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([events, others, again]) => {
        const twice = [...others, ...(events.length > 0 ? again.map((k) => events[k]) : [])];
        // two failures with one number differ by their words alone, of which one stays
        expect(view(folded(twice))).toEqual(view(folded(events)));
      }),
    );
  });

  it('count each task once', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const states = folded(events);
        for (const state of ['pending', 'done', 'failed', 'lost'] as const) {
          const found = Array.from({ length: TASKS }, (_, task) => states.of(task)).filter((one) => one === state);
          expect(states.count(state)).toBe(found.length);
        }
        expect(states.failures().map(({ task }) => states.of(task))).toEqual(
          Array.from({ length: states.count('failed') }, () => 'failed'),
        );
      }),
    );
  });

  it('follow the last event of a task', () => {
    const states = folded([eventOf('failed', 1, 1), eventOf('lost', 1, 2), eventOf('done', 1, 3)]);
    expect([states.of(1), states.lastEvent(1), states.failure(1)]).toEqual(['done', 3, undefined]);
    states.apply(eventOf('broken', 1, 4));
    expect(states.of(1)).toBe('lost');
    states.apply(eventOf('done', 1, 3));
    expect(states.of(1)).toBe('lost');
  });

  it('know the identity and the manifest of a task by its last event that names them', () => {
    const [id, manifest] = ['0123456789ab', 'c'.repeat(64)];
    const states = folded([{ event: 'done', task: 2, n: 1, id, manifest, at: 0 }]);
    expect([states.id(2), states.manifest(2), states.id(1), states.manifest(1)]).toEqual([
      id,
      manifest,
      undefined,
      undefined,
    ]);
    states.apply({ event: 'broken', task: 2, n: 2, reason: '' });
    expect([states.id(2), states.manifest(2)]).toEqual([id, undefined]);
  });
});
