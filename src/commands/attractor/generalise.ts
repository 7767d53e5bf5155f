import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Generalise extends PresetCommand {
  static override summary =
    'Give noisy patterns that were not learned as cues and score what the network makes of them.';
  static override description =
    `Trains first unless --network names a finished run. --test names the patterns. ${presetNote('generalise')}`;
  static override examples = [
    '<%= config.bin %> attractor generalise --network runs/attractor-0001',
    '<%= config.bin %> attractor generalise --network runs/attractor-0001 --test digits:10..99',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'generalise';
}
