// One source for f32 and f64: small building blocks whose number of lanes follows from the type.
//
// A vector has 16 bytes: 4 lanes of f32, 2 of f64. Shapes below are counted in numbers, addresses in bytes.

/** Lanes of a vector. */
// @ts-ignore: decorator
@inline
export function lanes<T extends number>(): i32 {
  return 16 / <i32>sizeof<T>();
}

/** Bytes of `count` numbers. */
// @ts-ignore: decorator
@inline
export function bytesOf<T extends number>(count: i32): usize {
  return (<usize>count) << alignof<T>();
}

/** Address of entry `index`. */
// @ts-ignore: decorator
@inline
export function entry<T extends number>(array: usize, index: i32): usize {
  return array + ((<usize>index) << alignof<T>());
}

/** a * b + c. Fused in the fast build, two roundings in the strict one. */
// @ts-ignore: decorator
@inline
export function madd<T extends number>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return v128.relaxed_madd<T>(a, b, c);
  } else {
    return v128.add<T>(v128.mul<T>(a, b), c);
  }
}

/** Sum of the lanes: the halves first, then what is left. */
// @ts-ignore: decorator
@inline
export function sumLanes<T extends number>(v: v128): T {
  if (sizeof<T>() == 4) {
    const half = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return <T>(f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1));
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}

/** Largest lane; NaN if one is. */
// @ts-ignore: decorator
@inline
export function maxLanes<T extends number>(v: v128): T {
  if (sizeof<T>() == 4) {
    const half = f32x4.max(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return <T>max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
  }
  return <T>max(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1));
}

/** Stores lane 0: for what fills no vector, computed as a vector of equal lanes. */
// @ts-ignore: decorator
@inline
export function putFirst<T extends number>(at: usize, v: v128): void {
  store<T>(at, v128.extract_lane<T>(v, 0));
}
