/** Golden files of heterosynaptic learning: their kinds are their keys. So far the expansion of grids. */
import { printValue } from '../config/describe.js';
import { createPlan } from '../config/plan.js';
import { readSpace, type Space } from '../config/space.js';
import { layered, settingsLayer } from '../config/space-layer.js';
import type { FamilySchema, Parameter } from '../model/schema.js';
import { type Comparison, equal } from './compare.js';
import type { Golden } from './golden.js';
import type { Case, FileFamily } from './kind.js';
import { LATER, laterCase } from './later.js';

type GridSpace = { readonly [key: string]: readonly (number | string)[] };
type Grid = { readonly [space: string]: GridSpace };

/** A schema with the keys of a grid, so that the same code expands it as any family's sweep. Absent keys are null. */
function schemaOf(grid: Grid): FamilySchema {
  const spaces = Object.values(grid);
  const keys = [...new Set(spaces.flatMap((space) => Object.keys(space)))];
  const parameters = keys.map((key): Parameter => {
    const values = spaces.flatMap((space) => space[key] ?? []);
    const common = { key, symbol: '', help: key, group: '', default: null, whenAbsent: 'absent' };
    if (values.every((value) => typeof value === 'number')) return { ...common, kind: 'number' };
    return { ...common, kind: 'choice', options: Object.fromEntries(values.map((word) => [word, ''])) };
  });
  return { name: 'grid', summary: '', parameters, inputs: [], observables: [], compatible: () => [] };
}

function spacesOf(schema: FamilySchema, { default: common = {}, ...own }: Grid): readonly Space[] {
  const layer = (space: GridSpace) =>
    settingsLayer(Object.entries(space).map(([key, values]) => ({ key, text: values.map(printValue).join(',') })));
  const seeds = { seed: 0, replicas: 1, replicaSeed: () => 0 };
  return Object.entries(own).map(([name, space]) =>
    readSpace(schema, layered(name, true, layer(common), layer(space)), seeds),
  );
}

function grid(golden: Golden): readonly Comparison[] {
  const given = golden.value('grid') as Grid;
  const schema = schemaOf(given);
  const plan = createPlan({
    schema,
    variants: [{ spaces: spacesOf(schema, given), inputs: {} }],
    kernel: '',
    hash: (text) => text,
  });
  const sorted = (params: object) => Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = [...plan].map(({ space, parameters }) => ({
    space,
    params: sorted(parameters).filter(([, value]) => value !== null),
  }));
  const jobs = golden.list('jobs').map((job) => ({
    space: job.text('space'),
    params: sorted(job.value('params') as object),
  }));
  return [equal('number of jobs', found.length, jobs.length), equal('jobs in order', found, jobs)];
}

const PREFIX = 'heterosynaptic ';

/** Fields by which a whole file of a later feature is recognised. */
const WHOLE: readonly (readonly [kind: string, keys: readonly string[]])[] = [
  ['transformer', ['model', 'num_last_tokens', 'first_logits']],
  ['perceptron', ['sizes', 'batch', 'steps', 'params', 'cases']],
  ['optimizers', ['params', 'grads', 'runs']],
];

const wholeKind = (golden: Golden): string | undefined =>
  WHOLE.find(([, keys]) => keys.every((key) => golden.has(key)))?.[0];

const isKind = (key: string): boolean => key === 'grid' || Object.hasOwn(LATER, `${PREFIX}${key}`);

function casesOf(golden: Golden, key: string): readonly Case[] {
  if (key === 'grid') return golden.list(key).map((one, i) => ({ name: `grid ${i + 1}`, check: () => grid(one) }));
  golden.value(key);
  return [laterCase(key, `${PREFIX}${key}`)];
}

export const HETEROSYNAPTIC_FILES: FileFamily = {
  has: (golden) =>
    wholeKind(golden) !== undefined || (golden.keys().length > 0 && golden.keys().every((key) => isKind(key))),
  cases: (golden) => {
    const kind = wholeKind(golden);
    if (kind !== undefined) return [laterCase(kind, `${PREFIX}${kind}`, golden)];
    return golden.keys().flatMap((key) => casesOf(golden, key));
  },
};
