import { describe, expect, it } from 'vitest';
import { inputTexts } from '../../src/config/inputs.js';
import { loadPreset, type PresetFiles } from '../../src/config/preset.js';
import { mergeLayers } from '../../src/config/settings.js';
import { messageOf, TOY } from './toy.js';

const files = (texts: { readonly [path: string]: string }): PresetFiles => ({
  dir: 'presets',
  readText: (path) => texts[path],
  listFiles: () => [],
});

describe('inputs of a preset', () => {
  it('are texts by the key of the input, and those of a later preset win', () => {
    const texts = {
      'base.yaml': 'inputs: {sigma0: a.csv}',
      'my.yaml': 'extends: ./base.yaml\ninputs:\n  sigma0: "b:1,2"',
    };
    expect(loadPreset(TOY, './base.yaml', files(texts)).inputs).toEqual({ sigma0: [{ text: 'a.csv' }] });
    expect(loadPreset(TOY, './my.yaml', files(texts)).inputs).toEqual({ sigma0: [{ text: 'b:1,2' }] });
  });

  it('stay where a later layer has none', () => {
    const merged = mergeLayers(
      { settings: [], run: {}, inputs: inputTexts({ sigma0: 'a.csv' }) },
      { settings: [], run: {} },
    );
    expect(merged.inputs).toEqual({ sigma0: [{ text: 'a.csv' }] });
  });

  it.each([
    ['inputs: {sigma: a.csv}', 'sigma is not an input of'],
    [
      'inputs: {sigma0: {a: b}}',
      'sigma0 must be the name of a file or of patterns, or a list of such names (my.yaml:1:10)',
    ],
    ['inputs: {sigma0: [a, [b]]}', 'sigma0 must be the name of a file or of patterns, or a list'],
    ['inputs: {sigma0: []}', 'sigma0 has no file and no name (my.yaml:1:10)'],
    ['inputs: {sigma0: }', 'sigma0 must be the name of a file or of patterns'],
    ['inputs: 3', 'inputs must be keys with values (my.yaml:1:1)'],
  ])('%s is refused with its place', (text, sentence) => {
    const message = messageOf(() => loadPreset(TOY, './my.yaml', files({ 'my.yaml': text })));
    expect(message).toContain(sentence);
    expect(message).toContain('my.yaml:1');
  });
});
