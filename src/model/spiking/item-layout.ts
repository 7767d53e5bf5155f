/** Where the numbers of an item stand: those of all facts, one kind of them after the other, then those of the query. */
import type { Reals } from '../../train/trainable.js';
import type { SpikingNetwork } from './settings-types.js';

/** Numbers of one kind that each fact has, or the query. */
export interface ItemPart {
  /** The layer that hears them. */
  readonly layer: string;
  /** Place of the first number of the first fact, and numbers of a fact. */
  readonly from: number;
  readonly numbers: number;
}

export interface ItemLayout {
  /** Numbers of an item. */
  readonly width: number;
  readonly facts: number;
  readonly told: readonly ItemPart[];
  readonly query: ItemPart;
  /** The part whose number is a label; absent: there are none. */
  readonly labels?: ItemPart;
  /** Whether the first number says how many facts are told, which are then the last ones; absent: all are. */
  readonly isCounted?: boolean;
}

type Sized = Omit<ItemPart, 'from'>;

/** @param from - place of the first number */
function placed(told: readonly Sized[], facts: number, query: Sized, from = 0) {
  let top = from;
  const place = (part: Sized, times: number): ItemPart => {
    const own = { ...part, from: top };
    top += times * part.numbers;
    return own;
  };
  const parts = told.map((part) => place(part, facts));
  const asked = place(query, 1);
  return { told: parts, query: asked, width: top, facts };
}

const withLabels = (layer: string, numbers: number, facts: number): ItemLayout => {
  const own = placed(
    [
      { layer, numbers },
      { layer: 'labels', numbers: 1 },
    ],
    facts,
    { layer: 'query', numbers },
  );
  return { ...own, labels: own.told[1] };
};

export function itemLayout(network: SpikingNetwork): ItemLayout {
  const { facts, kind } = network;
  switch (kind) {
    case 'associations':
      return withLabels('features', network.features, facts);
    case 'characters':
      return withLabels('images', network.height * network.width, facts);
    case 'cross-modal': {
      const [heard, seen] = [network.sounds, network.images].map(({ height, width }) => height * width);
      const told = [
        { layer: 'sounds', numbers: heard },
        { layer: 'images', numbers: seen },
      ];
      return placed(told, facts, { layer: 'query', numbers: heard });
    }
    case 'question-answering': {
      const numbers = network.places;
      return { ...placed([{ layer: 'story', numbers }], facts, { layer: 'query', numbers }, 1), isCounted: true };
    }
  }
}

/** Place of the numbers of a fact among those of an item. */
export const placeOf = ({ from, numbers }: ItemPart, fact: number): number => from + fact * numbers;

/** Numbers of a fact in a part of an item; undefined where nothing is told yet. */
export function numbersOf(
  item: Reals,
  { facts, isCounted = false }: ItemLayout,
  part: ItemPart,
  fact: number,
): Reals | undefined {
  const sentence = isCounted ? fact - (facts - item[0]) : fact;
  if (sentence < 0) return undefined;
  return item.subarray(placeOf(part, sentence), placeOf(part, sentence + 1));
}
