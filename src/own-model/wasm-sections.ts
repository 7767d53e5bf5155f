/** The sections of a WebAssembly module: enough to see what it keeps outside memory, and to append a note. */

interface Section {
  readonly id: number;
  readonly from: number;
  readonly end: number;
  /** Where the section begins, its head included. */
  readonly head: number;
}

const HEADER_BYTES = 8;
const CUSTOM = 0;
const GLOBAL = 6;

/** An unsigned LEB128 number and where it ends; NaN for one that is cut. */
function leb(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let [value, scale] = [0, 1];
  for (let at = from; at < bytes.length && at < from + 5; at++) {
    value += (bytes[at] & 0x7f) * scale;
    scale *= 128;
    if (bytes[at] < 0x80) return [value, at + 1];
  }
  return [Number.NaN, bytes.length];
}

function lebBytes(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...lebBytes(Math.floor(value / 128))];
}

/** All sections; those of a truncated module end where it ends. */
function sections(bytes: Uint8Array): readonly Section[] {
  const found: Section[] = [];
  for (let head = HEADER_BYTES; head < bytes.length; ) {
    const [size, from] = leb(bytes, head + 1);
    if (!(from + size <= bytes.length)) break;
    found.push({ id: bytes[head], from, end: from + size, head });
    head = from + size;
  }
  return found;
}

/** Whether a module declares globals that its code may change. */
export function hasMutableGlobal(bytes: Uint8Array): boolean {
  const global = sections(bytes).find(({ id }) => id === GLOBAL);
  if (global === undefined) return false;
  const [count, from] = leb(bytes, global.from);
  let at = from;
  for (let i = 0; i < count && at < global.end; i++) {
    if (bytes[at + 1] === 1) return true;
    at = endOfConstant(bytes, at + 2, global.end);
  }
  return false;
}

/** The place after a constant expression: one number of 4, 8 or as many bytes as it needs, or a vector, and `end`. */
function endOfConstant(bytes: Uint8Array, from: number, most: number): number {
  const sizes: { readonly [opcode: number]: number } = { 67: 4, 68: 8 };
  const opcode = bytes[from];
  if (opcode === 0xfd) return from + 19;
  let at = from + 1 + (sizes[opcode] ?? 0);
  if (sizes[opcode] === undefined) while (at < most && bytes[at] >= 0x80) at++;
  return at + (sizes[opcode] === undefined ? 2 : 1);
}

/** The module with a note of that name after it, which engines ignore. */
export function withNote(bytes: Uint8Array, name: string, note: string): Uint8Array {
  const encoder = new TextEncoder();
  const [title, text] = [encoder.encode(name), encoder.encode(note)];
  const content = [...lebBytes(title.length), ...title, ...text];
  return Uint8Array.from([...bytes, CUSTOM, ...lebBytes(content.length), ...content]);
}

/** The module without the note of that name, and the note; undefined if its last section is another. */
export function splitNote(
  bytes: Uint8Array,
  name: string,
): { readonly bytes: Uint8Array; readonly note: string } | undefined {
  const last = sections(bytes).at(-1);
  if (last === undefined || last.id !== CUSTOM || last.end !== bytes.length) return undefined;
  const [length, from] = leb(bytes, last.from);
  const decoder = new TextDecoder();
  if (!(from + length <= last.end) || decoder.decode(bytes.subarray(from, from + length)) !== name) return undefined;
  return { bytes: bytes.slice(0, last.head), note: decoder.decode(bytes.subarray(from + length)) };
}
