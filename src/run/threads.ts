/** How many threads work on a run by itself, and how they are started. Their number enters no result. */
import { availableParallelism } from 'node:os';
import { configError } from '../config/problem.js';
import type { MsmError } from '../errors.js';
import { startTeam } from '../host/team.js';
import { inputArrays } from '../input/inputs.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import type { Team } from '../train/team.js';
import type { NewRun } from './new-run.js';
import type { TeamData } from './team-thread.js';

/** What is said about threads that were asked for. */
export interface Threads {
  readonly count: number;
  readonly notes: readonly string[];
}

/** A count in a sentence: `one part`, `3 parts`. */
export const counted = (count: number, what: string): string => (count === 1 ? `one ${what}` : `${count} ${what}s`);

/**
 * The threads of a run of which `asked` were asked for.
 *
 * @throws E_CONFIG if its family has no work for several
 */
export function threadsOf(
  { schema, team }: Pick<Family, 'schema' | 'team'>,
  parameters: Parameters,
  asked: number,
  processors = availableParallelism(),
): Threads {
  if (asked === 1) return { count: 1, notes: [] };
  if (team === undefined) throw noThreads(schema.name, asked);
  const most = team.most(parameters);
  const count = Math.min(asked, most);
  const few = `--threads ${asked}: a step of this run has ${counted(most, 'part')}, so ${counted(count, 'thread')} will do it`;
  const many = `${counted(count, 'thread')} on ${counted(processors, 'processor')}: no step is faster than with ${processors}`;
  return { count, notes: [...(most < asked ? [few] : []), ...(count > processors ? [many] : [])] };
}

const noThreads = (family: string, asked: number): MsmError =>
  configError(`--threads ${asked}: a run of ${family} has one thread`, '--threads', 'Leave it out.');

/** Starts the threads of a run beside its own; undefined if it has none. */
export function teamOf(run: NewRun, count: number): Team | undefined {
  if (count === 1) return undefined;
  const data: TeamData = {
    family: run.family.schema.name,
    parameters: run.parameters,
    inputs: inputArrays(run.inputs),
    seed: run.seed,
    module: run.build.module,
    build: run.build.build,
    vectors: run.build.vectors,
  };
  return startTeam(new URL('./team-thread.js', import.meta.url), data, count);
}
