/** The weights of a trained network as tables, by the names of their tensors: each of them, and how large they are. */
import { MsmError } from '../../errors.js';
import { sentenceNumber } from '../../figure/text.js';
import { countText, didYouMean, quoted } from '../../text.js';
import { type AnalysedRun, type Analysis, analysis } from '../analysis.js';
import { f64, i32, integer, number, table, tableOf, text, word } from '../recording/filled-columns.js';
import type { Parameters } from '../schema.js';

/** An option of analyses of trained networks. */
export const WHICH_WEIGHTS = {
  key: 'weights',
  symbol: '',
  kind: 'choice',
  default: 'last',
  options: { last: 'weights after the last step', best: 'those of the epoch with the best validation' },
  group: 'weights',
  help: 'which weights of the network: after the last step, or those of the epoch with the best validation',
} as const;

export type WhichWeights = keyof typeof WHICH_WEIGHTS.options;

/** All weights one behind the other, 0 where they are pruned. Throws E_CONFIG for a run that has them not. */
export async function weightsOfRun<P>(run: AnalysedRun<P>, which: WhichWeights): Promise<Float64Array> {
  const weights = await run.state(which === 'best' ? 'best' : 'weights');
  if (weights !== undefined) return weights;
  const why = which === 'best' ? 'it has no best weights: it had no epoch' : 'it has no weights: it diverged';
  throw new MsmError('E_CONFIG', `${run.name}: ${why}`, { place: run.name });
}

interface Named {
  readonly name: string;
  readonly shape: string;
  readonly values: Float64Array;
}

async function tensorsOfRun<P>(run: AnalysedRun<P>, which: WhichWeights): Promise<readonly Named[]> {
  const [weights, tensors] = [await weightsOfRun(run, which), await run.table('tensors')];
  if (tensors === undefined)
    throw new MsmError('E_CONFIG', `${run.name}: it has no table tensors`, { place: run.name });
  const { name, shape, first, numbers } = tensors as {
    readonly [column in 'name' | 'shape']: readonly string[];
  } & { readonly [column in 'first' | 'numbers']: ArrayLike<number> };
  return Array.from(name, (one, i) => ({
    name: one,
    shape: shape[i],
    values: weights.subarray(first[i], first[i] + numbers[i]),
  }));
}

/** Numbers of a row: all behind the first index. */
const widthOf = ({ shape }: Named): number =>
  shape
    .split(' x ')
    .slice(1)
    .reduce((product, size) => product * Number(size), 1);

function weightTable(tensors: readonly Named[]) {
  const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
  const [outputs, inputs, weights] = [new Int32Array(count), new Int32Array(count), new Float64Array(count)];
  const names = new Array<string>(count);
  let at = 0;
  for (const tensor of tensors) {
    const width = widthOf(tensor);
    weights.set(tensor.values, at);
    for (let i = 0; i < tensor.values.length; i++, at++) {
      names[at] = tensor.name;
      outputs[at] = Math.floor(i / width);
      inputs[at] = i % width;
    }
  }
  return table('weights', 'weights of the network by tensor, in the order of the state', [
    text('tensor', 'name of the tensor', names),
    i32('output', 'first index: of a matrix the unit that it leads to', outputs),
    i32('input', 'the other indexes, row by row: of a matrix the unit that it comes from; 0 of a vector', inputs),
    f64('weights', 'weight, 0 where it is pruned', weights),
  ]);
}

const sumOf = (values: Float64Array, of: (value: number) => number): number => {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum;
};

const normOf = ({ values }: Named): number => Math.sqrt(sumOf(values, (value) => value * value));

const normTable = (tensors: readonly Named[]) =>
  tableOf<Named>('weight_norms', 'how large the weights of each tensor are', tensors, [
    word('tensor', 'name of the tensor', ({ name }) => name),
    word('shape', 'its sizes', ({ shape }) => shape),
    integer('numbers', 'how many it has', ({ values }) => values.length),
    number('norm', 'Euclidean norm', normOf),
    number('l1', 'sum of absolute values', ({ values }) => sumOf(values, Math.abs)),
    number('mean', 'mean', ({ values }) => sumOf(values, (value) => value) / values.length),
    number('least', 'least weight', ({ values }) => values.reduce((least, value) => Math.min(least, value))),
    number('largest', 'largest weight', ({ values }) => values.reduce((largest, value) => Math.max(largest, value))),
    number(
      'zeros',
      'share of weights that are 0',
      ({ values }) => sumOf(values, (value) => +(value === 0)) / values.length,
    ),
  ]);

const OPTIONS = [
  WHICH_WEIGHTS,
  {
    key: 'tensor',
    symbol: '',
    kind: 'text',
    default: null,
    whenAbsent: 'all of them',
    group: 'weights',
    help: 'the tensor whose weights are written, by its name',
  },
] as const;

/** Rows of a table at most: each takes some hundred bytes while it is written. */
const MOST = 2_000_000;

/** The tensors whose weights are written. Throws E_CONFIG for a name that there is not, and for more weights than a table is made of. */
function wantedOf(name: string, tensors: readonly Named[], tensor: string | null): readonly Named[] {
  const names = tensors.map((one) => one.name);
  if (tensor !== null && !names.includes(tensor)) {
    const message = `--set tensor=${tensor}: ${quoted(tensor)} is not a tensor of ${name}. ${didYouMean(tensor, names)}`;
    throw new MsmError('E_CONFIG', message.trim(), { place: '--set tensor', next: `Valid: ${names.join(', ')}.` });
  }
  const wanted = tensor === null ? tensors : tensors.filter((one) => one.name === tensor);
  const count = wanted.reduce((sum, { values }) => sum + values.length, 0);
  if (count <= MOST) return wanted;
  const next =
    wanted.length > 1
      ? `Take one with --set tensor=NAME: ${wanted.map((one) => `${one.name} (${countText(one.values.length)})`).join(', ')}.`
      : 'The file weights.safetensors in the folder of the run has them all.';
  throw new MsmError(
    'E_CONFIG',
    `${name}: ${countText(count)} weights are more than the ${countText(MOST)} rows of a table`,
    {
      place: name,
      next,
    },
  );
}

/** Of any trained family. It has a row for each weight, so it is computed only where it is asked for. */
export const weightsAnalysis = <P extends Parameters>(): Analysis<P> =>
  analysis<P, typeof OPTIONS>(OPTIONS, {
    name: 'weights',
    summary: 'the weights of the network by the names of its tensors, and how large those of each are',
    isLong: true,
    async of(run, { weights: which, tensor }) {
      const tensors = await tensorsOfRun(run, which);
      const count = tensors.reduce((sum, { values }) => sum + values.length, 0);
      const [largest] = [...tensors].sort((a, b) => normOf(b) - normOf(a));
      return {
        tables: [weightTable(wantedOf(run.name, tensors, tensor)), normTable(tensors)],
        verdict: [
          `${count} weights in ${tensors.length} tensors; the largest norm has ${largest.name}, ${sentenceNumber(normOf(largest), 3)}`,
        ],
      };
    },
  });
