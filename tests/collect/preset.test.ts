import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figureData } from '../../src/collect/derived.js';
import {
  collectPresetNames,
  loadCollectPreset,
  overCollectPreset,
  parseCollectPreset,
} from '../../src/collect/preset.js';
import type { PresetFiles } from '../../src/config/preset.js';
import { HEBBIAN_COLLECTIONS } from '../../src/model/hebbian/collections.js';

const FILES: PresetFiles = {
  dir: 'data/collect',
  readText: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  listFiles: (dir) => readdirSync(dir),
};

describe('configurations of msm collect', () => {
  it.each(collectPresetNames(FILES))('%s is shipped with a summary, and all its figures exist', (name) => {
    const { summary, options } = loadCollectPreset(name, FILES);
    expect(summary.length).toBeGreaterThan(10);
    expect(options.figures?.length).toBeGreaterThan(0);
    for (const key of options.figures ?? [])
      expect(() => figureData(HEBBIAN_COLLECTIONS, key, 'hebbian')).not.toThrow();
  });

  it('are the nine of the published program', () => {
    expect(collectPresetNames(FILES)).toHaveLength(9);
  });

  it('give way to what is asked for', () => {
    const preset = parseCollectPreset('summary: x\nfit: [line:K:a, line:K:b]\ntheory: K\nlatex: true', 'my.yaml');
    const request = { sources: ['runs/a'], fits: ['line:N:a'], latex: false };
    expect(overCollectPreset(preset, request)).toMatchObject({
      sources: ['runs/a'],
      fits: ['line:N:a'],
      theory: ['K'],
      latex: true,
    });
  });

  it.each([
    ['fits: a', /fits is not a key.*my\.yaml:1:1.*Did you mean fit/s],
    ['latex: perhaps', /latex must be true or false \(my\.yaml:1:1\)/],
    ['- a', /must be keys with values/],
  ])('are refused for %s, with the place', (text, message) => {
    expect(() => parseCollectPreset(text, 'my.yaml')).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    );
  });

  it('are named as they are, or by the path of a file', () => {
    expect(() => loadCollectPreset('config_fit_thK', FILES)).toThrow(/Did you mean config_fit_th/);
    expect(() => loadCollectPreset('./none.yaml', FILES)).toThrow(/there is no such file/);
  });
});
