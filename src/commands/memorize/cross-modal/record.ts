import { recordCommand } from '../../../cli/tested-command.js';
import { MEMORIZE } from '../../../model/spiking/commands.js';

export default recordCommand(MEMORIZE, 'cross-modal');
