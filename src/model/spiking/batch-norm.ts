/**
 * Batch normalisation of the channels of a layer, as PyTorch has it (specification, section 11): over all places of all pictures of a batch while learning,
 * with running statistics otherwise. Pictures come one by one, in passes over the batch.
 */
import type { TensorPlaces } from '../../train/tensors.js';
import type { Numeric } from './numeric.js';
import { type EncoderName, NORM_TENSORS, normTensor } from './tensors.js';

/** What keeps a variance of 0 from being divided by, and the share of a batch in the running statistics. */
const [EPSILON, MOMENTUM] = [1e-5, 0.1];

/** What deviations from the mean of a channel are multiplied by. */
export const normFactors = (weights: ArrayLike<number>, variances: ArrayLike<number>): Float64Array =>
  Float64Array.from(weights, (weight, c) => weight / Math.sqrt(variances[c] + EPSILON));

export interface NormPlace {
  readonly name: EncoderName;
  readonly block: number;
  /** Places of a picture. */
  readonly rows: number;
  readonly channels: number;
}

export interface BatchNorm {
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** Normalises [places][channels] in their place, with running statistics. */
  run(units: number): void;
  /** First pass over a batch, of pictures in their order; `begin` before it, `center` behind it. */
  begin(): void;
  sum(units: number): void;
  center(): void;
  /** Second pass, with `spread` behind it: statistics are then known. */
  deviate(units: number): void;
  spread(): void;
  /** Normalises with the statistics of the batch, into another place. */
  normalise(units: number, out: number): void;
  /** First pass back, of pictures in their order; `beginBack` before it, `endBack`, which gives the gradient of the parameters, behind it. */
  beginBack(): void;
  sumBack(units: number, bar: number): void;
  endBack(gradient: number): void;
  /** The gradient of what was normalised, in the place of that of the outcome. */
  back(units: number, bar: number): void;
  /** Running statistics at this address take those of the batch; they stay where no batch was passed, as with a process that has no share of it. */
  renew(parameters: number): void;
}

export function openBatchNorm(
  numeric: Numeric,
  { name, block, rows, channels: n }: NormPlace,
  at: TensorPlaces,
): BatchNorm {
  const { kernels } = numeric;
  const k = numeric.pick(
    'sum_channels',
    'sum_deviations',
    'normalise_channels',
    'sum_channels_back',
    'normalise_channels_back',
  );
  const room = () => kernels.allocate(8 * n);
  const places = NORM_TENSORS.map((of) => at(normTensor(name, block, of)));
  const [weights, biases, runningMean, runningVariance] = places.map(() => new Float64Array(n));
  const [mean, variance, factors, shifts, sums, dots] = [room(), room(), room(), room(), room(), room()];
  const running = { mean: room(), factors: room() };
  const f64 = (address: number): Float64Array => kernels.f64(address, n);
  let pictures = 0;

  return {
    take: (parameters) => {
      for (const [i, own] of [weights, biases, runningMean, runningVariance].entries())
        own.set(numeric.view(parameters + places[i], n));
      f64(shifts).set(biases);
      f64(running.mean).set(runningMean);
      f64(running.factors).set(normFactors(weights, runningVariance));
    },
    run: (units) => k.normalise_channels(rows, n, units, running.mean, running.factors, shifts, units),
    begin: () => {
      pictures = 0;
      f64(sums).fill(0);
    },
    sum: (units) => {
      k.sum_channels(rows, n, units, sums);
      pictures++;
    },
    center: () => {
      f64(mean).set(f64(sums).map((sum) => sum / (pictures * rows)));
      f64(sums).fill(0);
    },
    deviate: (units) => k.sum_deviations(rows, n, units, mean, sums),
    spread: () => {
      f64(variance).set(f64(sums).map((sum) => sum / (pictures * rows)));
      f64(factors).set(normFactors(weights, f64(variance)));
    },
    normalise: (units, out) => k.normalise_channels(rows, n, units, mean, factors, shifts, out),
    beginBack: () => {
      f64(sums).fill(0);
      f64(dots).fill(0);
    },
    sumBack: (units, bar) => k.sum_channels_back(rows, n, units, mean, bar, sums, dots),
    endBack: (gradient) => {
      const [own, biasBars, dot] = [f64(variance), f64(sums), f64(dots)];
      numeric.view(gradient + places[0], n).set(dot.map((value, c) => value / Math.sqrt(own[c] + EPSILON)));
      numeric.view(gradient + places[1], n).set(biasBars);
      const count = pictures * rows;
      for (let c = 0; c < n; c++) {
        biasBars[c] /= count;
        dot[c] /= count * (own[c] + EPSILON);
      }
    },
    back: (units, bar) => k.normalise_channels_back(rows, n, units, mean, factors, sums, dots, bar),
    renew: (parameters) => {
      if (pictures === 0) return;
      const count = pictures * rows;
      const unbiased = count / (count - 1);
      const [means, variances] = [f64(mean), f64(variance)];
      numeric
        .view(parameters + places[2], n)
        .set(runningMean.map((before, c) => (1 - MOMENTUM) * before + MOMENTUM * means[c]));
      numeric
        .view(parameters + places[3], n)
        .set(runningVariance.map((before, c) => (1 - MOMENTUM) * before + MOMENTUM * unbiased * variances[c]));
    },
  };
}
