import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Generalise extends AttractorCommand {
  static override summary =
    'Give noisy patterns that were not learned as cues and score what the network makes of them.';
  static override description =
    `Trains first unless --network names a finished run. --test names the patterns. ${presetNote('generalise')}`;
  static override examples = [
    '<%= config.bin %> attractor generalise --network runs/attractor-0001',
    '<%= config.bin %> attractor generalise --network runs/attractor-0001 --test digits:10..99',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'generalise';
}
