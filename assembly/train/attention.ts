// Multi-head attention of sequences (specification, section 5), head by head.
//
//   s = q k' / sqrt(hd),  a = softmax(s) row by row,  o = a v
//   backward: da = do v',  dv = a' do,  ds = a (da - do o),  dq = ds k / sqrt(hd),  dk = ds' q / sqrt(hd)
//
//   q, o [sequences * queries][ldq, n]   the last `queries` of each sequence's `length` positions; head h has columns h hd .. h hd + hd
//   k, v [sequences * length][ldk]       at two addresses of one matrix
//   a [sequences][heads][queries][length]
//
// With `causal` query i, which is position length - queries + i, sees keys up to its own. Dropout acts on a (dropout.ts); its entries are
// numbered through all sequences of a batch. Products: linalg/product.ts, of matrices as they stand, since each is used once. Flops forward 4, backward 8 queries length n a sequence.

import { entry } from '../linalg/lanes';
import { productOfRows, rowsBytes } from '../linalg/product';
import { exponentials, largest, scaleRow } from './cross-entropy';
import { dropout } from './dropout';
import { dotRow } from './rows';

/** What the calls share: sizes, and where dropout stands. One struct of words, written by the host (`attention_settings`). */
// @ts-ignore: decorator
@inline
function setting(settings: usize, i: usize): i32 {
  return load<i32>(settings + (i << 2));
}

/** Places in the settings. */
const SEQUENCES: usize = 0;
const LENGTH: usize = 1;
const QUERIES: usize = 2;
const HEADS: usize = 3;
const WIDTH: usize = 4;
const CAUSAL: usize = 5;
const THRESHOLD: usize = 6;
const SEED_LO: usize = 7;
const SEED_HI: usize = 8;
const PURPOSE: usize = 9;
const SITE: usize = 10;
const STEP: usize = 11;
/** Number of the first sequence within its batch. */
const FIRST: usize = 12;
/** Numbers from row to row of q, and of k and v. */
const LDQ: usize = 13;
const LDK: usize = 14;

/** Rows whose softmax is taken together: while one waits for its largest entry or its sum, the others go on. */
const TOGETHER: i32 = 8;

/** Bytes of the workspace of both directions. */
export function attentionBytes<T extends number>(length: i32, queries: i32, headWidth: i32): i32 {
  const room = max(rowsBytes<T>(length, headWidth), rowsBytes<T>(headWidth, max(length, queries)));
  return room + 2 * ((queries * length * <i32>sizeof<T>() + 63) & ~63) + 192;
}

// @ts-ignore: decorator
@inline
function scaleOf<T extends number>(settings: usize): T {
  return <T>(1.0 / sqrt<f64>(<f64>(setting(settings, WIDTH) / setting(settings, HEADS))));
}

/** Dropout on the matrix of one head: y = masked x. */
function drop<T extends number>(settings: usize, sequence: i32, head: i32, x: usize, y: usize, words: usize): void {
  const count = setting(settings, QUERIES) * setting(settings, LENGTH);
  const threshold = <u32>setting(settings, THRESHOLD);
  const number = (setting(settings, FIRST) + sequence) * setting(settings, HEADS) + head;
  const kept = 1.0 - <f64>threshold / 4294967296.0;
  dropout<T>(
    count,
    x,
    y,
    <u32>(number * count),
    threshold,
    <T>(1.0 / kept),
    setting(settings, SEED_LO),
    setting(settings, SEED_HI),
    setting(settings, PURPOSE),
    setting(settings, SITE),
    setting(settings, STEP),
    words,
  );
}

/** a <- softmax(scale a) of each row; of a causal one the keys up to its own. `words`: 64 bytes. */
function softmax<T extends number>(queries: i32, length: i32, isCausal: bool, a: usize, scale: T, words: usize): void {
  for (let from = 0; from < queries; from += TOGETHER) {
    const end = min(from + TOGETHER, queries);
    for (let i = from; i < end; i++) {
      const seen = isCausal ? length - queries + i + 1 : length;
      store<T>(entry<T>(words, i - from), largest<T>(entry<T>(a, i * length), seen));
    }
    for (let i = from; i < end; i++) {
      const seen = isCausal ? length - queries + i + 1 : length;
      const at = entry<T>(words, i - from);
      store<T>(at, exponentials<T>(entry<T>(a, i * length), seen, scale, load<T>(at)));
    }
    for (let i = from; i < end; i++) {
      const seen = isCausal ? length - queries + i + 1 : length;
      const row = entry<T>(a, i * length);
      scaleRow<T>(row, seen, <T>(<T>1 / load<T>(entry<T>(words, i - from))));
      if (seen < length) memory.fill(entry<T>(row, seen), 0, (<usize>(length - seen)) << alignof<T>());
    }
  }
}

/** o and a. */
export function attention<T extends number>(
  settings: usize,
  q: usize,
  k: usize,
  v: usize,
  a: usize,
  o: usize,
  room: usize,
): void {
  const length = setting(settings, LENGTH),
    queries = setting(settings, QUERIES),
    heads = setting(settings, HEADS),
    width = setting(settings, WIDTH),
    ldq = setting(settings, LDQ),
    ldk = setting(settings, LDK);
  const hd = width / heads;
  const scale = scaleOf<T>(settings);
  const isDropping = setting(settings, THRESHOLD) != 0;
  const words = room;
  const masked = room + 128;
  const workspace = masked + ((((<usize>(queries * length)) << alignof<T>()) + 63) & ~63);
  for (let s = 0; s < setting(settings, SEQUENCES); s++) {
    for (let h = 0; h < heads; h++) {
      const keys = entry<T>(k, s * length * ldk + h * hd);
      const values = entry<T>(v, s * length * ldk + h * hd);
      const asked = entry<T>(q, s * queries * ldq + h * hd);
      const matrix = entry<T>(a, (s * heads + h) * queries * length);
      productOfRows<T>(2, queries, length, hd, asked, ldq, keys, ldk, matrix, length, workspace);
      softmax<T>(queries, length, setting(settings, CAUSAL) != 0, matrix, scale, words);
      let acting = matrix;
      if (isDropping) {
        drop<T>(settings, s, h, matrix, masked, words);
        acting = masked;
      }
      const out = entry<T>(o, s * queries * width + h * hd);
      productOfRows<T>(0, queries, hd, length, acting, length, values, ldk, out, width, workspace);
    }
  }
}

/** dq [..][ldq], dk and dv [..][ldk] from do [..][n]; what was there is replaced. a is kept. */
export function attentionBackward<T extends number>(
  settings: usize,
  q: usize,
  k: usize,
  v: usize,
  a: usize,
  o: usize,
  dout: usize,
  dq: usize,
  dk: usize,
  dv: usize,
  room: usize,
): void {
  const length = setting(settings, LENGTH),
    queries = setting(settings, QUERIES),
    heads = setting(settings, HEADS),
    width = setting(settings, WIDTH),
    ldq = setting(settings, LDQ),
    ldk = setting(settings, LDK);
  const hd = width / heads;
  const scale = scaleOf<T>(settings);
  const isDropping = setting(settings, THRESHOLD) != 0;
  const words = room;
  const size = (((<usize>(queries * length)) << alignof<T>()) + 63) & ~63;
  const da = room + 128;
  const masked = da + size;
  const workspace = masked + size;
  for (let s = 0; s < setting(settings, SEQUENCES); s++) {
    for (let h = 0; h < heads; h++) {
      const key = s * length * ldk + h * hd;
      const query = s * queries * ldq + h * hd;
      const matrix = entry<T>(a, (s * heads + h) * queries * length);
      const d = entry<T>(dout, s * queries * width + h * hd);
      let acting = matrix;
      if (isDropping) {
        drop<T>(settings, s, h, matrix, masked, words);
        acting = masked;
      }
      productOfRows<T>(1, length, hd, queries, acting, length, d, width, entry<T>(dv, key), ldk, workspace);
      productOfRows<T>(2, queries, length, hd, d, width, entry<T>(v, key), ldk, da, length, workspace);
      if (isDropping) drop<T>(settings, s, h, da, da, words);
      softmaxBackward<T>(queries, length, hd, matrix, da, d, entry<T>(o, s * queries * width + h * hd), width, scale);
      productOfRows<T>(0, queries, hd, length, da, length, entry<T>(k, key), ldk, entry<T>(dq, query), ldq, workspace);
      productOfRows<T>(1, length, hd, queries, da, length, entry<T>(q, query), ldq, entry<T>(dk, key), ldk, workspace);
    }
  }
}

/**
 * da [rows][n] <- a (da - sum da a) scale, row by row. The sum over all keys is that of do o over the columns of the head, with dropout too,
 * as o = sum a v and da = do v.
 */
function softmaxBackward<T extends number>(
  rows: i32,
  n: i32,
  hd: i32,
  a: usize,
  da: usize,
  dout: usize,
  o: usize,
  ldo: i32,
  scale: T,
): void {
  for (let r = 0; r < rows; r++) {
    const mean = dotRow<T>(entry<T>(dout, r * ldo), entry<T>(o, r * ldo), hd);
    bendRow<T>(n, entry<T>(a, r * n), entry<T>(da, r * n), mean, scale);
  }
}

// @ts-ignore: decorator
@inline
function bendRow<T extends number>(n: i32, a: usize, d: usize, mean: T, scale: T): void {
  const step = 16 / <i32>sizeof<T>();
  const whole = n - (n % step);
  const m = v128.splat<T>(mean);
  const c = v128.splat<T>(scale);
  for (let i = 0; i < whole; i += step) {
    const left = v128.sub<T>(v128.load(entry<T>(d, i)), m);
    v128.store(entry<T>(d, i), v128.mul<T>(v128.mul<T>(v128.load(entry<T>(a, i)), left), c));
  }
  for (let i = whole; i < n; i++) {
    const left = <T>(load<T>(entry<T>(d, i)) - mean);
    store<T>(entry<T>(d, i), <T>(<T>(load<T>(entry<T>(a, i)) * left) * scale));
  }
}
