/** What parameters of encoders that are trained without spikes must fulfil. */
import type { Violation } from '../../schema.js';
import type { SpikingParameters } from '../parameters.js';

type P = SpikingParameters;

/** Encoders that are trained before have no form of their own to choose. */
export const spikes = ({ form, task }: P): Violation | undefined =>
  form === 'relu'
    ? { key: 'form', message: `form = relu has no effect with task = ${task}, which never has spikes` }
    : undefined;

/** What is recorded is the activity of memories. */
export const records = ({ record_examples: n, task }: P): Violation | undefined =>
  n === 0 ? undefined : { key: 'record_examples', message: `record_examples = ${n} has no effect with task = ${task}` };

const IDLE = ['use_pretrained_protonet', 'freeze_protonet'] as const;

/** An encoder that is trained here begins with drawn weights, and learns. */
export function drawn(p: P): Violation | undefined {
  const key = IDLE.find((one) => p[one] === 1);
  return key === undefined
    ? undefined
    : { key, message: `${key} = 1 has no effect with task = ${p.task}: its encoder is drawn, and learned` };
}
