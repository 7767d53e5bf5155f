/** The schema of an own model: what its description says, and what the engine adds to it. */
import type {
  ChoiceParameter,
  FamilySchema,
  InputDescription,
  ObservableDescription,
  Parameter,
  Parameters,
  Violation,
} from '../schema.js';
import { type OwnModel, type OwnObservable, type OwnState, sizeKeys, stateOf } from './description.js';
import { EXPONENT_PARAMETERS, exponentViolations } from './exponents.js';
import { type Expressions, violationsOf } from './expressions.js';
import { ownLayout } from './layout.js';
import { givenShape } from './state.js';
import { stepCount } from './steps.js';

/** Integers are 32 bits wide in a step. */
const MOST_INTEGER = 2 ** 31 - 1;

/** Bytes that WebAssembly can address, less what the module itself needs. */
const MOST_BYTES = 2 ** 32 - 2 ** 21;

/** How a field is integrated; the order is that of the numbers that the module knows them by. */
export const SCHEMES = {
  euler: 'order 1',
  heun: 'order 2: the mean of the slopes at the begin and at the end of an Euler step',
  rk4: 'classical Runge-Kutta, order 4',
} as const;

const SCHEME: ChoiceParameter = {
  key: 'scheme',
  symbol: 'scheme',
  help: 'how the field is integrated',
  group: 'integration',
  kind: 'choice',
  default: 'rk4',
  options: SCHEMES,
};

/** Parameters that the engine adds to those of the description. */
export const engineParameters = ({ field }: OwnModel): readonly Parameter[] =>
  field.length === 0 ? [] : [SCHEME, ...EXPONENT_PARAMETERS];

/** All parameters of a model, as the block holds them. */
export const allParameters = (model: OwnModel): readonly Parameter[] => [
  ...model.parameters,
  ...engineParameters(model),
];

/** Integers with the bound of their type, in the words of the message to whoever exceeds it. */
function bounded(parameter: Parameter): Parameter {
  if (parameter.kind !== 'integer') return parameter;
  const check = (value: number): string | undefined =>
    Math.abs(value) > MOST_INTEGER ? `a 32-bit integer, at most ${MOST_INTEGER} in size` : undefined;
  return { ...parameter, check };
}

/** The type in which tables hold a number of the state. */
export const columnType = ({ type }: Pick<OwnState, 'type'>): 'f64' | 'i32' =>
  type === 'i32' || type === 'u8' ? 'i32' : 'f64';

function inputOf(state: OwnState): InputDescription {
  const { name, help, shape } = state;
  return { key: name, symbol: name, help, shape: givenShape(shape).map(String), type: columnType(state) };
}

/** What a model can record: entries of its state, and numbers that its step exports as functions. */
export const observablesOf = (model: OwnModel): readonly ObservableDescription[] =>
  model.observables.map((observable) => observableOf(model, observable));

function observableOf(model: OwnModel, observable: OwnObservable): ObservableDescription {
  const { name, symbol, unit, help, byDefault, at } = observable;
  const entry = stateOf(model, name);
  const shape = (entry?.shape ?? []).map(String);
  const cost = shape.length === 0 ? 'O(1)' : `O(${shape.join(' ')})`;
  return {
    name,
    symbol,
    unit: unit ?? entry?.unit,
    meaning: help,
    shape,
    cost,
    byDefault,
    at,
    ...(entry !== undefined && columnType(entry) === 'i32' && { type: 'i32' }),
    ...(shape.length > 0 && { from: { block: name } }),
    ...(shape.length === 1 && { table: { hasUnits: true } }),
  };
}

/** What is wrong with sizes. */
function sizeViolations(model: OwnModel, p: Parameters): readonly Violation[] {
  const small = sizeKeys(model).filter((key) => Number(p[key]) < 1);
  return small.map((key) => ({ key, message: `${key} = ${p[key]} is a size, it must be at least 1` }));
}

/** What is wrong with a state that no memory can hold. */
function memoryViolations(model: OwnModel, p: Parameters, steps: number): readonly Violation[] {
  const { bytes } = ownLayout(model, allParameters(model), p, steps).layout;
  if (bytes <= MOST_BYTES) return [];
  const [key = 'steps'] = sizeKeys(model);
  return [{ key, message: `the state takes ${bytes} bytes, and WebAssembly addresses ${MOST_BYTES}` }];
}

/** All that is wrong with a set of parameters; what follows from others is checked once those are right. */
function violations(model: OwnModel, all: Expressions, p: Parameters): readonly Violation[] {
  const found = [...sizeViolations(model, p), ...violationsOf(model, all, p)];
  if (found.length > 0) return found;
  const steps = stepCount(model, all, p);
  return [...exponentViolations(model, p, steps), ...memoryViolations(model, p, steps)];
}

/** `lengths`: parameters that only make a run longer. */
export function ownSchema(model: OwnModel, all: Expressions, lengths: readonly string[]): FamilySchema {
  const marked = (parameter: Parameter): Parameter =>
    lengths.includes(parameter.key) ? { ...parameter, onlyLengthens: true } : parameter;
  return {
    name: model.name,
    summary: model.summary,
    parameters: allParameters(model).map(bounded).map(marked),
    inputs: model.state.map(inputOf),
    observables: observablesOf(model),
    compatible: (p) => violations(model, all, p),
  };
}
