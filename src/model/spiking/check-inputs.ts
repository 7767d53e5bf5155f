/** What given arrays must be, and which go together. */
import type { Inputs } from '../family.js';
import type { Violation } from '../schema.js';
import { wrongEncoder } from './given-encoders.js';
import type { SpikingParameters } from './parameters.js';
import { GIVEN, givenCount } from './tasks/associations.js';

type P = SpikingParameters;
type Given = Inputs[string];

const problem = (key: string, message: string): Violation => ({ key, message: `${key} ${message}` });

/** The first weight that single precision cannot hold. */
function wrongWeight({ precision }: P, weights: Given): Violation | undefined {
  const at = precision === 'f32' ? weights.findIndex((weight: number) => !Number.isFinite(Math.fround(weight))) : -1;
  return at < 0
    ? undefined
    : problem('weights', `has ${weights[at]} at place ${at}, which is too large for precision = f32`);
}

/** The first label that the network has no output for. */
function wrongLabel({ num_classes: C }: P, key: string, labels: Given): Violation | undefined {
  const at = labels.findIndex((label: number) => !(label >= 0 && label < C));
  return at < 0
    ? undefined
    : problem(key, `has ${labels[at]} at place ${at}: labels are from 0 to ${C - 1}, as num_classes = ${C}`);
}

/** Examples are all there, and as many as the parts take. */
function wrongExamples(p: P, inputs: Inputs): Violation | undefined {
  const missing = GIVEN.filter((key) => inputs[key] === undefined);
  if (missing.length === GIVEN.length) return undefined;
  if (p.gpus > 1)
    return problem(
      'features',
      `cannot be given with gpus = ${p.gpus}: only examples that are drawn are the same on all of them`,
    );
  if (missing.length > 0) return problem(missing[0], `is missing: examples are given by ${GIVEN.join(', ')} together`);
  const lengths = {
    features: p.sequence_length * p.feature_size,
    labels: p.sequence_length,
    query: p.feature_size,
    answer: 1,
  };
  const counts = GIVEN.map((key) => inputs[key].length / lengths[key]);
  const other = counts.findIndex((count) => count !== counts[0]);
  if (other >= 0) return problem(GIVEN[other], `has ${counts[other]} examples, and features has ${counts[0]}`);
  const needed = givenCount(p);
  if (counts[0] >= needed) return undefined;
  const parts = p.epochs === 0 ? 'test_size' : 'train_size + validation_size + test_size';
  return problem('features', `has ${counts[0]} examples, and ${parts} = ${needed}`);
}

/** Conditions on parameters together with given arrays. */
export function checkInputs(p: P, inputs: Inputs): readonly Violation[] {
  const { weights, labels, answer } = inputs;
  const encoder = wrongEncoder(p, inputs);
  const idle = p.task === 'associations' ? undefined : GIVEN.find((key) => inputs[key] !== undefined);
  if (idle !== undefined) return [problem(idle, `has no effect with task = ${p.task}`)];
  const all = [
    weights && wrongWeight(p, weights),
    encoder && problem(encoder.key, encoder.message),
    wrongExamples(p, inputs),
    labels && wrongLabel(p, 'labels', labels),
    answer && wrongLabel(p, 'answer', answer),
  ];
  return all.filter((violation) => violation !== undefined);
}
