/** Names in a model.yaml: what they are made of, and which are taken, with the reason. */

import { flagName } from '../config/describe.js';
import { configError } from '../config/problem.js';
import { codeName, setterName } from '../kernel/accessors.js';
import { paddedName } from '../model/own/state.js';
import { quoted } from '../text.js';

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const LONGEST = 64;

/** Flags of the command that runs a model. A test compares the list with the command. */
const FLAGS: readonly string[] = [
  ...['account', 'budget', 'collect', 'detach', 'dry-run', 'every', 'fail-fast', 'fast', 'format', 'from', 'from-run'],
  ...[
    'help',
    'jobs',
    'json',
    'launcher',
    'max-failures',
    'max-running',
    'mem',
    'no-color',
    'objective',
    'out',
    'parquet',
  ],
  ...[
    'partition',
    'plot',
    'preset',
    'print-config',
    'quiet',
    'record',
    'replicas',
    'resume',
    'retries',
    'sbatch',
    'search',
    'seed',
    'set',
  ],
  ...['startup', 'sweep', 'tasks-per-job', 'time', 'to', 'units', 'verbose', 'version', 'worker-patience'],
];

/** Columns that tables have whatever the model. */
const COLUMNS: readonly string[] = ['step', 'time', 'run', 'replica', 'seed', 'identity', 'family', 'status'];

/** Words that AssemblyScript keeps for itself, its types, and what accessors are made of. */
const WORDS: readonly string[] = [
  ...[
    'abstract',
    'as',
    'async',
    'await',
    'break',
    'case',
    'catch',
    'class',
    'const',
    'constructor',
    'continue',
    'debugger',
  ],
  ...[
    'declare',
    'default',
    'delete',
    'do',
    'else',
    'enum',
    'export',
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'get',
  ],
  ...[
    'if',
    'implements',
    'import',
    'in',
    'instanceof',
    'interface',
    'is',
    'keyof',
    'let',
    'module',
    'namespace',
    'new',
    'null',
  ],
  ...[
    'of',
    'override',
    'package',
    'private',
    'protected',
    'public',
    'readonly',
    'return',
    'set',
    'static',
    'super',
    'switch',
  ],
  ...['this', 'throw', 'true', 'try', 'type', 'typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield'],
  ...[
    'i8',
    'i16',
    'i32',
    'i64',
    'isize',
    'u8',
    'u16',
    'u32',
    'u64',
    'usize',
    'bool',
    'boolean',
    'f32',
    'f64',
    'number',
    'string',
  ],
  ...[
    'symbol',
    'any',
    'object',
    'v128',
    'externref',
    'funcref',
    'anyref',
    'auto',
    'native',
    'indexof',
    'valueof',
    'returnof',
  ],
  ...[
    'load',
    'store',
    'memory',
    'sizeof',
    'alignof',
    'offsetof',
    'assert',
    'unreachable',
    'changetype',
    'unchecked',
    'inline',
  ],
  ...[
    'isDefined',
    'isConstant',
    'idof',
    'nameof',
    'select',
    'call_indirect',
    'NaN',
    'Infinity',
    'arguments',
    'eval',
    'trace',
  ],
  ...['Math', 'Mathf', 'NativeMath', 'abort', 'ASC_TARGET', 'heap'],
];

/** Functions that a step exports for the engine. */
const HOOKS: readonly string[] = ['field', 'start', 'tangent'];

const PREFIXES: readonly (readonly [prefix: string, why: string])[] = [
  ['d_', 'd_NAME is the derivative of an array of the field'],
  ['dd_', 'dd_NAME is the derivative of a tangent vector'],
  ['v_', 'v_NAME is a tangent vector of an array of the field'],
];

/** Why a name cannot be used; undefined if it can. */
function taken(name: string, isFlag: boolean): string | undefined {
  const lower = name.toLowerCase();
  if (WORDS.includes(name)) return 'it is a word of AssemblyScript';
  if (isFlag && FLAGS.includes(flagName(lower))) return `--${flagName(lower)} is a flag of the command`;
  if (COLUMNS.includes(lower)) return `${lower} is a column of tables`;
  if (HOOKS.includes(name)) return `${name} is a function that step.ts exports for the engine`;
  return PREFIXES.find(([prefix]) => lower.startsWith(prefix))?.[1];
}

/** Refuses a name that is malformed or taken. `isFlag`: whether the command has a flag of that name. @throws E_CONFIG */
export function assertName(name: string, what: string, place: string, isFlag = true): void {
  if (!NAME.test(name) || name.length > LONGEST) {
    const must = `letters, digits and _, the first a letter, at most ${LONGEST}`;
    throw configError(`${quoted(name)} is not a name of ${what} (${place}): a name has ${must}`, place, undefined, {
      key: name,
    });
  }
  const why = taken(name, isFlag);
  if (why === undefined) return;
  throw configError(`${name} cannot be the name of ${what} (${place}): ${why}`, place, 'Choose another name.', {
    key: name,
  });
}

/** A name with the place where it is written. */
export interface PlacedName {
  readonly name: string;
  readonly place: string;
}

/** A choice with its words: each of them is a constant in a step. */
export interface PlacedChoice extends PlacedName {
  readonly words: readonly string[];
}

/** Refuses a word of a choice whose constant is that of another choice, or another name. @throws E_CONFIG */
function assertConstants(all: readonly PlacedName[], choices: readonly PlacedChoice[]): void {
  const seen = new Map(all.map(({ name, place }) => [name, `${name} (${place})`] as const));
  for (const { name, place, words } of choices) {
    for (const word of words) {
      const constant = codeName(name, word);
      const other = seen.get(constant);
      if (other !== undefined) {
        const what = `${constant} is the constant of option ${word} of ${name} (${place}), and also ${other}`;
        throw configError(what, place, 'Give one of them another name.', { key: name });
      }
      seen.set(constant, `that of option ${word} of ${name} (${place})`);
    }
  }
}

/**
 * Refuses names that would coincide: as a flag, as a file name, or as a function of ./state.
 *
 * @param sizes - parameters that are sizes, `numbers` of the state, keys of parameters that the engine has `added`, and `choices`
 * @throws E_CONFIG
 */
export function assertDifferent(
  all: readonly PlacedName[],
  sizes: readonly string[],
  numbers: readonly string[],
  added: readonly string[],
  choices: readonly PlacedChoice[],
): void {
  assertConstants(all, choices);
  const seen = new Map<string, PlacedName>();
  for (const one of all) {
    const { name, place } = one;
    const other = seen.get(name.toLowerCase());
    if (other === undefined) {
      seen.set(name.toLowerCase(), one);
      continue;
    }
    const both = other.name === name ? `${name} stands here twice` : `${other.name} and ${name} differ only in case`;
    throw configError(`${both} (${other.place} and ${place})`, place, 'Give one of them another name.', { key: name });
  }
  const made = [
    ...sizes.map((size) => [paddedName(size), `${paddedName(size)} is the padded size of ${size}`] as const),
    ...numbers.map((name) => [setterName(name), `${setterName(name)} sets ${name}`] as const),
    ...added.map((name) => [name, `the engine adds --${flagName(name)} to a model with a field`] as const),
  ];
  for (const [name, why] of made) {
    const clash = all.find((one) => one.name === name);
    if (clash === undefined) continue;
    throw configError(`${name} cannot be a name here (${clash.place}): ${why}`, clash.place, 'Choose another name.', {
      key: name,
    });
  }
}
