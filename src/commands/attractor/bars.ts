import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Bars extends AttractorCommand {
  static override summary = 'Two correlated bars that become nearly orthogonal attractors.';
  static override description =
    `Simulation 1 of the paper, with its retrieval and its generalisation. ${presetNote('bars')}`;
  static override examples = [
    '<%= config.bin %> attractor bars',
    '<%= config.bin %> attractor bars --replicas 50 --out bars',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'bars';
}
