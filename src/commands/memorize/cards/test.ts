import { testCommand } from '../../../cli/tested-command.js';
import { MEMORIZE_CARDS } from '../../../model/spiking/cards/commands.js';

export default testCommand(MEMORIZE_CARDS, 'cards');
