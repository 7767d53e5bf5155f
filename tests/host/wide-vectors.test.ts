/** When the engine is asked to make 256-bit vectors: by its version, by the variable, and by whose kernels it compiles. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hasAvx2 } from '../../src/host/wide-vectors.js';
import type { CommonKernels } from '../../src/kernel/core-kernels.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import type { KernelModule } from '../../src/kernel/module.js';
import { bytesOf } from '../kernel/modules.js';

const asked: string[] = [];
vi.mock('node:v8', async (original) => ({
  ...(await original<typeof import('node:v8')>()),
  setFlagsFromString: (flag: string) => asked.push(flag),
}));

/** A process of its own, as it were: with an engine of that version, and the variable. */
async function startOn(v8: string, variable?: string) {
  vi.resetModules();
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, v8, node: '24.0.0' });
  vi.stubEnv('MSM_VECTORS', variable);
  const { compileBuild } = await import('../../src/host/builds.js');
  const wide = await import('../../src/host/wide-vectors.js');
  return { compileBuild, ...wide };
}

const OWN: KernelModule<CommonKernels> = { ...CORE_MODULE, bytes: (build) => bytesOf('core', build) };
const ON = '--experimental-wasm-revectorize';
const OFF = '--no-experimental-wasm-revectorize';

describe('a processor for 256-bit vectors', () => {
  it.each([
    ['x64', 'flags\t\t: fpu sse avx avx2 fma\n', true],
    ['x64', 'flags\t\t: fpu sse avx\nmodel name\t: made for avx2\n', false],
    ['arm64', 'flags\t\t: avx2\n', false],
  ])('has AVX2: %s, %j', (arch, text, expected) => {
    const file = join(mkdtempSync(join(tmpdir(), 'msm-processors-')), 'cpuinfo');
    writeFileSync(file, text);
    expect(hasAvx2(arch, file)).toBe(expected);
    rmSync(dirname(file), { recursive: true });
    expect(hasAvx2(arch, file)).toBe(arch === 'x64');
  });
});

describe.skipIf(!hasAvx2())('256-bit vectors (skipped where the processor has no AVX2)', () => {
  beforeEach(() => {
    asked.length = 0;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it.each(['13.6.233.17-node.63', '14.6.202.34-node.40'])('are asked for once of V8 %s', async (v8) => {
    const { compileBuild, vectorBits } = await startOn(v8);
    expect(vectorBits()).toBe(128);
    const { vectors } = compileBuild(CORE_MODULE, 'strict');
    compileBuild(CORE_MODULE, 'strict');
    expect([asked, vectorBits(), vectors]).toEqual([[ON], 256, 256]);
  });

  it.each(['11.3.244.8-node.38', '12.4.254.21-node.56', '13.60.1', '14.9.0'])(
    'are not asked for of V8 %s, whose results were not compared',
    async (v8) => {
      const { compileBuild, vectorBits } = await startOn(v8);
      const { vectors } = compileBuild(CORE_MODULE, 'strict');
      expect([asked, vectorBits(), vectors]).toEqual([[], 128, 128]);
    },
  );

  it('are turned off by MSM_VECTORS=128, and not by 256 or an empty word', async () => {
    for (const [word, flags] of [
      ['128', []],
      ['256', [ON]],
      ['', [ON]],
    ] as const) {
      asked.length = 0;
      const { compileBuild, vectorBits } = await startOn('13.6.1', word);
      compileBuild(CORE_MODULE, 'strict');
      expect([asked, vectorBits()]).toEqual([flags, flags.length === 0 ? 128 : 256]);
    }
  });

  it('are refused with the words that are allowed where MSM_VECTORS is something else, on any engine', async () => {
    for (const v8 of ['11.3.1', '13.6.1']) {
      const { compileBuild } = await startOn(v8, '512');
      expect(() => compileBuild(CORE_MODULE, 'strict')).toThrow(
        expect.objectContaining({
          code: 'E_CONFIG',
          message: 'MSM_VECTORS is 512, which is no width of vectors',
          next: expect.stringMatching(/128.*256/),
        }),
      );
    }
  });

  it("are left for good once kernels of a person's own are compiled", async () => {
    const { compileBuild, vectorBits } = await startOn('13.6.1');
    compileBuild(CORE_MODULE, 'strict');
    compileBuild(OWN, 'strict');
    expect([asked, vectorBits()]).toEqual([[ON, OFF], 128]);
    compileBuild(CORE_MODULE, 'strict');
    expect([asked, vectorBits()]).toEqual([[ON, OFF], 128]);
  });

  it("are not asked for where kernels of a person's own come first", async () => {
    const { compileBuild, vectorBits } = await startOn('13.6.1');
    compileBuild(OWN, 'strict');
    compileBuild(CORE_MODULE, 'strict');
    expect([asked, vectorBits()]).toEqual([[], 128]);
  });
});
