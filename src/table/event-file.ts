/**
 * Event files of TensorBoard: records with checksums, each a message of protocol buffers that has a number of a step under a tag.
 *
 * Formats: https://www.tensorflow.org/tutorials/load_data/tfrecord (records with the masked CRC-32C of RFC 3720), event.proto and
 * summary.proto of TensorBoard, of which five fields are used.
 */

/** A number of a step. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

/** CRC-32C, reflected. */
const POLYNOMIAL = 0x82f63b78;
/** A checksum of data that has checksums in it is mixed, so that the two differ. */
const MASK = 0xa282ead8;
const FILE_VERSION = 'brain.Event:2';

const TABLE: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

/** CRC-32C of bytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const masked = (crc: number): number => (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;

/** Length, its checksum, the data, their checksum. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(bytes.subarray(0, 8))), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A whole number in groups of seven bits, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}

const KIND = { varint: 0, double: 1, bytes: 2, float: 5 } as const;
const key = (field: number, kind: keyof typeof KIND): Uint8Array => varint(field * 8 + KIND[kind]);

const whole = (field: number, value: number): Uint8Array => joined([key(field, 'varint'), varint(value)]);
const bytesOf = (field: number, value: Uint8Array): Uint8Array =>
  joined([key(field, 'bytes'), varint(value.length), value]);
const text = (field: number, value: string): Uint8Array => bytesOf(field, new TextEncoder().encode(value));

function real(field: number, value: number, kind: 'double' | 'float'): Uint8Array {
  const view = new DataView(new ArrayBuffer(kind === 'double' ? 8 : 4));
  if (kind === 'double') view.setFloat64(0, value, true);
  else view.setFloat32(0, value, true);
  return joined([key(field, kind), new Uint8Array(view.buffer)]);
}

/** Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } }. */
const scalarEvent = (time: number, { tag, step, value }: Scalar): Uint8Array =>
  joined([
    real(1, time, 'double'),
    whole(2, step),
    bytesOf(5, bytesOf(1, joined([text(1, tag), real(2, value, 'float')]))),
  ]);

/**
 * The bytes of an event file.
 *
 * @param time - seconds since 1970 that all its events have
 * @param scalars - in single precision, which the format has; steps are whole numbers from 0
 */
export function writeEvents(scalars: readonly Scalar[], time: number): Uint8Array {
  // file_version = 3
  const version = joined([real(1, time, 'double'), text(3, FILE_VERSION)]);
  return joined([record(version), ...scalars.map((scalar) => record(scalarEvent(time, scalar)))]);
}
