/** A run in memory, in Node and in a browser: parameters in, tables out, no file touched. */

import { configError } from '../config/problem.js';
import { assertWithin, type RecordTexts, recordRequest } from '../config/record-request.js';
import { assertSeed, DEFAULT_SEED } from '../config/seeds.js';
import { resolveParameters } from '../config/validate.js';
import type { Datasets } from '../dataset/dataset.js';
import { advanceToEnd } from '../engine/advance.js';
import { finiteResults, finiteRows, finiteSummary } from '../engine/finite.js';
import { RowBuffers } from '../engine/row-buffers.js';
import { MsmError } from '../errors.js';
import { type Build, loadKernels } from '../kernel/kernels.js';
import type { Family, Inputs, Model, SummaryItem, TensorGroup } from '../model/family.js';
import type { RecordTable } from '../model/record.js';
import type { Parameters, ParameterValue } from '../model/schema.js';
import { didYouMean } from '../text.js';
import { breather } from './breathe.js';
import { datasetsOf, type GivenData } from './data.js';
import { familyOf } from './families.js';
import { loadModule } from './modules.js';
import { recordedTable, resultTable, type Table } from './table.js';

/** What is simulated. */
export interface SimulationRequest {
  /** Name of a shipped family, or a family itself. */
  readonly family: string | Family;
  /** Values by the keys of the family's schema; the others have their defaults. */
  readonly parameters?: { readonly [key: string]: ParameterValue };
  /** Integer from 0 to 2^53 - 1; 0 if absent. */
  readonly seed?: number;
  /** Arrays instead of drawn ones, row-major, by the key of the schema's input. */
  readonly inputs?: { readonly [key: string]: ArrayLike<number> };
  /** Data sets as bytes: `{ data: { 'train-images-idx3-ubyte': bytes, ... } }`, files by name, raw or compressed with gzip. */
  readonly data?: GivenData;
  /** Observables by name, each perhaps with its own steps (`sigma@10`, `J@[0,500]`); the usual ones if absent. */
  readonly record?: readonly string[];
  /** Steps between records; 1 if absent. */
  readonly every?: number;
  /** First and last step that is recorded. */
  readonly from?: number;
  readonly to?: number;
  /** Units whose states are recorded; all if absent. */
  readonly units?: readonly number[];
  readonly build?: Build;
  /** Compiled kernels, for those who simulate often; the shipped ones if absent. */
  readonly module?: WebAssembly.Module;
  /** Called with the number of steps done, about a hundred times a second. */
  readonly onProgress?: (step: number, steps: number) => void;
  /** Stops the run, which then throws E_INTERRUPTED. */
  readonly signal?: AbortSignal;
}

/** What a simulation returns. */
export interface Simulation {
  readonly family: string;
  /** All parameters, including those that were not given. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** Steps done. */
  readonly steps: number;
  /** Numbers that the end of the run reports; null where there is none. */
  readonly summary: { readonly [name: string]: number | null };
  /** The same with unit, meaning, and the reason for a missing value. */
  readonly items: readonly SummaryItem[];
  /** What a person should know who reads the results. */
  readonly notes: readonly string[];
  /** Recorded tables and those made at the end, by name. */
  readonly tables: { readonly [name: string]: Table };
  /** The state after the last step, row by row. */
  readonly state: Table;
  /** Weights as named tensors, row-major, in groups, of which a run on disk has a safetensors file each. None of a family without them. */
  readonly weights: readonly TensorGroup[];
}

/** The arrays as the model takes them. @throws E_CONFIG for an unknown key, a wrong length or an entry that is not a finite number */
function inputsOf(family: Family, given: SimulationRequest['inputs'], parameters: Parameters): Inputs {
  const known = family.schema.inputs;
  const taken = Object.entries(given ?? {}).map(([key, values]) => {
    const input = known.find((one) => one.key === key);
    if (input === undefined) {
      const keys = known.map((one) => one.key);
      throw configError(
        `inputs.${key}: there is no such input. ${didYouMean(key, keys)}`.trim(),
        `inputs.${key}`,
        `Inputs: ${keys.join(', ')}.`,
      );
    }
    const shape = family.inputShape(key, parameters);
    const count = shape.reduce((product, size) => product * Math.abs(size), 1);
    const fits = shape.includes(-1) ? values.length > 0 && values.length % count === 0 : values.length === count;
    if (!fits) {
      const sizes = input.shape.map((name, d) => (shape[d] < 0 ? 'any' : `${name} = ${shape[d]}`)).join(', ');
      throw configError(
        `inputs.${key} has ${values.length} numbers, and its shape is [${sizes}]`,
        `inputs.${key}`,
        'Arrays are row-major; set the sizes among the parameters.',
      );
    }
    const wrong = Array.prototype.findIndex.call(values, (value: unknown) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw configError(`inputs.${key}[${wrong}] is ${values[wrong]}, not a finite number`, `inputs.${key}`);
    }
    return [key, input.type === 'i32' ? Int32Array.from(values) : Float64Array.from(values)] as const;
  });
  return Object.fromEntries(taken);
}

/** A whole number of the request as text, as the command line has it: its reader has the checks. */
const textOf = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

function recordTexts({ record, every = 1, from, to, units }: SimulationRequest): RecordTexts {
  if (!Number.isSafeInteger(every) || every < 1) {
    throw configError(`every ${every}: must be an integer of at least 1`, 'every');
  }
  return { record, every, from: textOf(from), to: textOf(to), units: units?.join(',') };
}

/** Conditions that a family sets beyond its schema. @throws E_CONFIG for the first that does not hold */
function assertTogether(
  { checkInputs, checkDraws, checkData }: Family,
  parameters: Parameters,
  inputs: Inputs,
  seed: number,
  data: Datasets,
): void {
  const found = [
    ...(checkInputs?.(parameters, inputs) ?? []),
    ...(checkDraws?.(parameters, { seed, replicas: 1 }) ?? []),
    ...(checkData?.(parameters, data) ?? []),
  ];
  if (found.length > 0) throw configError(found[0].message, found[0].key);
}

function stateOf(model: Model): Table {
  const { table, rows } = model.finalState();
  const buffers = new RowBuffers([RowBuffers.empty(table, Number.MAX_SAFE_INTEGER)], () => {});
  for (const columns of finiteRows(table, rows, model.step())) {
    buffers.append(table.name, columns[0].length / ((table as RecordTable).columns[0].width ?? 1), columns);
  }
  return recordedTable(buffers.of(table.name));
}

/** Copies, which stay as they are whatever becomes of the memory of the kernels. */
const weightsOf = (model: Model): readonly TensorGroup[] =>
  (model.weights?.() ?? []).map((group) => ({
    ...group,
    tensors: group.tensors.map((tensor) => ({ ...tensor, values: tensor.values.slice() })),
  }));

/**
 * Simulates a model in memory. The bytes of every column are those of the same run on disk.
 *
 * @throws MsmError E_CONFIG for anything in the request that is wrong, E_DIVERGED with step, variable and index, E_INTERRUPTED after
 * the signal
 */
export async function simulate(request: SimulationRequest): Promise<Simulation> {
  const { seed = DEFAULT_SEED, build = 'strict', signal, onProgress } = request;
  const family = await familyOf(request.family);
  assertSeed(seed);
  const asked = resolveParameters(family.schema, request.parameters ?? {});
  const data = await datasetsOf(family, request.data, asked);
  const sizes = family.dataSizes?.(asked, data) ?? {};
  const parameters = resolveParameters(family.schema, { ...sizes, ...request.parameters });
  const inputs = inputsOf(family, request.inputs, parameters);
  assertTogether(family, parameters, inputs, seed, data);
  const record = recordRequest(family, recordTexts(request), parameters);
  assertWithin(record, family.estimate(parameters, record).steps);
  const kernels = loadKernels(request.module ?? (await loadModule(family, build)), build);
  const model = family.create({ kernels, parameters, inputs, data, seed, record });
  const tables = model.tables.map((table) => RowBuffers.empty(table, Number.MAX_SAFE_INTEGER));
  const buffers = new RowBuffers(tables, () => {});
  const { breathe, close } = breather();
  try {
    await advanceToEnd(
      model,
      buffers,
      () => performance.now(),
      async () => {
        onProgress?.(model.step(), model.steps);
        await breathe();
        if (signal?.aborted !== true || model.step() >= model.steps) return;
        throw new MsmError('E_INTERRUPTED', `stopped after step ${model.step()} of ${model.steps}`, {
          place: `step ${model.step()}`,
          data: { step: model.step(), steps: model.steps },
        });
      },
    );
  } finally {
    close();
  }
  const items = finiteSummary(model.summary(), model.step());
  const results = finiteResults(model.results?.() ?? [], model.step());
  const all = [...buffers.all.map(recordedTable), ...results.map(resultTable)];
  return {
    family: family.schema.name,
    parameters,
    seed,
    steps: model.step(),
    summary: Object.fromEntries(items.map(({ name, value }) => [name, value])),
    items,
    notes: model.notes?.() ?? [],
    tables: Object.fromEntries(all.map((table) => [table.name, table])),
    state: stateOf(model),
    weights: weightsOf(model),
  };
}
