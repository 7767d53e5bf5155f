/**
 * Writes one file of each kind with values that careless code changes, has pyarrow, pandas, polars and DuckDB load each
 * in a virtual environment of its own, and reads back what those write; safetensors and TensorBoard read theirs with their own readers. Prints a line per file and reader.
 * Without python3 with venv and pip, or without a package index, it is skipped with status 0; a mismatch is status 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const environment = join(root, '.venv-interop');
const python = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const PACKAGES = ['pyarrow', 'pandas', 'polars', 'duckdb', 'numpy', 'safetensors', 'tensorboard'];

const SPECIAL = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
].concat([2.225073858507201e-308, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 3, 0.1, 1e21, 2 ** 53 + 2, 1]);

const description = {
  name: 'interop',
  meaning: 'special values',
  columns: [
    { name: 'x', type: 'f64', unit: 'mV', symbol: 'x_i', meaning: 'special doubles' },
    { name: 'x_or_null', type: 'f64', meaning: 'special doubles with gaps', nullable: true },
    { name: 'i', type: 'i32', meaning: 'extreme integers' },
    { name: 't', type: 'text', meaning: 'text that needs quoting' },
    { name: 't_or_null', type: 'text', meaning: 'text with gaps', nullable: true },
    { name: 'b', type: 'boolean', meaning: 'truth' },
  ],
  metadata: { seed: '1' },
};

/** One row group; `shift` makes groups differ. */
function rowsOf(shift) {
  const at = (i) => SPECIAL[(i + shift) % SPECIAL.length];
  const of = (value) => SPECIAL.map((_, i) => value(i));
  return [
    Float64Array.from(of(at)),
    of((i) => (i % 3 === 0 ? null : at(i))),
    Int32Array.from(of((i) => (i % 2 === 0 ? -(2 ** 31) : 2 ** 31 - 1 - i))),
    of((i) => (i % 2 === 0 ? `é\n漢𝄞${i}` : 'a,"b" ')),
    of((i) => (i % 4 === 0 ? null : `word ${i}`)),
    of((i) => i % 2 === 0),
  ];
}

/** Values for JSON: doubles as the hexadecimal digits of their bits, all NaN alike. */
function encoded(type, values) {
  if (type !== 'f64') return [...values];
  const view = new DataView(new ArrayBuffer(8));
  return [...values].map((value) => {
    if (value === null || Number.isNaN(value)) return value === null ? null : 'nan';
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  });
}

/** The built modules, or the sources where nothing is built yet. */
async function load(name) {
  const built = new URL(`../dist/table/${name}.js`, import.meta.url);
  if (existsSync(built)) return import(built.href);
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(`../src/table/${name}.ts`, import.meta.url);
}

async function writeFiles(folder, groups) {
  const writers = [
    ['compact.parquet', (await load('parquet')).writeParquet],
    ['compatible.parquet', (await load('parquet-compatible')).writeParquetCompatible],
    ['table.arrow', (await load('arrow')).writeArrow],
    ['table.csv', (await load('csv')).writeCsv],
  ];
  for (const [file, write] of writers) {
    const parts = [];
    await write(description, groups, { write: (bytes) => parts.push(Buffer.from(bytes)) });
    writeFileSync(join(folder, file), Buffer.concat(parts));
  }
  const columns = description.columns.map(({ name, type }, index) => {
    return { name, type, values: groups.flatMap((rows) => encoded(type, rows[index])) };
  });
  writeFileSync(join(folder, 'expected.json'), JSON.stringify({ files: writers.map(([file]) => file), columns }));
  return columns;
}

const SINGLES = SPECIAL.map(Math.fround);
/** Points of a curve: TensorBoard keeps what is finite. */
const CURVE = SINGLES.filter(Number.isFinite).map((value, i) => ({ tag: 'train/loss', step: 3 * i, value }));

/** Weights as safetensors and a curve as an event file, and what is in them. */
async function writeOthers(folder) {
  const tensors = [
    { name: 'fc1.weight', shape: [2, SPECIAL.length / 2], values: Float32Array.from(SINGLES) },
    { name: 'h.0.ln_1.bias', shape: [SPECIAL.length], values: Float64Array.from(SPECIAL) },
    { name: 'scale', shape: [], values: Float32Array.of(2) },
  ];
  const { writeSafetensors } = await load('safetensors');
  writeFileSync(join(folder, 'ours.safetensors'), writeSafetensors(tensors, { format: 'pt', 'msm.seed': '1' }));
  const { writeEvents } = await load('event-file');
  mkdirSync(join(folder, 'curves'));
  writeFileSync(join(folder, 'curves', 'events.out.tfevents.1.msm'), writeEvents(CURVE, 1.5));
  const expected = {
    tensors: tensors.map(({ name, shape, values }) => ({ name, shape, values: encoded('f64', values) })),
    curve: CURVE.map(({ step, value }) => [step, encoded('f64', [value])[0]]),
  };
  writeFileSync(join(folder, 'others.json'), JSON.stringify(expected));
  return expected.tensors;
}

/** Reads the file that the safetensors package wrote of the same tensors. */
async function readTensors(folder, tensors, report) {
  const { readTable } = await load('read');
  const { columns } = await readTable(readFileSync(join(folder, 'theirs.safetensors')), 'theirs.safetensors');
  const found = Object.fromEntries(
    columns.map(({ name, shape, data }) => [name, { shape, values: encoded('f64', data) }]),
  );
  const odd = tensors.find(
    ({ name, shape, values }) => JSON.stringify(found[name]) !== JSON.stringify({ shape, values }),
  );
  report('theirs.safetensors msm', odd === undefined ? '' : `tensor ${odd.name} differs`);
}

/** Reads the files that `write.py` made and compares. */
async function readBack(folder, columns, report) {
  const { readTable } = await load('read');
  for (const file of JSON.parse(readFileSync(join(folder, 'foreign.json'), 'utf8'))) {
    let problem = '';
    try {
      const table = await readTable(readFileSync(join(folder, file)), file);
      for (const { name, type, values } of columns) {
        const column = table.columns.find((candidate) => candidate.name === name);
        const found = JSON.stringify(encoded(type, column.data));
        if (found !== JSON.stringify(values)) problem = `column ${name} differs`;
      }
    } catch (error) {
      problem = error.message;
    }
    report(`${file} msm`, problem);
  }
}

/** The reason why Python cannot be used, or an empty text. */
function prepare() {
  const run = (command, ...args) => spawnSync(command, args, { encoding: 'utf8' });
  if (!existsSync(python)) {
    const made = run('python3', '-m', 'venv', environment);
    if (made.status !== 0)
      return `python3 with venv and pip is not there (${(made.stderr ?? made.error?.message ?? '').trim()})`;
  }
  if (run(python, '-c', `import ${PACKAGES.join(', ')}`).status === 0) return '';
  const installed = run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES);
  return installed.status === 0
    ? ''
    : `the packages cannot be installed (${installed.stderr.trim().split('\n').at(-1)})`;
}

function runPython(script, folder) {
  const result = spawnSync(python, [join(root, 'scripts/interop', script), folder], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${script} failed: ${result.stderr}`);
  return result.stdout.split('\n').filter((line) => line !== '');
}

async function main() {
  const reason = prepare();
  if (reason !== '') {
    console.log(`interop: skipped, ${reason}`);
    return 0;
  }
  const counts = { passed: 0, failed: 0 };
  const report = (what, problem) => {
    counts[problem === '' ? 'passed' : 'failed']++;
    console.log(problem === '' ? `ok ${what}` : `FAILED ${what}: ${problem}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'msm-interop-'));
  try {
    const columns = await writeFiles(folder, [rowsOf(0), rowsOf(3), rowsOf(7)]);
    for (const line of runPython('compare.py', folder)) {
      const { what, problem } = JSON.parse(line);
      report(what, problem);
    }
    runPython('write.py', folder);
    await readBack(folder, columns, report);
    const tensors = await writeOthers(folder);
    for (const line of runPython('others.py', folder)) {
      const { what, problem } = JSON.parse(line);
      report(what, problem);
    }
    await readTensors(folder, tensors, report);
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(`interop: ${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}

process.exitCode = await main();
