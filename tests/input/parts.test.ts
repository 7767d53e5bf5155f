/** Weights and blocks of a network by the names of their tensors, as a plan of runs takes them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MsmError } from '../../src/errors.js';
import { takeParts } from '../../src/input/parts.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { readTable } from '../../src/table/read.js';
import { type Tensor, writeSafetensors } from '../../src/table/safetensors.js';
import { temporaryFolders } from '../run/folders.js';
import { plan, type Texts } from '../run/harness.js';
import { doublesNpy, zipOf } from '../table/foreign.js';

const NETWORK: Texts = { hidden: '[3]', train_size: 8, validation_size: 4, test_size: 4 };
const SHAPES = { 'fc1.weight': [3, 64], 'fc1.bias': [3], 'fc2.weight': [10, 3], 'fc2.bias': [10] } as const;

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** Tensor i has the numbers i + 1, i + 1.5, ... */
const tensors = (change: (tensor: Tensor) => Tensor = (tensor) => tensor): readonly Tensor[] =>
  Object.entries(SHAPES).map(([name, shape], i) =>
    change({ name, shape, values: Float64Array.from({ length: count(shape) }, (_, k) => i + 1 + k / 2) }),
  );
const FLAT = tensors().flatMap(({ values }) => [...values]);

const coupling = (n: number, alpha: number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : alpha));
const block = (name: string, n: number, alpha: number): Tensor => ({ name, shape: [n, n], values: coupling(n, alpha) });

describe('an input in parts', () => {
  const folder = temporaryFolders();
  const file = (name: string, given: readonly Tensor[]): string => {
    const path = join(folder(), name);
    writeFileSync(path, writeSafetensors(given));
    return path;
  };
  const planned = (inputFiles: { readonly [key: string]: string | readonly string[] }, texts: Texts = {}) =>
    plan({ ...NETWORK, ...texts }, { family: HETEROSYNAPTIC, inputFiles });
  const refusal = async (...args: Parameters<typeof planned>): Promise<readonly [string, string | undefined]> => {
    const error: MsmError = await planned(...args).then(
      () => expect.fail('nothing was refused'),
      (caught) => caught,
    );
    expect(error.code).toBe('E_CONFIG');
    return [error.message, error.next];
  };

  it('is put together in the order of the network, whatever the order of the file', async () => {
    const path = file('w.safetensors', [...tensors()].reverse());
    const { notes, run } = await planned({ weights: path });
    expect([...run(0).inputs[0].values]).toEqual(FLAT);
    expect(run(0).inputs[0].shape).toEqual([FLAT.length]);
    expect(notes).toEqual([`--weights ${path}: read 235 values, 4 tensors`]);
  });

  it('is the same run as its numbers in one array', async () => {
    const flat = join(folder(), 'flat.npy');
    writeFileSync(flat, doublesNpy([FLAT.length], FLAT));
    const [one, parts] = await Promise.all([
      planned({ weights: flat }),
      planned({ weights: file('w.safetensors', tensors()) }),
    ]);
    expect(parts.run(0).identity).toBe(one.run(0).identity);
  });

  it('comes from .npz as well', async () => {
    const path = join(folder(), 'w.npz');
    const members = tensors().map(({ name, shape, values }) => ({
      name: `${name}.npy`,
      body: doublesNpy(shape, [...values]),
    }));
    writeFileSync(path, zipOf(members));
    expect([...(await planned({ weights: path })).run(0).inputs[0].values]).toEqual(FLAT);
  });

  it.each(['net.', 'model.net.'])('may have names that all begin with %s, which is said', async (prefix) => {
    const path = file(
      'w.safetensors',
      tensors((tensor) => ({ ...tensor, name: `${prefix}${tensor.name}` })),
    );
    const { notes, run } = await planned({ weights: path });
    expect([...run(0).inputs[0].values]).toEqual(FLAT);
    expect(notes[0]).toContain(`names without '${prefix}'`);
  });

  it('of two networks is refused', async () => {
    const both = ['', 'net.'].flatMap((prefix) =>
      tensors((tensor) => ({ ...tensor, name: `${prefix}${tensor.name}` })),
    );
    const [message] = await refusal({ weights: file('w.safetensors', both) });
    expect(message).toContain('has the tensors of 2 networks: without a prefix, as net.fc1.weight');
  });

  it.each<readonly [string, (all: readonly Tensor[]) => readonly Tensor[], string, string | undefined]>([
    ['lacks a tensor', (all) => all.slice(1), 'lacks fc1.weight [3, 64]', undefined],
    [
      'has a name mistyped',
      (all) => all.map((one) => (one.name === 'fc1.bias' ? { ...one, name: 'fc1.bais' } : one)),
      'lacks fc1.bias [3] and has fc1.bais, which is not a tensor of this network',
      'Did you mean fc1.bias?',
    ],
    [
      'has more tensors',
      (all) => [...all, { ...all[1], name: 'fc3.bias' }],
      'has fc3.bias, which is not a tensor of this network',
      'Save the tensors of the network alone.',
    ],
    [
      'has a tensor transposed',
      ([first, ...rest]) => [{ ...first, shape: [64, 3] }, ...rest],
      "tensor 'fc1.weight' holds numbers with shape [64, 3], wanted [3, 64]",
      'Save it transposed: the first index is that of the rows.',
    ],
    [
      'has a number that is not finite',
      ([first, ...rest]) => [{ ...first, values: first.values.map((x, i) => (i === 65 ? Number.NaN : x)) }, ...rest],
      "tensor 'fc1.weight': entry [1, 1] is NaN",
      undefined,
    ],
    [
      'has a number that single precision has not',
      ([first, ...rest]) => [{ ...first, values: first.values.map((x, i) => (i === 2 ? 1e300 : x)) }, ...rest],
      'weights has 1e+300 at place 2, which is too large for precision = f32',
      undefined,
    ],
  ])('is refused if it %s', async (_, change, message, next) => {
    const [said, what] = await refusal({ weights: file('w.safetensors', change(tensors())) });
    expect(said).toContain(message);
    expect(what).toBe(next);
  });

  it('is refused where networks of a sweep differ, in size or in shapes alone', async () => {
    const path = file('w.safetensors', tensors());
    const [size] = await refusal({ weights: path }, { hidden: '[3],[4]' });
    expect(size).toContain('weights = 310 in a run of this sweep');
    // both have 231 numbers
    const shapes = [[1, 64], [1], [13, 1], [13], [10, 13], [10]];
    const names = [1, 2, 3].flatMap((layer) => [`fc${layer}.weight`, `fc${layer}.bias`]);
    const other = names.map((name, i) => ({ name, shape: shapes[i], values: new Float64Array(count(shapes[i])) }));
    const [message] = await refusal({ weights: file('o.safetensors', other) }, { hidden: '[1,13],[2,7]' });
    expect(message).toMatch(/o\.safetensors is for one network, and the runs of this sweep have several$/);
    expect((await planned({ weights: path }, { lr: '0.1,0.2' })).plan.runCount).toBe(2);
  });

  it('leaves out the tied output of a transformer that repeats its embedding, and refuses another', async () => {
    const table = async (output: number) => {
      const given = [
        { name: 'transformer.wte.weight', shape: [2, 1], values: Float32Array.of(1, 2) },
        { name: 'lm_head.weight', shape: [2, 1], values: Float32Array.of(1, output) },
      ];
      return readTable(writeSafetensors(given), 'gpt.safetensors');
    };
    const parts = { parts: [{ name: 'wte.weight', shape: [2, 1] }], repeats: { 'lm_head.weight': 'wte.weight' } };
    expect([...takeParts(await table(2), parts).values]).toEqual([1, 2]);
    const other = await table(3);
    expect(() => takeParts(other, parts)).toThrow('has lm_head.weight that differs from transformer.wte.weight');
  });

  it('leaves out what stands beside a part of a network, says so, and refuses other arrays', async () => {
    const given = (name: string) => [
      { name: 'encoder.0.weight', shape: [2, 1], values: Float32Array.of(1, 2) },
      { name, shape: [1], values: Float32Array.of(3) },
    ];
    const table = async (name: string) => readTable(writeSafetensors(given(name)), 'whole.safetensors');
    const parts = { parts: [{ name: 'encoder.0.weight', shape: [2, 1] }], leaves: ['output.weight'] };
    const { values, said } = takeParts(await table('output.weight'), parts);
    expect([[...values], said]).toEqual([[1, 2], ['without output.weight']]);
    const other = await table('outputs.weight');
    expect(() => takeParts(other, parts)).toThrow('has outputs.weight, which is not a tensor of this network');
  });

  it('says what to do where all that is lacking are parts of few networks', async () => {
    const table = async (...names: string[]) =>
      readTable(
        writeSafetensors(names.map((name) => ({ name, shape: [1], values: Float32Array.of(3) }))),
        'w.safetensors',
      );
    const [weight, norm, output] = ['0.weight', '0.bn.weight', 'output.weight'];
    const parts = {
      parts: [weight, norm, output].map((name) => ({ name, shape: [1] })),
      special: { names: [norm], next: 'Leave out --norm.' },
    };
    const nextOf = (given: Awaited<ReturnType<typeof table>>) => {
      try {
        return takeParts(given, parts).form;
      } catch (error) {
        return (error as MsmError).next;
      }
    };
    expect(nextOf(await table(weight, norm, output))).toBe('3 tensors');
    expect(nextOf(await table(weight, output))).toBe('Leave out --norm.');
    expect(nextOf(await table(weight))).toBeUndefined();
    expect(nextOf(await table(weight, output, '0.bm.weight'))).toBe('Did you mean 0.bn.weight?');
  });

  it('of blocks has one for each weight, its own, the one for all or the identity, and fixes their size', async () => {
    const own = file('H.safetensors', [block('fc2.weight', 3, 0.5)]);
    const { notes, run } = await planned({ block_hessian: own });
    expect([...run(0).inputs[0].values]).toEqual([...coupling(3, 0), ...coupling(3, 0.5)]);
    expect(run(0).parameters.block_size).toBe(3);
    expect(notes[0]).toMatch(
      /read 6 x 3, a block for each weight of the network, the identity for fc1\.weight; block_size = 3$/,
    );
    const both = file('H.safetensors', [block('all', 2, 0.25), block('fc1.weight', 2, 0.5)]);
    expect([...(await planned({ block_hessian: both })).run(0).inputs[0].values]).toEqual([
      ...coupling(2, 0.5),
      ...coupling(2, 0.25),
    ]);
    const [alone] = (await planned({ block_hessian: file('H.safetensors', [block('H', 2, 0.25)]) })).run(0).inputs;
    expect(alone.shape).toEqual([2, 2]);
  });

  it.each<readonly [string, readonly Tensor[], string]>([
    [
      'of a weight that is not there',
      [block('fc1.wieght', 2, 0.1)],
      'has fc1.wieght, which is no weight of this network: it has fc1.weight, fc2.weight',
    ],
    ['of a bias', [block('fc1.bias', 2, 0.1)], 'has fc1.bias, which is no weight of this network'],
    [
      'of two sizes',
      [block('fc1.weight', 2, 0.1), block('fc2.weight', 3, 0.1)],
      "holds 'fc2.weight' with shape [3, 3]: 'fc1.weight' has [2, 2], and all must have one size",
    ],
    [
      'that are not square',
      [{ name: 'fc1.weight', shape: [2, 3], values: new Float64Array(6) }],
      "holds 'fc1.weight' with shape [2, 3]: it must be square",
    ],
    [
      'that have no inverse',
      [block('fc2.weight', 2, 1)],
      'block_hessian of fc2.weight is not positive definite (--block-hessian',
    ],
  ])('of blocks %s is refused', async (_, given, message) => {
    expect((await refusal({ block_hessian: file('H.safetensors', given) }))[0]).toContain(message);
  });

  it('of blocks is looked at for all runs of a sweep before the first is begun', async () => {
    const [good, bad] = [0.5, 2].map((alpha, i) => file(`${i}.safetensors`, [block('fc1.weight', 2, alpha)]));
    const [message] = await refusal({ block_hessian: [good, bad] });
    expect(message).toBe(`block_hessian of fc1.weight is not positive definite (--block-hessian ${bad})`);
  });
});
