/** What the texts of a step must keep to, beyond what the compiler refuses: signatures, and no memory but the state. */
import { configError } from '../config/problem.js';
import { placeAt, withoutComments } from './lexical.js';

/** Functions that a step may export besides those of its observables. */
export const HOOKS = ['step', 'field', 'start', 'tangent'] as const;

const isHook = (name: string): boolean => (HOOKS as readonly string[]).includes(name);

/** What a function that the module calls must look like. */
export const signatureOf = (name: string): string =>
  `export function ${name}(s: usize): ${isHook(name) ? 'void' : 'f64'}`;

/** Types that an address is converted to without a word from the compiler. */
const NO_ADDRESS = /^(?:[iu](?:8|16|64)|i32|isize|f32|f64|bool|boolean|number)$/;

/** Refuses a function of the step that the compiler would convert numbers for. @throws E_CONFIG with file and line */
function assertSignatures(file: string, text: string, called: ReadonlySet<string>): void {
  const bare = withoutComments(text);
  for (const found of bare.matchAll(/\bexport\s+function\s+(\w+)\s*\(([^)]*)\)\s*:?\s*(\w*)/g)) {
    const [, name, parameters, returns] = found;
    if (!called.has(name)) continue;
    const type = parameters.split(':')[1]?.trim() ?? 'usize';
    const isWrong = NO_ADDRESS.test(type) || (isHook(name) && returns !== 'void' && returns !== '');
    if (!isWrong) continue;
    const place = `${file}:${placeAt(text, found.index).line}`;
    const is = `(${parameters.trim()}): ${returns}`;
    throw configError(`${place}: ${name} must be ${signatureOf(name)}, and it is ${is}`, place);
  }
}

/** Refuses a step that makes the memory larger: only the host knows what lies where. @throws E_CONFIG with file and line */
function assertNoGrowth(file: string, text: string): void {
  const at = withoutComments(text).search(/\bmemory\s*\.\s*grow\b/);
  if (at < 0) return;
  const place = `${file}:${placeAt(text, at).line}`;
  const next = 'Declare what it needs under state in model.yaml.';
  throw configError(`${place}: a step cannot call memory.grow: its memory is what model.yaml declares`, place, next);
}

/** `called`: functions of `step` that the module calls. @throws E_CONFIG with file and line */
export function assertStepRules(
  files: Iterable<readonly [file: string, text: string]>,
  step: string,
  called: ReadonlySet<string>,
): void {
  for (const [file, text] of files) {
    assertNoGrowth(file, text);
    if (file === step) assertSignatures(file, text, called);
  }
}

/** Functions of AssemblyScript that an observable may hide, and that are instructions too. */
const HIDDEN = ['abs', 'ceil', 'copysign', 'floor', 'max', 'min', 'nearest', 'sqrt', 'trunc'];

/** Line of an import that brings a name. */
function importLine(text: string, name: string): number | undefined {
  const imports = withoutComments(text).matchAll(/\bimport\b[^;]*?\bfrom\b/g);
  const found = [...imports].find(([words]) => new RegExp(`\\b${name}\\b(?!\\s+as\\b)`).test(words));
  if (found === undefined) return undefined;
  return placeAt(text, found.index + found[0].search(new RegExp(`\\b${name}\\b(?!\\s+as\\b)`))).line;
}

/** What a message of the compiler means where names of a step coincide; undefined if that is not why. `at`: its place in the text. */
export function clash(file: string, text: string, message: string, at: number): string | undefined {
  const twice = /^Duplicate identifier '(\w+)'/.exec(message)?.[1];
  if (twice !== undefined) {
    const [imported, declared] = [importLine(text, twice), declaredLine(text, twice)];
    if (imported === undefined || declared === undefined) return undefined;
    const out = `call the import something else, as ${asOther(text, twice)}, or rename the observable in model.yaml`;
    return `${file}:${declared}: ${twice} is the name of a function here and of an import in line ${imported}: ${out}`;
  }
  const { line } = placeAt(text, at);
  const words = text.split('\n')[line - 1] ?? '';
  const hidden = HIDDEN.find(
    (name) => declaredLine(text, name) !== undefined && new RegExp(`(?<![.\\w]|function )${name}\\(`).test(words),
  );
  if (hidden === undefined) return undefined;
  return `${file}:${line}: ${hidden} is the function of this file here, and no longer that of AssemblyScript, which is also f64.${hidden} (${message})`;
}

const declaredLine = (text: string, name: string): number | undefined => {
  const at = withoutComments(text).search(new RegExp(`\\b(?:function|const|let|var|class)\\s+${name}\\b`));
  return at < 0 ? undefined : placeAt(text, at).line;
};

/** How the import of a name is written with another one. */
function asOther(text: string, name: string): string {
  const path = new RegExp(`\\*\\s*as\\s+${name}\\s+from\\s*(['"][^'"]+['"])`).exec(text)?.[1];
  const original = new RegExp(`(\\w+)\\s+as\\s+${name}\\b`).exec(text)?.[1] ?? name;
  return path === undefined ? `import { ${original} as other }` : `import * as model from ${path}`;
}
