/** What is known of a run, in words: for the terminal and for pages alike. */
import { countText, durationText } from '../text.js';
import type { RunRecord } from './run-record.js';
import type { ShownRun } from './show.js';

/** A name and what it is. */
export type Fact = readonly [label: string, text: string];

/** The given arrays, one line each. */
const inputFacts = ({ inputs }: RunRecord): readonly Fact[] =>
  inputs.map(({ key, source, base, shape, sha256, kept }, i) => {
    const from = base === undefined ? source : `${source} in ${base}`;
    const place = kept === undefined ? '' : `, kept in ${kept.path} of the sweep`;
    const text = `${key} (${shape.join(' x ')}) from ${from}, sha256 ${sha256.slice(0, 12)}${place}`;
    return [i === 0 ? 'inputs' : '', text];
  });

/** The data sets, one line each. */
const dataFacts = ({ data = [] }: RunRecord): readonly Fact[] =>
  data.map(({ key, source, folder, files }, i) => {
    const names = files.map(({ name, sha256 }) => `${name} (sha256 ${sha256.slice(0, 12)})`).join(', ');
    return [i === 0 ? 'data sets' : '', `${key} from ${source}, in ${folder}: ${names}`];
  });

/** Parameters that have a value, as `N=200 K=10`. */
const parametersText = ({ parameters }: RunRecord): string =>
  Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ');

/** Where its numbers come from: arrays, data sets, seed, build, steps, program and machine. */
export const originFacts = (run: RunRecord): readonly Fact[] => [
  ...inputFacts(run),
  ...dataFacts(run),
  ['seed', String(run.seed)],
  ['build', run.build],
  ['steps', `${countText(run.step)} of ${countText(run.steps)} in ${durationText(run.wallMs / 1000)}`],
  [
    'made by',
    `msm ${run.version}, kernels ${run.kernelSha256.slice(0, 12)}${run.revision === undefined ? '' : `, revision ${run.revision}`}, on ${run.environment.host}, ${run.started}`,
  ],
];

/** All of it, in the order of `msm show`. */
export const runFacts = ({
  run,
  folder,
  lacks,
  problems,
}: Pick<ShownRun, 'run' | 'folder' | 'lacks' | 'problems'>): readonly Fact[] => [
  ['run', `${folder} (${run.family}, ${run.status})`],
  ['identity', run.identity],
  ['parameters', parametersText(run)],
  ...originFacts(run),
  ...lacks.map((lack) => ['not whole', lack] as const),
  ...problems.map(
    ({ path, reason }) => ['damaged', `${path} ${reason}; look at all of it with: msm verify ${folder}`] as const,
  ),
];
