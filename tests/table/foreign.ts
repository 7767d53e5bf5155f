/** Files as other programs write them, byte by byte from the descriptions of their formats. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

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

/** Writes the numbers of a .mat file in one byte order. */
export interface MatWriter {
  /** An element of numbers; `isSmall` puts up to 4 bytes into its tag. */
  element(type: number, values: readonly number[], isSmall?: boolean): Buffer;
  /** A variable: its class with flags, sizes, name and the elements of its values. */
  variable(classAndFlags: number, shape: readonly number[], name: string, values: readonly Buffer[]): Buffer;
  packed(variable: Buffer): Buffer;
  file(...elements: readonly Buffer[]): Uint8Array;
}

const MAT_WIDTHS: { readonly [type: number]: number } = { 1: 1, 2: 1, 3: 2, 4: 2, 5: 4, 6: 4, 7: 4, 9: 8, 12: 8 };

/** MATLAB level 5, from the public description of the format. */
export function matWriter(isLittle: boolean): MatWriter {
  const words = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries())
      isLittle ? bytes.writeUInt32LE(value, 4 * i) : bytes.writeUInt32BE(value, 4 * i);
    return bytes;
  };
  const bodyOf = (type: number, values: readonly number[]): Buffer => {
    const width = MAT_WIDTHS[type];
    const view = new DataView(new ArrayBuffer(width * values.length));
    for (const [i, value] of values.entries()) {
      if (type === 7) view.setFloat32(i * 4, value, isLittle);
      else if (type === 9) view.setFloat64(i * 8, value, isLittle);
      else if (type === 12) view.setBigInt64(i * 8, BigInt(value), isLittle);
      else if (width === 1) view.setUint8(i, value);
      else if (width === 2) view.setUint16(i * 2, value, isLittle);
      else view.setUint32(i * 4, value, isLittle);
    }
    return Buffer.from(view.buffer);
  };
  const tagged = (type: number, body: Buffer): Buffer =>
    Buffer.concat([words(type, body.length), body, Buffer.alloc((8 - (body.length % 8)) % 8)]);
  return {
    element: (type, values, isSmall = false) => {
      const body = bodyOf(type, values);
      return isSmall
        ? Buffer.concat([words(type + (body.length << 16)), body, Buffer.alloc(4 - body.length)])
        : tagged(type, body);
    },
    variable: (classAndFlags, shape, name, values) =>
      tagged(
        14,
        Buffer.concat([
          tagged(6, words(classAndFlags, 0)),
          tagged(5, bodyOf(5, shape)),
          tagged(1, Buffer.from(name)),
          ...values,
        ]),
      ),
    packed: (variable) => {
      const body = deflateSync(variable);
      return Buffer.concat([words(15, body.length), body]);
    },
    file: (...elements) => {
      const header = Buffer.alloc(128, ' ');
      header.write('MATLAB 5.0 MAT-file');
      header.fill(0, 116, 124);
      header.write(isLittle ? '\0\x01IM' : '\x01\0MI', 124, 'latin1');
      return new Uint8Array(Buffer.concat([header, ...elements]));
    },
  };
}
