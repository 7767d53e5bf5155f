import { RunCommand, runCommandFlags } from '../cli/run-command.js';
import { spellBooleans } from '../config/flags.js';
import { HETEROSYNAPTIC } from '../model/heterosynaptic/model.js';

export default class Train extends RunCommand {
  static override summary = 'Train perceptrons and small transformers whose neighbouring synapses compete.';
  static override description =
    'One run is one network: its epochs, the validation after each, and the test. A step is a batch. Lists and ranges on any parameter make a sweep; a range includes its end if that is on its grid.';
  static override examples = [
    '<%= config.bin %> train',
    '<%= config.bin %> train --update-alg md,gd --alpha 0.1,0.5 --max-epochs 5 --seed 1..3',
    '<%= config.bin %> train --task selective-copying --lr 0.5 --alpha 0.75 --momentum 0.95',
  ];
  static override flags = runCommandFlags(HETEROSYNAPTIC);

  protected async read() {
    return { family: HETEROSYNAPTIC, parsed: await this.parse(Train, spellBooleans(HETEROSYNAPTIC.schema, this.argv)) };
  }
}
