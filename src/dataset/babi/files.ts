/** The files of bAbI as published: `tasks_1-20_v1-2`, with a folder for each size of the training set. */
import type { Dataset, WantedFile } from '../dataset.js';
import { decodeText } from '../utf8.js';
import { readStories, type Story } from './read.js';

/** What the tasks are called, from task 1 on. */
const TASKS = [
  'single-supporting-fact',
  'two-supporting-facts',
  'three-supporting-facts',
  'two-arg-relations',
  'three-arg-relations',
  'yes-no-questions',
  'counting',
  'lists-sets',
  'simple-negation',
  'indefinite-knowledge',
  'basic-coreference',
  'conjunction',
  'compound-coreference',
  'time-reasoning',
  'basic-deduction',
  'basic-induction',
  'positional-reasoning',
  'size-reasoning',
  'path-finding',
  'agents-motivations',
] as const;

/** Number of tasks. */
export const BABI_TASKS = TASKS.length;

/** Folder of the archive. */
const ARCHIVE = 'tasks_1-20_v1-2';

/** Name of a file: `qa1_single-supporting-fact_train.txt`. */
export const babiName = (task: number, part: 'train' | 'test'): string => `qa${task}_${TASKS[task - 1]}_${part}.txt`;

/** The two files of a task. */
export const babiFiles = (task: number): readonly WantedFile[] => [
  { role: 'training', names: [babiName(task, 'train')] },
  { role: 'test', names: [babiName(task, 'test')] },
];

/** Folders in which they are in the archive: of the ten thousand questions, or of the thousand. */
export function babiFolders(isLarge: boolean): readonly string[] {
  const folder = isLarge ? 'en-10k' : 'en';
  return [folder, `${ARCHIVE}/${folder}`];
}

export interface StorySets {
  readonly training: readonly Story[];
  readonly test: readonly Story[];
  /** What was done to the texts. */
  readonly notes: readonly string[];
}

const READ = new WeakMap<Dataset, StorySets>();

/** The stories of a data set with the two files, read once. @throws MsmError E_CONFIG for what is no text, E_CORRUPT for what is not in the format */
export function storySets(data: Dataset): StorySets {
  const known = READ.get(data);
  if (known !== undefined) return known;
  const notes: string[] = [];
  const read = (role: string): readonly Story[] => {
    const { name, bytes } = data.files[role];
    const { text, changes } = decodeText(bytes, name);
    if (changes.length > 0) notes.push(`${name}: ${changes.join(', ')}`);
    return readStories(text, name);
  };
  const sets = { training: read('training'), test: read('test'), notes };
  READ.set(data, sets);
  return sets;
}
