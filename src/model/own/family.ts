/** An own model as a family: the engine makes no difference between it and those that ship. */
import type { Estimate, Family, Headline } from '../family.js';
import type { RecordRequest } from '../record.js';
import { countRows } from '../recording/tables.js';
import type { Parameters } from '../schema.js';
import { ownBlock } from './create.js';
import { type OwnModel, stateOf } from './description.js';
import { EXPONENT_HEADLINES } from './exponent-results.js';
import { type Expressions, expressions } from './expressions.js';
import type { OwnKernels } from './kernels.js';
import { ownLayout } from './layout.js';
import { lengthsOf, type NamedBy, PERHAPS_NAMED } from './length.js';
import { recordingOfModel } from './observed.js';
import { startRun } from './run.js';
import { allParameters, ownSchema } from './schema.js';
import { givenShape, scalarNames, shapeOf } from './state.js';
import { rowsOfCall } from './stepper.js';
import { stepCount } from './steps.js';

/** Most lines of the report at the end; nobody would read more. */
const MOST_HEADLINES = 6;
const MOST_LISTED = 3;

function headlinesOf(model: OwnModel): readonly Headline[] {
  const scalars = new Set(scalarNames(model));
  const shown = model.observables.filter(({ name, byDefault }) =>
    model.reported === undefined ? byDefault && scalars.has(name) : model.reported.includes(name),
  );
  const own = shown.slice(0, MOST_HEADLINES).map(({ name, symbol, unit }) => ({
    label: name,
    item: name,
    isOptional: true,
    ...(symbol !== name && { symbol }),
    unit,
  }));
  return [...own, ...(model.field.length > 0 ? EXPONENT_HEADLINES : [])];
}

function estimate(model: OwnModel, all: Expressions, p: Parameters, request: RecordRequest): Estimate {
  const steps = stepCount(model, all, p);
  const { bytes } = ownLayout(model, allParameters(model), p, steps).layout;
  const numbers = [...model.state, ...model.noise].reduce(
    (sum, entry) => sum + shapeOf(entry, p).reduce((product, size) => product * size, 1),
    0,
  );
  // what a step does is unknown: it looks at each number a few times
  return {
    steps,
    stateBytes: bytes,
    flopsPerStep: 100 + 10 * numbers,
    tables: countRows(recordingOfModel(model, all, p, request), [{ first: 0, steps }]),
  };
}

/** The family of a description whose step is in the kernels that it will be created with. `namedBy`: what is known of its text. */
export function ownFamily(model: OwnModel, namedBy: NamedBy = PERHAPS_NAMED): Family<OwnKernels> {
  const all = expressions();
  const lengths = lengthsOf(model, all, namedBy);
  return {
    schema: ownSchema(model, all, lengths.keys),
    module: { name: model.name },
    headlines: headlinesOf(model),
    continues: () => ({
      parameters: allParameters(model).map(({ key }) => key),
      inputs: Object.fromEntries(model.state.map(({ name }) => [name, 'state'])),
      given: [],
    }),
    whyNotLonger: lengths.whyNot,
    // side by side, only the symbol says what a number belongs to
    listed: headlinesOf(model)
      .slice(0, MOST_LISTED)
      .map((line) => ({ ...line, symbol: line.symbol ?? line.item })),
    create: (options) => startRun({ model, all, hidden: lengths.keys }, options),
    estimate: (parameters, record) => estimate(model, all, parameters, record),
    makeRoom: ({ kernels, parameters }) => {
      ownBlock(kernels, { model, all }, parameters);
      rowsOfCall(kernels, model);
      return 0;
    },
    inputShape: (key, p) => {
      const entry = stateOf(model, key);
      return entry === undefined ? [] : givenShape(shapeOf(entry, p));
    },
  };
}
