import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Forget extends PresetCommand {
  static override summary = 'Let a trained network learn on without evidence, and measure what is left.';
  static override description =
    `Simulation 4 of the paper: evaluation before and after, and the correlation of the couplings. ${presetNote('forget')}`;
  static override examples = [
    '<%= config.bin %> attractor forget',
    '<%= config.bin %> attractor forget --free-beta 0.1668',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'forget';
}
