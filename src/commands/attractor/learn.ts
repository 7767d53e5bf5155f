import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Learn extends PresetCommand {
  static override summary = 'Learn patterns, then look for the attractors they became.';
  static override description =
    `Any patterns, in random or fixed order; the default is ten handwritten digits in the balanced regime. ${presetNote('learn')}`;
  static override examples = [
    '<%= config.bin %> attractor learn',
    '<%= config.bin %> attractor learn --patterns digits:0..4 --e 8 --epochs 1000',
    '<%= config.bin %> attractor learn --patterns my.csv --record free_energy --every 100',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'learn';
}
