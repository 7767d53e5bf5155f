/**
 * Checks the metadata of Parquet files (Thrift, compact protocol) before it is parsed: the parser believes every length, and makes
 * lists of a billion places out of five bytes.
 *
 * Format: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */

/** Structures in structures; the metadata of Parquet has fewer than 10. */
const DEEPEST = 32;
const LONGEST_NUMBER = 10;

interface Walk {
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * Walks over one structure.
 *
 * @returns the place behind it
 * @throws Error when it does not end within the bytes
 */
export function checkThrift(bytes: Uint8Array, at: number): number {
  const walk = { bytes, at };
  passStruct(walk, 0);
  return walk.at;
}

function nextByte(walk: Walk): number {
  if (walk.at >= walk.bytes.length) throw new Error('its metadata is cut');
  return walk.bytes[walk.at++];
}

function passNumber(walk: Walk): number {
  let value = 0;
  for (let i = 0; i < LONGEST_NUMBER; i++) {
    const byte = nextByte(walk);
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return value;
  }
  throw new Error('its metadata has a number that does not end');
}

function passStruct(walk: Walk, depth: number): void {
  if (depth > DEEPEST) throw new Error(`its metadata has structures ${depth} deep`);
  for (let head = nextByte(walk); head !== 0; head = nextByte(walk)) {
    if (head >> 4 === 0) passNumber(walk);
    // the type of a truth value is the value itself
    if ((head & 15) > 2) passValue(walk, head & 15, depth);
  }
}

function passValue(walk: Walk, type: number, depth: number): void {
  if (type <= 3) walk.at++;
  else if (type <= 6) passNumber(walk);
  else if (type === 7) walk.at += 8;
  else if (type === 8) passBytes(walk);
  else if (type === 9) passList(walk, depth);
  else if (type === 12) passStruct(walk, depth + 1);
  else throw new Error(`its metadata has a value of type ${type}`);
  if (!(walk.at <= walk.bytes.length)) throw new Error('its metadata is cut');
}

function passBytes(walk: Walk): void {
  const length = passNumber(walk);
  walk.at += length;
}

function passList(walk: Walk, depth: number): void {
  const head = nextByte(walk);
  const length = head >> 4 === 15 ? passNumber(walk) : head >> 4;
  // each element has a byte at least
  if (length > walk.bytes.length - walk.at) throw new Error(`its metadata has a list of ${length} values`);
  for (let i = 0; i < length; i++) passValue(walk, head & 15, depth + 1);
}
