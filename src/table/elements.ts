/** Numbers of all binary types in either byte order, as doubles. */
import { placeIn } from './array.js';

/** A type of number: kind and bytes of one element. */
export interface ElementType {
  readonly kind: 'boolean' | 'signed' | 'unsigned' | 'float' | 'bfloat';
  readonly bytes: number;
}

type Reader = (view: DataView, at: number, little: boolean) => number;

const READERS: { readonly [type: string]: Reader } = {
  boolean1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  signed1: (view, at) => view.getInt8(at),
  signed2: (view, at, little) => view.getInt16(at, little),
  signed4: (view, at, little) => view.getInt32(at, little),
  signed8: (view, at, little) => exact(view.getBigInt64(at, little)),
  unsigned1: (view, at) => view.getUint8(at),
  unsigned2: (view, at, little) => view.getUint16(at, little),
  unsigned4: (view, at, little) => view.getUint32(at, little),
  unsigned8: (view, at, little) => exact(view.getBigUint64(at, little)),
  float2: (view, at, little) => fromHalf(view.getUint16(at, little)),
  float4: (view, at, little) => view.getFloat32(at, little),
  float8: (view, at, little) => view.getFloat64(at, little),
  bfloat2: (view, at, little) => fromBrain(view.getUint16(at, little)),
};

/** A whole number that no double equals, and its place in the array. */
export class InexactError extends Error {
  constructor(
    readonly value: bigint,
    readonly place: readonly number[] = [],
  ) {
    super(`entry [${place.join(', ')}]: the whole number ${value} is not exact as a double`);
  }
}

function exact(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new InexactError(value);
  return number;
}

/** The number with these bits of half precision (IEEE 754 binary16). */
export function fromHalf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? (sign * fraction) / 2 ** 24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The number with these bits of bfloat16: the upper half of a single. */
export function fromBrain(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

/** Whether elements of this type can be read. */
export const isReadable = ({ kind, bytes }: ElementType): boolean => `${kind}${bytes}` in READERS;

/** An array as it lies in a file. */
export interface StoredArray {
  readonly type: ElementType;
  readonly isLittle: boolean;
  readonly shape: readonly number[];
  /** Whether the first index runs fastest (Fortran, MATLAB) and not the last. */
  readonly isColumnMajor: boolean;
}

/**
 * The values of an array as doubles in row-major order.
 *
 * @param bytes - as many as the shape needs
 * @throws InexactError naming the entry whose whole number lies beyond 2^53
 */
export function decodeElements(bytes: Uint8Array, { type, isLittle, shape, isColumnMajor }: StoredArray): Float64Array {
  const values = new Float64Array(Math.floor(bytes.length / type.bytes));
  if (type.kind === 'float' && type.bytes === 8 && isLittle) {
    new Uint8Array(values.buffer).set(bytes.subarray(0, values.byteLength));
  } else {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const read = READERS[`${type.kind}${type.bytes}`];
    let i = 0;
    try {
      for (; i < values.length; i++) values[i] = read(view, i * type.bytes, isLittle);
    } catch (cause) {
      if (!(cause instanceof InexactError)) throw cause;
      const place = isColumnMajor ? placeIn([...shape].reverse(), i).reverse() : placeIn(shape, i);
      throw new InexactError(cause.value, place);
    }
  }
  return isColumnMajor ? rowMajor(values, shape) : values;
}

/** Values of which the first index runs fastest (Fortran, MATLAB), in row-major order. */
function rowMajor(values: Float64Array, shape: readonly number[]): Float64Array {
  const strides: number[] = [];
  for (let size = 1, d = 0; d < shape.length; d++) {
    strides.push(size);
    size *= shape[d];
  }
  const result = new Float64Array(values.length); // [...shape]
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from];
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++index[d] < shape[d]) break;
      from -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return result;
}
