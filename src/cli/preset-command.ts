/** A command that is a preset of its family. */
import type { Command } from '@oclif/core/command';
import { spellBooleans } from '../config/flags.js';
import type { Family } from '../model/family.js';
import { RunCommand } from './run-command.js';
import type { ParsedRun } from './run-flags.js';

/** What the help of a command says about its defaults: its flags show those of the family. */
export const presetNote = (preset: string): string =>
  `The defaults below are those of the family; the preset ${preset} goes over them, and --dry-run prints the values that hold.`;

export abstract class PresetCommand extends RunCommand {
  protected abstract readonly family: Family;
  /** Name of the preset that the command stands for. */
  protected abstract readonly preset: string;

  protected async read() {
    const { family, preset: base } = this;
    // the flags are those of the class itself
    const parsed: ParsedRun = await this.parse(
      this.constructor as typeof Command,
      spellBooleans(family.schema, this.argv),
    );
    return { family, parsed, base };
  }
}
