import { testCommand } from '../../../cli/tested-command.js';
import { MEMORIZE } from '../../../model/spiking/commands.js';

export default testCommand(MEMORIZE, 'pretrain-digits');
