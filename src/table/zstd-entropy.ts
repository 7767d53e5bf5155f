/**
 * Entropy coding of Zstandard: bits read from the end, tables of finite states (FSE), Huffman codes.
 *
 * Format: https://www.rfc-editor.org/rfc/rfc8878, sections 4.1 and 4.2
 */

export const damaged = (): Error => new Error('Zstandard data is damaged');

/** The place of the highest bit that is set. */
const highestBit = (x: number): number => 31 - Math.clz32(x);

/** Bits of a stream that is read from its end; `left` of them are still to come and may be below 0. */
export interface BackwardBits {
  readonly bytes: Uint8Array;
  left: number;
}

/** @throws Error when the last byte has no mark where the bits end */
export function backwardBits(bytes: Uint8Array): BackwardBits {
  const last = bytes[bytes.length - 1] ?? 0;
  if (last === 0) throw damaged();
  return { bytes, left: 8 * (bytes.length - 1) + highestBit(last) };
}

/** The `count` bits, 24 at most, of which the lowest is bit `from`; what lies before the beginning is 0. */
function bitsAt(bytes: Uint8Array, from: number, count: number): number {
  if (count === 0) return 0;
  if (from < 0) return from + count <= 0 ? 0 : bitsAt(bytes, 0, from + count) << -from;
  const at = from >> 3;
  const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  return (word >>> (from & 7)) & ((1 << count) - 1);
}

/** The next `count` bits, 32 at most. */
export function takeBits(bits: BackwardBits, count: number): number {
  if (count > 16) return takeBits(bits, count - 16) * 65536 + takeBits(bits, 16);
  bits.left -= count;
  return bitsAt(bits.bytes, bits.left, count);
}

/** A table of finite states: what each one stands for, and how the next one follows. */
export interface StateTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly nBits: Uint8Array;
  readonly bases: Uint16Array;
}

/** The one state that always stands for a symbol. */
export const constantTable = (symbol: number): StateTable => ({
  log: 0,
  symbols: Uint8Array.of(symbol),
  nBits: Uint8Array.of(0),
  bases: Uint16Array.of(0),
});

/** Spreads symbols over states by their shares; -1 is a share below one state. Throws when they do not fill the table. */
export function stateTable(shares: ArrayLike<number>, log: number): StateTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(shares.length);
  let end = size;
  for (let s = 0; s < shares.length; s++) {
    next[s] = Math.abs(shares[s]);
    if (shares[s] === -1) symbols[--end] = s;
  }
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (let s = 0; s < shares.length; s++) {
    for (let i = 0; i < shares[s]; i++) {
      symbols[at] = s;
      do at = (at + step) & (size - 1);
      while (at >= end);
    }
  }
  if (at !== 0) throw damaged();
  const nBits = new Uint8Array(size);
  const bases = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const count = next[symbols[state]]++;
    nBits[state] = log - highestBit(count);
    bases[state] = (count << nBits[state]) - size;
  }
  return { log, symbols, nBits, bases };
}

/**
 * Reads the description of a table, which begins with `bytes`.
 *
 * @returns the table, and how many bytes describe it
 */
export function readStateTable(
  bytes: Uint8Array,
  largestLog: number,
  largestSymbol: number,
): readonly [StateTable, number] {
  let at = 4;
  const log = (bytes[0] & 15) + 5;
  if (bytes.length === 0 || log > largestLog) throw damaged();
  const shares: number[] = [];
  for (let rest = 1 << log; rest > 0; ) {
    if (at > 8 * bytes.length || shares.length > largestSymbol) throw damaged();
    // values below `short` take one bit less
    const width = highestBit(rest + 1) + 1;
    const half = 1 << (width - 1);
    const short = 2 * half - 1 - (rest + 1);
    let value = bitsAt(bytes, at, width);
    at += width;
    if ((value & (half - 1)) < short) {
      value &= half - 1;
      at--;
    } else if (value >= half) value -= short;
    const share = value - 1;
    rest -= Math.abs(share);
    shares.push(share);
    for (let more = share === 0 ? 3 : 0; more === 3; at += 2) {
      more = bitsAt(bytes, at, 2);
      for (let i = 0; i < more; i++) shares.push(0);
      if (shares.length > 256) throw damaged();
    }
    if (rest < 0) throw damaged();
  }
  const length = (at + 7) >> 3;
  if (length > bytes.length || shares.length > largestSymbol + 1) throw damaged();
  return [stateTable(shares, log), length];
}

/** Huffman codes by the next `log` bits. */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly nBits: Uint8Array;
}

const LONGEST_CODE = 11;

/** Reads a table of codes. Returns it, and how many bytes describe it. */
export function readHuffmanTable(bytes: Uint8Array): readonly [HuffmanTable, number] {
  const [head = 0] = bytes;
  const isDirect = head >= 128;
  const length = 1 + (isDirect ? (head - 126) >> 1 : head);
  if (bytes.length < length || head === 0) throw damaged();
  const body = bytes.subarray(1, length);
  const weights = isDirect
    ? Array.from({ length: head - 127 }, (_, i) => (i % 2 === 0 ? body[i >> 1] >> 4 : body[i >> 1] & 15))
    : packedWeights(body);
  return [huffmanTable(weights), length];
}

/** Weights that two states give in turn until the bits are used up. */
function packedWeights(body: Uint8Array): number[] {
  const [table, length] = readStateTable(body, 6, 255);
  const bits = backwardBits(body.subarray(length));
  const states = [takeBits(bits, table.log), takeBits(bits, table.log)];
  const weights: number[] = [];
  for (let turn = 0; ; turn ^= 1) {
    if (weights.length > 254 || bits.left < 0) throw damaged();
    weights.push(table.symbols[states[turn]]);
    if (bits.left < table.nBits[states[turn]]) {
      weights.push(table.symbols[states[turn ^ 1]]);
      return weights;
    }
    states[turn] = table.bases[states[turn]] + takeBits(bits, table.nBits[states[turn]]);
  }
}

function huffmanTable(weights: number[]): HuffmanTable {
  let sum = 0;
  for (const weight of weights) {
    if (weight > LONGEST_CODE) throw damaged();
    sum += weight === 0 ? 0 : 1 << (weight - 1);
  }
  // the weight of the last symbol is what is missing to a power of two
  const log = sum === 0 ? 0 : highestBit(sum) + 1;
  const rest = (1 << log) - sum;
  if (sum === 0 || log > LONGEST_CODE || (rest & (rest - 1)) !== 0) throw damaged();
  weights.push(highestBit(rest) + 1);
  const symbols = new Uint8Array(1 << log);
  const nBits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue;
      const end = at + (1 << (weight - 1));
      symbols.fill(symbol, at, end);
      nBits.fill(log + 1 - weight, at, end);
      at = end;
    }
  }
  return { log, symbols, nBits };
}

/** Decodes one stream of codes, which must fill `output` and be used up. */
export function decodeHuffman(stream: Uint8Array, table: HuffmanTable, output: Uint8Array): void {
  const bits = backwardBits(stream);
  const { log, symbols, nBits } = table;
  for (let i = 0; i < output.length; i++) {
    const code = bitsAt(stream, bits.left - log, log);
    output[i] = symbols[code];
    bits.left -= nBits[code];
    if (bits.left < 0) throw damaged();
  }
  if (bits.left !== 0) throw damaged();
}
