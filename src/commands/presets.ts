import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { PRESET_FILES } from '../cli/run-flags.js';
import { columns } from '../cli/text.js';
import { listPresets } from '../config/preset.js';
import { FAMILIES } from '../model/families.js';

interface PresetList {
  readonly presets: readonly { readonly family: string; readonly name: string; readonly summary: string }[];
}

export default class Presets extends MsmCommand<PresetList> {
  static override summary = 'List the shipped configurations, for --preset.';
  static override examples = ['<%= config.bin %> presets', '<%= config.bin %> simulate --preset config_f'];
  static override flags = COMMON_FLAGS;

  async perform(): Promise<PresetList> {
    await this.parse(Presets);
    const presets = Object.values(FAMILIES).flatMap(({ schema }) =>
      listPresets(schema, PRESET_FILES).map(({ name, summary }) => ({ family: schema.name, name, summary })),
    );
    return { presets };
  }

  present({ presets }: PresetList): readonly string[] {
    return columns(presets.map(({ family, name, summary }) => [family, name, summary]));
  }
}
