import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Sequence extends PresetCommand {
  static override summary = 'Learn patterns in turn, then let the network replay them.';
  static override description =
    `Three digits one after the other, a step each (simulation 3 of the paper): couplings and their parts, attractors of the symmetric part, a free run decoded against the patterns, transitions, period, spectrum. ${presetNote('sequence')}`;
  static override examples = [
    '<%= config.bin %> attractor sequence',
    '<%= config.bin %> attractor sequence --patterns digits:4,7,2,9 --epochs 4000',
    '<%= config.bin %> attractor sequence --replicas 50 --out seeds',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'sequence';
}
