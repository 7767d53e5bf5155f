import { trainCommand } from '../../../cli/trained-command.js';
import { MEMORIZE_CARDS } from '../../../model/spiking/cards/commands.js';

export default trainCommand(MEMORIZE_CARDS, 'cards', 'memorize cards train');
