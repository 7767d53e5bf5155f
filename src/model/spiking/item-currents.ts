/** How an item becomes currents of an encoding layer, and how their gradient becomes that of parameters. */

/** Neurons of one encoding layer whose mean rates count by themselves. */
export interface EncodedLayer {
  readonly name: string;
  readonly neurons: number;
  /** Whether nothing that is learned can change its rates, so that they are no part of the loss. */
  readonly isFree?: boolean;
}

export interface CurrentsOf {
  /** Currents of a fact of an item; a query is its own fact 0. */
  forward(item: number, fact: number, currents: number): void;
  /** Adds to the gradient at an address. */
  backward(item: number, fact: number, currentsBar: number, gradient: number): void;
}
