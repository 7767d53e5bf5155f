/**
 * How a task stands: one rule over what the journals say, who claims it and what its folder holds. `msm status`, `verify`, `collect` and
 * `resume` all follow it. A pure function.
 */
import { type CollectedRun, type Look, OTHER_MANIFEST } from './look.js';
import type { Recorded } from './states.js';

/**
 * `lost`: its worker died, or it was done and its folder is gone. `damaged`: its files are not those of its manifest. Both wait to be
 * done again, like `pending`.
 */
export type TaskState = 'pending' | 'running' | 'done' | 'failed' | 'lost' | 'damaged';

export interface Standing {
  readonly state: TaskState;
  /** Why a task that was done no longer is, or how far it has come. */
  readonly reason?: string;
  /** How far a task that is not done has come, according to its folder; null if it has none. */
  readonly begun?: string | null;
  /** For tasks that are done, if the look keeps it. */
  readonly run?: CollectedRun;
}

/** What the journals say about a task. */
export interface JournalState {
  readonly state: Recorded;
  /** SHA-256 of the manifest of a task that is done. */
  readonly manifest: string | undefined;
}

function ofDone(look: Look, manifest: string | undefined): Standing {
  switch (look.kind) {
    case 'nothing':
      return { state: 'lost', reason: 'its folder is gone' };
    case 'damaged':
      return { state: 'damaged', reason: look.reason };
    case 'begun':
      return { state: 'damaged', reason: look.status === null ? look.reason : `run.json says ${look.status}` };
    case 'whole':
      // whole in itself, but another run, or one that somebody made to look whole
      if (look.manifest !== manifest) return { state: 'damaged', reason: OTHER_MANIFEST };
      return { state: 'done', run: look.run };
  }
}

function ofPending(look: Look, isOurs: (identity: string) => boolean): Standing {
  switch (look.kind) {
    case 'nothing':
      return { state: 'pending', begun: null };
    case 'damaged':
      return { state: 'damaged', reason: look.reason };
    case 'begun':
      return { state: 'pending', begun: look.status === null ? null : look.reason };
    case 'whole':
      // the process was killed before it could say so
      if (!isOurs(look.identity)) return { state: 'damaged', reason: 'it holds another run' };
      return { state: 'done', run: look.run };
  }
}

/**
 * How a task stands.
 *
 * @param isClaimed whether a living process has it
 * @param look what its folder holds; asked only where it decides
 * @param isOurs whether an identity is that of the task
 */
export function standingOf(
  recorded: JournalState,
  isClaimed: boolean,
  look: () => Look,
  isOurs: (identity: string) => boolean,
): Standing {
  if (recorded.state === 'done') return ofDone(look(), recorded.manifest);
  if (isClaimed) return { state: 'running' };
  // what failed or must be done again stays that way until somebody does it, whatever its folder holds by then
  if (recorded.state !== 'pending') return { state: recorded.state };
  return ofPending(look(), isOurs);
}
