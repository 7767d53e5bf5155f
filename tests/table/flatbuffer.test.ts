import { describe, expect, it } from 'vitest';
import {
  intField,
  longAt,
  MetadataError,
  rootTable,
  textField,
  vectorField,
  within,
} from '../../src/table/flatbuffer.js';

/** A table at 12, its fields at 4, one field that points at a vector at 20 with `length` bytes. */
function withVector(length: number, ...bytes: readonly number[]): Uint8Array {
  const buffer = Buffer.alloc(24 + bytes.length);
  buffer.writeUInt32LE(12, 0);
  buffer.writeUInt16LE(6, 4);
  buffer.writeUInt16LE(8, 6);
  buffer.writeUInt16LE(4, 8);
  buffer.writeInt32LE(8, 12);
  buffer.writeUInt32LE(4, 16);
  buffer.writeUInt32LE(length, 20);
  buffer.set(bytes, 24);
  return new Uint8Array(buffer);
}

describe('a table of FlatBuffers', () => {
  it('has fields, and defaults where one is missing', () => {
    const table = rootTable(withVector(2, 97, 98));
    expect(textField(table, 0)).toBe('ab');
    expect(intField(table, 1, 7)).toBe(7);
    expect(vectorField(table, 1, 8).length).toBe(0);
  });

  it('is damaged where a list is longer than itself, or a place lies outside', () => {
    for (const length of [3, 2 ** 31, 2 ** 32 - 1]) {
      expect(() => vectorField(rootTable(withVector(length, 97, 98)), 0, 1)).toThrow(/a list that is longer/);
    }
    expect(() => vectorField(rootTable(withVector(1, 97, 98)), 0, 8)).toThrow(/a list that is longer/);
    const outside = withVector(2, 97, 98);
    outside[16] = 200;
    expect(() => within(() => textField(rootTable(outside), 0))).toThrow(MetadataError);
    expect(() => within(() => intField(rootTable(Uint8Array.of(200, 0, 0, 0)), 0))).toThrow(/points outside of itself/);
    const long = new DataView(new ArrayBuffer(8));
    long.setBigInt64(0, 2n ** 60n, true);
    expect(() => longAt(long, 0)).toThrow(/a number beyond 2\^53/);
  });
});
