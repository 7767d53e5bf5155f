/** Which things of several runs or sweeps are the same: of one family those of one name, of different families those that mean the same too. */
import type { Compared } from './compared.js';

/** A parameter, a number or a curve. */
interface Thing {
  readonly name: string;
  readonly unit?: string;
  readonly meaning?: string;
}

export const isOneFamily = (all: readonly Pick<Compared, 'family'>[]): boolean =>
  new Set(all.map(({ family }) => family)).size === 1;

/** A text that is the same for the same things. */
export const samenessIn = (all: readonly Pick<Compared, 'family'>[]): ((thing: Thing) => string) =>
  isOneFamily(all) ? ({ name }) => name : ({ name, unit = '', meaning = '' }) => JSON.stringify([name, unit, meaning]);

/** Keys of the parameters that all of them have, and that are the same in all. */
export function commonKeys(all: readonly Compared[]): readonly string[] {
  const textOf = samenessIn(all);
  const known = all.map(
    ({ schema, parameters }) =>
      new Map(
        schema?.parameters
          .filter(({ key }) => parameters.has(key))
          .map(({ key, unit, help }) => [key, textOf({ name: key, unit, meaning: help })]),
      ),
  );
  const [first] = known;
  return [...first].flatMap(([key, text]) => (known.every((own) => own.get(key) === text) ? [key] : []));
}

/** Names under which some of them have one thing and others another. */
export function namesakes(
  all: readonly Pick<Compared, 'family'>[],
  things: readonly (readonly Thing[])[],
): ReadonlySet<string> {
  const textOf = samenessIn(all);
  const known = new Map<string, string>();
  const found = new Set<string>();
  for (const thing of things.flat()) {
    const text = textOf(thing);
    if ((known.get(thing.name) ?? text) !== text) found.add(thing.name);
    known.set(thing.name, text);
  }
  return found;
}
