/** One run by several processes, on this machine or others: what they compare when they meet, and what a rank beside the first does. */
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import type { Interruption } from '../host/signals.js';
import { inputArrays } from '../input/inputs.js';
import { followRank } from '../ranks/follower.js';
import { gatherRanks } from '../ranks/leader.js';
import type { RankPlace } from '../ranks/place.js';
import type { Member, Team } from '../train/team.js';
import type { NewRun } from './new-run.js';
import { openMember } from './open-member.js';
import { counted } from './threads.js';

/** Settings of a run by their names, as far as a person says them. */
type About = { readonly [key: string]: unknown };

const aboutOf = ({ parameters, seed, build, replica }: NewRun): About => ({
  ...parameters,
  ...{ seed, replica, build: build.build, kernels: build.hash.slice(0, 12) },
});

const identityOf = ({ identity, build }: NewRun): string => `${identity} ${build.build} ${build.hash}`;

/** Most differences that a message lists. */
const MOST_LISTED = 5;

/** How another run differs from this one. */
function differenceOf(own: About, about: unknown): string {
  const other = typeof about === 'object' && about !== null ? (about as About) : {};
  const keys = [...new Set([...Object.keys(own), ...Object.keys(other)])];
  const different = keys.filter((key) => JSON.stringify(own[key]) !== JSON.stringify(other[key]));
  if (different.length === 0) return 'its data or given arrays are others';
  const said = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
  const list = different.slice(0, MOST_LISTED).map((key) => `${key} = ${said(other[key])}, not ${said(own[key])}`);
  return [...list, ...(different.length > MOST_LISTED ? [`${different.length - MOST_LISTED} more`] : [])].join('; ');
}

const oneProcess = ({ family }: NewRun, { size }: RankPlace): MsmError =>
  configError(`--world-size ${size}: a run of ${family.schema.name} has one process`, '--world-size', 'Leave it out.');

/** What is said to the person about processes that have nothing to do. */
function idleNote({ family, parameters }: NewRun, { size }: RankPlace): string | undefined {
  const most = family.team?.most(parameters) ?? 1;
  return most >= size
    ? undefined
    : `--world-size ${size}: a step of this run has ${counted(most, 'part')}, so the other ranks have no work`;
}

/**
 * Rank 0: waits for all others.
 *
 * @throws E_CONFIG if its family has no work for several, or the ranks do not fit together; E_INTERRUPTED
 */
export async function teamOfRanks(
  run: NewRun,
  place: RankPlace,
  { interruption, onNote }: { readonly interruption: Interruption; readonly onNote?: (text: string) => void },
): Promise<Team> {
  if (run.family.team === undefined) throw oneProcess(run, place);
  const note = idleNote(run, place);
  if (note !== undefined) onNote?.(note);
  const own = aboutOf(run);
  onNote?.(`rank 0 of ${place.size} waits for the others at ${place.host}, port ${place.port}`);
  return gatherRanks(place, {
    identity: identityOf(run),
    differs: (about) => differenceOf(own, about),
    interruption,
    onAsked: (rank) => {
      if (!interruption.isRequested()) onNote?.(`rank ${rank} was asked to stop, and all ranks with it`);
      interruption.request?.();
    },
  });
}

function memberOf(run: NewRun, place: RankPlace): Member {
  const { family, parameters, inputs, seed, build } = run;
  if (family.team === undefined) throw oneProcess(run, place);
  return openMember(family.team, build, { parameters, inputs: inputArrays(inputs), seed });
}

/** Any other rank: has its share of each step, and writes nothing. Returns when rank 0 has ended the run. */
export const takePart = (run: NewRun, place: RankPlace, interruption: Interruption): Promise<void> =>
  followRank(place, { identity: identityOf(run), about: aboutOf(run) }, memberOf(run, place), { interruption });
