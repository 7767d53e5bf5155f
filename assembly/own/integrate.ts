// The parts of an integrator's step, array by array. Counts are multiples of 4. Nothing is fused, so both builds have the same bits.

/** out = u + size k. Flops 2 count, bytes 24 count. */
export function stage_f64(u: usize, k: usize, size: f64, count: i32, out: usize): void {
  const c = f64x2.splat(size);
  const bytes = (<usize>count) << 3;
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(out + j, f64x2.add(v128.load(u + j), f64x2.mul(c, v128.load(k + j))));
  }
}

/** sum += weight k. Flops 2 count, bytes 24 count. */
export function accumulate_f64(sum: usize, k: usize, weight: f64, count: i32): void {
  stage_f64(sum, k, weight, count, sum);
}
