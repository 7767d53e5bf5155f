import { recordCommand } from '../../../cli/tested-command.js';
import { MEMORIZE_CARDS } from '../../../model/spiking/cards/commands.js';

export default recordCommand(MEMORIZE_CARDS, 'cards');
