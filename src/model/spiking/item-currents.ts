/** What distinguishes networks with a memory: how an item becomes currents of the encoding layers, and how their gradients become those of parameters. */
import type { Tensor } from '../../train/trainable.js';

/** Neurons of one encoding layer whose mean rates count by themselves. */
export interface EncodedLayer {
  readonly name: string;
  readonly neurons: number;
}

export interface ItemCurrents {
  readonly tensors: readonly Tensor[];
  /** Numbers of an item. */
  readonly width: number;
  /** Layers that stand side by side in the encoder of facts, in their order, and the one that encodes the query. */
  readonly facts: readonly EncodedLayer[];
  readonly query: EncodedLayer;
  /** Other parameters act from now on. */
  take(parameters: number): void;
  ofFact(item: number, fact: number, currents: number): void;
  ofQuery(item: number, currents: number): void;
  /** Add to the gradient at an address. */
  factBack(item: number, fact: number, currentsBar: number, gradient: number): void;
  queryBack(item: number, currentsBar: number, gradient: number): void;
  /** Facts before which nothing happens: all are empty, and with them the state is 0; absent: none. */
  emptyFacts?(item: number): number;
  /** Facts that are not empty, over whose time the spikes of writing count; absent: all. */
  toldFacts?(item: number): number;
  /** What is left to do with the gradient of a share. */
  finish?(gradient: number): void;
}
