/** Spikes of several sources side by side, as those of one. */
import { copyColumns, type Rows } from './columns.js';
import type { Numeric } from './numeric.js';
import type { RecordPlan } from './record.js';
import type { SpikeSource } from './spike-source.js';

const WORD = 32;

interface JoinedShape {
  readonly steps: number;
  readonly facts: number;
}

/** @throws RangeError if the spikes of a source do not fill whole words */
export function openJoinedSource(
  numeric: Numeric,
  sources: readonly SpikeSource[],
  { steps, facts }: JoinedShape,
  plan: RecordPlan,
): SpikeSource {
  const { kernels, size } = numeric;
  const other = sources.find((source) => source.n !== WORD * source.words);
  if (other !== undefined) throw new RangeError(`spikes of ${other.n} neurons do not fill words of ${WORD}`);
  const n = sources.reduce((sum, source) => sum + source.n, 0);
  const words = n / WORD;
  const placeBits = kernels.kernel('place_bits');
  const place = plan.add(4 * facts * steps * words);
  const [rates, slopes] = [numeric.room(n), numeric.room(steps * n)];
  let [base, before] = [0, 0];
  const bitsOf = (fact: number): number => base + place + 4 * fact * steps * words;
  const parts = sources.map((source) => {
    const first = before;
    before += source.n;
    return {
      source,
      bar: numeric.room(steps * source.n),
      firstWord: first / WORD,
      columns: (address: number): Rows => ({ address: address + first * size, stride: n }),
    };
  });
  return {
    ...{ n, np: n, words, rates },
    layers: sources.flatMap(({ layers }) => layers),
    place: (record) => {
      base = record;
      for (const source of sources) source.place(record);
    },
    begin: (first) => {
      for (const source of sources) source.begin(first);
    },
    run: (item, fact) => {
      for (const { source, firstWord } of parts) {
        source.run(item, fact);
        const from = source.bits() + 4 * fact * steps * source.words;
        placeBits(steps, source.words, from, bitsOf(fact) + 4 * firstWord, words);
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
