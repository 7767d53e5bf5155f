import { ATTRACTOR_FLAGS, AttractorCommand, presetNote } from '../../cli/attractor-command.js';

export default class FreeRun extends AttractorCommand {
  static override summary = 'Let a network run without evidence and without learning, and decode what it shows.';
  static override description =
    `Trains a sequence first unless --network names a finished run. ${presetNote('free-run')}`;
  static override examples = [
    '<%= config.bin %> attractor free-run --network runs/attractor-0001 --free-steps 1000 --record sigma',
  ];
  static override flags = ATTRACTOR_FLAGS;
  protected readonly experiment = 'free-run';
}
