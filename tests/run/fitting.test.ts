import { describe, expect, it } from 'vitest';
import { flagName } from '../../src/config/describe.js';
import { MsmError } from '../../src/errors.js';
import { SPIKING_SCHEMA } from '../../src/model/spiking/schema.js';
import { assertFits } from '../../src/run/fitting.js';

const STORED = { memory_size: 100, thr: 0.1, perfect_reset: false, sequence_length: 10, form: 'spiking' };

function said(
  settings: { readonly [key: string]: string },
  placeOf = (key: string) => `--${flagName(key)}`,
): MsmError | undefined {
  const list = Object.entries(settings).map(([key, text]) => ({ key, text, place: placeOf(key) }));
  try {
    assertFits(SPIKING_SCHEMA, 'RUN', STORED, list, ['sequence_length']);
    return undefined;
  } catch (error) {
    return error as MsmError;
  }
}

describe('options beside a run that was made before', () => {
  it('may say again what it has, in any spelling, and what is free', () => {
    expect(said({ memory_size: '1e2', thr: '0.10', perfect_reset: 'false', form: 'Spiking' })).toBeUndefined();
    expect(said({ sequence_length: '1,2,5' })).toBeUndefined();
    expect(said({})).toBeUndefined();
  });

  it('are refused with all that is otherwise', () => {
    const error = said({ memory_size: '50', thr: '0.1', form: 'relu', sequence_length: '5' });
    expect(error).toBeInstanceOf(MsmError);
    expect([error?.code, error?.exitStatus, error?.place]).toEqual(['E_CONFIG', 2, '--memory-size']);
    expect(error?.message).toBe(
      'RUN was trained with other options: memory_size = 100, not 50; form = spiking, not relu',
    );
    expect(error?.data.differences).toEqual([
      { key: 'memory_size', is: '100', said: '50' },
      { key: 'form', is: 'spiking', said: 'relu' },
    ]);
  });

  it('are named with their place where that is not their own flag', () => {
    const error = said({ memory_size: '50', thr: '0.2' }, () => 'more.yaml:2:3');
    expect(error?.message).toContain('memory_size = 100, not 50 (more.yaml:2:3); thr = 0.1, not 0.2 (more.yaml:2:3)');
    expect(error?.place).toBe('more.yaml:2:3');
  });

  it('are refused too where they are lists or no values', () => {
    expect(said({ memory_size: '100,200' })?.message).toContain('memory_size = 100, not 100,200');
    expect(said({ thr: 'high' })?.message).toContain('thr = 0.1, not high');
  });
});
