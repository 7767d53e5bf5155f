/**
 * Writes safetensors, the format in which weights travel between PyTorch, JAX and NumPy: a 64-bit length, a JSON header that says type,
 * shape and place of each tensor, then the numbers.
 *
 * Format: https://github.com/huggingface/safetensors#format
 */

/** An array with its name and shape, row-major. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** Bytes of the length in front of the header. */
export const LENGTH_BYTES = 8;
/** What the header calls the words about the whole file. */
export const METADATA = '__metadata__';
/** Numbers begin at a multiple of this, so that a reader can map the file. */
const ALIGNMENT = 8;

/**
 * The bytes of a file with these tensors, which stand in the order given; those of doubles first, as the format asks for.
 *
 * @param metadata - words about the file; written in the order of their keys, so that equal contents make equal bytes
 */
export function writeSafetensors(
  tensors: readonly Tensor[],
  metadata: { readonly [key: string]: string } = {},
): Uint8Array {
  const placed = [...tensors].sort((a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  const words = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  const header: (readonly [string, unknown])[] = words.length > 0 ? [[METADATA, Object.fromEntries(words)]] : [];
  let offset = 0;
  for (const { name, shape, values } of placed) {
    const dtype = values instanceof Float32Array ? 'F32' : 'F64';
    header.push([name, { dtype, shape, data_offsets: [offset, offset + values.byteLength] }]);
    offset += values.byteLength;
  }
  // not by way of an object, whose keys would not all stay in their order
  const text = header.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',');
  const json = new TextEncoder().encode(`{${text}}`);
  const start = LENGTH_BYTES + Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + offset).fill(0x20, 0, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  bytes.set(json, LENGTH_BYTES);
  let at = start;
  for (const { values } of placed) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}
