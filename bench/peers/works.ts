/** All that is compared, in the order of the page. */
import { attractorWork } from './attractor.js';
import { hebbianWorks } from './hebbian.js';
import { chaosWork, rareSpectrumWork, rateWork, spectrumWork } from './rate.js';
import { networkWork, spikingWork } from './training.js';
import type { Work } from './work.js';

/** A curve over g as it is published: 40 cells, 7 s of 20 pairs each. */
const GAINS = Array.from({ length: 40 }, (_, k) => 1.5 + k / 2);
const [STEPS, QUICK_STEPS] = [7000, 500];

/** `isQuick`: with the largest network left out and a short experiment, to try the comparison itself. */
export const worksOf = (isQuick: boolean): readonly Work[] => [
  ...(isQuick ? [200, 1000] : [200, 1000, 4000]).flatMap((N) => hebbianWorks(N, 40)),
  rateWork(200),
  isQuick ? chaosWork(GAINS.slice(0, 2), QUICK_STEPS) : chaosWork(GAINS, STEPS),
  spectrumWork(200),
  rareSpectrumWork(200),
  attractorWork(64, 2000),
  networkWork('perceptron'),
  networkWork('transformer'),
  spikingWork(),
];

/** The work of that name. Throws, naming all, if there is none. */
export function workNamed(name: string, isQuick: boolean): Work {
  const works = worksOf(isQuick);
  const found = works.find((work) => work.name === name);
  if (found === undefined) throw new Error(`${name} is none of ${works.map((work) => work.name).join(', ')}`);
  return found;
}
