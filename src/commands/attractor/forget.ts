import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Forget extends AttractorCommand {
  static override summary = 'Let a trained network learn on without evidence, and measure what is left.';
  static override description =
    `Simulation 4 of the paper: evaluation before and after, and the correlation of the couplings. ${presetNote('forget')}`;
  static override examples = [
    '<%= config.bin %> attractor forget',
    '<%= config.bin %> attractor forget --free-beta 0.1668',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'forget';
}
