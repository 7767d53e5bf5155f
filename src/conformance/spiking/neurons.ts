/** Golden neurons by themselves, and the Hebbian rule by itself. */
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import { placeNeuron } from '../../model/spiking/neuron.js';
import { type Numeric, numericOf, padded, wordsOf } from '../../model/spiking/numeric.js';
import type { Precision } from '../../train/trainable.js';
import type { Comparison } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Case, Context } from '../kind.js';
import { judgeOf, PRECISIONS, placeRows, placeSpikes, placeTraces, takeRows, takeSpikes, transposed } from './play.js';

const MODELS = ['lif', 'if'] as const;

/** Lengths of the outer lists of a field. */
export function shapeOf(golden: Golden, key: string): readonly number[] {
  const lengths: number[] = [];
  for (let at = golden.value(key); Array.isArray(at); at = at[0]) lengths.push(at.length);
  return lengths;
}

function checkRun(run: Golden, precision: Precision, { kernels }: Context): readonly Comparison[] {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const model = MODELS.find((one) => one === run.text('model'));
  if (model === undefined) throw new Error(`model must be one of ${MODELS.join(', ')}`);
  const neuron = placeNeuron(
    numeric,
    {
      threshold: run.number('thr'),
      tauMembrane: model === 'lif' ? run.number('tau_mem') : Number(run.value('tau_mem') ?? 1),
      refractorySteps: run.count('n_ref'),
      perfectReset: run.flag('perfect_reset'),
      dampening: run.number('damp'),
      surrogateWidth: 1,
    },
    model === 'lif',
  );
  const [inputs, expected] = [run.part('inputs'), run.part('expected')];
  const [samples, steps, n] = shapeOf(inputs, 'x');
  const [x, coefficients] = [inputs.numbers('x'), inputs.numbers('loss_coefficients')];
  const found = { z: [] as number[], v: [] as number[], r: [] as number[], gradient: [] as number[] };
  for (let b = 0; b < samples; b++) {
    const own = (all: Float64Array): Float64Array => all.subarray(b * steps * n, (b + 1) * steps * n);
    const one = driven(numeric, neuron, own(x), own(coefficients), steps, n);
    for (const key of ['z', 'v', 'r', 'gradient'] as const) found[key].push(...one[key]);
  }
  const judge = judgeOf(precision, run.number('margin'));
  return [
    judge.spikes('spikes', found.z, expected.numbers('z')),
    judge.reals('membranes', found.v, expected.numbers('v')),
    judge.spikes('counters', found.r, expected.numbers('r')),
    judge.reals('gradient', found.gradient, expected.numbers('grad_x')),
  ];
}

/** Spikes, membranes and counters of n neurons after each step with given currents, and the gradient of the currents. */
function driven(
  numeric: Numeric,
  neuron: number,
  x: Float64Array,
  coefficients: Float64Array,
  steps: number,
  n: number,
) {
  const { size } = numeric;
  const [np, words] = [padded(n), wordsOf(n)];
  const k = numeric.pick('drive', 'drive_back');
  const [currents, zBar] = [placeRows(numeric, x, n), placeRows(numeric, coefficients, n)];
  const [state, g] = [numeric.room(3 * np), numeric.room(np)];
  const bits = numeric.kernels.allocate(4 * steps * words);
  const [slopes, potentials, xBar] = [0, 1, 2].map(() => numeric.room(steps * np));
  const r: number[] = [];
  for (let t = 0; t < steps; t++) {
    const row = t * np * size;
    const own = [bits + 4 * t * words, slopes + row, potentials + row] as const;
    k.drive(neuron, 1, np, words, currents + row, state, ...own);
    r.push(...takeRows(numeric, state + 2 * np * size, 1, n));
  }
  k.drive_back(neuron, steps, np, words, zBar, g, slopes, bits, potentials, xBar);
  return {
    z: takeSpikes(numeric, bits, steps, n),
    v: takeRows(numeric, potentials, steps, n),
    r,
    gradient: takeRows(numeric, xBar, steps, n),
  };
}

interface Rates {
  readonly gammaPos: number;
  readonly gammaNeg: number;
  readonly wMax: number;
}

function checkRule(single: Golden, rates: Rates, precision: Precision, { kernels }: Context): readonly Comparison[] {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const [inputs, expected] = [single.part('inputs'), single.part('expected')];
  const [samples, n] = shapeOf(inputs, 'pre');
  const np = padded(n);
  const k = numeric.pick('update_memory', 'update_memory_back');
  const { gammaPos, gammaNeg, wMax } = rates;
  const room = numeric.room(64);
  const square = (key: string, b: number): number[] =>
    transposed(inputs.numbers(key).subarray(b * n * n, (b + 1) * n * n), n, n);
  const found = { delta: [] as number[], after: [] as number[], pre: [] as number[], post: [] as number[] };
  const memory: number[] = [];
  for (let b = 0; b < samples; b++) {
    const row = (key: string): number => placeRows(numeric, inputs.numbers(key).subarray(b * n, (b + 1) * n), n);
    const [keys, values] = [row('pre'), row('post')];
    const [before, after, bar] = [square('mem', b), square('mem', b), square('grad_mem_after', b)].map((one) =>
      placeRows(numeric, one, n),
    );
    const [keysBar, valuesBar, factors] = [0, 1, 2].map(() => numeric.room(np));
    k.update_memory(n, np, after, keys, values, gammaPos, gammaNeg, wMax, factors);
    const back = [keys, keysBar, values, valuesBar, gammaPos, gammaNeg, wMax, factors, room] as const;
    k.update_memory_back(n, np, before, bar, ...back);
    const [was, is] = [before, after].map((at) => transposed(takeRows(numeric, at, n, n), n, n));
    found.after.push(...is);
    found.delta.push(...is.map((value, i) => value - was[i]));
    found.pre.push(...takeRows(numeric, keysBar, 1, n));
    found.post.push(...takeRows(numeric, valuesBar, 1, n));
    memory.push(...transposed(takeRows(numeric, bar, n, n), n, n));
  }
  const judge = judgeOf(precision, 1);
  return [
    judge.reals('delta', found.delta, expected.numbers('delta')),
    judge.reals('memory', found.after, expected.numbers('mem_after')),
    judge.reals('gradient of keys', found.pre, expected.numbers('grad_pre')),
    judge.reals('gradient of values', found.post, expected.numbers('grad_post')),
    judge.reals('gradient of the memory', memory, expected.numbers('grad_mem')),
  ];
}

function checkSequence(
  sequence: Golden,
  rates: Rates,
  precision: Precision,
  { kernels }: Context,
): readonly Comparison[] {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const [inputs, expected] = [sequence.part('inputs'), sequence.part('expected')];
  const [steps, n] = shapeOf(inputs, 'key_spikes');
  const np = padded(n);
  const k = numeric.pick('update_memory');
  const traces = ['key_spikes', 'value_spikes'].map((key) =>
    placeTraces(numeric, placeSpikes(numeric, inputs.numbers(key), n), steps, n, sequence.number('tau_trace')),
  );
  const [memory, factors] = [numeric.room(n * np), numeric.room(2)];
  const memories: number[] = [];
  for (let t = 0; t < steps; t++) {
    const [keys, values] = traces.map((at) => at + t * np * numeric.size);
    k.update_memory(n, np, memory, keys, values, rates.gammaPos, rates.gammaNeg, rates.wMax, factors);
    memories.push(...transposed(takeRows(numeric, memory, n, n), n, n));
  }
  const judge = judgeOf(precision, 1);
  return [
    judge.reals('traces of keys', takeRows(numeric, traces[0], steps, n), expected.numbers('key_trace')),
    judge.reals('traces of values', takeRows(numeric, traces[1], steps, n), expected.numbers('value_trace')),
    judge.reals('memory after each step', memories, expected.numbers('mem')),
  ];
}

export function neuronCases(golden: Golden): readonly Case[] {
  const plasticity = golden.part('plasticity');
  const rates = (): Rates => ({
    gammaPos: plasticity.number('gamma_pos'),
    gammaNeg: plasticity.number('gamma_neg'),
    wMax: plasticity.number('w_max'),
  });
  return PRECISIONS.flatMap((precision) => [
    ...golden.list('neuron_runs').map((run, i) => ({
      name: `neurons ${i + 1} in ${precision}`,
      check: (context: Context) => checkRun(run, precision, context),
    })),
    {
      name: `rule, one step in ${precision}`,
      check: (context: Context) => checkRule(plasticity.part('single'), rates(), precision, context),
    },
    {
      name: `rule, spikes in ${precision}`,
      check: (context: Context) => checkSequence(plasticity.part('sequence'), rates(), precision, context),
    },
  ]);
}
