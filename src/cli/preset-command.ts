/** Commands that are presets of their family: data in its folder, from which the class that oclif wants is made. */
import type { Command } from '@oclif/core/command';
import { spellBooleans } from '../config/flags.js';
import type { Family, PresetCommands } from '../model/family.js';
import { RunCommand, runCommandFlags } from './run-command.js';
import type { ParsedRun } from './run-flags.js';

/** What the help of a command says about its defaults: its flags show those of the family. */
export const presetNote = (preset: string): string =>
  `The defaults below are those of the family; the preset ${preset} goes over them, and --dry-run prints the values that hold.`;

/** The command of a family's topic that stands for the preset of its name. `aliases`: other names of --from-run. */
export function presetCommand<All extends PresetCommands>(
  family: Family,
  preset: keyof All & string,
  commands: All,
  aliases: string[] = [],
): Command.Class {
  const { summary, description, examples } = commands[preset];
  return class Preset extends RunCommand {
    static override summary = summary;
    static override description = `${description} ${presetNote(preset)}`;
    static override examples = examples.map((words) =>
      `<%= config.bin %> ${family.schema.name} ${preset} ${words}`.trim(),
    );
    static override flags = runCommandFlags(family, aliases);

    protected async read() {
      const parsed: ParsedRun = await this.parse(Preset, spellBooleans(family.schema, this.argv));
      return { family, parsed, base: preset };
    }
  };
}
