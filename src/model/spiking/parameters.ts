/** All parameters of the spiking family, in the order of help and files, and the type that they resolve to. */
import type { Parameter, ParametersOf } from '../schema.js';
import { NETWORK_PARAMETERS } from './parameters-network.js';
import { TASK_PARAMETERS } from './parameters-task.js';

/** Parameters of learning (spec 5, 8, 13.22). */
const learning = [
  {
    key: 'epochs',
    symbol: '',
    kind: 'integer',
    default: 250,
    min: 0,
    max: 1_000_000,
    group: 'learning',
    help: 'epochs; 0: only the test',
    example: '30',
  },
  {
    key: 'batch_size',
    symbol: 'B',
    kind: 'integer',
    default: 512,
    min: 1,
    max: 65_536,
    group: 'learning',
    help: 'examples of a step',
  },
  {
    key: 'learning_rate',
    symbol: 'η',
    kind: 'number',
    default: null,
    above: 0,
    whenAbsent: '0.003; 0.001 with form = relu',
    group: 'learning',
    help: 'learning rate of Adam in the first epochs',
  },
  {
    key: 'learning_rate_decay',
    symbol: '',
    kind: 'number',
    default: 0.85,
    above: 0,
    max: 1,
    group: 'learning',
    help: 'what the learning rate is multiplied by from time to time',
  },
  {
    key: 'decay_learning_rate_every',
    symbol: '',
    kind: 'integer',
    default: 20,
    min: 1,
    max: 1_000_000,
    group: 'learning',
    help: 'epochs after which it is',
  },
  {
    key: 'warmup_steps',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    max: 2 ** 31 - 1,
    group: 'learning',
    help: 'first steps, in which the learning rate rises to its value in a line',
  },
  {
    key: 'max_grad_norm',
    symbol: '',
    kind: 'number',
    default: 40,
    group: 'learning',
    help: 'length to which longer gradients are shortened; 0 or less: none is',
  },
  {
    key: 'l2',
    symbol: 'λ',
    kind: 'number',
    default: 1e-5,
    min: 0,
    group: 'learning',
    help: 'weight in the loss, from the second epoch on (with task = cross-modal from the first), of the squared distances of firing rates from target_rate',
  },
  {
    key: 'target_rate',
    symbol: 'ρ',
    kind: 'number',
    default: 0,
    min: 0,
    unit: 'Hz',
    group: 'learning',
    help: 'firing rate that neurons are pulled to',
  },
  {
    key: 'patience',
    symbol: '',
    kind: 'integer',
    default: null,
    min: 1,
    max: 1_000_000,
    whenAbsent: 'none, all epochs are done',
    group: 'learning',
    help: 'epochs without a better validation accuracy, or with task = cross-modal a lower validation loss, after which learning ends',
  },
] as const satisfies readonly Parameter[];

export const SPIKING_PARAMETERS = [...TASK_PARAMETERS, ...NETWORK_PARAMETERS, ...learning] as const;

export type SpikingParameters = ParametersOf<typeof SPIKING_PARAMETERS>;
