/** Pairs to memorize, as a task of the family (specification, sections 4 and 6). */
import type { Violation } from '../../schema.js';
import { memoryOf } from '../network-settings.js';
import type { SpikingParameters } from '../parameters.js';
import type { AssociationsNetwork } from '../settings-types.js';
import { associationExamples } from './associations.js';
import type { Task } from './task.js';

type P = SpikingParameters;

export const associationsNetwork = (p: P): AssociationsNetwork => ({
  ...memoryOf(p, p.num_classes, p.sequence_length, p.form === 'relu' ? 1 : p.embedding_size),
  kind: 'associations',
  form: p.form,
  features: p.feature_size,
});

const labels = ({ sequence_length: L, num_classes: C }: P): Violation | undefined =>
  L > C
    ? {
        key: 'sequence_length',
        message: `sequence_length = ${L} is more than num_classes = ${C}: the labels of an example are all different`,
      }
    : undefined;

/** Examples that all GPUs of the original draw alike are those that are drawn anew in each epoch. */
function alike({ gpus, mode, inf_data, batch_size }: P): Violation | undefined {
  if (gpus === 1) return undefined;
  const problem = (message: string): Violation => ({ key: 'gpus', message: `gpus = ${gpus} ${message}` });
  if (mode === 'right')
    return problem(
      'has no effect with mode = right, where no example of a step is drawn twice: --world-size shares a run',
    );
  if (inf_data === 0)
    return problem('needs inf_data = 1: of examples that stay, each GPU has others, as processes have here');
  return gpus > batch_size ? problem(`are more than the ${batch_size} examples of a step, batch_size`) : undefined;
}

export const ASSOCIATIONS: Task = {
  kind: 'associations',
  network: associationsNetwork,
  items: ({ kernels, parameters, inputs }) => ({
    examples: associationExamples(kernels, parameters, inputs),
    tables: [],
    notes: [],
  }),
  check: (p) => [labels(p), alike(p)],
};
