import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { moduleNames } from '../../scripts/kernels.js';
import { signatureFiles, signaturesOf } from '../../scripts/signatures.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { loadKernels } from '../../src/kernel/kernels.js';
import { allFamilies } from '../../src/model/families.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { HETEROSYNAPTIC_MODULE } from '../../src/model/heterosynaptic/kernels.js';
import { freshKernels } from '../conformance/kernels.js';
import { familyFolders } from '../model/family-folders.js';
import { bytesOf } from './modules.js';

describe('the types of the kernels', () => {
  it.each(signatureFiles().map(({ path, text }) => [path, text] as const))(
    'in %s are those of the compiled module (npm run signatures)',
    (path, text) => {
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('are read from what the compiler writes, in its order', () => {
    const text = [
      '  export function mean(x: number, n: number): number;',
      '  export const memory: WebAssembly.Memory;',
      '  export function reset(): void;',
    ].join('\n');
    expect(signaturesOf(text)).toEqual([
      { name: 'mean', parameters: ['x: number', 'n: number'], result: 'number' },
      { name: 'reset', parameters: [], result: 'void' },
    ]);
  });

  it('do not compile with a wrong name, number or kind of arguments', () => {
    const kernels = freshKernels(HEBBIAN_MODULE);
    const calls = () => [
      // @ts-expect-error a kernel of another family
      kernels.kernel('rate_advance'),
      // @ts-expect-error one argument too few
      kernels.kernel('hebbian_observe')(0),
      // @ts-expect-error text is no address
      kernels.kernel('hebbian_observe')('0', 0),
      // @ts-expect-error only what every module has
      loadKernels(bytesOf('core', 'strict'), 'strict').kernel('gemm_f64'),
    ];
    expect(calls).toThrow("the strict build has no kernel 'rate_advance'");
  });
});

describe('the modules of kernels', () => {
  it('are one for each folder of families and the core, and each product is called by its name', async () => {
    const modules = (await allFamilies()).map(({ module }) => module.name);
    expect(modules).toEqual(familyFolders().map(({ kernels }) => kernels));
    // heterosynaptic learning has kernels before it is a family that can be run
    const names = new Set([CORE_MODULE.name, HETEROSYNAPTIC_MODULE.name, ...modules]);
    expect([...moduleNames()].sort()).toEqual([...names].sort());
  });
});
