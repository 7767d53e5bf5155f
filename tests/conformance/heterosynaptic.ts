/** Golden files of heterosynaptic learning: kinds by their key. So far the expansion of grids. */
import { createPlan } from '../../src/config/plan.js';
import { readSpace, type Space } from '../../src/config/space.js';
import { layered, settingsLayer } from '../../src/config/space-layer.js';
import type { FamilySchema, Parameter } from '../../src/model/schema.js';
import { printSweep } from '../config/print-sweep.js';
import { type Comparison, equal } from './compare.js';

type Grid = { readonly [space: string]: { readonly [key: string]: readonly (number | string)[] } };

interface GridCase {
  readonly grid: Grid;
  readonly jobs: readonly { readonly space: string; readonly params: { readonly [key: string]: number | string } }[];
}

/** Kinds of later features, and what they belong to. */
const LATER: { readonly [kind: string]: string } = {
  selective_copying: 'the selective copying task',
  text: 'tokens of texts',
  nm_masks: 'N:M pruning',
  corruption: 'corruption of activities',
  epoch_metrics: 'metrics of training',
  matrices: 'coupling matrices',
  preconditioned: 'coupled gradients',
  preconditioned_rows: 'coupled gradients',
  preconditioned_masked: 'coupled gradients',
  spd_table: 'coupling matrices',
};

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
  const layer = (space: Grid[string]) =>
    settingsLayer(Object.entries(space).map(([key, values]) => ({ key, text: printSweep(values) })));
  const seeds = { seed: 0, replicas: 1, replicaSeed: () => 0 };
  return Object.entries(own).map(([name, space]) =>
    readSpace(schema, layered(name, true, layer(common), layer(space)), seeds),
  );
}

function checkGrid({ grid, jobs }: GridCase): readonly Comparison[] {
  const schema = schemaOf(grid);
  const plan = createPlan({
    schema,
    spaces: spacesOf(schema, grid),
    inputs: {},
    kernel: '',
    hash: (text) => text,
  });
  const sorted = (params: object) => Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1));
  const found = [...plan].map(({ space, parameters }) => ({
    space,
    params: sorted(parameters).filter(([, value]) => value !== null),
  }));
  const golden = jobs.map(({ space, params }) => ({ space, params: sorted(params) }));
  return [equal('number of jobs', found.length, golden.length), equal('jobs in order', found, golden)];
}

/** The cases of a file by kind, or undefined if it is none of this model's files. */
export function heterosynapticCases(content: {
  readonly [kind: string]: unknown;
}):
  | readonly { readonly name: string; readonly notYet?: string; readonly check: () => readonly Comparison[] }[]
  | undefined {
  const kinds = Object.keys(content);
  if (kinds.length === 0 || !kinds.every((kind) => kind === 'grid' || Object.hasOwn(LATER, kind))) return undefined;
  return kinds.flatMap((kind) => {
    if (kind !== 'grid') return [{ name: kind, notYet: LATER[kind], check: () => [] }];
    const cases = [content.grid].flat() as readonly GridCase[];
    return cases.map((golden, i) => ({ name: `grid ${i + 1}`, check: () => checkGrid(golden) }));
  });
}
