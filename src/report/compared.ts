/** A run or a sweep among those that a page compares, with all that the page says of it. */
import { basename, resolve } from 'node:path';
import { printValue } from '../config/describe.js';
import { openTables, type Source } from '../draw/run-subject.js';
import { MsmError } from '../errors.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { FamilySchema, ParameterValue } from '../model/schema.js';
import type { Fact, Part, Report } from '../page/report.js';
import { isSweepFolder } from '../run/layout.js';
import { familyOfFolder } from '../run/model-copy.js';
import type { RunRecord } from '../run/run-record.js';
import { runNow } from '../run/show.js';
import { sweepStatus } from '../sweep/tasks/status.js';
import { readSweep } from '../sweep/tasks/tasks.js';
import { countText, durationText, firstOf } from '../text.js';
import { checkedFiles, repeatParts, TONES, warningsOf } from './run-parts.js';
import { firstRun, sweepRepeatParts, sweepWarnings } from './sweep-parts.js';

export interface Compared {
  /** How tables and legends call it. */
  readonly name: string;
  readonly folder: string;
  readonly kind: 'run' | 'sweep';
  readonly family: string;
  readonly schema?: FamilySchema;
  readonly status: Report['status'];
  /** Values of parameters as people read them; of a sweep all that its runs have. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  readonly provenance: readonly Fact[];
  readonly repeat: readonly Part[];
  /** Of a run. */
  readonly run?: RunRecord;
  /** Absent where there is nothing to draw, or it is not what was written. */
  readonly source?: Source;
}

/** A value of a parameter, in a cell. */
export const valueText = (value: ParameterValue): string => (value === null ? '–' : printValue(value));

/** What can be opened, and why not. */
async function opened(
  open: () => Promise<Source>,
): Promise<{ readonly source?: Source; readonly problems: readonly string[] }> {
  try {
    return { source: await open(), problems: [] };
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CONFIG', 'E_CORRUPT'].includes(error.code)) throw error;
    return { problems: [`No results are shown: ${error.message}.`] };
  }
}

const given = ({ inputs, data = [] }: RunRecord): readonly Fact[] => [
  ...inputs.map(({ key, source, sha256 }) => [key, `${source} (sha256 ${sha256.slice(0, 12)})`] as const),
  ...data.map(({ key, source, files }) => [key, `${source} (${files.map(({ name }) => name).join(', ')})`] as const),
];

function originOf(run: RunRecord): readonly Fact[] {
  const { environment, identity, seed, step, wallMs, started } = run;
  const { git, processor, platform, cores, node, host } = environment;
  return [
    ['identity', identity],
    ['family', run.family],
    ['seed', String(seed)],
    ['build', run.build],
    ['kernels', run.kernelSha256],
    ['revision', String(run.revision ?? 1)],
    ['version of msm', run.version],
    ...given(run),
    ['steps', countText(step)],
    ['machine', `${processor}, ${cores} cores, ${platform}`],
    ['Node', node],
    ['host', host],
    ['git', git === null ? 'none' : `${git.commit}${git.isDirty ? ', with changes' : ''}`],
    ['started', started],
    ['took', durationText(wallMs / 1000)],
  ];
}

async function comparedRun(folder: string, name: string): Promise<Compared> {
  const run = runNow(folder);
  const { schema } = await familyOfFolder(folder, run, folder);
  const { damage, isWhole } = await checkedFiles(folder, run);
  const { source, problems } = isWhole
    ? await opened(() => openTables(folder, run))
    : { source: undefined, problems: ['Nothing is drawn: the results are not what was written.'] };
  const values = schema.parameters.flatMap(({ key }) =>
    key in run.parameters ? [[key, run.parameters[key]] as const] : [],
  );
  return {
    name,
    folder,
    kind: 'run',
    family: run.family,
    schema,
    status: { word: run.status, tone: TONES[run.status] },
    parameters: new Map(values.map(([key, value]) => [key, valueText(value)])),
    warnings: [...warningsOf(folder, run, damage), ...problems],
    provenance: originOf(run),
    repeat: repeatParts(folder, run),
    run,
    ...(source !== undefined && { source }),
  };
}

/** Parameters of the runs of a sweep; those that vary as the values that they have. */
async function parametersOf({ subject, rows, family }: Source): Promise<ReadonlyMap<string, string>> {
  const found = new Map(
    Object.entries(subject.parameters).map(([key, value]) => [key, valueText(value as ParameterValue)]),
  );
  const varying = subject.axes.filter((axis) => family?.schema.parameters.some(({ key }) => key === axis) === true);
  for await (const { columns } of rows('results', new Set(varying))) {
    for (const { name, data } of columns.filter((column) => varying.includes(column.name))) {
      const values = [...new Set(Array.from<unknown>(data))];
      const sorted = values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values;
      found.set(name, firstOf(sorted.map(String)));
    }
  }
  return found;
}

async function comparedSweep(folder: string, name: string): Promise<Compared> {
  const view = await readSweep(folder);
  const { sweep, journal } = view;
  const status = sweepStatus(sweep, journal, SYSTEM_CLOCK);
  const { openSweep } = await import('../draw/sweep-subject.js');
  const { source, problems } = await opened(() => openSweep(folder));
  const [{ request }] = sweep.record.requests;
  const family: Family | undefined = source?.family;
  return {
    name,
    folder,
    kind: 'sweep',
    family: request.family,
    ...(family !== undefined && { schema: family.schema }),
    status: status.done === status.total ? { word: 'done', tone: 'good' } : { word: 'not finished', tone: 'open' },
    parameters: source === undefined ? new Map() : await parametersOf(source),
    warnings: [...sweepWarnings(folder, status), ...problems],
    provenance: [
      ['runs', `${countText(status.done)} of ${countText(status.total)}`],
      ['family', request.family],
      ['seed', String(request.seed)],
      ['build', request.build],
      ['kernels', request.kernelSha256],
      ['revision', String(request.revision ?? 1)],
      ['version of msm', request.version],
    ],
    repeat: await sweepRepeatParts(folder, sweep, firstRun(view)),
    ...(source !== undefined && { source }),
  };
}

/** Names by which folders are told apart: the last part of their paths, or all of it where two are alike. */
export function namesOf(folders: readonly string[]): readonly string[] {
  const short = folders.map((folder) => basename(resolve(folder)));
  return new Set(short).size === short.length ? short : folders;
}

/** Looks at a run or a sweep. Throws E_CONFIG for a folder that is neither, E_CORRUPT if not even its record can be read. */
export const compared = (folder: string, name: string): Promise<Compared> =>
  isSweepFolder(folder) ? comparedSweep(folder, name) : comparedRun(folder, name);
