/**
 * State blocks: one declared struct per run in linear memory, the same declaration for both sides.
 *
 * A block is a header (numbers, then the offsets of the arrays) followed by the arrays. Offsets count from the block's own
 * start, so a block can be saved, moved and loaded anywhere. `scripts/layouts.ts` turns each declaration into the accessors
 * that the AssemblyScript kernels use; a test keeps the generated files in step.
 */

export type ElementType = 'f64' | 'i32';

export interface ScalarDeclaration {
  readonly name: string;
  readonly type: ElementType;
  readonly meaning: string;
}

export interface ArrayDeclaration {
  readonly name: string;
  readonly type: ElementType;
  /** Names of the sizes whose product is the number of elements. */
  readonly shape: readonly string[];
  readonly meaning: string;
}

export interface StructDeclaration {
  readonly name: string;
  readonly scalars: readonly ScalarDeclaration[];
  readonly arrays: readonly ArrayDeclaration[];
}

export interface FieldPlace {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Bytes from the start of the block. */
  readonly offset: number;
  readonly count: number;
}

export interface Layout {
  readonly name: string;
  readonly bytes: number;
  readonly scalars: readonly FieldPlace[];
  readonly arrays: readonly FieldPlace[];
}

/** Arrays start on cache lines, so that a vector load never straddles two of them. */
const ALIGNMENT = 64;

const BYTES = { f64: 8, i32: 4 } as const;

const alignTo = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** Offset in the header of each number and of each array's offset word. Depends on the declaration alone. */
export function headerOffsets(declaration: StructDeclaration): {
  readonly scalars: readonly number[];
  readonly arrays: readonly number[];
  readonly bytes: number;
} {
  let offset = 0;
  const scalars = declaration.scalars.map(({ type }) => {
    const place = alignTo(offset, BYTES[type]);
    offset = place + BYTES[type];
    return place;
  });
  const arrays = declaration.arrays.map(() => {
    const place = alignTo(offset, 4);
    offset = place + 4;
    return place;
  });
  return { scalars, arrays, bytes: offset };
}

/** Places every field for given sizes. Throws if a shape names a size that is not given. */
export function layOut(declaration: StructDeclaration, sizes: { readonly [name: string]: number }): Layout {
  const header = headerOffsets(declaration);
  const scalars = declaration.scalars.map(({ name, type }, i) => ({
    name,
    type,
    shape: [],
    offset: header.scalars[i],
    count: 1,
  }));
  let offset = alignTo(header.bytes, ALIGNMENT);
  const arrays = declaration.arrays.map(({ name, type, shape }) => {
    const lengths = shape.map((size) => {
      const length = sizes[size];
      if (length === undefined) throw new Error(`${declaration.name}.${name}: no size named '${size}'`);
      return length;
    });
    const count = lengths.reduce((product, length) => product * length, 1);
    const place = { name, type, shape: lengths, offset, count };
    offset = alignTo(offset + count * BYTES[type], ALIGNMENT);
    return place;
  });
  return { name: declaration.name, bytes: offset, scalars, arrays };
}

/** A block in linear memory, with its numbers and arrays by name. */
export interface Block {
  readonly layout: Layout;
  /** Address of the block. */
  readonly address: number;
  get(name: string): number;
  set(name: string, value: number): void;
  /** View of an array; valid until the memory grows. */
  f64(name: string): Float64Array;
  i32(name: string): Int32Array;
  /** Address of an array. */
  pointer(name: string): number;
  /** All bytes of the block; valid until the memory grows. */
  bytes(): Uint8Array;
}

/** Opens the block at `address`; `initialise` writes the array offsets into the header of a fresh, zeroed block. */
export function openBlock(
  memory: WebAssembly.Memory,
  declaration: StructDeclaration,
  layout: Layout,
  address: number,
  initialise: boolean,
): Block {
  const places = new Map([...layout.scalars, ...layout.arrays].map((place) => [place.name, place]));
  const find = (name: string, type?: ElementType): FieldPlace => {
    const place = places.get(name);
    if (place === undefined || (type !== undefined && place.type !== type)) {
      throw new Error(`${layout.name} has no ${type ?? ''} field '${name}'`);
    }
    return place;
  };
  const view = (): DataView => new DataView(memory.buffer);
  if (initialise) {
    const header = headerOffsets(declaration);
    layout.arrays.forEach((place, i) => {
      view().setUint32(address + header.arrays[i], place.offset, true);
    });
  }
  return {
    layout,
    address,
    get: (name) => {
      const { offset, type } = find(name);
      return type === 'f64' ? view().getFloat64(address + offset, true) : view().getInt32(address + offset, true);
    },
    set: (name, value) => {
      const { offset, type } = find(name);
      if (type === 'f64') view().setFloat64(address + offset, value, true);
      else view().setInt32(address + offset, value, true);
    },
    f64: (name) => {
      const { offset, count } = find(name, 'f64');
      return new Float64Array(memory.buffer, address + offset, count);
    },
    i32: (name) => {
      const { offset, count } = find(name, 'i32');
      return new Int32Array(memory.buffer, address + offset, count);
    },
    pointer: (name) => address + find(name).offset,
    bytes: () => new Uint8Array(memory.buffer, address, layout.bytes),
  };
}
