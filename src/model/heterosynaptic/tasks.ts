/** The tasks, by name. */
import type { HeterosynapticParameters } from './parameters.js';
import { DIGITS_TASK } from './task/digits.js';
import { FASHION_MNIST, MNIST } from './task/mnist.js';
import { SELECTIVE_COPYING } from './task/selective-copying.js';
import type { Task } from './task/task.js';
import { CHARACTER_TEXT, WORD_TEXT } from './task/text.js';

const TASKS: { readonly [T in HeterosynapticParameters['task']]: Task } = {
  digits: DIGITS_TASK,
  mnist: MNIST,
  fmnist: FASHION_MNIST,
  'selective-copying': SELECTIVE_COPYING,
  characters: CHARACTER_TEXT,
  words: WORD_TEXT,
};

export const taskOf = ({ task }: Pick<HeterosynapticParameters, 'task'>): Task => TASKS[task];
