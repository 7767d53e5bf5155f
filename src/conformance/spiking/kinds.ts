/** Golden files of spiking networks: their field `case` names the kind. */
import type { Golden } from '../golden.js';
import type { Case, FileFamily } from '../kind.js';
import { defaultSizeCases, networkCases, reluCases, trainingCases } from './associations.js';
import { checkGame } from './card-game.js';
import { checkHeads, checkPlayer } from './card-network.js';
import { imageCases } from './images.js';
import { layerCases } from './layers.js';
import { neuronCases } from './neurons.js';
import { PRECISIONS } from './play.js';
import { answeringCases } from './question-answering.js';
import { checkStories } from './stories.js';

const KINDS: { readonly [kind: string]: (golden: Golden) => readonly Case[] } = {
  card_game_rl: (golden) => [
    { name: 'game', check: () => checkGame(golden) },
    { name: 'actor and critic', check: (context) => checkHeads(golden, context) },
    ...PRECISIONS.map(
      (precision): Case => ({
        name: `network in ${precision}`,
        check: (context) => checkPlayer(golden, precision, context),
      }),
    ),
  ],
  conv_encoder: imageCases,
  memorizing_default_size: defaultSizeCases,
  memorizing_network: networkCases,
  memorizing_training: trainingCases,
  neurons_and_plasticity: neuronCases,
  relu_network: reluCases,
  write_read_layers: layerCases,
  question_answering: (golden) => [{ name: 'stories', check: () => checkStories(golden) }, ...answeringCases(golden)],
};

const isKind = (kind: unknown): kind is string => typeof kind === 'string' && Object.hasOwn(KINDS, kind);

export const FILES: FileFamily = {
  has: (golden) => golden.has('case') && isKind(golden.value('case')),
  cases: (golden) => KINDS[golden.text('case')](golden),
};
