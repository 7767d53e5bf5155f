import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Bars extends PresetCommand {
  static override summary = 'Two correlated bars that become nearly orthogonal attractors.';
  static override description =
    `Simulation 1 of the paper, with its retrieval and its generalisation. ${presetNote('bars')}`;
  static override examples = [
    '<%= config.bin %> attractor bars',
    '<%= config.bin %> attractor bars --replicas 50 --out bars',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'bars';
}
