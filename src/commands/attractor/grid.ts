import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Grid extends PresetCommand {
  static override summary = 'The learning regimes: a sweep over evidence level and temperature, each run evaluated.';
  static override description =
    `Simulation 2 of the paper, 20 x 19 regimes, with retrieval, generalisation and attractors of each in results.parquet. Other values of --e and --beta make another grid, --replicas several seeds a cell. ${presetNote('grid')}`;
  static override examples = [
    '<%= config.bin %> attractor grid --dry-run',
    '<%= config.bin %> attractor grid --e 6,11,16 --beta log:0.01..1/5 --replicas 3',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'grid';
}
