/** An encoder of characters, trained before a network learns with it: a prototypical network (specification, section 11). */
import { shotsOf } from '../../../dataset/omniglot/episode.js';
import { omniglotOf } from '../../../dataset/omniglot/layout.js';
import type { Violation } from '../../schema.js';
import type { SpikingParameters } from '../parameters.js';
import type { PrototypesNetwork } from '../settings-types.js';
import { pictureFlops, TIMELESS } from './encoder-flops.js';
import { omniglotRequest, standInClasses } from './omniglot.js';
import { batches, encoderBlocks } from './omniglot-task.js';
import { drawn, normalised, records, spikes } from './pretraining-checks.js';
import { type PartShots, picturesOf, prototypeItems, shortOf } from './prototype-episodes.js';
import { sizesOf, type Task } from './task.js';

type P = SpikingParameters;

function shotsIn(p: P): PartShots {
  const judged = {
    classes: p.classes_per_iteration_val,
    support: p.num_samples_support_val,
    queries: p.num_samples_query_val,
  };
  const training = {
    classes: p.classes_per_iteration_train,
    support: p.num_samples_support_train,
    queries: p.num_samples_query_train,
  };
  return { training, validation: judged, test: judged };
}

export function prototypesNetwork(p: P): PrototypesNetwork {
  const { training, test } = shotsIn(p);
  return {
    ...{ kind: 'prototypes', form: 'relu', encoder: 'image' },
    ...{ height: p.image_size, width: p.image_size, classes: Math.max(training.classes, test.classes) },
    channels: encoderBlocks(p),
    hasNorm: p.use_batch_norm,
    episodes: [training, test],
  };
}

/** Episodes of other tasks have so many classes. */
const USUAL_CLASSES = 10;

const classes = ({ num_classes: C }: P): Violation | undefined =>
  C === USUAL_CLASSES
    ? undefined
    : {
        key: 'num_classes',
        message: `num_classes = ${C} has no effect with task = pretrain-protonet, whose episodes have classes_per_iteration_train and classes_per_iteration_val`,
      };

/** Bytes that the numbers of a batch may take. */
const MOST_BYTES = 2 ** 30;

function composition(p: P): Violation | undefined {
  const pictures = picturesOf(shotsIn(p), p.batch_size);
  const most = Math.floor(MOST_BYTES / (8 * p.image_size * p.image_size));
  if (pictures <= most) return undefined;
  const message = `batch_size = ${p.batch_size} makes batches of ${pictures} pictures, and ${most} of image_size = ${p.image_size} is the most: choose fewer episodes, or smaller ones`;
  return { key: 'batch_size', message };
}

const together = (p: P): Violation | undefined =>
  normalised(p, [{ encoder: prototypesNetwork(p), pictures: picturesOf(shotsIn(p), p.batch_size) }]);

/** What there are too few stand-ins for. */
function demandsOf({ classes_per_iteration_train: train, classes_per_iteration_val: val }: P): string | undefined {
  const { training, validation, test } = standInClasses();
  if (train > training) return `classes_per_iteration_train = ${train}`;
  return val > Math.min(validation, test) ? `classes_per_iteration_val = ${val}` : undefined;
}

export const PROTOTYPES: Task = {
  kind: 'prototypes',
  network: prototypesNetwork,
  items: ({ kernels, parameters: p, data: { data: given } }) => {
    const options = { shots: shotsIn(p), side: p.image_size, sizes: sizesOf(p), seed: p.dataset_seed };
    const drawing = { renewsValidation: p.mode === 'faithful', mostItems: p.batch_size };
    const { examples, notes } = prototypeItems(kernels, { ...options, ...drawing }, given);
    return { examples, notes, tables: [] };
  },
  data: {
    data: {
      request: (p) => omniglotRequest(p.task, demandsOf(p)),
      sizes: () => ({}),
      check: (p, files) => {
        const { characters, parts } = omniglotOf(files);
        const short = shortOf(characters, parts, shotsIn(p));
        return short === undefined ? [] : [short];
      },
    },
  },
  check: (p) => [spikes(p), drawn(p), records(p), classes(p), batches(p), composition(p), together(p)],
  flops: (p) => p.batch_size * shotsOf(shotsIn(p).training) * pictureFlops(prototypesNetwork(p), TIMELESS, true),
};
