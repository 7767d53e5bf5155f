import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createExclusive, holdsText } from '../../src/host/disk.js';
import { type Lease, type Row, takeLease } from '../../src/host/lease.js';
import { type ProcessName, thisProcess } from '../../src/host/process.js';
import { temporaryFolders } from '../run/folders.js';

const named = (who: string): ProcessName => ({ ...thisProcess(), host: who });
const isLease = (taken: ReturnType<typeof takeLease>): taken is Lease => 'release' in taken;

/** Owners of one row of files, of whom the test says who lives. Each look at the disk is a moment at which others may have their turn. */
class Contest {
  readonly #folder: string;
  readonly dead = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  path(k: number): string {
    return join(this.#folder, `lock.${k}`);
  }

  /** A dead owner's file. */
  leave(k: number, who: string): void {
    writeFileSync(this.path(k), who);
    this.dead.add(who);
  }

  owner(k: number): string | undefined {
    return existsSync(this.path(k)) ? readFileSync(this.path(k), 'utf8') : undefined;
  }

  row(who: string, atMoment: () => void = () => {}): Row {
    return {
      name: (k) => this.path(k),
      make: (path) => {
        atMoment();
        return createExclusive(path, who);
      },
      isOurs: (path) => holdsText(path, who),
      look: (path) => {
        atMoment();
        if (!existsSync(path)) return undefined;
        const text = readFileSync(path, 'utf8');
        return { owner: named(text), isLiving: !this.dead.has(text) };
      },
    };
  }

  take(who: string, atMoment?: () => void): Lease | { readonly owner: ProcessName | undefined } {
    return takeLease(this.row(who, atMoment));
  }

  must(who: string): Lease {
    const taken = this.take(who);
    if (!isLease(taken)) throw new Error(`${who} is refused by ${taken.owner?.host}`);
    return taken;
  }
}

type Fate = 'holds it' | 'gives it back' | 'dies';
/** What others do one after the other in one moment of the first. */
const TURNS: readonly (readonly Fate[])[] = [
  ['holds it'],
  ['gives it back'],
  ['dies'],
  ['gives it back', 'holds it'],
  ['dies', 'holds it'],
  ['dies', 'gives it back'],
  ['dies', 'gives it back', 'holds it'],
  ['dies', 'gives it back', 'dies', 'holds it'],
];

/** Those of them who have it afterwards; who is refused leaves. */
function play(contest: Contest, fates: readonly Fate[]): readonly (readonly [string, Lease])[] {
  return fates.flatMap((fate, i) => {
    const who = `other${i}`;
    const lease = contest.take(who);
    if (!isLease(lease)) return [];
    if (fate === 'dies') contest.dead.add(who);
    if (fate === 'gives it back') lease.release();
    return fate === 'holds it' ? [[who, lease] as const] : [];
  });
}

describe('a lease', () => {
  const temporary = temporaryFolders();

  describe.each([0, 1, 2])('after %d dead owners', (deadCount) => {
    const contest = (): Contest => {
      const made = new Contest(join(temporary(), 'row'));
      for (let k = 0; k < deadCount; k++) made.leave(k, `dead${k}`);
      return made;
    };
    const momentsAlone = (): number => {
      let moments = 0;
      expect(isLease(contest().take('a', () => void moments++))).toBe(true);
      return moments;
    };

    it.each(TURNS.map((fates) => [fates.join(', then one who '), fates] as const))(
      'is had by one alone if in any moment another takes it who %s',
      (_, fates) => {
        const moments = momentsAlone();
        const winners = new Set<string>();
        for (let at = 0; at < moments; at++) {
          const where = `in moment ${at}`;
          const shared = contest();
          let moment = 0;
          let others: ReturnType<typeof play> = [];
          const mine = shared.take('a', () => {
            if (moment++ === at) others = play(shared, fates);
          });
          // a fresh one that somebody was given survives, and the late one is told of it
          const given = isLease(mine) ? [...others, ['a', mine] as const] : others;
          expect(given, where).toHaveLength(1);
          const [[who, lease]] = given;
          winners.add(who);
          expect(lease.isHeld(), where).toBe(true);
          if (!isLease(mine)) expect(mine.owner?.host, where).toBe(who);
          expect(shared.take('late'), where).toMatchObject({ owner: { host: who } });
          lease.release();
          const left = [0, 1, 2, 3, 4, 5].map((k) => shared.owner(k)).filter((owner) => owner !== undefined);
          expect(left, where).toEqual([]);
        }
        expect(winners).toContain(fates.at(-1) === 'holds it' ? `other${fates.length - 1}` : 'a');
      },
    );
  });

  it('names the last of the dead owners', () => {
    const shared = new Contest(join(temporary(), 'row'));
    shared.leave(0, 'first');
    shared.leave(1, 'second');
    expect(shared.must('a').taken).toMatchObject({ host: 'second' });
    expect(new Contest(join(temporary(), 'row')).must('a').taken).toBeUndefined();
  });

  it('is refused by who has a later name though an earlier one is free, and leaves nothing there', () => {
    const shared = new Contest(join(temporary(), 'row'));
    writeFileSync(shared.path(1), 'b');
    expect(shared.take('a')).toMatchObject({ owner: { host: 'b' } });
    expect([shared.owner(0), shared.owner(1)]).toEqual([undefined, 'b']);
  });

  it('goes on behind a dead owner of a later name', () => {
    const shared = new Contest(join(temporary(), 'row'));
    shared.leave(1, 'b');
    const lease = shared.must('a');
    expect(lease.isHeld()).toBe(true);
    expect(shared.take('late')).toMatchObject({ owner: { host: 'a' } });
    lease.release();
    expect([0, 1, 2].map((k) => shared.owner(k))).toEqual([undefined, undefined, undefined]);
  });

  it('that was followed is not given back by who lost it', () => {
    const shared = new Contest(join(temporary(), 'row'));
    const slept = shared.must('a');
    shared.dead.add('a');
    const next = shared.must('b');
    expect([slept.isHeld(), next.isHeld()]).toEqual([false, true]);
    slept.release();
    expect([shared.owner(0), shared.owner(1)]).toEqual(['a', 'b']);
    rmSync(shared.path(1));
    writeFileSync(shared.path(0), 'another');
    expect(slept.isHeld()).toBe(false);
  });
});
