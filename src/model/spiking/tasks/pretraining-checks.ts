/** What parameters of encoders that learn without spikes must fulfil. */
import type { Violation } from '../../schema.js';
import type { SpikingParameters } from '../parameters.js';
import { pictureBytes } from '../relu-batch.js';
import { reluBlockShapes } from '../relu-encoder.js';
import type { PictureEncoder } from '../settings-types.js';

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

/** Bytes that all pictures of a batch may take that are normalised together. */
const MOST_BYTES = 1.5 * 2 ** 30;

/** Pictures of a batch that an encoder sees. */
interface SeenPictures {
  readonly encoder: Pick<PictureEncoder, 'height' | 'width' | 'channels'>;
  readonly pictures: number;
}

/** What is normalised over a batch is kept of all its pictures. */
export function normalised(p: P, seen: readonly SeenPictures[]): Violation | undefined {
  if (!p.use_batch_norm) return undefined;
  const bytesOf = ({ encoder }: SeenPictures): number =>
    pictureBytes(reluBlockShapes({ ...encoder, learns: true }), p.precision === 'f32' ? 4 : 8);
  const pictures = seen.reduce((sum, own) => sum + own.pictures, 0);
  const bytes = seen.reduce((sum, own) => sum + own.pictures * bytesOf(own), 0);
  if (bytes <= MOST_BYTES) return undefined;
  const most = Math.floor((p.batch_size * MOST_BYTES) / bytes);
  const message = `batch_size = ${p.batch_size} makes batches of ${pictures} pictures, of which use_batch_norm = true keeps ${bytes} bytes, and ${MOST_BYTES} are the most: ${most === 0 ? 'choose smaller ones' : `choose at most ${most}`}`;
  return { key: 'batch_size', message };
}
