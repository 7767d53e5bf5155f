import { PresetCommand, presetNote } from '../../cli/preset-command.js';
import { runCommandFlags } from '../../cli/run-command.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default class FreeRun extends PresetCommand {
  static override summary = 'Let a network run without evidence and without learning, and decode what it shows.';
  static override description =
    `Trains a sequence first unless --network names a finished run. ${presetNote('free-run')}`;
  static override examples = [
    '<%= config.bin %> attractor free-run --network runs/attractor-0001 --free-steps 1000 --record sigma',
  ];
  static override flags = runCommandFlags(ATTRACTOR, ['network']);
  protected readonly family = ATTRACTOR;
  protected readonly preset = 'free-run';
}
