/** The exponents that were published, beside which sweeps over the published sessions are drawn. */
import type { Subject } from '../../figure/figure.js';

/** Values of g in the published table. */
export const PUBLISHED_GAINS: readonly number[] = [10, 13, 16, 19, 22];

/** In 1/s, as stored with the program: a row a session, 1 to 5; a column a value of g. */
export const PUBLISHED_EXPONENTS: readonly (readonly number[])[] = [
  [2.482969024980959, 5.90590445657063, 8.351805360972318, 10.304191415715596, 11.76930113074485],
  [4.455695252900465, 7.433626848888418, 11.028295992363876, 12.364418539100757, 14.61566830676942],
  [3.8897106480426014, 6.318347991913633, 10.497375165717385, 12.603683608620969, 14.835601673743087],
  [3.568370126512114, 8.10619336111827, 9.570644971080126, 11.192437759047149, 13.099116945854192],
  [3.314349324315289, 5.688444460789414, 9.356496375195785, 10.84993898314909, 13.951813251726477],
];

/** Whether runs are those of the published sessions: their stream, and what the original never changed. */
export const isPublished = ({ parameters: p, inputs }: Subject): boolean =>
  inputs.length === 0 &&
  p.stream === 'published' &&
  p.N === 200 &&
  p.p === 0.1 &&
  p.weights === 'published' &&
  p.tau === 20 &&
  p.dt === 1;
