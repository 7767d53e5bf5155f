import { COMMON_FLAGS, MsmCommand } from '../cli/command.js';
import { PRESET_FILES } from '../cli/run-flags.js';
import { columns } from '../cli/text.js';
import { listPresets, type PresetFiles, type PresetSummary } from '../config/preset.js';
import { listSweepFiles } from '../config/sweep-file.js';
import { allFamilies } from '../model/families.js';
import type { FamilySchema } from '../model/schema.js';

interface Listed {
  readonly family: string;
  readonly name: string;
  readonly summary: string;
}

interface PresetList {
  /** For --preset. */
  readonly presets: readonly Listed[];
  /** For --sweep. */
  readonly sweeps: readonly Listed[];
}

export default class Presets extends MsmCommand<PresetList> {
  static override summary = 'List the shipped configurations, for --preset, and sweep files, for --sweep.';
  static override examples = ['<%= config.bin %> presets', '<%= config.bin %> simulate --preset config_f'];
  static override flags = COMMON_FLAGS;

  async perform(): Promise<PresetList> {
    await this.parse(Presets);
    const families = await allFamilies();
    const all = <T>(list: (schema: FamilySchema, files: PresetFiles) => readonly T[]) =>
      families.flatMap(({ schema }) => list(schema, PRESET_FILES).map((one) => ({ ...one, family: schema.name })));
    const told = ({ family, name, summary }: PresetSummary & { readonly family: string }) => ({
      family,
      name,
      summary,
    });
    return { presets: all(listPresets).map(told), sweeps: all(listSweepFiles).map(told) };
  }

  present({ presets, sweeps }: PresetList): readonly string[] {
    return columns([
      ...presets.map(({ family, name, summary }) => [family, name, summary]),
      ...sweeps.map(({ family, name, summary }) => [family, name, `sweep: ${summary}`]),
    ]);
  }
}
