import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { type Compile, compileSources } from '../../src/own-model/assemblyscript.js';
import { cacheFolder } from '../../src/own-model/cache.js';
import { folderOf, keptCompile, read, readTexts, start } from './folders.js';

const MODEL = `model: toy
parameters: { T: 10 }
steps: T
state:
  y: { shape: [], start: 0 }
observables:
  y: { default: true }
`;
const STEP = `import * as m from './state';
export function step(s: usize): void {
  m.setY(s, m.y(s) + 1);
}
`;

const errorOf = async (promise: Promise<unknown>): Promise<MsmError> => {
  const error = await promise.then(
    () => new Error('it was accepted'),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(MsmError);
  expect(error).toMatchObject({ code: 'E_CONFIG' });
  return error as MsmError;
};

/** A compiler of which the package is found so. */
const foundBy =
  (resolve: (name: string) => string): Compile =>
  (sources, build) =>
    compileSources(sources, build, resolve);
/** As if there were no compiler. */
const nowhere = foundBy(() => {
  throw new Error('not found');
});

describe('a mistake in step.ts', () => {
  it.each([
    ['a name that is not there', STEP.replace('m.y(s) + 1', 'm.z(s) + 1'), 3, /Property 'z' does not exist/],
    ['a syntax error', STEP.replace('+ 1);', '+ ;'), 3, /Expression expected/],
    ['an import from outside', `import { x } from '../other';\n${STEP}`, 1, /outside of the folder of the model/],
    ['an import of a package', `import { x } from 'left-pad';\n${STEP}`, 1, /which is not a file of the folder/],
    ['an import of what is not there', `import { x } from './other';\n${STEP}`, 1, /there is no other.ts/],
    [
      'an unknown kernel',
      `import { x } from 'msm/linalg/vector';\n${STEP}`,
      1,
      /no such kernel. Did you mean msm\/linalg\/vectors/,
    ],
    [
      'memory of its own',
      STEP.replace('+ 1);', '+ new Float64Array(3)[0]);'),
      3,
      /a step makes no arrays, objects or texts/,
    ],
    [
      'numbers outside of the state',
      STEP.replace('export', 'let k: f64 = 0;\nexport').replace('+ 1', '+ (k += 1)'),
      2,
      /outside of the state/,
    ],
    [
      'numbers that no seed decides',
      STEP.replace('+ 1', '+ Math.random()'),
      0,
      /Math.random draws numbers that no seed decides/,
    ],
    ['no step', `// export function step(s: usize): void {}\nexport const a = 1;\n`, 0, /exports no step/],
    [
      'a step that is integrated by nobody',
      `${STEP}export function field(s: usize): void {}\n`,
      5,
      /without field: in model.yaml/,
    ],
  ])('is said with the line of the file: %s', async (_, step, line, says) => {
    const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': step });
    const error = await errorOf(read(folder));
    expect(error.message).toMatch(says);
    expect(error.message).toContain(line > 0 ? `${folder}/step.ts:${line}` : `${folder}/step.ts`);
    expect(readdirSync(folder).sort()).toEqual(['model.yaml', 'step.ts']);
  });

  it('is an observable that is nowhere, or has another form', async () => {
    const model = `${MODEL}  lenght: {}\n`;
    const length = 'export function length(s: usize): f64 { return 1; }\n';
    const missing = await errorOf(readTexts(model, `${STEP}${length}`));
    expect(missing.message).toMatch(/lenght .*model.yaml:8:3\) is neither state nor a function.*Did you mean length/);
    const wrong = await errorOf(
      readTexts(model.replace('lenght', 'length'), `${STEP}${length.replace('s: usize', '')}`),
    );
    expect(wrong.message).toMatch(/step.ts:5: length must be export function length\(s: usize\): f64/);
  });

  it('is a file that has the name of a generated one', async () => {
    const error = await errorOf(read(folderOf({ 'model.yaml': MODEL, 'step.ts': STEP, 'state.ts': '' })));
    expect(error.message).toMatch(/state.ts has the name of a file that is made for the compiler/);
  });

  it('is that there is none', async () => {
    expect((await errorOf(read(folderOf({ 'model.yaml': MODEL })))).message).toMatch(/there is no .*step.ts/);
    expect((await errorOf(read(folderOf({ 'step.ts': STEP })))).message).toMatch(/there is no .*model.yaml/);
  });
});

describe('the compiler', () => {
  it('is needed once: the module is kept by the hash of its sources', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'msm-cache-'));
    try {
      const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': STEP });
      const first = await read(folder, { cache });
      const [name, ...others] = readdirSync(cache);
      expect(others).toEqual([]);
      const again = await read(folder, { cache, compile: nowhere });
      expect(again.module.hash).toBe(first.module.hash);
      // a file that was cut or changed is as good as none
      const whole = readFileSync(join(cache, name));
      for (const damaged of [
        whole.subarray(0, whole.length - 9),
        whole.map((byte, i) => (i === 200 ? byte ^ 1 : byte)),
        new Uint8Array(),
      ]) {
        writeFileSync(join(cache, name), damaged);
        expect((await errorOf(read(folder, { cache, compile: nowhere }))).message).toMatch(
          /needs the AssemblyScript compiler/,
        );
      }
      expect((await read(folder, { cache })).module.hash).toBe(first.module.hash);
      expect(readFileSync(join(cache, name))).toEqual(whole);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });

  it('is not needed beside a step.wasm whose hashes fit', async () => {
    const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': STEP });
    const { files, module } = await read(folder);
    expect(files.map(({ path }) => path)).toEqual(['model.yaml', 'step.ts', 'step.wasm']);
    const copy = folderOf({});
    for (const { path, bytes } of files) writeFileSync(join(copy, path), bytes);
    const none = { cache: join(copy, 'no', 'cache'), compile: nowhere };
    expect((await read(copy, none)).module.hash).toBe(module.hash);
    writeFileSync(join(copy, 'model.yaml'), `# a comment\n${MODEL}`);
    expect((await read(copy, none)).module.hash).toBe(module.hash);
    writeFileSync(join(copy, 'step.ts'), STEP.replace('+ 1', '+ 2'));
    expect((await errorOf(read(copy, none))).message).toMatch(
      /needs the AssemblyScript compiler, which is not installed/,
    );
    expect(existsSync(none.cache)).toBe(false);
  });

  it('runs where the cache cannot be written to', async () => {
    const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': STEP, file: '' });
    expect(start(await read(folder, { cache: join(folder, 'file', 'cache') })).steps).toBe(10);
  });

  it('must be of the version that makes our modules', async () => {
    const other = folderOf({ 'package.json': '{ "version": "0.27.0" }' });
    const folder = folderOf({ 'model.yaml': MODEL, 'step.ts': STEP.replace('+ 1', '+ 5') });
    const error = await errorOf(
      read(folder, { cache: join(other, 'cache'), compile: foundBy(() => join(other, 'package.json')) }),
    );
    expect(error.message).toMatch(/assemblyscript 0.27.0 is installed, and models are compiled by 0.28.20/);
    expect(error.next).toMatch(/npm install --save-dev assemblyscript@0.28.20/);
  });

  it('keeps modules where the user keeps caches', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/msm');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/msm$/);
    expect(cacheFolder({})).toMatch(/\/\.cache\/msm$/);
  });

  it('makes the same module whatever it compiled before', async () => {
    const step = STEP.replace('+ 1', '+ Math.exp(0.5)');
    await errorOf(readTexts(MODEL, STEP.replace('+ 1);', '+ ;'), { compile: keptCompile }));
    const [alone, later] = await Promise.all(
      [compileSources, keptCompile].map(async (compile) => {
        const { module } = await readTexts(MODEL, step, { cache: folderOf({}), compile });
        return module.bytes;
      }),
    );
    expect(later).toEqual(alone);
  });

  it('makes modules that take nothing from the host', async () => {
    const { module } = await readTexts(MODEL, STEP);
    expect(WebAssembly.Module.imports(new WebAssembly.Module(module.bytes as BufferSource))).toEqual([]);
  });
});
