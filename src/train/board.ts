/** What the threads of a team see of each other: the state of the network, batches, parts of gradients, logits and outcomes. */
import type { Meeting, SharedMemory } from './team.js';
import type { Batch, Made, Outcome, Reals, Tensor, Trainable, UnitSplit } from './trainable.js';

type Inputs = Batch['inputs'];
type Numbers = Inputs | Reals | Uint32Array;

/** Kinds of inputs; a job has the number of that of its batch. */
const KINDS: readonly (new (buffer: SharedArrayBuffer) => Inputs)[] = [
  Uint8Array,
  Float32Array,
  Float64Array,
  Int32Array,
];

/** Most bytes of a number. */
const BYTES = 8;
/** Words from that of a thread to that of the next one, so that no two are in one line of a cache. */
const WORDS_OF_THREAD = 32;
/** Numbers of an outcome before what else is measured. */
const OUTCOME = 3;
const outcomeNumbers = ({ measures = [] }: Trainable): number => OUTCOME + measures.length;

/** A batch as a job names it; its numbers are on the board. */
export interface PostedBatch {
  readonly items: number;
  readonly kind: number;
  /** 0 if absent. */
  readonly length: number;
}

/** Makes the memory of a board for a network, and for what goes between the threads that have some of its units each. */
export function boardMemory(network: Trainable, split?: UnitSplit): SharedMemory {
  const { count, items, width, targetsOfItem, classes, arrays } = network;
  const size = network.precision === 'f32' ? 4 : 8;
  const shares = network.shares(items).length;
  const memory = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);
  const state = arrays.map((name) => [`state.${name}`, memory(arrayOf(network, name).byteLength)] as const);
  return {
    ...Object.fromEntries(state),
    inputs: memory(BYTES * items * width),
    targets: memory(4 * items * targetsOfItem),
    // one for each share, and the whole gradient for those who want to look at it
    parts: memory((shares + 1) * count * size),
    logits: memory(items * targetsOfItem * classes * size),
    outcomes: memory(BYTES * outcomeNumbers(network) * shares),
    sums: memory(BYTES * (network.survey?.count ?? 0) * shares),
    made: memory((split?.numbers ?? 0) * size),
    reached: memory(4 * WORDS_OF_THREAD * (split?.parts.length ?? 0)),
    squares: memory(BYTES * (network.clipping === undefined ? 0 : network.tensors.length)),
  };
}

/** An array of the network in the block of its run. */
export function arrayOf({ block }: Pick<Trainable, 'block'>, name: string): Numbers {
  const place = block.layout.arrays.find((array) => array.name === name);
  if (place === undefined) throw new Error(`the block has no array '${name}'`);
  return block[place.type](name);
}

/** The board as a thread sees it. */
export class Board {
  readonly #network: Trainable;
  readonly #memory: SharedMemory;
  readonly #parts: Reals;
  readonly #logits: Reals;
  readonly #outcomes: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #made: Reals;
  readonly #reached: Int32Array;
  readonly #state: ReadonlyMap<string, Numbers>;

  constructor(network: Trainable, memory: SharedMemory) {
    this.#network = network;
    this.#memory = memory;
    const reals = (name: string): Reals =>
      network.precision === 'f32' ? new Float32Array(memory[name]) : new Float64Array(memory[name]);
    this.#parts = reals('parts');
    this.#logits = reals('logits');
    this.#made = reals('made');
    this.#reached = new Int32Array(memory.reached);
    this.#outcomes = new Float64Array(memory.outcomes);
    this.#sums = new Float64Array(memory.sums);
    this.#squares = new Float64Array(memory.squares);
    const shared = (name: string): Numbers => {
      const kind = arrayOf(network, name).constructor as new (buffer: SharedArrayBuffer) => Numbers;
      return new kind(memory[`state.${name}`]);
    };
    this.#state = new Map(network.arrays.map((name) => [name, shared(name)]));
  }

  /** Puts a batch up. */
  post({ items, inputs, targets, length }: Batch): PostedBatch {
    const kind = KINDS.findIndex((one) => inputs instanceof one);
    const count = items * (length ?? this.#network.width);
    new KINDS[kind](this.#memory.inputs).set(inputs.subarray(0, count));
    const answers = targets.subarray(0, items * this.#network.targetsOfItem);
    new Int32Array(this.#memory.targets).set(answers);
    return { items, kind, length: length ?? 0 };
  }

  /** A batch that was put up. */
  batch({ items, kind, length }: PostedBatch): Batch {
    const inputs = new KINDS[kind](this.#memory.inputs);
    const targets = new Int32Array(this.#memory.targets);
    return { items, inputs, targets, ...(length > 0 && { length }) };
  }

  /** All of the state goes up, or comes down. */
  putState(): void {
    for (const [name, shared] of this.#state) shared.set(arrayOf(this.#network, name));
  }

  takeState(): void {
    for (const [name, shared] of this.#state) arrayOf(this.#network, name).set(shared);
    this.#network.changed();
  }

  /** What a step changed of these tensors goes up. */
  putPieces(tensors: readonly Tensor[]): void {
    this.#exchange(tensors, (own, shared, from, to) => shared.set(own.subarray(from, to), from));
  }

  /** It comes down; of the parameters alone, if a thread needs no more. */
  takePieces(tensors: readonly Tensor[], most = Number.POSITIVE_INFINITY): void {
    this.#exchange(tensors, (own, shared, from, to) => own.set(shared.subarray(from, to), from), most);
    if (tensors.length > 0) this.#network.changed();
  }

  #exchange(
    tensors: readonly Tensor[],
    copy: (own: Numbers, shared: Numbers, from: number, to: number) => void,
    most = Number.POSITIVE_INFINITY,
  ): void {
    for (const tensor of tensors) {
      for (const { array, from, count } of this.#network.piecesOf(tensor).slice(0, most)) {
        copy(arrayOf(this.#network, array), this.#state.get(array) as Numbers, from, from + count);
      }
    }
  }

  /** The part of the gradient of a tensor that a share has; behind the last share comes the whole gradient. */
  part(share: number, { offset, count }: Tensor): Reals {
    const from = share * this.#network.count + offset;
    return this.#parts.subarray(from, from + count);
  }

  /** The gradients of tensors, as steps left them, go up for whoever watches, or come down. */
  putGradient(tensors: readonly Tensor[]): void {
    const gradient = this.#network.gradient();
    for (const tensor of tensors) {
      this.#wholePart(tensor).set(gradient.subarray(tensor.offset, tensor.offset + tensor.count));
    }
  }

  takeGradient(tensors: readonly Tensor[]): void {
    for (const tensor of tensors) this.#network.addPart(tensor, this.#wholePart(tensor), true);
  }

  #wholePart(tensor: Tensor): Reals {
    return this.part(this.#network.shares(this.#network.items).length, tensor);
  }

  /** What a thread made of its units goes up, or comes down. */
  putMade({ from, numbers }: Made): void {
    this.#made.set(numbers, from);
  }

  takeMade({ from, numbers }: Made): void {
    numbers.set(this.#made.subarray(from, from + numbers.length));
  }

  /** A thread has come to this number; numbers only grow, and begin anew where no more fit a word. */
  reach(rank: number, count: number): void {
    const at = rank * WORDS_OF_THREAD;
    Atomics.store(this.#reached, at, count);
    Atomics.notify(this.#reached, at);
  }

  /** Waits until a thread has come to this number. */
  *until(rank: number, count: number): Meeting {
    const [words, at] = [this.#reached, rank * WORDS_OF_THREAD];
    for (;;) {
      const seen = Atomics.load(words, at);
      if (((seen - count) | 0) >= 0) return;
      yield { words, at, seen };
    }
  }

  /** Logits from an item on. */
  logits(item: number, count: number): Reals {
    const from = item * this.#network.targetsOfItem * this.#network.classes;
    return this.#logits.subarray(from, from + count);
  }

  putOutcome(share: number, { loss, correct, targets, measures = [] }: Outcome): void {
    this.#outcomes.set([loss, correct, targets, ...measures], share * outcomeNumbers(this.#network));
  }

  outcome(share: number): Outcome {
    const numbers = outcomeNumbers(this.#network);
    const [loss, correct, targets, ...measures] = this.#outcomes.subarray(share * numbers, (share + 1) * numbers);
    return { loss, correct, targets, ...(measures.length > 0 && { measures }) };
  }

  /** Sums of a survey, of neighbouring shares from this one on. */
  putSums(share: number, sums: ArrayLike<number>): void {
    this.#sums.set(sums, share * (this.#network.survey?.count ?? 0));
  }

  /** Those of all shares of a batch. */
  sums(shares: number): Float64Array {
    return this.#sums.subarray(0, shares * (this.#network.survey?.count ?? 0));
  }

  /** How long the gradient of a tensor is, squared; by its number. */
  putSquares(tensor: number, squares: number): void {
    this.#squares[tensor] = squares;
  }

  squares(): Float64Array {
    return this.#squares;
  }
}
