import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class Attractors extends PresetCommand {
  static override summary = 'Find the attractors of given couplings from the patterns, at several levels of noise.';
  static override description =
    `The couplings come from a finished run (--network) or from a file (--J0). ${presetNote('attractors')}`;
  static override examples = [
    '<%= config.bin %> attractor attractors --network runs/attractor-0001',
    '<%= config.bin %> attractor attractors --network runs/attractor-0001 --search-of symmetric --levels [0]',
    '<%= config.bin %> attractor attractors --J0 J.csv --patterns my.csv',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'attractors';
}
