/** Files as other programs write them, byte by byte from the descriptions of their formats. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface NpyOptions {
  readonly isFortran?: boolean;
  readonly version?: number;
  /** In place of the header that follows from the rest. */
  readonly header?: string;
}

/** A .npy file as `numpy.save` writes it. */
export function npyOf(descr: string, shape: readonly number[], body: Uint8Array, options: NpyOptions = {}): Uint8Array {
  const { isFortran = false, version = 1 } = options;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const fields = `{'descr': ${descr}, 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${sizes}), }`;
  const text = options.header ?? `${fields.padEnd(117)}\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  if (version === 1) length.writeUInt16LE(text.length);
  else length.writeUInt32LE(text.length);
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  return new Uint8Array(Buffer.concat([magic, length, Buffer.from(text, 'latin1'), body]));
}

/** The bytes of a typed array. */
export const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** An array of doubles as .npy. */
export const doublesNpy = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  npyOf("'<f8'", shape, bytesOf(Float64Array.from(values)));

export interface Member {
  readonly name: string;
  readonly body: Uint8Array;
  readonly isDeflated?: boolean;
  /** In place of the true size when unpacked. */
  readonly size?: number;
}

/** A ZIP archive as Python writes it for `numpy.savez`: sizes of local headers stand in a zip64 record. */
export function zipOf(members: readonly Member[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, body, isDeflated = false, size = body.length } of members) {
    const packed = isDeflated ? deflateRawSync(body) : Buffer.from(body);
    const method = isDeflated ? 8 : 0;
    const local = Buffer.alloc(30 + name.length + 20);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(45, 4);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc32(body), 14);
    local.writeUInt32LE(0xffffffff, 18);
    local.writeUInt32LE(0xffffffff, 22);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(20, 28);
    local.write(name, 30);
    local.writeUInt16LE(1, 30 + name.length);
    local.writeUInt16LE(16, 32 + name.length);
    local.writeBigUInt64LE(BigInt(size), 34 + name.length);
    local.writeBigUInt64LE(BigInt(packed.length), 42 + name.length);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(45, 6);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc32(body), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    parts.push(local, packed);
    directory.push(entry);
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}
