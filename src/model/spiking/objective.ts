/** What outputs of a network come to: their loss, its gradient, and whether they are right. */
import { CLASSES, IMAGES, type Scoring } from '../../train/scoring.js';
import type { Outcome, Reals } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';
import type { AnswersShown, SampleNetwork } from './sample-network.js';

/** Loss of an item, and 1 if its answer is right. */
interface Judged {
  readonly loss: number;
  readonly correct: number;
}

export interface Objective {
  readonly scoring: Scoring;
  /** Targets are from 0 to below this. */
  readonly kinds: number;
  /** Judges what was said of an item, and puts the gradient of the mean loss over `items` in its place. */
  learn(item: number, target: number, said: number, items: number): Judged;
  /**
   * Judges what was said of some items, one behind the other.
   *
   * @param itemOf - address of an item by its number
   * @param targets - their targets, an address
   * @param answers - where their answers are put, by which they are counted
   */
  score(items: number, itemOf: (i: number) => number, targets: number, said: number, answers: number): Outcome;
}

/** Logits of classes, with the cross-entropy of their softmax. */
function ofClasses(numeric: Numeric, classes: number): Objective {
  const { kernels } = numeric;
  const k = numeric.pick('cross_entropy', 'predict');
  const [top, target] = [numeric.room(1), numeric.words(1)];
  const outcome = kernels.allocate(16);
  return {
    scoring: CLASSES,
    kinds: classes,
    learn: (_, wanted, said, items) => {
      kernels.i32(target, 1)[0] = wanted;
      k.cross_entropy(1, classes, said, target, 1 / items, outcome, top);
      const [loss, correct] = kernels.f64(outcome, 2);
      return { loss, correct };
    },
    score: (items, _, targets, said, answers) => {
      k.predict(items, classes, said, answers);
      k.cross_entropy(items, classes, said, targets, 1, outcome, top);
      const [loss, correct] = kernels.f64(outcome, 2);
      return { loss, correct, targets: items };
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
    learn: (item, target, said, items) => {
      const judged = judge(item, target, said);
      const [image, wanted] = [numeric.view(said, pixels), imageOf(item, target)];
      for (let i = 0; i < pixels; i++) image[i] = (2 * (image[i] - wanted[i])) / (pixels * items);
      return judged;
    },
    score: (items, itemOf, targets, said, answers) => {
      const [wanted, given] = [kernels.i32(targets, items), kernels.i32(answers, items)];
      let [loss, correct, lossSquares] = [0, 0, 0];
      for (let i = 0; i < items; i++) {
        const own = judge(itemOf(i), wanted[i], said + i * pixels * size);
        loss += own.loss;
        lossSquares += own.loss * own.loss;
        correct += own.correct;
        given[i] = own.answer;
      }
      return { loss, correct, targets: items, lossSquares };
    },
  };
}

export const openObjective = (numeric: Numeric, { classes, answers }: SampleNetwork): Objective =>
  answers === undefined ? ofClasses(numeric, classes) : ofImages(numeric, classes, answers);
