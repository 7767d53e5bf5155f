/** What all commands share: the common flags, one object on stdout for `--json`, errors as sentences with an exit status. */
import { Command } from '@oclif/core/command';
import * as Errors from '@oclif/core/errors';
import * as Flags from '@oclif/core/flags';
import { MsmError } from '../errors.js';
import { didYouMean, nearestWords, quoted } from '../text.js';
import { Terminal } from './terminal.js';

/** Flags of every command. */
export const COMMON_FLAGS = {
  json: Flags.boolean({ description: 'print one JSON object to stdout and nothing else', helpGroup: 'GLOBAL' }),
  quiet: Flags.boolean({ description: 'print errors only', helpGroup: 'GLOBAL' }),
};

/** `--tau-J 10` for `tau_J=10`, where there is such a flag, or one whose name is so close that it must be meant. */
function asFlag(text: string, flags: readonly string[]): string {
  const [, key, value] = /^-{0,2}([A-Za-z][\w.-]*)=(.*)$/s.exec(text) ?? [];
  if (key === undefined) return '';
  const [near] = nearestWords(key.replaceAll('_', '-'), flags);
  return near === undefined ? '' : `. Did you mean --${near} ${/^[\w.,:+-]+$/.test(value) ? value : `'${value}'`}?`;
}

/** What the parser says of arguments: descriptions of those that are missing, or the text of those that are not wanted. */
function argumentMessage(args: readonly unknown[], flags: readonly string[]): string {
  const [first] = args;
  if (typeof first === 'string') return `unexpected argument ${quoted(first)}${asFlag(first, flags)}`;
  const { name, description } = first as { readonly name?: string; readonly description?: string };
  return `the argument ${name?.toUpperCase()} is missing: ${description}`;
}

/** A command parses, calls one library function, returns its result as an object and prints it. */
export abstract class MsmCommand<Result extends object> extends Command {
  protected readonly terminal = new Terminal();

  /** Does the work. */
  abstract perform(): Promise<Result>;
  /** The result for people, as lines. */
  abstract present(result: Result): readonly string[] | Promise<readonly string[]>;
  /** Exit status of a result that is not an error. */
  exitStatusOf(_: Result): number {
    return 0;
  }

  /** Whether the result is a text that was asked for, which --quiet does not silence. */
  isData(_: Result): boolean {
    return false;
  }

  /** The command as a person types it, without the program's name. */
  get typed(): string {
    return (this.id ?? '').replaceAll(':', ' ');
  }

  #has(flag: string): boolean {
    return this.argv.includes(`--${flag}`);
  }

  get isJson(): boolean {
    return this.#has('json');
  }

  get isQuiet(): boolean {
    return this.#has('quiet') || this.isJson;
  }

  /** Arguments in the form that the parser takes: `--sbatch-qos long` becomes `--sbatch qos=long`, since nobody can list the options of another program. */
  protected override async init(): Promise<void> {
    await super.init();
    if (!this.argv.some((word) => word.startsWith('--sbatch-'))) return;
    this.argv = (await import('../launch/slurm/options.js')).rewriteSbatchArguments(this.argv);
  }

  async run(): Promise<Result> {
    const result = await this.perform();
    // one of several processes reports for all of them
    if ('isFollower' in result && result.isFollower === true) return result;
    const status = this.exitStatusOf(result);
    // there can be a result that says that something failed: a sweep's runs, a damaged file
    if (this.isJson) this.terminal.printJson({ ok: status === 0, ...result });
    else if (!this.isQuiet || this.isData(result)) this.terminal.print(await this.present(result));
    process.exitCode = this.terminal.statusOf(status);
    return result;
  }

  /** Words for people, on stderr. */
  say(text: string): void {
    if (!this.isQuiet) this.terminal.say(text);
  }

  /** An error that does not end the command, on stderr, also with --quiet. */
  complain(text: string): void {
    this.terminal.say(text);
  }

  override async catch(error: unknown): Promise<void> {
    const known = await this.#classify(error);
    if (known === undefined) throw error;
    const { printFailure } = await import('./failure.js');
    printFailure(known, this.isJson, this.terminal);
    process.exitCode = known.exitStatus;
  }

  /** Everything that leaves a command is an MsmError; oclif's own exits (help, version) pass. */
  async #classify(error: unknown): Promise<MsmError | undefined> {
    if (error instanceof MsmError) return error;
    if (error instanceof Errors.ExitError) return undefined;
    const { flags: unknown, args } = error as { readonly flags?: unknown; readonly args?: unknown };
    if (error instanceof Errors.CLIError) {
      if (Array.isArray(unknown)) return this.#unknownFlag(String(unknown[0]));
      const { parserMessage } = await import('./parser-message.js');
      const message = Array.isArray(args) ? argumentMessage(args, this.flagNames) : parserMessage(error.message);
      return new MsmError('E_CONFIG', message, { next: `See: msm ${this.typed} --help` });
    }
    return new MsmError('E_INTERNAL', error instanceof Error ? error.message : String(error), {
      next: 'This is a bug; please report it with the lines below.',
      cause: error,
    });
  }

  /** Names of the command's flags, without dashes. */
  get flagNames(): readonly string[] {
    return Object.keys((this.constructor as typeof Command).flags ?? {});
  }

  #unknownFlag(flag: string): MsmError {
    const known = this.flagNames.map((name) => `--${name}`);
    const guess = didYouMean(flag, known);
    return new MsmError('E_CONFIG', `${flag} is not a flag of 'msm ${this.typed}'. ${guess}`.trim(), {
      place: flag,
      next: `See: msm ${this.typed} --help`,
    });
  }
}
