import { presetCommand } from '../../cli/preset-command.js';
import { ATTRACTOR_COMMANDS } from '../../model/attractor/commands.js';
import { ATTRACTOR } from '../../model/attractor/model.js';

export default presetCommand(ATTRACTOR, 'bars', ATTRACTOR_COMMANDS, ['network']);
