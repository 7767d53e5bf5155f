/** A family of a program's own: the keys of a model.yaml as an object, and the compiled step. */
import { configError } from '../config/problem.js';
import type { Family } from '../model/family.js';
import { ownFamily } from '../model/own/family.js';
import type { OwnKernels } from '../model/own/kernels.js';
import { readModel } from '../own-model/read-model.js';

/** Values as a model.yaml has them. */
type Value = number | string | boolean | null | readonly Value[] | { readonly [key: string]: Value };

type Section = { readonly [name: string]: Value };

/** What a model.yaml says (docs/own-models.md), with the module that its step.ts became. */
export interface FamilyDefinition {
  readonly model: string;
  /** One line. */
  readonly summary: string;
  readonly parameters: Section;
  /** A parameter, a number, or an expression of parameters. */
  readonly steps: string | number;
  readonly time?: string | number;
  readonly state: Section;
  readonly noise?: Section;
  readonly observables: Section;
  /** Observables of one number that the end of the run reports; all recorded ones if absent. */
  readonly reports?: readonly string[];
  /** Arrays of the state that are integrated. */
  readonly field?: readonly string[];
  /** Bytes of the `step.wasm` that `msm run` and `msm new` make of step.ts. */
  readonly module: Uint8Array;
}

/** What messages call the object. */
const PLACE = 'defineFamily';
/** Where a module comes from. */
const NEXT = 'Give the bytes of the step.wasm that was made of the step.ts of this model.';

/** @throws E_CONFIG for bytes that are no module of an own model */
function assertStep(module: Uint8Array): void {
  const isModule = module instanceof Uint8Array && WebAssembly.validate(module as BufferSource);
  const exports = isModule ? WebAssembly.Module.exports(new WebAssembly.Module(module as BufferSource)) : [];
  if (exports.some(({ name }) => name === 'own_advance')) return;
  throw configError(
    `${PLACE}: module is ${isModule ? 'another WebAssembly module' : 'no WebAssembly'}`,
    'module',
    NEXT,
  );
}

/**
 * A family for `simulate`, in Node and in a browser; in Node also for runs and sweeps on disk, which carry a copy of it.
 *
 * @throws MsmError E_CONFIG as for a model.yaml, with the place within the object written as text
 */
export function defineFamily({ module, reports, ...description }: FamilyDefinition): Family<OwnKernels> {
  const entries = Object.entries(description).filter(([, value]) => value !== undefined);
  // JSON is YAML, so one reader has the checks; there, the list of what is reported is a second `summary`
  const lines = [...entries, ...(reports === undefined ? [] : [['summary', reports] as const])].map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const text = `${lines.join('\n')}\n`;
  const { model } = readModel(text, PLACE);
  assertStep(module);
  return { ...ownFamily(model), module: { name: model.name, bytes: () => module }, definition: { text, module } };
}
