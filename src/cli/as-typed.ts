/** What a command line knows of a mistake that those below it do not: how a flag was spelled, and which presets there are. */
import { join } from 'node:path';
import { flagName } from '../config/describe.js';
import { spellDashes } from '../config/flags.js';
import { type PresetFiles, shippedNames } from '../config/preset.js';
import { MsmError } from '../errors.js';
import { type FamilySchema, givenOf } from '../model/schema.js';

/** A flag as it was typed, `--checkpoint_path` of `--checkpoint-path`; undefined if it was not. */
function typedFlag(argv: readonly string[], flag: string): string | undefined {
  const flags = argv.map((word) => word.split('=', 1)[0]);
  return flags[spellDashes(flags).indexOf(flag)];
}

/** A flag with its other names, without dashes. */
type OtherNames = readonly [name: string, others: readonly string[]];

/** Flags that were typed in place of others, by those: `--weights` to `--initial-weights`. */
function spellings(names: Iterable<OtherNames>, argv: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, others] of names) {
    const other = others.map((one) => typedFlag(argv, `--${one}`)).find((typed) => typed !== undefined);
    if (other !== undefined && typedFlag(argv, `--${name}`) === undefined) found.set(`--${name}`, other);
  }
  return found;
}

const isMistake = (error: unknown): error is MsmError => error instanceof MsmError && error.code === 'E_CONFIG';

/** The same mistake with flags by other names. */
function spelledAs(
  { code, message, place, next, data, cause }: MsmError,
  names: ReadonlyMap<string, string>,
): MsmError {
  const spelled = <T extends string | undefined>(text: T): T =>
    text?.replace(/--[a-z][a-z0-9-]*/gi, (flag) => names.get(flag) ?? flag) as T;
  return new MsmError(code, spelled(message), { place: spelled(place), next: spelled(next), data, cause });
}

/** The same error with the flags of a published command line, where these were typed; what is no mistake of a person stays as it is. */
export function asPublished(
  error: unknown,
  published: { readonly [flag: string]: string },
  argv: readonly string[],
): unknown {
  if (!isMistake(error)) return error;
  const names = Object.entries(published).map(([name, other]) => [name, [other]] as const);
  return spelledAs(error, spellings(names, argv));
}

/** The same error in the words of the command line; what is no mistake of a person stays as it is. `others`: of flags that are not of the schema. */
export function asTyped(
  error: unknown,
  schema: FamilySchema,
  argv: readonly string[],
  files: PresetFiles,
  others: Iterable<OtherNames> = [],
): unknown {
  if (!isMistake(error)) return error;
  const names = [...givenOf(schema).map(({ key, aliases = [] }) => [flagName(key), aliases] as const), ...others];
  const spelled = spelledAs(error, spellings(names, argv));
  const { value } = error.data;
  const isPreset =
    typeof value === 'string' &&
    files.exists?.(join(files.dir, schema.name)) === true &&
    shippedNames(schema.name, files).includes(value);
  if (!isPreset || spelled.next !== undefined) return spelled;
  const { code, message, place, data, cause } = spelled;
  return new MsmError(code, message, { place, next: `There is a preset of that name: --preset ${value}`, data, cause });
}
