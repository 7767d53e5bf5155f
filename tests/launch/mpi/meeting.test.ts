import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../../src/host/disk.js';
import {
  halt,
  invite,
  isHalted,
  JOIN_MS,
  joinLeader,
  leave,
  note,
  waitForRanks,
} from '../../../src/launch/mpi/meeting.js';
import type { Rank } from '../../../src/launch/mpi/ranks.js';
import { namesIn } from '../../cli/msm.js';
import { temporaryFolders } from '../../run/folders.js';
import { surroundings } from '../../run/harness.js';

const rank = (number: number, size = 3): Rank => ({ rank: number, size, key: 'start-1' });
/** Every look at the clock takes this long. */
const LOOK_MS = 30_000;
const around = (spans?: number) => surroundings({ tick: () => LOOK_MS, spans });

describe('ranks', () => {
  const folder = temporaryFolders();

  it('that wait for rank 0 learn which runs are to be shared', async () => {
    const place = folder();
    const joined = joinLeader(place, rank(1), surroundings());
    await invite(NODE_DISK, place, rank(0), '0-8');
    expect(await joined).toBe('0-8');
  });

  it('give up after a while if rank 0 does not come, and say what may be wrong', async () => {
    const place = folder();
    await invite(NODE_DISK, place, { ...rank(0), key: 'another-start' }, '0-8');
    await expect(joinLeader(place, rank(1), around())).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `rank 1 saw no sweep of rank 0 in ${place} for ${JOIN_MS / 1000} s`,
    });
  });

  it('stop waiting when asked to', async () => {
    await expect(joinLeader(folder(), rank(1), around(1))).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
  });

  it('are waited for by rank 0 until each has said how it ended', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0), '0-8');
    await note(NODE_DISK, place, rank(1), 'finished', 1);
    await note(NODE_DISK, place, rank(2), 'stopped', 1, 'the disk is full');
    expect(await waitForRanks(place, rank(0), around(), () => false)).toEqual([
      { rank: 1, end: 'finished', reason: null },
      { rank: 2, end: 'stopped', reason: 'the disk is full' },
    ]);
  });

  it('count as missing only when nothing was heard of them for long', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0), '0-8');
    await note(NODE_DISK, place, rank(1), 'working', 1);
    let looks = 0;
    // rank 1 lives for ten more looks, which together are longer than the silence
    const beats: Promise<void>[] = [];
    const ends = await waitForRanks(place, rank(0), around(), () => {
      if (++looks <= 10) beats.push(note(NODE_DISK, place, rank(1), 'working', 1 + looks));
      return false;
    });
    await Promise.all(beats);
    expect(ends).toEqual([
      { rank: 1, end: 'missing', reason: null },
      { rank: 2, end: 'missing', reason: null },
    ]);
    // without its signs of life rank 1 would have been given up after four looks
    expect(looks).toBeGreaterThan(10);
  });

  it('are given the whole silence after their last sign of life, and not since the start', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0, 2), '0-8');
    let looks = 0;
    const beats: Promise<void>[] = [];
    // half a minute a look, whoever asks how often
    const clock = { now: () => '', milliseconds: () => looks * LOOK_MS };
    const ends = await waitForRanks(place, rank(0, 2), { ...surroundings(), clock }, () => {
      if (++looks <= 10) beats.push(note(NODE_DISK, place, rank(1, 2), 'working', looks));
      return false;
    });
    await Promise.all(beats);
    expect(ends).toEqual([{ rank: 1, end: 'missing', reason: null }]);
    // the tenth sign is seen at the tenth look or the one after it, and two minutes are over five looks later
    expect(looks).toBeGreaterThanOrEqual(15);
  });

  it('are heard again when a sign of life comes late, after the silence but before all others have ended', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0), '0-8');
    await note(NODE_DISK, place, rank(1), 'working', 1);
    await note(NODE_DISK, place, rank(2), 'working', 1);
    let looks = 0;
    const notes: Promise<void>[] = [];
    const ends = await waitForRanks(place, rank(0), around(), () => {
      looks++;
      // rank 2 lives all the time; rank 1 says nothing for long, then works again, then is finished
      notes.push(note(NODE_DISK, place, rank(2), looks < 12 ? 'working' : 'finished', 1 + looks));
      // a look takes a minute here, and the silence ends after two
      if (looks === 7) notes.push(note(NODE_DISK, place, rank(1), 'working', 2));
      if (looks === 9) notes.push(note(NODE_DISK, place, rank(1), 'finished', 3));
      return false;
    });
    await Promise.all(notes);
    expect(looks).toBeGreaterThanOrEqual(12);
    expect(ends).toEqual([
      { rank: 1, end: 'finished', reason: null },
      { rank: 2, end: 'finished', reason: null },
    ]);
  });

  it('leave nothing behind', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0), '0-8');
    await note(NODE_DISK, place, rank(1), 'finished', 1);
    leave(place, rank(0));
    expect(namesIn(place)).toEqual([]);
  });

  it('are halted by rank 0, but not by what a killed start with the same key left behind', async () => {
    const place = folder();
    await invite(NODE_DISK, place, rank(0), '0-8');
    expect(isHalted(place, rank(1))).toBe(false);
    halt(place, rank(0));
    halt(place, rank(0));
    expect(isHalted(place, rank(1))).toBe(true);
    await note(NODE_DISK, place, rank(1), 'finished', 1);
    await invite(NODE_DISK, place, rank(0), '0-8');
    expect(isHalted(place, rank(1))).toBe(false);
    expect(namesIn(join(place, 'mpi'))).toEqual(['start-1.json']);
    halt(place, rank(0));
    leave(place, rank(0));
    expect(namesIn(place)).toEqual([]);
  });
});
