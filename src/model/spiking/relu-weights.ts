/** Matrices of a memory of units without time, by input. */
import type { TensorPlaces } from '../../train/tensors.js';
import { type Numeric, padded } from './numeric.js';
import { TENSOR } from './tensors.js';
import { openWritingWeights } from './writing-layer.js';

/** Units of the memory, and of what is heard to write and to read. */
interface ReluSizes {
  readonly memory: number;
  readonly written: number;
  readonly asked: number;
}

/** Matrices by input: rows of inputs. */
export function openReluWeights(numeric: Numeric, { memory: M, written, asked: E }: ReluSizes, at: TensorPlaces) {
  const np = padded(M);
  const k = numeric.pick('transpose');
  const writing = openWritingWeights(numeric, M, written);
  const [reading, readingBar] = [numeric.room(E * np), numeric.room(E * np)];
  return {
    ...{ writing, reading, readingBar },
    take: (parameters: number) => {
      writing.takeWeights(parameters + at(TENSOR.writing));
      k.transpose(M, E, parameters + at(TENSOR.reading), E, reading, np);
    },
    clear: () => {
      writing.clearGradient();
      numeric.zero(readingBar, E * np);
    },
    give: (gradient: number) => {
      writing.giveGradient(gradient + at(TENSOR.writing));
      k.transpose(E, M, readingBar, np, gradient + at(TENSOR.reading), E);
    },
  };
}
