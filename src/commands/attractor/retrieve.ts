import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Retrieve extends PresetCommand {
  static override summary = 'Give noisy versions of learned patterns as cues and score what the network makes of them.';
  static override description = `Trains first unless --network names a finished run. ${presetNote('retrieve')}`;
  static override examples = [
    '<%= config.bin %> attractor retrieve --network runs/attractor-0001',
    '<%= config.bin %> attractor retrieve --network runs/attractor-0001 --snr 0.5,1,2 --trials 300',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'retrieve';
}
