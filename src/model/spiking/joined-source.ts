/** Spikes of several sources side by side, as those of one. */
import { copyColumns, type Rows } from './columns.js';
import { type Numeric, padded, wordsOf } from './numeric.js';
import type { RecordPlan } from './record.js';
import type { SpikeSource } from './spike-source.js';

const WORD = 32;

interface JoinedShape {
  readonly steps: number;
  readonly facts: number;
}

export function openJoinedSource(
  numeric: Numeric,
  sources: readonly SpikeSource[],
  { steps, facts }: JoinedShape,
  plan: RecordPlan,
): SpikeSource {
  const { kernels, size } = numeric;
  const n = sources.reduce((sum, source) => sum + source.n, 0);
  const [np, words] = [padded(n), wordsOf(n)];
  const placeBits = kernels.kernel('place_bits');
  const place = plan.add(4 * facts * steps * words);
  const [rates, slopes] = [numeric.room(np), numeric.room(steps * np)];
  let [base, before] = [0, 0];
  const bitsOf = (fact: number): number => base + place + 4 * fact * steps * words;
  const parts = sources.map((source) => {
    const first = before;
    before += source.n;
    return {
      source,
      bar: numeric.room(steps * source.np),
      firstWord: Math.floor(first / WORD),
      shift: first % WORD,
      columns: (address: number): Rows => ({ address: address + first * size, stride: np }),
    };
  });
  const sharesWords = parts.some(({ shift }) => shift > 0);
  return {
    ...{ n, np, words, rates },
    layers: sources.flatMap(({ layers }) => layers),
    place: (record) => {
      base = record;
      for (const source of sources) source.place(record);
    },
    begin: (first) => {
      for (const source of sources) source.begin(first);
    },
    run: (item, fact) => {
      if (sharesWords) kernels.i32(bitsOf(fact), steps * words).fill(0);
      for (const { source, firstWord, shift } of parts) {
        source.run(item, fact);
        const from = source.bits() + 4 * fact * steps * source.words;
        placeBits(steps, source.words, from, bitsOf(fact) + 4 * firstWord, words, shift);
      }
    },
    bits: () => bitsOf(0),
    membranes: () => sources.flatMap((source) => source.membranes()),
    beginBack: () => {
      for (const source of sources) source.beginBack();
    },
    slopes: (fact) => {
      for (const { source, columns } of parts) {
        const own = { address: source.slopes(fact), stride: source.np };
        copyColumns(numeric, steps, source.n, own, columns(slopes));
      }
      return slopes;
    },
    back: (item, fact, zBar, gradient) => {
      for (const { source, bar, columns } of parts) {
        copyColumns(numeric, steps, source.n, columns(zBar), { address: bar, stride: source.np });
        source.back(item, fact, bar, gradient);
      }
    },
  };
}
