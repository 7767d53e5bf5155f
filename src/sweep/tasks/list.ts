/** What there is in a folder of runs and sweeps, one line each. */
import { join } from 'node:path';
import { printValue } from '../../config/describe.js';
import { asMsmError } from '../../errors.js';
import { listFolder, statsBehind } from '../../host/disk.js';
import { familyOfFolder } from '../../run/model-copy.js';
import { runNow } from '../../run/show.js';
import { catalogue, type Entry, HOME, type Kind } from './catalogue.js';
import { readSweep } from './tasks.js';

export interface Listed {
  readonly folder: string;
  readonly kind: Kind;
  readonly family: string;
  /** `done`, `running`, `interrupted`, `failed` or `damaged`; of sweeps how many of how many are done. */
  readonly state: string;
  readonly bytes: number;
  readonly started: string;
  /** What tells it from a run with defaults: the parameters that were set, or the axes of a sweep. */
  readonly parameters: string;
}

/** Bytes of all files below a folder. */
function bytesBelow(folder: string): number {
  let bytes = 0;
  for (const name of listFolder(folder)) {
    const path = join(folder, name);
    const found = statsBehind(path);
    if (found?.isDirectory()) bytes += bytesBelow(path);
    else if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

type Description = Pick<Listed, 'family' | 'state' | 'parameters'>;

async function describeRun(folder: string): Promise<Description> {
  const run = runNow(folder);
  const { family: name, status: state, parameters } = run;
  const family = await familyOfFolder(folder, run, folder);
  const defaults = new Map(family.schema.parameters.map((parameter) => [parameter.key, parameter.default]));
  const set = Object.entries(parameters).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults.get(key)),
  );
  return { family: name, state, parameters: set.map(([key, value]) => `${key}=${printValue(value)}`).join(' ') };
}

async function describeSweep(folder: string): Promise<Description> {
  const { sweep, states } = await readSweep(folder);
  const spaces = sweep.planned?.plan.spaces ?? [];
  const axes = spaces.flatMap(({ name, axes: own }) => {
    const texts = own.map(({ keys, rows }) => `${keys.join('+')} (${rows.length})`).join(' x ');
    return name === '' || texts === '' ? [texts] : [`${name}: ${texts}`];
  });
  const others = (['running', 'failed', 'lost', 'damaged'] as const)
    .map((state) => [state, states.count(state)] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `, ${count} ${state}`);
  return {
    family: sweep.record.requests[0].request.family,
    state: `${states.count('done')} of ${states.total} done${others.join('')}`,
    parameters: axes.filter((text) => text !== '').join('; '),
  };
}

async function listedOf({ folder, kind, startedMs, problem }: Entry): Promise<Listed> {
  const common = { folder, kind, bytes: bytesBelow(folder), started: new Date(startedMs).toISOString() };
  const broken = (why: string): Listed => ({ ...common, family: '', state: 'damaged', parameters: why });
  if (problem !== undefined) return broken(problem);
  try {
    return { ...common, ...(await (kind === 'run' ? describeRun(folder) : describeSweep(folder))) };
  } catch (error) {
    // one folder that cannot be read must not hide the others
    return broken(asMsmError(error).message);
  }
}

/** Runs and sweeps directly below a folder, oldest first. Reading changes nothing. */
export async function listRuns(home = HOME): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (const entry of catalogue(home)) found.push(await listedOf(entry));
  return found;
}
