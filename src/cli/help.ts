/** Help as the framework gives it, except that the flags of `msm run DIR` are those of the model in DIR. */
import type { Command } from '@oclif/core';
import { Help } from '@oclif/core/help';

/** Flags as help takes them: each knows its name. */
const named = (flags: { readonly [name: string]: object }): { readonly [name: string]: object } =>
  Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, { ...flag, name }]));

export default class MsmHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const [first, ...rest] = argv.filter((word) => !['--help', 'help'].includes(word));
    const command = first === 'run' ? this.config.findCommand('run') : undefined;
    if (command === undefined || rest.length === 0) return super.showHelp(argv);
    return this.showCommandHelp(await this.#ofModel(command, rest));
  }

  /** The command with the flags of the named model; mistakes in the model are reported as when it runs. */
  async #ofModel(command: Command.Loadable, words: readonly string[]): Promise<Command.Loadable> {
    const [{ assertModelFolder }, { GENERAL_RUN_FLAGS, runCommandFlags }, { describeModel }] = await Promise.all([
      import('./own-command.js'),
      import('./run-command.js'),
      import('../own-model/own-folder.js'),
    ]);
    try {
      const folder = assertModelFolder(words, GENERAL_RUN_FLAGS);
      const family = describeModel(folder);
      const flags = named(runCommandFlags(family)) as Command.Loadable['flags'];
      const { summary } = family.schema;
      return {
        ...command,
        id: command.id,
        load: command.load,
        args: {},
        flags,
        summary,
        description: undefined,
        usage: `run ${folder}`,
        examples: [],
      };
    } catch (error) {
      const [{ MsmError }, { printFailure }, { Terminal }] = await Promise.all([
        import('../errors.js'),
        import('./failure.js'),
        import('./terminal.js'),
      ]);
      if (!(error instanceof MsmError)) throw error;
      printFailure(error, false, new Terminal());
      process.exit(error.exitStatus);
    }
  }
}
