/** Options that a person passes through to sbatch. */
import { configError } from '../../config/problem.js';
import { quoted } from '../../text.js';

/** An option of sbatch by its long name without dashes; without a value it is a switch. */
export interface SbatchOption {
  readonly name: string;
  readonly value?: string;
}

/** What the submission itself sets, and why nobody else may. */
const RESERVED: { readonly [name: string]: string } = {
  array: 'arrays are made from the runs that are to be done; see --tasks-per-job and --max-running',
  'job-name': 'jobs are found again by their name',
  output: 'logs are kept in the folder of the sweep',
  error: 'logs are kept in the folder of the sweep',
  'open-mode': 'a requeued job must keep its log',
  chdir: 'jobs work in the folder of the sweep',
  dependency: 'arrays follow one another',
  parsable: "sbatch's answer is read by msm",
  quiet: "sbatch's answer is read by msm",
  wrap: 'the script is made by msm',
  wait: 'msm waits by itself; see --detach',
  'test-only': 'see --dry-run',
  help: 'see: sbatch --help',
  usage: 'see: sbatch --help',
  version: 'see: sbatch --version',
};

const PREFIX = '--sbatch-';

/**
 * Turns `--sbatch-NAME VALUE` and `--sbatch-NAME=VALUE` into `--sbatch NAME=VALUE`, which the parser of the command line knows. A
 * word that begins with a dash is no value, so that switches work: `--sbatch-exclusive --quiet`. Words behind `--` stay as they are.
 */
export function rewriteSbatchArguments(argv: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i];
    if (word === '--') return [...words, ...argv.slice(i)];
    if (!word.startsWith(PREFIX)) {
      words.push(word);
      continue;
    }
    const option = word.slice(PREFIX.length);
    const next = argv[i + 1];
    const takesNext = !option.includes('=') && next !== undefined && !next.startsWith('-');
    words.push('--sbatch', takesNext ? `${option}=${next}` : option);
    if (takesNext) i++;
  }
  return words;
}

/** Reads `NAME=VALUE` or `NAME`. Throws E_CONFIG for a name that sbatch cannot have or that the submission sets itself. */
export function parseSbatchOption(text: string): SbatchOption {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  const place = `--sbatch ${text.slice(0, 60)}`;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw configError(
      `--sbatch ${quoted(text)}: must be the long name of an option of sbatch, with its value behind '='`,
      place,
      'Example: --sbatch qos=long, or --sbatch-qos long',
    );
  }
  const reason = RESERVED[name];
  if (reason !== undefined) throw configError(`--sbatch-${name} cannot be given: ${reason}`, place);
  return at < 0 ? { name } : { name, value: text.slice(at + 1) };
}

/** Options that have a flag of their own. */
export const NAMED_OPTIONS = ['partition', 'time', 'mem', 'account'] as const;

/**
 * All options of a submission: those with a flag of their own, then the others in the order given; of a name that was given
 * twice the last value. Throws E_CONFIG.
 */
export function sbatchOptions(flags: { readonly [name: string]: unknown }): readonly SbatchOption[] {
  const named = NAMED_OPTIONS.flatMap((name): readonly SbatchOption[] => {
    const value = flags[name];
    return typeof value === 'string' ? [{ name, value }] : [];
  });
  const others = ((flags.sbatch as readonly string[] | undefined) ?? []).map(parseSbatchOption);
  return [...new Map([...named, ...others].map((option) => [option.name, option])).values()];
}

/** An option as a word of sbatch's command line. */
export const optionWord = ({ name, value }: SbatchOption): string =>
  value === undefined ? `--${name}` : `--${name}=${value}`;
