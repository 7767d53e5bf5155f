#!/usr/bin/env node
/**
 * `npm run build:kernels`: compiles each module of kernels, assembly/NAME/entry.ts, in each build of asconfig.json to
 * build/NAME.BUILD.wasm, as many at once as there are processors, and of these only what changed. What the compiler says of the
 * exports is kept beside them (scripts/signatures.ts makes types of it).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const BUILDS = ['strict', 'fast'];
/** Of each product: hash of all that it was made of, and its own. */
const MADE = 'build/kernels.json';

/** Names of the modules: each is a folder of assembly/ with an entry. */
export const moduleNames = () =>
  readdirSync('assembly')
    .filter((name) => existsSync(join('assembly', name, 'entry.ts')))
    .sort();

/** The products of the compiler that the program needs. */
export const kernelProducts = () =>
  moduleNames().flatMap((name) => BUILDS.map((build) => `build/${name}.${build}.wasm`));

const sha256 = (...texts) =>
  texts.reduce((hash, text) => hash.update(text).update('\0'), createHash('sha256')).digest('hex');

/** A source file and all that it imports, each once. */
function sourcesOf(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, from] of readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)) {
    const path = join(dirname(file), from);
    sourcesOf(existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts'), found);
  }
  return found;
}

/** What a module is made of: its sources, how it is compiled, and by what. */
function ingredients(name) {
  const version = createRequire(import.meta.url)('assemblyscript/package.json').version;
  const sources = [...sourcesOf(`assembly/${name}/entry.ts`)].sort();
  return sha256(version, readFileSync('asconfig.json'), ...sources.flatMap((file) => [file, readFileSync(file)]));
}

const readMade = () => (existsSync(MADE) ? JSON.parse(readFileSync(MADE, 'utf8')) : {});

/** Whether a product is that of these very sources. */
function isCurrent(made, { product, from }) {
  const known = made[product];
  return known?.from === from && existsSync(product) && known.sha256 === sha256(readFileSync(product));
}

/** Compiles in a thread of its own. */
async function compile({ entry, build, stem }) {
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([
    entry,
    ...['--config', 'asconfig.json', '--target', build],
    ...['--outFile', `${stem}.wasm`, '--textFile', `${stem}.wat`],
  ]);
  // bindings that nobody imports: the signatures beside them are what is wanted
  rmSync(`${stem}.js`, { force: true });
  return error === null ? undefined : `${entry} (${build}): ${error.message}\n${stderr.toString()}`;
}

/** Products of modules that are no more: the package has all of build/*.wasm. */
function removeStrays(tasks) {
  const stems = new Set(tasks.map(({ stem }) => stem));
  for (const name of readdirSync('build')) {
    const [, stem] = /^(.+)\.(?:wasm|wat|d\.ts|js)$/.exec(name) ?? [];
    if (stem !== undefined && !stems.has(`build/${stem}`)) rmSync(join('build', name));
  }
}

/** Compiles what is stale. @throws what the compiler says */
async function build() {
  mkdirSync('build', { recursive: true });
  const made = readMade();
  const tasks = moduleNames().flatMap((name) => {
    const from = ingredients(name);
    return BUILDS.map((one) => {
      const stem = `build/${name}.${one}`;
      return { entry: `assembly/${name}/entry.ts`, build: one, stem, product: `${stem}.wasm`, from };
    });
  });
  const stale = tasks.filter((task) => !isCurrent(made, task));
  const problems = [];
  const waiting = [...stale];
  const lane = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url));
      const next = () => {
        const task = waiting.shift();
        if (task !== undefined) return worker.postMessage(task);
        worker.terminate().then(resolve, reject);
      };
      worker.on('message', (problem) => {
        if (problem !== undefined) problems.push(problem);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), stale.length) }, lane));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  removeStrays(tasks);
  const products = tasks.map(({ product, from }) => [product, { from, sha256: sha256(readFileSync(product)) }]);
  writeFileSync(MADE, `${JSON.stringify(Object.fromEntries(products), null, 2)}\n`);
  console.log(
    stale.length === 0 ? 'all kernels are current' : `compiled ${stale.map(({ product }) => product).join(', ')}`,
  );
}

if (!isMainThread) parentPort.on('message', async (task) => parentPort.postMessage(await compile(task)));
else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
