/**
 * The same weights, batches and rules here and in PyTorch: how far the two are apart after each of some steps.
 *
 *     npm run interop:torch -- [--python PATH]          (after `npm run build`)
 *
 * Without a path it makes an environment of its own in .venv-peers and installs PyTorch there, which is some gigabytes. A table is printed;
 * the status is 1 if a difference is beyond its bound (docs/heterosynaptic.md says which).
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { output, pythonWith } from '../bench/python.js';
import { columns } from '../src/cli/text.js';
import { freshKernels } from '../src/host/builds.js';
import { withDefaults } from '../src/model/defaults.js';
import { drawParameters } from '../src/model/heterosynaptic/initial.js';
import { HETEROSYNAPTIC_MODULE } from '../src/model/heterosynaptic/kernels.js';
import { openAlone } from '../src/model/heterosynaptic/open.js';
import type { HeterosynapticParameters } from '../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../src/model/heterosynaptic/schema.js';
import { trainableOf } from '../src/model/heterosynaptic/settings.js';
import { taskOf } from '../src/model/heterosynaptic/tasks.js';
import { type Tensor, writeSafetensors } from '../src/table/safetensors.js';
import type { Batch, Precision, Trainable } from '../src/train/trainable.js';

type Given = Partial<HeterosynapticParameters>;

const STEPS = [1, 10, 50, 100, 200, 500, 1000] as const;
const LAST = STEPS[STEPS.length - 1];
const BATCH = 32;
const SEED = 1;

const DIGITS: Given = { task: 'digits', batch_size: BATCH };
const COPYING: Given = {
  ...{ task: 'selective-copying', l_noise: 8, l_memorize: 3, n_tokens: 6, n_layer: 2, n_head: 4, n_embd: 16 },
  ...{ train_size: 960, validation_size: 32, test_size: 320, batch_size: BATCH },
};

const CASES: { readonly [name: string]: Given } = {
  'perceptron md': { ...DIGITS, update_alg: 'md', lr: 0.1, alpha: 0.5, momentum: 0.9 },
  'perceptron gd': { ...DIGITS, update_alg: 'gd', lr: 0.1, momentum: 0.9, weight_decay: 1e-4 },
  'perceptron adam': { ...DIGITS, update_alg: 'adam', lr: 0.001, weight_decay: 1e-4 },
  'perceptron adamW': { ...DIGITS, update_alg: 'adamW', lr: 0.001, weight_decay: 0.01 },
  'transformer md': { ...COPYING, update_alg: 'md', lr: 0.5, alpha: 0.5, momentum: 0.9 },
  'transformer adamW': { ...COPYING, update_alg: 'adamW', lr: 0.003, weight_decay: 0.01 },
};

/** Numbers of a batch as both sides read them: bytes are k/255. */
const inputsOf = (inputs: Batch['inputs'], count: number): Float64Array => {
  const used = Float64Array.from(inputs.subarray(0, count));
  return inputs instanceof Uint8Array ? used.map((byte) => byte / 255) : used;
};

const tensorsOf = (network: Trainable, prefix = ''): readonly Tensor[] => {
  const all = Float64Array.from(network.parameters());
  return network.tensors.map(({ name, shape, offset, count }) => ({
    name: `${prefix}${name}`,
    shape,
    values: all.slice(offset, offset + count),
  }));
};

/** Does the steps, and leaves in the folder what PyTorch needs to do them and what was found. */
function ours(folder: string, given: Given, precision: Precision): void {
  const parameters = withDefaults(HETEROSYNAPTIC_SCHEMA, { ...given, precision });
  const settings = trainableOf(parameters, SEED);
  const kernels = freshKernels('strict')(HETEROSYNAPTIC_MODULE);
  const network = openAlone(kernels, settings);
  drawParameters(kernels, network, settings.network, SEED);
  const examples = taskOf(parameters).examples({ kernels, parameters, seed: SEED, mostItems: BATCH, data: undefined });
  const width = settings.network.kind === 'gpt' ? settings.network.shape.context : settings.network.sizes[0];
  const batchOf = (part: 'training' | 'test', first: number): Batch =>
    examples.batch(
      part,
      Int32Array.from({ length: BATCH }, (_, i) => (first + i) % examples.sizes[part]),
    );
  const kept = (name: string, batches: readonly Batch[]): readonly Tensor[] => {
    return [
      {
        name: `${name}.inputs`,
        shape: [batches.length, BATCH, width],
        values: joined(batches.map(({ inputs }) => inputs as Float64Array)),
      },
      {
        name: `${name}.targets`,
        shape: [batches.length, BATCH, network.targetsOfItem],
        values: joined(batches.map(({ targets }) => Float64Array.from(targets))),
      },
    ];
  };
  const copied = ({ inputs, targets, ...rest }: Batch): Batch => ({
    ...rest,
    inputs: inputsOf(inputs, BATCH * width) as Float64Array,
    targets: targets.slice(0, BATCH * network.targetsOfItem),
  });
  const tensors: Tensor[] = [...tensorsOf(network, 'start.')];
  const losses: number[] = [];
  const trained: Batch[] = [];
  for (let step = 0; step < LAST; step++) {
    const batch = batchOf('training', step * BATCH);
    trained.push(copied(batch));
    const { loss, targets } = network.lossAndGradient(batch, { step });
    losses.push(loss / targets);
    network.optimize();
    if ((STEPS as readonly number[]).includes(step + 1)) tensors.push(...tensorsOf(network, `after.${step + 1}.`));
  }
  const tested: Batch[] = [];
  let [correct, targets] = [0, 0];
  for (let first = 0; first + BATCH <= examples.sizes.test; first += BATCH) {
    const batch = batchOf('test', first);
    tested.push(copied(batch));
    const found = network.evaluate(batch);
    correct += found.correct;
    targets += found.targets;
  }
  tensors.push({ name: 'losses', shape: [LAST], values: Float64Array.from(losses) });
  tensors.push(...kept('train', trained), ...kept('test', tested));
  writeFileSync(join(folder, 'ours.safetensors'), writeSafetensors(tensors));
  const { network: shape, rule } = settings;
  writeFileSync(
    join(folder, 'case.json'),
    JSON.stringify({ network: shape, rule, precision, steps: STEPS, accuracy: correct / targets, targets }),
  );
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** What the program in Python prints. */
interface Found {
  readonly version: string;
  /** Largest difference of a weight over the largest weight, after each of the steps: to ours, and of PyTorch to itself begun one rounding away, and to itself in double. */
  readonly apart: readonly number[];
  readonly shaken: readonly number[];
  readonly rounded: readonly number[];
  readonly accuracy: number;
}

/**
 * How many times further apart the two may be than PyTorch is from itself: in double precision begun one rounding away, in single from its
 * own double. Two computations that round alike are about twice as far apart as one is from the exact one; sums in other orders round
 * differently, and in double precision the one rounding at the start is all that PyTorch has against many at each step here.
 */
const FACTOR: { readonly [P in Precision]: number } = { f64: 100, f32: 10 };
/** Below it a difference is that of a few roundings, however the trajectory is. */
const FLOOR: { readonly [P in Precision]: number } = { f64: 1e-13, f32: 1e-6 };
/** Steps after which single precision is held to a bound; later trajectories part. */
const SINGLE_STEPS = 50;
/** Standard deviations of a share of the test by which final accuracies may differ. */
const DEVIATIONS = 4;

/** What is beyond its bound. */
function problems(
  precision: Precision,
  { apart, shaken, rounded, accuracy }: Found,
  own: number,
  targets: number,
): readonly string[] {
  const found: string[] = [];
  for (const [i, step] of STEPS.entries()) {
    if (precision === 'f32' && step > SINGLE_STEPS) break;
    const bound = Math.max(FLOOR[precision], FACTOR[precision] * (precision === 'f64' ? shaken[i] : rounded[i]));
    if (!(apart[i] <= bound)) found.push(`step ${step}: ${apart[i].toExponential(1)} > ${bound.toExponential(1)}`);
  }
  const p = Math.min(Math.max(accuracy, 1 / targets), 1 - 1 / targets);
  const bound = DEVIATIONS * Math.sqrt((2 * p * (1 - p)) / targets);
  if (!(Math.abs(own - accuracy) <= bound)) found.push(`accuracies ${own} and ${accuracy}`);
  return found;
}

const { values } = parseArgs({ options: { python: { type: 'string' } } });
const python = values.python ?? pythonWith(['torch', 'numpy', 'safetensors']);
const script = fileURLToPath(new URL('interop/torch_steps.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'msm-torch-'));
const power = (x: number): string => x.toExponential(1);
const beyond: string[] = [];
try {
  const rows: string[][] = [['', 'precision', '', ...STEPS.map((step) => `${step}`), 'accuracy']];
  let version = '';
  for (const [name, given] of Object.entries(CASES)) {
    for (const precision of ['f64', 'f32'] as const) {
      ours(folder, given, precision);
      const { accuracy, targets } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
      const found = JSON.parse(output(python, [script, folder])) as Found;
      version = found.version;
      const wrong = problems(precision, found, accuracy, targets);
      const beside = precision === 'f64' ? found.shaken : found.rounded;
      const label = precision === 'f64' ? 'PyTorch, one rounding away' : 'PyTorch, against double';
      rows.push([name, precision, 'apart', ...found.apart.map(power), accuracy.toFixed(4)]);
      rows.push(['', '', label, ...beside.map(power), found.accuracy.toFixed(4)]);
      for (const text of wrong) beyond.push(`${name}, ${precision}: beyond its bound: ${text}`);
    }
  }
  console.log(`PyTorch ${version}, one thread; largest difference of a weight over the largest weight, after steps`);
  for (const line of [...columns(rows), ...beyond]) console.log(line);
} finally {
  rmSync(folder, { recursive: true });
}
if (beyond.length > 0) process.exitCode = 1;
