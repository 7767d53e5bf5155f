/** Names, shapes and places of the parameters of each network, in the order in which rules go through them. */
import { type NamedShape, placeTensors } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';

/** A perceptron with these numbers of units from input to output. */
export const perceptronTensors = (sizes: readonly number[]): readonly Tensor[] =>
  placeTensors(
    sizes.slice(1).flatMap((out, i): readonly NamedShape[] => [
      [`fc${i + 1}.weight`, [out, sizes[i]]],
      [`fc${i + 1}.bias`, [out]],
    ]),
  );

/** Sizes of a transformer. */
export interface GptShape {
  readonly vocabulary: number;
  /** Most tokens of a sequence. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly hasBias: boolean;
  readonly isCausal: boolean;
}

export function gptTensors({ vocabulary, context, layers, width, hasBias }: GptShape): readonly Tensor[] {
  const both = (name: string, shape: readonly number[]): readonly NamedShape[] => [
    [`${name}.weight`, shape],
    ...(hasBias ? [[`${name}.bias`, [shape[0]]] as const] : []),
  ];
  const layer = (l: number): readonly NamedShape[] => [
    ...both(`h.${l}.ln_1`, [width]),
    ...both(`h.${l}.attn.c_attn`, [3 * width, width]),
    ...both(`h.${l}.attn.c_proj`, [width, width]),
    ...both(`h.${l}.ln_2`, [width]),
    ...both(`h.${l}.mlp.c_fc`, [4 * width, width]),
    ...both(`h.${l}.mlp.c_proj`, [width, 4 * width]),
  ];
  return placeTensors([
    ['wte.weight', [vocabulary, width]],
    ['wpe.weight', [context, width]],
    ...Array.from({ length: layers }, (_, l) => layer(l)).flat(),
    ...both('ln_f', [width]),
  ]);
}

/** Finds tensors by name; undefined for one that the network has not. */
export function tensorFinder(tensors: readonly Tensor[]): (name: string) => Tensor | undefined {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return (name) => byName.get(name);
}
