/** Opens networks with their rule: perceptron and GPT as the training engine drives them. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import { ownBlock } from '../../train/own-block.js';
import type { Precision, Trainable, TrainableState } from '../../train/trainable.js';
import { type Corruptions, UNMIXED } from './coupling.js';
import type { DropoutSettings } from './dropout.js';
import { type Gpt, openGpt } from './gpt.js';
import type { HeterosynapticKernels } from './kernels.js';
import { type GptShape, gptTensors, perceptronTensors } from './layout.js';
import { type Numeric, numericOf } from './numeric.js';
import { openPerceptron } from './perceptron.js';
import type { RuleSettings } from './rules.js';
import { trainedState } from './state.js';
import { openTrainer } from './trainer.js';

export type NetworkSettings =
  | {
      readonly kind: 'perceptron';
      /** Units from input to output. */
      readonly sizes: readonly number[];
      readonly corruption: Corruptions;
    }
  | {
      readonly kind: 'gpt';
      readonly shape: GptShape;
      /** Positions at the end of a sequence that are predicted; 0: all. */
      readonly lastTokens: number;
      readonly dropout: DropoutSettings;
      /** Of the activities inside the layers' perceptrons; absent: none. */
      readonly corruption?: Corruptions;
    };

export interface TrainableSettings {
  readonly network: NetworkSettings;
  readonly rule: RuleSettings;
  readonly precision: Precision;
  /** Most items of a batch. */
  readonly items: number;
  /** Whether it may be pruned. */
  readonly prunes: boolean;
}

export const tensorsOf = (network: NetworkSettings) =>
  network.kind === 'gpt' ? gptTensors(network.shape) : perceptronTensors(network.sizes);

/** Rows that an item has in products. */
export const rowsOfItem = (network: NetworkSettings): number => (network.kind === 'gpt' ? network.shape.context : 1);

/** Arrays that a run's block must have for it. */
export const stateOf = ({ network, rule, precision, prunes }: TrainableSettings): TrainableState =>
  trainedState({ tensors: tensorsOf(network), rule, precision, prunes });

/** The transformer without a rule that it learns by. `items`: most of a batch. */
export const openTransformer = (
  numeric: Numeric,
  network: Extract<NetworkSettings, { readonly kind: 'gpt' }>,
  items: number,
): Gpt => openGpt(numeric, { corruption: { training: UNMIXED, test: UNMIXED }, ...network, items });

const openNetwork = (numeric: Numeric, network: NetworkSettings, items: number) =>
  network.kind === 'gpt' ? openTransformer(numeric, network, items) : openPerceptron(numeric, { ...network, items });

/** Opens a network on a block that has the arrays of `stateOf`. Parameters are what the block has: zeros in a fresh one. */
export function openTrainable(
  kernels: Kernels<HeterosynapticKernels>,
  settings: TrainableSettings,
  block: Block,
): Trainable {
  const { rule, precision, items, prunes } = settings;
  const numeric = numericOf(kernels, precision);
  const network = openNetwork(numeric, settings.network, items);
  const arrays = stateOf(settings).arrays.map(({ name }) => name);
  return openTrainer({ numeric, network, rule, block, arrays, items, prunes });
}

/** Opens a network on a block of its own. */
export const openAlone = (kernels: Kernels<HeterosynapticKernels>, settings: TrainableSettings): Trainable =>
  openTrainable(kernels, settings, ownBlock(kernels, stateOf(settings)));
