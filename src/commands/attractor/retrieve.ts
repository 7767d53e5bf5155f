import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Retrieve extends AttractorCommand {
  static override summary = 'Give noisy versions of learned patterns as cues and score what the network makes of them.';
  static override description = `Trains first unless --network names a finished run. ${presetNote('retrieve')}`;
  static override examples = [
    '<%= config.bin %> attractor retrieve --network runs/attractor-0001',
    '<%= config.bin %> attractor retrieve --network runs/attractor-0001 --snr 0.5,1,2 --trials 300',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'retrieve';
}
