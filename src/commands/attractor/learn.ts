import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class Learn extends AttractorCommand {
  static override summary = 'Learn patterns, then look for the attractors they became.';
  static override description =
    `Any patterns, in random or fixed order; the default is ten handwritten digits in the balanced regime. ${presetNote('learn')}`;
  static override examples = [
    '<%= config.bin %> attractor learn',
    '<%= config.bin %> attractor learn --patterns digits:0..4 --e 8 --epochs 1000',
    '<%= config.bin %> attractor learn --patterns my.csv --record free_energy --every 100',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'learn';
}
