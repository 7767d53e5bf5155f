import { describe, expect, it } from 'vitest';
import { asPublished, asTyped } from '../../src/cli/as-typed.js';
import { PRESET_FILES } from '../../src/cli/run-flags.js';
import { MsmError } from '../../src/errors.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../src/model/heterosynaptic/schema.js';

const typed = (error: unknown, argv: readonly string[]) => asTyped(error, HETEROSYNAPTIC_SCHEMA, argv, PRESET_FILES);
const wrong = new MsmError('E_CONFIG', '--weights cannot read a.npz; --weights-of is another flag', {
  place: '--weights',
  next: 'See --weights.',
});

describe('a mistake on the command line', () => {
  it.each([[['--initial-weights', 'a.npz']], [['--initial-weights=a.npz']]])(
    'names the flag as it was typed (%j)',
    (argv) => {
      expect(typed(wrong, argv)).toMatchObject({
        message: '--initial-weights cannot read a.npz; --weights-of is another flag',
        place: '--initial-weights',
        next: 'See --initial-weights.',
      });
    },
  );

  it.each([
    [['--checkpoint_path', 'a.npz'], '--checkpoint_path'],
    [['--checkpoint-path=a.npz'], '--checkpoint-path'],
    [['--weights', 'a.npz', '--checkpoint_path', 'a.npz'], '--weights'],
    [['--lr', '1'], '--weights'],
  ])('names a published flag as it was typed, with its underscores (%j)', (argv, flag) => {
    expect(asPublished(wrong, { weights: 'checkpoint-path' }, argv)).toMatchObject({
      message: `${flag} cannot read a.npz; --weights-of is another flag`,
      place: flag,
      next: `See ${flag}.`,
    });
  });

  it('names the first name of a flag where that was typed, or neither', () => {
    expect(typed(wrong, ['--weights', 'a.npz', '--initial-weights', 'b.npz'])).toMatchObject({ place: '--weights' });
    expect(typed(wrong, ['--lr', '1'])).toMatchObject({ message: wrong.message, next: 'See --weights.' });
  });

  it('that is the name of a preset says so, and no other value does', () => {
    const of = (value: string) => new MsmError('E_CONFIG', `--task ${value}: must be digits`, { data: { value } });
    expect(typed(of('penn-treebank'), [])).toMatchObject({
      next: 'There is a preset of that name: --preset penn-treebank',
      data: { value: 'penn-treebank' },
    });
    expect(typed(of('penn'), [])).toMatchObject({ next: undefined });
    const told = new MsmError('E_CONFIG', 'no', { next: 'Type: msm', data: { value: 'penn-treebank' } });
    expect(typed(told, [])).toMatchObject({ next: 'Type: msm' });
  });

  it('is left alone if it is damage or a bug', () => {
    const damage = new MsmError('E_CORRUPT', '--weights a.npz: its checksum is another', { place: '--weights' });
    expect(typed(damage, ['--initial-weights', 'a.npz'])).toBe(damage);
    expect(asPublished(damage, { weights: 'checkpoint-path' }, ['--checkpoint-path', 'a.npz'])).toBe(damage);
  });
});
