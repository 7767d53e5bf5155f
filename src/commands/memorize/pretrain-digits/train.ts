import { trainCommand } from '../../../cli/trained-command.js';
import { MEMORIZE } from '../../../model/spiking/commands.js';

export default trainCommand(MEMORIZE, 'pretrain-digits', 'memorize pretrain-digits train');
