// Block Hessians that are no closed form: a given symmetric positive definite block, or one for each block of parameters that is
// learned from gradients.
//
//   given     H = L L', [B][B]; a last block of r entries takes the leading r x r part, whose factor is that of L
//   learned   A <- keep A + (1 - keep) g g' inside each block;  H = (A/mean + damping I)/(1 + damping), mean: the mean diagonal entry of
//             the tensor's A, so the diagonal of H is 1 in the mean, as that of the fixed coupling is
//
// Blocks and segments as in mirror.ts. A and L have [B][B] numbers a block, of which the lower triangle is used; short blocks use its
// leading part. Solve: 2 B flops an entry; factors: B^2/3 flops an entry. Error of a solution about 4 B u cond(H).

import { entry } from '../linalg/lanes';

// @ts-ignore: decorator
@inline
function blocksOf(length: i32, block: i32): i32 {
  return (length + block - 1) / block;
}

/** L [n][ld] from the lower triangle of H [n][ld]; may be in place. Returns whether H is positive definite. */
export function cholesky<T extends number>(n: i32, ld: i32, h: usize, l: usize): bool {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = load<T>(entry<T>(h, i * ld + j));
      for (let k = 0; k < j; k++) {
        sum = <T>(sum - <T>(load<T>(entry<T>(l, i * ld + k)) * load<T>(entry<T>(l, j * ld + k))));
      }
      if (i == j) {
        if (!(sum > <T>0)) return false;
        store<T>(entry<T>(l, i * ld + i), sqrt<T>(sum));
      } else store<T>(entry<T>(l, i * ld + j), <T>(sum / load<T>(entry<T>(l, j * ld + j))));
    }
  }
  return true;
}

/** d [n] <- (L L')^-1 d. */
function solve<T extends number>(n: i32, ld: i32, l: usize, d: usize): void {
  for (let i = 0; i < n; i++) {
    let sum = load<T>(entry<T>(d, i));
    for (let k = 0; k < i; k++) sum = <T>(sum - <T>(load<T>(entry<T>(l, i * ld + k)) * load<T>(entry<T>(d, k))));
    store<T>(entry<T>(d, i), <T>(sum / load<T>(entry<T>(l, i * ld + i))));
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = load<T>(entry<T>(d, i));
    for (let k = i + 1; k < n; k++) sum = <T>(sum - <T>(load<T>(entry<T>(l, k * ld + i)) * load<T>(entry<T>(d, k))));
    store<T>(entry<T>(d, i), <T>(sum / load<T>(entry<T>(l, i * ld + i))));
  }
}

/** d <- H^-1 d with the factor of each block at l + `step` numbers times its number: step 0 for one that all share. */
export function solveBlocks<T extends number>(
  segments: i32,
  length: i32,
  d: usize,
  block: i32,
  l: usize,
  step: i32,
): void {
  const count = blocksOf(length, block);
  for (let s = 0; s < segments; s++) {
    for (let b = 0; b < count; b++) {
      const factor = entry<T>(l, (s * count + b) * step);
      solve<T>(min(block, length - b * block), block, factor, entry<T>(d, s * length + b * block));
    }
  }
}

/** A <- keep A + (1 - keep) g g', lower triangles. Returns the mean diagonal entry. Flops 2 B an entry. */
export function averageOuter<T extends number>(
  segments: i32,
  length: i32,
  g: usize,
  block: i32,
  keep: f64,
  a: usize,
): f64 {
  const count = blocksOf(length, block);
  const old = <T>keep;
  const take = <T>(1.0 - keep);
  let trace: f64 = 0;
  for (let s = 0; s < segments; s++) {
    for (let b = 0; b < count; b++) {
      const size = min(block, length - b * block);
      const from = entry<T>(g, s * length + b * block);
      const matrix = entry<T>(a, (s * count + b) * block * block);
      for (let i = 0; i < size; i++) {
        const own = <T>(take * load<T>(entry<T>(from, i)));
        for (let j = 0; j <= i; j++) {
          const at = entry<T>(matrix, i * block + j);
          store<T>(at, <T>(<T>(old * load<T>(at)) + <T>(own * load<T>(entry<T>(from, j)))));
        }
        trace += <f64>load<T>(entry<T>(matrix, i * block + i));
      }
    }
  }
  return trace / (<f64>segments * <f64>length);
}

/** The factors of all H; mean 0 makes them identities. Returns how many blocks were not positive definite; those become identities. */
export function factorBlocks<T extends number>(
  segments: i32,
  length: i32,
  block: i32,
  a: usize,
  mean: f64,
  damping: f64,
  l: usize,
): i32 {
  const count = blocksOf(length, block);
  const scale = mean > 0 ? <T>(1.0 / (mean * (1.0 + damping))) : <T>0;
  const added = mean > 0 ? <T>(damping / (1.0 + damping)) : <T>1;
  let bad = 0;
  for (let s = 0; s < segments; s++) {
    for (let b = 0; b < count; b++) {
      const size = min(block, length - b * block);
      const at = (s * count + b) * block * block;
      const matrix = entry<T>(l, at);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j <= i; j++) {
          const value = <T>(scale * load<T>(entry<T>(a, at + i * block + j)));
          store<T>(entry<T>(matrix, i * block + j), i == j ? <T>(value + added) : value);
        }
      }
      if (cholesky<T>(size, block, matrix, matrix)) continue;
      bad++;
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++) store<T>(entry<T>(matrix, i * block + j), i == j ? <T>1 : <T>0);
    }
  }
  return bad;
}
