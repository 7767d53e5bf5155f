import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Sequence extends AttractorCommand {
  static override summary = 'Learn patterns in turn, then let the network replay them.';
  static override description =
    `Three digits one after the other, a step each (simulation 3 of the paper): couplings and their parts, attractors of the symmetric part, a free run decoded against the patterns, transitions, period, spectrum. ${presetNote('sequence')}`;
  static override examples = [
    '<%= config.bin %> attractor sequence',
    '<%= config.bin %> attractor sequence --patterns digits:4,7,2,9 --epochs 4000',
    '<%= config.bin %> attractor sequence --replicas 50 --out seeds',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'sequence';
}
