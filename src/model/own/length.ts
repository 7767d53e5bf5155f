/**
 * Parameters that do nothing but say how long a run is: they stand in `steps` and nowhere else, and no step reads them. A finished run can
 * then be gone on with, to the bytes of a longer one.
 */
import type { Parameters } from '../schema.js';
import type { Draw, OwnModel, Size } from './description.js';
import { type Expressions, numbersOf } from './expressions.js';

/** Where the text of a step names a parameter, `step.ts:4`; undefined if it does nowhere, so that nothing in it can depend on it. */
export type NamedBy = (key: string) => string | undefined;

/** Where a step is not at hand as text, all that can be said. */
export const PERHAPS_NAMED: NamedBy = () => 'its step';

export interface Lengths {
  /** Parameters that only make a run longer. */
  readonly keys: readonly string[];
  /** Why a run with these parameters cannot be made longer; undefined if it can. */
  readonly whyNot: (p: Parameters) => string | undefined;
}

/** Where a parameter stands beside `steps`; undefined if nowhere. */
function elsewhere(model: OwnModel, all: Expressions, key: string): string | undefined {
  const reads = (text: string | undefined): boolean => text !== undefined && all.names(text).includes(key);
  const isDrawn = (draw: Draw): boolean => numbersOf(draw).some(([, text]) => reads(text));
  const isSize = ({ shape }: { readonly shape: readonly Size[] }): boolean => shape.includes(key);
  if (reads(model.time)) return 'time';
  const sized = [...model.state, ...model.noise].find(isSize);
  if (sized !== undefined) return `the shape of ${sized.name}`;
  const started = model.state.find(({ start }) => isDrawn(start));
  if (started !== undefined) return `the start of ${started.name}`;
  const drawn = model.noise.find(({ each }) => isDrawn(each));
  return drawn === undefined ? undefined : `the noise ${drawn.name}`;
}

/** Why a parameter of `steps` may change more than the length of a run; undefined if it cannot. */
function alsoRead(model: OwnModel, all: Expressions, namedBy: NamedBy, key: string): string | undefined {
  const other = elsewhere(model, all, key);
  if (other !== undefined) return `${key} stands in ${other} too, and not in steps alone`;
  const place = namedBy(key);
  return place === undefined ? undefined : `${place} names ${key}, so a step may depend on it`;
}

export function lengthsOf(model: OwnModel, all: Expressions, namedBy: NamedBy): Lengths {
  const reasons = all.names(model.steps).map((key) => [key, alsoRead(model, all, namedBy, key)] as const);
  const keys = reasons.flatMap(([key, reason]) => (reason === undefined ? [key] : []));
  const none = reasons[0]?.[1] ?? `steps is ${model.steps}, and no parameter makes a run longer`;
  return {
    keys,
    whyNot: (p) => {
      if (keys.length === 0) return none;
      // what is left out at the beginning, and the number of intervals, follow from the length
      return Number(p.exponents ?? 0) > 0 ? 'its exponents are measured over the whole run' : undefined;
    },
  };
}
