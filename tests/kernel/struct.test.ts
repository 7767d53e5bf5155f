import { describe, expect, it } from 'vitest';
import { type Block, layOut, openBlock, type StructDeclaration, setScalars } from '../../src/kernel/struct.js';

const MIXED = {
  name: 'mixed',
  scalars: [
    { name: 'flag', type: 'u8', meaning: '' },
    { name: 'count', type: 'u32', meaning: '' },
    { name: 'weight', type: 'f32', meaning: '' },
    { name: 'step', type: 'f64', meaning: '' },
  ],
  arrays: [
    { name: 'images', type: 'u8', shape: ['n'], meaning: '' },
    { name: 'stage', type: 'f64', shape: ['n'], meaning: '', keep: 'scratch' },
    { name: 'small', type: 'f32', shape: ['n', 'two'], meaning: '' },
    { name: 'codes', type: 'u32', shape: ['n'], meaning: '' },
  ],
} as const satisfies StructDeclaration;

const open = () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const layout = layOut(MIXED, { n: 5, two: 2 });
  return { layout, memory, block: openBlock(memory, MIXED, layout, 64, true) };
};

describe('a state block', () => {
  it('reads numbers of every type as they were set, in their range', () => {
    const { block } = open();
    for (const [name, value] of [
      ['flag', 255],
      ['count', 4294967295],
      ['weight', 0.5],
      ['step', 1e300],
    ] as const) {
      block.set(name, value);
      expect(block.get(name), name).toBe(value);
    }
  });

  it('lays scratch behind all that is saved, wherever it is declared', () => {
    const { layout, block } = open();
    const at = (name: string) => layout.arrays.find((array) => array.name === name)?.offset as number;
    expect(Math.max(at('images'), at('small'), at('codes'))).toBeLessThan(layout.savedBytes);
    expect(at('stage')).toBeGreaterThanOrEqual(layout.savedBytes);
    expect(layout.bytes).toBe(at('stage') + 64);
    expect(block.bytes().length).toBe(layout.savedBytes);
  });

  it('does not let scratch into its bytes', () => {
    const { block } = open();
    const before = block.bytes().slice();
    block.f64('stage').fill(7);
    expect(block.bytes()).toEqual(before);
    block.f32('small').fill(7);
    expect(block.bytes()).not.toEqual(before);
  });

  it('refuses a view of another type than was declared', () => {
    const { block } = open();
    // @ts-expect-error it is declared as f32
    expect(() => block.f64('small')).toThrow(/no f64 field 'small'/);
    expect(block.u8('images')).toHaveLength(5);
    expect(block.u32('codes')).toHaveLength(5);
    expect(block.f32('small')).toHaveLength(10);
  });

  it('refuses a name that its declaration has not, before it runs and when it does', () => {
    const { block } = open();
    // @ts-expect-error there is no such number
    expect(() => block.get('steps')).toThrow(/no .*field 'steps'/);
    // @ts-expect-error there is no size 'm', and 'two' is missing
    expect(() => layOut(MIXED, { n: 5, m: 2 })).toThrow(/no size named 'two'/);
    const plain: Block = block;
    expect(() => plain.f64('nothing')).toThrow(/no f64 field 'nothing'/);
  });

  it('sets several numbers at once, and leaves the others', () => {
    const { block } = open();
    block.set('step', 7);
    setScalars(block, { flag: 3, weight: 0.5 });
    expect((['flag', 'count', 'weight', 'step'] as const).map((name) => block.get(name))).toEqual([3, 0, 0.5, 7]);
  });
});
