/**
 * The generated text of the hottest kernels, kept under `tests/kernel/pinned/` so that a change of what the compiler makes of
 * them shows in review. `npx tsx scripts/pin-wat.ts` rewrites the files after a change that is meant.
 */
import { headerOffsets } from '../../src/kernel/struct.js';
import { HEBBIAN_STATE } from '../../src/model/hebbian/state.js';

/** Names of exported functions, or of inner ones that do the work; a kernel on a state block reads and writes its header. */
export const PINNED: readonly { readonly module: string; readonly name: string; readonly onState: boolean }[] = [
  { module: 'core', name: 'symv_packed_f64', onState: false },
  { module: 'hebbian', name: 'sixDots', onState: false }, // of dots_f64
  { module: 'hebbian', name: 'hebbian_fold', onState: true },
  { module: 'hebbian', name: 'singleBlocks', onState: false }, // of hebbian_fold
  { module: 'rate', name: 'stream24', onState: false }, // of spmm_stream_f64
  { module: 'rate', name: 'tile<f64>', onState: false }, // of gemm_f64
  { module: 'heterosynaptic', name: 'tile<f32>', onState: false }, // of product_f32
  { module: 'rate', name: 'subtractColumns', onState: false }, // of qr_f64
  { module: 'rate', name: 'relaxAndReduce', onState: false }, // of rate_relax_tanh_f64
  { module: 'spiking', name: 'stepNeurons<f32>', onState: false },
  { module: 'spiking', name: 'advanceRow<f32>', onState: false },
  { module: 'spiking', name: 'advanceRowBack<f32>', onState: false },
  { module: 'spiking', name: 'gather<f32>', onState: false },
  { module: 'attractor', name: 'attractor_learn_f64', onState: false },
  { module: 'attractor', name: 'cb_sample_array_f64', onState: false },
];

/** Name of the file of a function; that of a generic one has its type between angles. */
export const pinnedFile = (name: string): string => `${name.replace('<', '_').replace('>', '')}.wat`;

/** Where the compiler's static data begins: lower numbers are never addresses of it. */
const STATIC_DATA = 1024;

/**
 * The text of one function of a module in text form, found by its exported name or the last part of its own. What unrelated edits
 * would change is taken out: places in the header of a state block stand as the names of the fields, addresses of static data as
 * `<static>`. Types are written out, calls have names already, and locals are numbered within the function.
 *
 * Throws if the module has no such function.
 */
export function pinnedText(wat: string, name: string, onState: boolean): string {
  const exported = wat.match(new RegExp(`\\(export "${name}" \\(func (\\S+)\\)\\)`))?.[1];
  const internal = exported ?? wat.match(new RegExp(`^ \\(func (\\S+/${name}) `, 'm'))?.[1];
  const lines = wat.split('\n');
  const start = lines.findIndex((line) => internal !== undefined && line.startsWith(` (func ${internal} `));
  const end = lines.indexOf(' )', start);
  if (start < 0 || end < 0) throw new Error(`the module has no function '${name}'`);
  const fields = onState ? headerNames() : new Map<number, string>();
  const dataEnd = heapBase(wat);
  const body = lines.slice(start, end + 1).map((line) =>
    line
      .replace(/\b((?:i32|f64)\.(?:load|store)) offset=(\d+)/, (text, operation: string, offset: string) => {
        const field = fields.get(Number(offset));
        return field === undefined ? text : `${operation} <${field}>`;
      })
      .replace(/\bi32\.const (\d+)$/, (text, value: string) =>
        Number(value) >= STATIC_DATA && Number(value) < dataEnd ? 'i32.const <static>' : text,
      ),
  );
  return `;; ${name} in the strict build; made by scripts/pin-wat.ts\n${body.join('\n')}\n`;
}

/** Field names of the hebbian state block by their place in its header. */
function headerNames(): ReadonlyMap<number, string> {
  const { scalars, arrays } = headerOffsets(HEBBIAN_STATE);
  return new Map([
    ...HEBBIAN_STATE.scalars.map(({ name }, i) => [scalars[i], name] as const),
    ...HEBBIAN_STATE.arrays.map(({ name }, i) => [arrays[i], name] as const),
  ]);
}

/** First address behind the static data, as the module itself says. */
function heapBase(wat: string): number {
  return Number(wat.match(/\(func \S+\/heap_base \(result i32\)\s+i32\.const (\d+)/)?.[1] ?? 0);
}
