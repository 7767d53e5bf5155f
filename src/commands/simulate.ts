import { RunCommand, runCommandFlags } from '../cli/run-command.js';
import { spellBooleans } from '../config/flags.js';
import { HEBBIAN } from '../model/hebbian/model.js';

export default class Simulate extends RunCommand {
  static override summary = 'Simulate coupled neurons and synapses (Pavlovian learning of a Hopfield network).';
  static override description =
    'Every parameter takes one value, a list (10,20) or a range (1..21:3, log:1..1000/7); several values make a sweep.';
  static override examples = [
    '<%= config.bin %> simulate --N 200 --K 10',
    '<%= config.bin %> simulate --N 100 --tau-J 10,20,50 --replicas 5 --record distance,energy --every 10',
    '<%= config.bin %> simulate --N 20 --K 3 --scheme rk4 --dt 0.1 --hold-time 2 --u 1 --T 100 --record sigma,J@[0,500]',
  ];
  static override flags = runCommandFlags(HEBBIAN);

  protected async read() {
    return { family: HEBBIAN, parsed: await this.parse(Simulate, spellBooleans(HEBBIAN.schema, this.argv)) };
  }
}
