/** The tasks, by name. */
import type { SpikingParameters } from './parameters.js';
import { ASSOCIATIONS } from './tasks/associations-task.js';
import { SOUNDS_AND_IMAGES } from './tasks/cross-modal-task.js';
import { DIGITS_TASK } from './tasks/digits-task.js';
import { CHARACTERS } from './tasks/omniglot-task.js';
import { PROTOTYPES } from './tasks/protonet-task.js';
import { QUESTIONS } from './tasks/qa-task.js';
import type { Task } from './tasks/task.js';

const TASKS: { readonly [T in SpikingParameters['task']]: Task } = {
  associations: ASSOCIATIONS,
  qa: QUESTIONS,
  omniglot: CHARACTERS,
  'cross-modal': SOUNDS_AND_IMAGES,
  'pretrain-protonet': PROTOTYPES,
  'pretrain-digits': DIGITS_TASK,
};

export const taskOf = ({ task }: Pick<SpikingParameters, 'task'>): Task => TASKS[task];
