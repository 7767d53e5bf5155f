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

export const ASSOCIATIONS: Task = {
  kind: 'associations',
  network: associationsNetwork,
  items: ({ kernels, parameters, inputs }) => ({
    examples: associationExamples(kernels, parameters, inputs),
    tables: [],
    notes: [],
  }),
  check: (p) => [labels(p)],
};
