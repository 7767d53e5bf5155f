/**
 * State blocks: one declared struct per run in linear memory, the same declaration for both sides.
 *
 * A block is a header (numbers, then the offsets of the arrays) followed by the arrays. Offsets count from the block's own
 * start, so a block can be saved, moved and loaded anywhere. `scripts/layouts.ts` turns each declaration into the accessors
 * that the AssemblyScript kernels use; a test keeps the generated files in step.
 */

export type ElementType = 'f64' | 'f32' | 'i32' | 'u32' | 'u8';

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
  /** `scratch` lies after all that is saved and is in no checkpoint: a step writes it anew before it reads it. */
  readonly keep?: 'state' | 'scratch';
}

export interface StructDeclaration {
  readonly name: string;
  readonly scalars: readonly ScalarDeclaration[];
  readonly arrays: readonly ArrayDeclaration[];
  /** Lists of words whose numbers both sides use: word i of list `scheme` is the constant SCHEME_WORD = i of the kernels. */
  readonly codes?: { readonly [list: string]: readonly string[] };
  /**
   * Records of doubles, one number after another, whose places both sides use: name i of the record `step` is the constant STEP_NAME = 8 i of the
   * kernels, bytes from its beginning, and all of them take STEP_BYTES.
   */
  readonly records?: { readonly [record: string]: readonly string[] };
}

/** Names of the numbers of a declaration; any name if the declaration is known only as such. */
export type ScalarName<D extends StructDeclaration> = D['scalars'][number]['name'];

type NameOfType<A extends ArrayDeclaration, T extends ElementType> = A extends unknown
  ? T extends A['type']
    ? A['name']
    : never
  : never;

/** Names of its arrays, of one type or of all. */
export type ArrayName<D extends StructDeclaration, T extends ElementType = never> = [T] extends [never]
  ? D['arrays'][number]['name']
  : NameOfType<D['arrays'][number], T>;

/** All sizes that the shapes of its arrays name. */
export type SizesOf<D extends StructDeclaration> = { readonly [Size in D['arrays'][number]['shape'][number]]: number };

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
  /** All bytes of the block, scratch included. */
  readonly bytes: number;
  /** Bytes that a checkpoint has: header and saved arrays. */
  readonly savedBytes: number;
  readonly scalars: readonly FieldPlace[];
  readonly arrays: readonly FieldPlace[];
}

/** Arrays start on cache lines, so that a vector load never straddles two of them. */
const ALIGNMENT = 64;

const BYTES = { f64: 8, f32: 4, i32: 4, u32: 4, u8: 1 } as const;

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
export function layOut<D extends StructDeclaration>(declaration: D, given: SizesOf<D>): Layout {
  const sizes: { readonly [size: string]: number } = given;
  const header = headerOffsets(declaration);
  const scalars = declaration.scalars.map(({ name, type }, i) => ({
    name,
    type,
    shape: [],
    offset: header.scalars[i],
    count: 1,
  }));
  let offset = alignTo(header.bytes, ALIGNMENT);
  const placeOf = ({ name, type, shape }: ArrayDeclaration): FieldPlace => {
    const lengths = shape.map((size) => {
      const length = sizes[size];
      if (length === undefined) throw new Error(`${declaration.name}.${name}: no size named '${size}'`);
      return length;
    });
    const count = lengths.reduce((product, length) => product * length, 1);
    const place = { name, type, shape: lengths, offset, count };
    offset = alignTo(offset + count * BYTES[type], ALIGNMENT);
    return place;
  };
  const places = new Map<string, FieldPlace>();
  for (const array of declaration.arrays) if (array.keep !== 'scratch') places.set(array.name, placeOf(array));
  const savedBytes = offset;
  for (const array of declaration.arrays) if (array.keep === 'scratch') places.set(array.name, placeOf(array));
  const arrays = declaration.arrays.map(({ name }) => places.get(name) as FieldPlace);
  return { name: declaration.name, bytes: offset, savedBytes, scalars, arrays };
}

/** A block in linear memory, with its numbers and arrays by name; a name that its declaration lacks throws. */
export interface Block {
  readonly layout: Layout;
  /** Address of the block. */
  readonly address: number;
  get(name: string): number;
  set(name: string, value: number): void;
  /** View of an array; valid until the memory grows. */
  f64(name: string): Float64Array;
  f32(name: string): Float32Array;
  i32(name: string): Int32Array;
  u32(name: string): Uint32Array;
  u8(name: string): Uint8Array;
  /** Address of an array. */
  pointer(name: string): number;
  /** The saved bytes of the block, without scratch; valid until the memory grows. */
  bytes(): Uint8Array;
}

/** A block of a known declaration: a name that it lacks, or that has another type, does not compile. */
export interface BlockOf<D extends StructDeclaration> extends Block {
  get(name: ScalarName<D>): number;
  set(name: ScalarName<D>, value: number): void;
  f64(name: ArrayName<D, 'f64'>): Float64Array;
  f32(name: ArrayName<D, 'f32'>): Float32Array;
  i32(name: ArrayName<D, 'i32'>): Int32Array;
  u32(name: ArrayName<D, 'u32'>): Uint32Array;
  u8(name: ArrayName<D, 'u8'>): Uint8Array;
  pointer(name: ArrayName<D>): number;
}

/** How a number of each type is read and written; WebAssembly is little-endian. */
const NUMBERS: {
  readonly [Type in ElementType]: {
    readonly get: (view: DataView, at: number) => number;
    readonly set: (view: DataView, at: number, value: number) => void;
  };
} = {
  f64: { get: (view, at) => view.getFloat64(at, true), set: (view, at, value) => view.setFloat64(at, value, true) },
  f32: { get: (view, at) => view.getFloat32(at, true), set: (view, at, value) => view.setFloat32(at, value, true) },
  i32: { get: (view, at) => view.getInt32(at, true), set: (view, at, value) => view.setInt32(at, value, true) },
  u32: { get: (view, at) => view.getUint32(at, true), set: (view, at, value) => view.setUint32(at, value, true) },
  u8: { get: (view, at) => view.getUint8(at), set: (view, at, value) => view.setUint8(at, value) },
};

/** Sets several numbers of a block by their names. */
export function setScalars<D extends StructDeclaration>(
  block: BlockOf<D>,
  values: { readonly [Name in ScalarName<D>]?: number },
): void {
  const plain: Block = block;
  const given: { readonly [name: string]: number | undefined } = values;
  for (const name of Object.keys(given)) plain.set(name, given[name] as number);
}

/** Opens the block at `address`; `initialise` writes the array offsets into the header of a fresh, zeroed block. */
export function openBlock<D extends StructDeclaration>(
  memory: WebAssembly.Memory,
  declaration: D,
  layout: Layout,
  address: number,
  initialise: boolean,
): BlockOf<D> {
  const places = new Map([...layout.scalars, ...layout.arrays].map((place) => [place.name, place]));
  const find = (name: string, type?: ElementType): FieldPlace => {
    const place = places.get(name);
    if (place === undefined || (type !== undefined && place.type !== type)) {
      throw new Error(`${layout.name} has no ${type ?? ''} field '${name}'`);
    }
    return place;
  };
  let latest = new DataView(memory.buffer);
  /** All of the memory, anew once it has grown. */
  const view = (): DataView => {
    if (latest.buffer !== memory.buffer) latest = new DataView(memory.buffer);
    return latest;
  };
  if (initialise) {
    const header = headerOffsets(declaration);
    layout.arrays.forEach((place, i) => {
      view().setUint32(address + header.arrays[i], place.offset, true);
    });
  }
  const start = ({ offset }: FieldPlace): number => address + offset;
  return {
    layout,
    address,
    get: (name) => NUMBERS[find(name).type].get(view(), start(find(name))),
    set: (name, value) => NUMBERS[find(name).type].set(view(), start(find(name)), value),
    f64: (name) => new Float64Array(memory.buffer, start(find(name, 'f64')), find(name).count),
    f32: (name) => new Float32Array(memory.buffer, start(find(name, 'f32')), find(name).count),
    i32: (name) => new Int32Array(memory.buffer, start(find(name, 'i32')), find(name).count),
    u32: (name) => new Uint32Array(memory.buffer, start(find(name, 'u32')), find(name).count),
    u8: (name) => new Uint8Array(memory.buffer, start(find(name, 'u8')), find(name).count),
    pointer: (name) => start(find(name)),
    bytes: () => new Uint8Array(memory.buffer, address, layout.savedBytes),
  };
}
