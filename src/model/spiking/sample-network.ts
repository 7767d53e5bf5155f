/**
 * What a network is to its trainer: forward and backward passes of one sample, whose arrays stand in a record, and the spikes that the rates of a
 * whole batch are made of.
 */
import type { Pieces } from '../../train/pieces.js';
import type { Measure, Tensor } from '../../train/trainable.js';

/** A layer whose mean rates are part of the loss: some neighbouring counters. */
export interface RatedLayer {
  /** Place of its first neuron among all counters. */
  readonly from: number;
  readonly neurons: number;
  /** Seconds over which a sample's spikes count. */
  readonly seconds: number;
  /** Whether its rates are counted but no part of the loss: nothing that is learned can change them. */
  readonly isFree?: boolean;
}

/** Images that an item has, one of which is its answer: that whose number is its target. */
export interface AnswersShown {
  readonly count: number;
  /** Where those of an item stand, one behind the other, each with as many numbers as the network says. */
  of(item: number): number;
}

/** Items with several targets: all of a batch have as many. */
export interface AskedItems {
  /** Targets of an item, at most. */
  readonly most: number;
  /** Targets of the item at an address. */
  of(item: number): number;
}

/** What is normalised over a batch: items then depend on each other while they are learned. */
export interface NormedItems {
  /** Announces what batches of so many items take in memory, as their pictures come. */
  announce(items: number): void;
  /** Passes forward, as far as it is normalised, what items at these addresses show; they are all items of the batch. */
  together(items: readonly number[]): Pieces<void>;
  /** Items are passed forward one by one from now on. */
  apart(): void;
  /** Running statistics, among the parameters at this address, take those of the batch: what a step does beside that of the optimizer. */
  renew(parameters: number): void;
}

export interface SampleNetwork {
  readonly tensors: readonly Tensor[];
  /** Numbers of an item. */
  readonly width: number;
  /** Absent: each item is passed forward for itself. */
  readonly norm?: NormedItems;
  /** Numbers that it says of a target: a logit of each class, or those of an image. */
  readonly classes: number;
  /** Items that are asked for several times; absent: each has one target. */
  readonly asked?: AskedItems;
  /** Absent: what it says are logits, and the target is a class. */
  readonly answers?: AnswersShown;
  /** Bytes of a record. */
  readonly recordBytes: number;
  /** Layers with regulated rates, in the order of the terms of the loss; none for networks without spikes. */
  readonly layers: readonly RatedLayer[];
  readonly measures: readonly Measure[];
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** Gradient of each spike of a sample by the rates, in the order of counters; zeros to begin with. */
  takeRates(gradient: Float64Array): void;
  /** Makes the record of the item whose numbers stand at an address. */
  forward(item: number, record: number): void;
  /** What it says, in a record: `classes` numbers of each target. */
  logits(record: number): number;
  /** Adds the spikes of each neuron in the record of an item to counters, layer by layer; those of an item that is active for less time count more. */
  count(item: number, record: number, counters: Float64Array): void;
  /** Whether the readout saw nothing, so that all that is said is 0. */
  isSilent(record: number): boolean;
  /** Gradients of a share begin with 0. */
  clear(gradient: number): void;
  /** Adds the gradient of an item, whose derivative by what is said is given. */
  backward(item: number, record: number, logitsBar: number, gradient: number): void;
  /** Ends the gradient of a share. */
  finish(gradient: number): void;
}
