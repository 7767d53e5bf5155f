/** The tables a run of this family writes, and how many rows they get. */
import { countDue, type RecordColumn, type RecordRequest, type RecordTable } from '../record.js';
import { HEBBIAN_SCHEMA } from './schema.js';

/** Observables that have a table of their own, with the columns behind step and time. */
const OWN: { readonly [name: string]: { readonly table: string; readonly index: readonly RecordColumn[] } } = {
  sigma: { table: 'sigma', index: [{ name: 'unit', type: 'i32', meaning: 'neuron' }] },
  J: {
    table: 'couplings',
    index: [
      { name: 'i', type: 'i32', meaning: 'neuron of the row' },
      { name: 'j', type: 'i32', meaning: 'neuron of the column, above i; J is symmetric and its diagonal is 0' },
    ],
  },
  memories: {
    table: 'memories',
    index: [
      { name: 'memory', type: 'i32', meaning: 'memory' },
      { name: 'unit', type: 'i32', meaning: 'neuron' },
    ],
  },
  transitions: {
    table: 'transitions',
    index: [
      { name: 'row', type: 'i32', meaning: 'memory of the row' },
      { name: 'column', type: 'i32', meaning: 'memory of the column' },
    ],
  },
};

const STEP: RecordColumn = { name: 'step', type: 'i32', meaning: 'steps done before the record' };
const TIME: RecordColumn = { name: 'time', type: 'f64', symbol: 't', unit: 'time', meaning: 'step times dt' };

/** Whether an observable has a table of its own. */
export const hasOwnTable = (name: string): boolean => name in OWN;

function describe(name: string): { readonly symbol: string; readonly meaning: string } {
  const found = HEBBIAN_SCHEMA.observables.find((observable) => observable.name === name);
  if (found === undefined) throw new Error(`no observable '${name}'`);
  return found;
}

/** Scalar observables that can be undefined at a step: a neuron outside [-1, 1] has no entropy, random patterns no theory. */
const NULLABLE = new Set(['lyapunov', 'theory_mean', 'theory_std', 'residual']);

function seriesColumns(names: readonly string[], patterns: number): readonly RecordColumn[] {
  return names.flatMap((name): readonly RecordColumn[] => {
    const { symbol, meaning } = describe(name);
    if (name === 'pattern') return [{ name, type: 'i32', symbol, meaning }];
    if (name !== 'overlap') return [{ name, type: 'f64', symbol, meaning, nullable: NULLABLE.has(name) }];
    return Array.from({ length: patterns }, (_, mu) => ({
      name: `overlap_${mu}`,
      type: 'f64',
      symbol: `m_${mu}`,
      meaning: `overlap of the neurons with pattern ${mu}`,
    }));
  });
}

/** Scalar observables asked for, in the order of the schema. */
export function seriesNames(request: RecordRequest): readonly string[] {
  return HEBBIAN_SCHEMA.observables
    .map(({ name }) => name)
    .filter((name) => request.observables.has(name) && !hasOwnTable(name));
}

/** Tables of a run, in a fixed order. */
export function recordTables(request: RecordRequest, patterns: number): readonly RecordTable[] {
  const names = seriesNames(request);
  const tables: RecordTable[] = [];
  if (names.length > 0) {
    tables.push({
      name: 'timeseries',
      meaning: 'the state before each recorded step, in numbers',
      columns: [STEP, TIME, ...seriesColumns(names, patterns)],
    });
  }
  for (const [name, { table, index }] of Object.entries(OWN)) {
    if (!request.observables.has(name)) continue;
    const { symbol, meaning } = describe(name);
    tables.push({
      name: table,
      meaning: `${meaning}, before each recorded step`,
      columns: [
        STEP,
        TIME,
        ...index,
        { name: name === 'memories' ? 'Xi' : name === 'transitions' ? 'Tra' : name, type: 'f64', symbol, meaning },
      ],
    });
  }
  return tables;
}

/** Rows each table will have. */
export function countRows(
  request: RecordRequest,
  steps: number,
  neurons: number,
  patterns: number,
): readonly { readonly name: string; readonly rows: number; readonly columns: number }[] {
  const perRecord: { readonly [name: string]: number } = {
    sigma: request.units?.length ?? neurons,
    couplings: (neurons * (neurons - 1)) / 2,
    memories: neurons * patterns,
    transitions: patterns * patterns,
  };
  const observable = (table: string): string => Object.keys(OWN).find((name) => OWN[name].table === table) ?? '';
  return recordTables(request, patterns).map(({ name, columns }) => {
    const source = name === 'timeseries' ? seriesNames(request)[0] : observable(name);
    const schedule = request.observables.get(source);
    const records = schedule === undefined ? 0 : countDue(schedule, request, steps);
    return { name, rows: records * (perRecord[name] ?? 1), columns: columns.length };
  });
}
