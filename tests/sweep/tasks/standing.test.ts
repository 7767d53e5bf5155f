/** How tasks stand, against a plain model of what happened to them. fast-check prints seed and path of a story that fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskEvent } from '../../../src/sweep/tasks/journal-lines.js';
import type { Look } from '../../../src/sweep/tasks/look.js';
import { type Standing, standingOf } from '../../../src/sweep/tasks/standing.js';
import { TaskStates } from '../../../src/sweep/tasks/states.js';

const TASKS = 3;
const [ID, MANIFEST] = ['0123456789ab', 'a'.repeat(64)];

/** What can happen to a task, its folder and its lines in a journal. */
const HAPPENINGS = [
  'begin',
  'finish',
  'say done',
  'fail',
  'lose',
  'damage',
  'replace',
  'remove',
  'die',
  'resume',
] as const;
type Happening = (typeof HAPPENINGS)[number];

/** A sweep as it is told in journals, claims and folders, and beside it what really became of each task. */
class World {
  readonly states = new TaskStates(TASKS);
  readonly looks: Look[] = new Array(TASKS).fill({ kind: 'nothing' });
  readonly claims = new Set<number>();
  /** Whether the last word of a journal about a task is that it is done, or that it failed; and whether there was any. */
  readonly words: ('none' | 'done' | 'failed' | 'lost')[] = new Array(TASKS).fill('none');
  /** Whether the results of the task are in its folder as they were written. */
  readonly isWhole: boolean[] = new Array(TASKS).fill(false);

  at(task: number): Standing {
    const told = { state: this.states.of(task), manifest: this.states.manifest(task) };
    return standingOf(
      told,
      this.claims.has(task),
      () => this.looks[task],
      (identity) => identity === ID.padEnd(64, '0'),
    );
  }

  #say(task: number, event: 'done' | 'failed' | 'lost' | 'broken'): void {
    const n = this.states.lastEvent(task) + 1;
    const lines: { readonly [event: string]: TaskEvent } = {
      done: { event: 'done', task, n, id: ID, manifest: MANIFEST, at: 0 },
      failed: { event: 'failed', task, n, id: ID, code: 'E_DIVERGED', message: '', at: 0 },
    };
    this.states.apply(lines[event] ?? { event: event as 'lost', task, n, reason: '' });
    this.words[task] = event === 'broken' ? 'lost' : event;
  }

  #write(task: number): void {
    this.looks[task] = { kind: 'whole', manifest: MANIFEST, identity: ID.padEnd(64, '0') };
    this.isWhole[task] = true;
  }

  /** As `msm resume` does: all that is neither done nor failed nor at work elsewhere is done. */
  #resume(task: number): void {
    const { state } = this.at(task);
    if (state === 'running' || state === 'failed') return;
    if (this.words[task] === 'done' && state !== 'done') this.#say(task, 'broken');
    if (state !== 'done') this.#write(task);
    if (this.words[task] !== 'done') this.#say(task, 'done');
  }

  happen(task: number, what: Happening): void {
    const isAtWork = this.claims.has(task);
    switch (what) {
      case 'begin':
        // nobody begins what is done
        if (isAtWork || this.at(task).state === 'done') return;
        if (this.words[task] === 'done') this.#say(task, 'broken');
        this.claims.add(task);
        this.looks[task] = { kind: 'begun', status: 'running', reason: 'at step 1 of 2' };
        this.isWhole[task] = false;
        return;
      case 'finish':
        if (isAtWork) this.#write(task);
        return;
      case 'say done':
        if (!isAtWork || !this.isWhole[task]) return;
        this.#say(task, 'done');
        this.claims.delete(task);
        return;
      case 'fail':
        if (!isAtWork || this.isWhole[task]) return;
        this.#say(task, 'failed');
        this.claims.delete(task);
        return;
      case 'lose':
        if (this.words[task] === 'done' || !isAtWork) return;
        this.#say(task, 'lost');
        return;
      case 'die':
        this.claims.delete(task);
        return;
      case 'damage':
        if (this.looks[task].kind !== 'nothing') this.looks[task] = { kind: 'damaged', reason: 'a file is changed' };
        this.isWhole[task] = false;
        return;
      case 'replace':
        if (this.looks[task].kind !== 'whole') return;
        this.looks[task] = { kind: 'whole', manifest: 'b'.repeat(64), identity: 'f'.repeat(64) };
        this.isWhole[task] = false;
        return;
      case 'remove':
        this.looks[task] = { kind: 'nothing' };
        this.isWhole[task] = false;
        return;
      case 'resume':
        this.#resume(task);
    }
  }
}

const story = fc.array(fc.tuple(fc.nat(TASKS - 1), fc.constantFrom(...HAPPENINGS)), { maxLength: 60 });

describe('how a task stands', () => {
  it('is done exactly if its results are whole and no later word of a journal or claim says otherwise', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const world = new World();
        for (const [task, what] of happenings) {
          world.happen(task, what);
          const { state } = world.at(task);
          const word = world.words[task];
          const isSilent = word === 'none' && !world.claims.has(task);
          expect(state === 'done', `${what}: ${state}`).toBe(world.isWhole[task] && (word === 'done' || isSilent));
          // whatever was said to be done and is not whole is told as lost or damaged, and as nothing else
          if (word === 'done' && !world.isWhole[task]) expect(['lost', 'damaged']).toContain(state);
          if (word === 'failed' && !world.claims.has(task)) expect(state).toBe('failed');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is done or failed after a resume, whatever happened before, unless somebody else is at it', () => {
    fc.assert(
      fc.property(story, (happenings) => {
        const world = new World();
        for (const [task, what] of happenings) world.happen(task, what);
        for (let task = 0; task < TASKS; task++) {
          const before = world.at(task).state;
          world.happen(task, 'resume');
          const { state } = world.at(task);
          expect(['running', 'failed'].includes(before) ? before : 'done').toBe(state);
          if (state === 'done') expect(world.isWhole[task]).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[Look, string, string | undefined]>([
    [{ kind: 'nothing' }, 'lost', 'its folder is gone'],
    [{ kind: 'begun', status: null, reason: 'run.json is missing' }, 'damaged', 'run.json is missing'],
    [{ kind: 'begun', status: 'interrupted', reason: 'at step 3 of 4' }, 'damaged', 'run.json says interrupted'],
    [{ kind: 'damaged', reason: 'state.arrow is changed' }, 'damaged', 'state.arrow is changed'],
    [
      { kind: 'whole', manifest: 'b'.repeat(64), identity: ID },
      'damaged',
      'its manifest.json is not the one that the journal names',
    ],
    [{ kind: 'whole', manifest: MANIFEST, identity: ID }, 'done', undefined],
  ])('of a run that a journal calls done, with the folder %j: %s', (look, state, reason) => {
    const found = standingOf(
      { state: 'done', manifest: MANIFEST },
      false,
      () => look,
      () => true,
    );
    expect([found.state, found.reason]).toEqual([state, reason]);
  });

  it('asks for no folder where the journals and claims decide', () => {
    const never = (): never => {
      throw new Error('asked');
    };
    const states = (['failed', 'lost', 'pending'] as const).map(
      (state) => standingOf({ state, manifest: undefined }, state === 'pending', never, never).state,
    );
    expect(states).toEqual(['failed', 'lost', 'running']);
  });
});
