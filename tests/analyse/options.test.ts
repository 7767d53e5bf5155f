import { describe, expect, it } from 'vitest';
import { chosen, optionsOf } from '../../src/analyse/options.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { Parameter } from '../../src/model/schema.js';

const option = (key: string, rest: Partial<Parameter> = {}): Parameter =>
  ({ key, symbol: '', kind: 'integer', default: 7, min: 1, group: '', help: `the ${key}`, ...rest }) as Parameter;

const make = (name: string, options: readonly Parameter[], isLong = false): Analysis => ({
  name,
  summary: name,
  options,
  isLong,
  of: () => Promise.resolve({ tables: [], verdict: [] }),
});

const ALL = [make('first', [option('copies'), option('T')]), make('second', [option('T')]), make('slow', [], true)];

describe('analyses that are asked for', () => {
  it('are all but the long ones where none is named, and those that are', () => {
    const names = (asked?: readonly string[]) => chosen(ALL, asked, 'toy').map(({ name }) => name);
    expect(names()).toEqual(['first', 'second']);
    expect(names(['slow', 'first'])).toEqual(['first', 'slow']);
    expect(() => names(['frist'])).toThrow("frist is not an analysis of 'toy' (--analysis). Did you mean first?");
  });

  it('have what is set, of one or of all that have it, the last word winning, and their defaults', () => {
    const two = ALL.slice(0, 2);
    expect(optionsOf(two, [])).toEqual([{ copies: 7, T: 7 }, { T: 7 }]);
    expect(optionsOf(two, ['T=3', 'second.T=4', 'copies=2'])).toEqual([{ copies: 2, T: 3 }, { T: 4 }]);
    expect(optionsOf(two, ['second.T=4', 'T=3'])).toEqual([{ copies: 7, T: 3 }, { T: 3 }]);
  });

  it('have texts as they are given, with their spaces, commas and signs', () => {
    const prompt = {
      key: 'prompt',
      symbol: '',
      kind: 'text',
      default: null,
      whenAbsent: 'nothing',
      group: '',
      help: '',
    };
    const one = [make('first', [prompt as unknown as Parameter])];
    expect(optionsOf(one, [])).toEqual([{ prompt: null }]);
    expect(optionsOf(one, ['prompt= a=b, null '])).toEqual([{ prompt: ' a=b, null ' }]);
    expect(optionsOf(one, ['prompt=null'])).toEqual([{ prompt: 'null' }]);
  });

  it.each([
    ['copies', '--set copies: must be KEY=VALUE or ANALYSIS.KEY=VALUE'],
    ['copies=0', 'copies = 0 (--set copies): must be an integer of at least 1'],
    ['copie=2', 'copie is not an option of first, second (--set copie). Did you mean copies?'],
    ['second.copies=2', 'copies is not an option of second (--set second.copies)'],
    ['third.T=2', 'third is not an analysis that is asked for (--set third.T)'],
  ])('refuse %s', (text, message) => {
    expect(() => optionsOf(ALL.slice(0, 2), [text])).toThrow(message);
  });

  it('refuse whatever is set where nothing can be', () => {
    expect(() => optionsOf([ALL[2]], ['T=1'])).toThrow('--set T: nothing can be set of slow');
  });
});
