/** What a command line knows of a mistake that those below it do not: how a flag was spelled, and which presets there are. */
import { join } from 'node:path';
import { flagName } from '../config/describe.js';
import { type PresetFiles, shippedNames } from '../config/preset.js';
import { MsmError } from '../errors.js';
import { type FamilySchema, givenOf } from '../model/schema.js';

const isTyped = (argv: readonly string[], flag: string): boolean =>
  argv.some((word) => word === flag || word.startsWith(`${flag}=`));

/** Names of inputs and data sets that were typed in place of the first one, by that: `--weights` to `--initial-weights`. */
function spellings(schema: FamilySchema, argv: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, aliases = [] } of givenOf(schema)) {
    const other = aliases.map((alias) => `--${alias}`).find((flag) => isTyped(argv, flag));
    if (other !== undefined && !isTyped(argv, `--${flagName(key)}`)) found.set(`--${flagName(key)}`, other);
  }
  return found;
}

/** The same error in the words of the command line; what is no mistake of a person stays as it is. */
export function asTyped(error: unknown, schema: FamilySchema, argv: readonly string[], files: PresetFiles): unknown {
  if (!(error instanceof MsmError) || error.code !== 'E_CONFIG') return error;
  const names = spellings(schema, argv);
  const spelled = <T extends string | undefined>(text: T): T =>
    text?.replace(/--[a-z][a-z0-9-]*/gi, (flag) => names.get(flag) ?? flag) as T;
  const { data } = error;
  const { value } = data;
  const isPreset =
    typeof value === 'string' &&
    files.exists?.(join(files.dir, schema.name)) === true &&
    shippedNames(schema.name, files).includes(value);
  const next = isPreset ? `There is a preset of that name: --preset ${value}` : spelled(error.next);
  return new MsmError(error.code, spelled(error.message), {
    ...{ place: spelled(error.place), next, data },
    cause: error.cause,
  });
}
