/** Opens spiking networks and their twins without time as the training engine drives them. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import { ownBlock } from '../../train/own-block.js';
import type { Trainable, TrainableState } from '../../train/trainable.js';
import { openAssociations } from './associations.js';
import { openCharacters } from './characters.js';
import { openCrossModal } from './cross-modal.js';
import type { SpikingKernels } from './kernels.js';
import type { SpikingMemory } from './memory-network.js';
import { type Numeric, numericOf } from './numeric.js';
import { openDigits, openPrototypes } from './pretraining.js';
import { openQuestionAnswering } from './question-answering.js';
import { openReluAssociations } from './relu-associations.js';
import { openReluCharacters } from './relu-characters.js';
import { openReluCrossModal } from './relu-cross-modal.js';
import type { ReluMemory } from './relu-memory.js';
import type { SampleNetwork } from './sample-network.js';
import type { SpikingNetwork, SpikingSettings, TrainedNetwork } from './settings-types.js';
import { trainedState } from './state.js';
import { tensorsOf } from './tensors.js';
import { openTrainer } from './trainer.js';

export { tensorsOf } from './tensors.js';

/** Arrays that a run's block must have for it. */
export const stateOf = ({ network, precision }: SpikingSettings): TrainableState =>
  trainedState(precision, tensorsOf(network));

/** A network of neurons that spike. `keepsPotentials`: membranes stand in the records; absent: where perfect resets need them. */
export function openMemory(numeric: Numeric, network: SpikingNetwork, keepsPotentials?: boolean): SpikingMemory {
  switch (network.kind) {
    case 'associations':
      return openAssociations(numeric, network, keepsPotentials);
    case 'characters':
      return openCharacters(numeric, network, keepsPotentials);
    case 'cross-modal':
      return openCrossModal(numeric, network, keepsPotentials);
    case 'question-answering':
      return openQuestionAnswering(numeric, network, keepsPotentials);
  }
}

/** The twin without time. */
export function openTwin(numeric: Numeric, network: SpikingNetwork): ReluMemory {
  switch (network.kind) {
    case 'associations':
      return openReluAssociations(numeric, network);
    case 'characters':
      return openReluCharacters(numeric, network);
    case 'cross-modal':
      return openReluCrossModal(numeric, network);
    case 'question-answering':
      throw new RangeError('question answering has no twin without time');
  }
}

function openNetwork(numeric: Numeric, network: TrainedNetwork): SampleNetwork {
  if (network.kind === 'prototypes') return openPrototypes(numeric, network);
  if (network.kind === 'digits') return openDigits(numeric, network);
  return network.form === 'relu' ? openTwin(numeric, network) : openMemory(numeric, network);
}

/** Opens a network on a block that has the arrays of `stateOf`. Parameters are what the block has: zeros in a fresh one. */
export function openSpiking(kernels: Kernels<SpikingKernels>, settings: SpikingSettings, block: Block): Trainable {
  const numeric = numericOf(kernels, settings.precision);
  const network = openNetwork(numeric, settings.network);
  const arrays = stateOf(settings).arrays.map(({ name }) => name);
  return openTrainer({ numeric, network, settings, block, arrays });
}

/** Opens a network on a block of its own. */
export const openAlone = (kernels: Kernels<SpikingKernels>, settings: SpikingSettings): Trainable =>
  openSpiking(kernels, settings, ownBlock(kernels, stateOf(settings)));
