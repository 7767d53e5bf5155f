import * as Args from '@oclif/core/args';
import type { Command } from '@oclif/core/command';
import { assertModelFolder } from '../cli/own-command.js';
import { GENERAL_RUN_FLAGS, RunCommand, runCommandFlags } from '../cli/run-command.js';
import type { ParsedRun } from '../cli/run-flags.js';
import { spellBooleans } from '../config/flags.js';

export default class Run extends RunCommand {
  static override summary = 'Run a model of your own: a folder with model.yaml and step.ts (docs/own-models.md).';
  static override description =
    'The flags of a model are those of its parameters and arrays: msm run DIR --help lists them. All else is as with the models that ship: lists and ranges make a sweep.';
  static override examples = [
    '<%= config.bin %> run ./oja',
    '<%= config.bin %> run ./oja --eta 0.005,0.01 --replicas 3 --record length --every 100',
    '<%= config.bin %> run ./oja --help',
  ];
  static override usage = 'run DIR [FLAGS]';
  static override args = {
    dir: Args.string({ name: 'dir', required: true, description: 'folder of the model, with model.yaml and step.ts' }),
  };
  static override flags = GENERAL_RUN_FLAGS;

  /** Flags of the model, once its folder has been read. */
  #flags: ParsedFlags = GENERAL_RUN_FLAGS;
  #folder: string | undefined;

  protected async read() {
    const folder = assertModelFolder(this.argv, GENERAL_RUN_FLAGS);
    const { openModel } = await import('../own-model/own-folder.js');
    const family = openModel(folder);
    this.#folder = folder;
    this.#flags = runCommandFlags(family);
    const input = { flags: this.#flags, args: Run.args, strict: true } as unknown as typeof Command;
    const parsed: ParsedRun = await this.parse(input, spellBooleans(family.schema, this.argv));
    return { family, parsed };
  }

  override get flagNames(): readonly string[] {
    return Object.keys(this.#flags);
  }

  override get typed(): string {
    return this.#folder === undefined ? 'run' : `run ${this.#folder}`;
  }
}

type ParsedFlags = { readonly [name: string]: unknown };
