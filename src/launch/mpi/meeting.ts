/**
 * How the ranks of one start meet in the folder of a sweep: `mpi/KEY.json`, which rank 0 writes once the sweep exists, and
 * `mpi/KEY.RANK.json`, in which each rank says how it stands. Files are all that they share, so any network file system does.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MsmError } from '../../errors.js';
import {
  createExclusive,
  type DiskOperations,
  ensureFolder,
  jsonText,
  listFolder,
  removeAll,
  writeBytes,
} from '../../host/disk.js';
import type { Clock } from '../../host/environment.js';
import type { Interruption } from '../../host/signals.js';
import { type JsonKind, readJson } from '../../run/json-file.js';
import { integer, number, oneOf, orNull, record, type Shaped, text } from '../../run/shape.js';
import { pause } from '../pace.js';
import type { Rank } from './ranks.js';

const MEETING_FORMAT = 1;

/** What rank 0 says to the others; `runs` are those to be shared, as ranges. */
const INVITATION = record({ format: oneOf([MEETING_FORMAT]), size: integer(1), runs: text(2 ** 22) });
type Invitation = Shaped<typeof INVITATION>;
const INVITATION_FILE: JsonKind<Invitation> = {
  what: "a meeting of mpi's ranks",
  shapes: { [MEETING_FORMAT]: INVITATION },
};

/** How a rank stands: `beat` grows while it lives, `reason` is why it stopped. `stopped`: asked to, or by an error; its runs are not finished. */
const NOTE = record({
  format: oneOf([MEETING_FORMAT]),
  state: oneOf(['working', 'finished', 'stopped']),
  beat: number(0),
  reason: orNull(text()),
});
type RankNote = Shaped<typeof NOTE>;
export type RankState = RankNote['state'];
const NOTE_FILE: JsonKind<RankNote> = { what: 'a note of a rank', shapes: { [MEETING_FORMAT]: NOTE } };

/** Time between two signs of life, and the silence after which a rank counts as missing. */
export const BEAT_MS = 5_000;
export const SILENCE_MS = 120_000;
/** Longest wait of the others for rank 0. */
export const JOIN_MS = 120_000;
/** Silence that is enough once every run has ended: only each rank's last note is waited for, so that the folder is still there for it. */
const SETTLED_MS = 10_000;

/** What meeting needs of its surroundings. */
export interface MeetingSurroundings {
  readonly disk: DiskOperations;
  readonly clock: Clock;
  readonly interruption: Interruption;
}

const meetingFolder = (folder: string): string => join(folder, 'mpi');
const invitationFile = (folder: string, key: string): string => join(meetingFolder(folder), `${key}.json`);
const noteFile = (folder: string, key: string, rank: number): string =>
  join(meetingFolder(folder), `${key}.${rank}.json`);

function removeNotes(folder: string, key: string): void {
  const place = meetingFolder(folder);
  for (const name of listFolder(place)) if (name.startsWith(`${key}.`)) removeAll(join(place, name));
}

/** Rank 0: the sweep exists, so the others may begin. Throws E_IO. */
export async function invite(disk: DiskOperations, folder: string, { key, size }: Rank, runs: string): Promise<void> {
  ensureFolder(meetingFolder(folder));
  // a start that was killed may have had the same key: a job that is queued again keeps its number
  removeNotes(folder, key);
  const invitation: Invitation = { format: MEETING_FORMAT, size, runs };
  await writeBytes(disk, invitationFile(folder, key), jsonText(invitation));
}

/**
 * Another rank: waits for rank 0; resolves with the runs to be shared, as ranges.
 *
 * @throws E_CONFIG if rank 0 does not come within `limitMs`, E_INTERRUPTED if somebody asks this rank to stop
 */
export async function joinLeader(
  folder: string,
  { key, rank }: Rank,
  { clock, interruption }: MeetingSurroundings,
  limitMs = JOIN_MS,
): Promise<string> {
  const path = invitationFile(folder, key);
  const began = clock.milliseconds();
  for (let look = 0; !existsSync(path); look++) {
    if (interruption.isRequested()) {
      throw new MsmError('E_INTERRUPTED', `rank ${rank} was stopped before rank 0 had made ${folder}`, {
        place: folder,
      });
    }
    if (clock.milliseconds() - began > limitMs) {
      throw new MsmError('E_CONFIG', `rank ${rank} saw no sweep of rank 0 in ${folder} for ${limitMs / 1000} s`, {
        place: folder,
        next: 'All ranks must see the same folder: is it on a disk that the machines share, and did rank 0 report an error?',
      });
    }
    await pause(look);
  }
  return readJson(path, INVITATION_FILE).runs;
}

/** Says how this rank stands. Throws E_IO. */
export async function note(
  disk: DiskOperations,
  folder: string,
  { key, rank }: Rank,
  state: RankState,
  beat: number,
  reason: string | null = null,
): Promise<void> {
  const content: RankNote = { format: MEETING_FORMAT, state, beat, reason };
  await writeBytes(disk, noteFile(folder, key, rank), jsonText(content));
}

/** How another rank stands; undefined if it has not said anything yet. */
function readNote(folder: string, key: string, rank: number): RankNote | undefined {
  const path = noteFile(folder, key, rank);
  return existsSync(path) ? readJson(path, NOTE_FILE) : undefined;
}

/** How a rank ended, as rank 0 sees it; `missing`: nothing was heard from it for too long. */
export interface RankEnd {
  readonly rank: number;
  readonly end: 'finished' | 'stopped' | 'missing';
  readonly reason: string | null;
}

/**
 * Rank 0: waits until every other rank has ended or was not heard from for too long, which is soon if nothing is left to do
 * (`isSettled`). Only the own clock is looked at: those of other machines may differ.
 */
export async function waitForRanks(
  folder: string,
  { key, size }: Rank,
  { clock }: MeetingSurroundings,
  isSettled: () => boolean,
  silenceMs = SILENCE_MS,
): Promise<readonly RankEnd[]> {
  const heard = new Map<number, { readonly beat: number; readonly at: number }>();
  const began = clock.milliseconds();
  for (let look = 0; ; look++) {
    const patience = isSettled() ? SETTLED_MS : silenceMs;
    const ends: RankEnd[] = [];
    for (let rank = 1; rank < size; rank++) {
      const found = readNote(folder, key, rank);
      const last = heard.get(rank) ?? { beat: -1, at: began };
      const beat = found?.beat ?? -1;
      if (beat !== last.beat) heard.set(rank, { beat, at: clock.milliseconds() });
      else if (found === undefined || found.state === 'working') {
        if (clock.milliseconds() - last.at > patience) ends.push({ rank, end: 'missing', reason: null });
        continue;
      }
      if (found !== undefined && found.state !== 'working') ends.push({ rank, end: found.state, reason: found.reason });
    }
    if (ends.length === size - 1) return ends;
    await pause(look);
  }
}

const haltFile = (folder: string, key: string): string => join(meetingFolder(folder), `${key}.halt`);

/** Rank 0: too many runs failed, nobody is to go on. Throws E_IO. */
export function halt(folder: string, { key }: Rank): void {
  createExclusive(haltFile(folder, key), '');
}

/** Whether rank 0 said that nobody is to go on. */
export const isHalted = (folder: string, { key }: Rank): boolean => existsSync(haltFile(folder, key));

/** Rank 0, at the very end: nobody needs the notes any more. */
export function leave(folder: string, { key }: Rank): void {
  const place = meetingFolder(folder);
  removeNotes(folder, key);
  if (listFolder(place).length === 0) removeAll(place);
}
