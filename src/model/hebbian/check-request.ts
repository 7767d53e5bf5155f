/** Whether given inputs and records go together with the parameters of a run. */
import { MsmError } from '../../errors.js';
import type { Inputs } from '../family.js';
import type { RecordRequest } from '../record.js';
import type { HebbianSettings } from './settings.js';

function checkField(s: HebbianSettings, inputs: Inputs): void {
  const { field } = inputs;
  if (field === undefined) return;
  if (field.length < s.steps) {
    throw new MsmError('E_CONFIG', `the field has ${field.length} entries, the run has ${s.steps} steps`, {
      place: '--field',
    });
  }
  const wrong = field.findIndex((mu: number) => !(mu >= 0 && mu < s.patterns));
  if (wrong >= 0) {
    throw new MsmError(
      'E_CONFIG',
      `entry ${wrong} shows pattern ${field[wrong]}, there are patterns 0 to ${s.patterns - 1}`,
      {
        place: '--field',
      },
    );
  }
}

function refuse(message: string, place: string): never {
  throw new MsmError('E_CONFIG', message, { place });
}

/** A given array leaves the parameters that would have shaped it without effect; using both is a mistake. */
function checkIdle(s: HebbianSettings, inputs: Inputs): void {
  for (const key of ['Xi0', 'Tra0']) {
    if (inputs[key] !== undefined && !s.hasMemory)
      refuse(`--${key} belongs to --model-class memory-matrix`, `--${key}`);
  }
  if (inputs.field !== undefined && (s.hold.min !== 1 || s.hold.max !== 2)) {
    refuse('--field says what is shown at each step; --tau-h and --hold-time do not go with it', '--field');
  }
}

function checkTransitions(s: HebbianSettings, inputs: Inputs): void {
  const given = inputs.Tra0;
  if (given === undefined) return;
  for (let a = 0; a < s.patterns; a++) {
    const row = given.subarray(a * s.patterns, (a + 1) * s.patterns);
    if (row.some((value) => !(value >= 0))) refuse(`row ${a} of Tra0 has a negative entry`, '--Tra0');
    if (!row.some((value) => value > 0)) refuse(`row ${a} of Tra0 is all zero`, '--Tra0');
  }
}

/** Throws E_CONFIG for a request that cannot be meant. */
export function checkRequest(s: HebbianSettings, inputs: Inputs, record: RecordRequest): void {
  checkField(s, inputs);
  checkIdle(s, inputs);
  checkTransitions(s, inputs);
  if (record.observables.has('deviations') && s.hasMemory) {
    refuse(
      '--record deviations compares with the theory of the distance, and there is none for --model-class memory-matrix',
      '--record',
    );
  }
  for (const name of ['memories', 'transitions']) {
    if (record.observables.has(name) && !s.hasMemory) {
      refuse(`--record ${name} belongs to --model-class memory-matrix`, '--record');
    }
  }
}
