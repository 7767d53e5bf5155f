import { trainCommand } from '../../../cli/trained-command.js';
import { MEMORIZE } from '../../../model/spiking/commands.js';

export default trainCommand(MEMORIZE, 'cross-modal', 'memorize cross-modal train');
