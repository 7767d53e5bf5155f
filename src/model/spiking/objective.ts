/** What outputs of a network come to: their loss, its gradient, and whether they are right. */
import { CLASSES, IMAGES, type Scoring } from '../../train/scoring.js';
import type { Outcome, Reals } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';
import type { AnswersShown, SampleNetwork } from './sample-network.js';

/** Loss of the targets of an item, and how many of its answers are right. */
interface Judged {
  readonly loss: number;
  readonly correct: number;
}

export interface Objective {
  readonly scoring: Scoring;
  /** Targets are from 0 to below this. */
  readonly kinds: number;
  /** Judges what was said of an item, and puts the gradient of the mean loss over `count` targets in its place. */
  learn(item: number, targets: Int32Array, said: number, count: number): Judged;
  /**
   * Judges what was said of some targets, one behind the other.
   *
   * @param itemOf - address of the item of a target by its number
   * @param targets - their targets, an address
   * @param answers - where their answers are put, by which they are counted
   */
  score(count: number, itemOf: (i: number) => number, targets: number, said: number, answers: number): Outcome;
}

/** Logits of classes, with the cross-entropy of their softmax. */
function ofClasses(numeric: Numeric, classes: number, most: number): Objective {
  const { kernels } = numeric;
  const k = numeric.pick('cross_entropy', 'predict');
  const [top, wanted] = [numeric.room(1), numeric.words(most)];
  const outcome = kernels.allocate(16);
  return {
    scoring: CLASSES,
    kinds: classes,
    learn: (_, targets, said, count) => {
      kernels.i32(wanted, most).set(targets);
      k.cross_entropy(targets.length, classes, said, wanted, 1 / count, outcome, top);
      const [loss, correct] = kernels.f64(outcome, 2);
      return { loss, correct };
    },
    score: (count, _, targets, said, answers) => {
      k.predict(count, classes, said, answers);
      k.cross_entropy(count, classes, said, targets, 1, outcome, top);
      const [loss, correct] = kernels.f64(outcome, 2);
      return { loss, correct, targets: count };
    },
  };
}

/** Sum of squared differences, in order. */
export function distanceOf(x: Reals, y: Reals): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sum;
}

/** An image, with the mean squared error of its pixels. It is right if no other image of the item is as near; the answer is the nearest. */
function ofImages(numeric: Numeric, pixels: number, shown: AnswersShown): Objective {
  const { kernels, size } = numeric;
  const imageOf = (item: number, n: number) => numeric.view(shown.of(item) + n * pixels * size, pixels);
  const judge = (item: number, target: number, said: number): Judged & { readonly answer: number } => {
    const image = numeric.view(said, pixels);
    const distances = Array.from({ length: shown.count }, (_, n) => distanceOf(image, imageOf(item, n)));
    const nearest = Math.min(...distances);
    const isRight = distances.every((one, n) => n === target || one > distances[target]);
    const answer = isRight ? target : distances.findIndex((one, n) => n !== target && one === nearest);
    return { loss: distances[target] / pixels, correct: isRight ? 1 : 0, answer };
  };
  return {
    scoring: IMAGES,
    kinds: shown.count,
    learn: (item, [target], said, count) => {
      const judged = judge(item, target, said);
      const [image, wanted] = [numeric.view(said, pixels), imageOf(item, target)];
      for (let i = 0; i < pixels; i++) image[i] = (2 * (image[i] - wanted[i])) / (pixels * count);
      return judged;
    },
    score: (count, itemOf, targets, said, answers) => {
      const [wanted, given] = [kernels.i32(targets, count), kernels.i32(answers, count)];
      let [loss, correct, lossSquares] = [0, 0, 0];
      for (let i = 0; i < count; i++) {
        const own = judge(itemOf(i), wanted[i], said + i * pixels * size);
        loss += own.loss;
        lossSquares += own.loss * own.loss;
        correct += own.correct;
        given[i] = own.answer;
      }
      return { loss, correct, targets: count, lossSquares };
    },
  };
}

export const openObjective = (numeric: Numeric, { classes, answers, asked }: SampleNetwork): Objective =>
  answers === undefined ? ofClasses(numeric, classes, asked?.most ?? 1) : ofImages(numeric, classes, answers);
