import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { watOf } from './modules.js';
import { PINNED, pinnedFile, pinnedText } from './pinned.js';

describe('the code generated for the hottest kernels', () => {
  it.each(PINNED)('of $name is the pinned one (npx tsx scripts/pin-wat.ts after a change that is meant)', (pin) => {
    const pinned = readFileSync(new URL(`pinned/${pinnedFile(pin.name)}`, import.meta.url), 'utf8');
    expect(pinnedText(watOf(pin.module), pin.name, pin.onState)).toBe(pinned);
  });

  it('does not change with the place of static data or of a field in the header', () => {
    const module = (data: number): string =>
      [
        '(module',
        ' (export "k" (func $k))',
        ' (export "heap_base" (func $m/heap_base))',
        ' (func $k (param $0 i32) (result i32)',
        `  i32.const ${data}`,
        '  i32.const 128',
        '  i32.add',
        '  i32.load',
        ' )',
        ' (func $m/heap_base (result i32)',
        `  i32.const ${data + 100}`,
        ' )',
        ')',
      ].join('\n');
    const text = pinnedText(module(1040), 'k', false);
    expect(text).toContain('i32.const <static>\n  i32.const 128\n');
    expect(pinnedText(module(2000), 'k', false)).toBe(text);
    expect(pinnedText(watOf('hebbian'), 'hebbian_fold', true)).toContain('i32.load <np>');
  });

  it('is not looked for under a name that does not exist', () => {
    expect(() => pinnedText(watOf('core'), 'nothing', false)).toThrow(/no function 'nothing'/);
  });
});
