/** Golden grids: the expansion of spaces of settings, in order. */
import { printValue } from '../../config/describe.js';
import { createPlan } from '../../config/plan.js';
import { readSpace, type Space } from '../../config/space.js';
import { layered, settingsLayer } from '../../config/space-layer.js';
import type { FamilySchema, Parameter } from '../../model/schema.js';
import { type Comparison, equal } from '../compare.js';
import type { Golden } from '../golden.js';

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

export function checkGrid(golden: Golden): readonly Comparison[] {
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
