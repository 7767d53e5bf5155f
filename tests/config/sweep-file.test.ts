import { describe, expect, it } from 'vitest';
import { gatherSpaces } from '../../src/config/gather.js';
import { createPlan } from '../../src/config/plan.js';
import type { PresetFiles } from '../../src/config/preset.js';
import { mergeLayers, parseSet } from '../../src/config/settings.js';
import { readSpace } from '../../src/config/space.js';
import { loadSweepFile } from '../../src/config/sweep-file.js';
import { messageOf, TOY, TOY_SEEDS } from './toy.js';

const PRESETS: { readonly [path: string]: string } = {
  'presets/toy/base.yaml': 'parameters: {N: 10, u: 3}\nrun: {every: 4}',
  'presets/toy/open.yaml': 'required: [tau_J]',
};
const files = (text: string): PresetFiles => ({
  dir: 'presets',
  readText: (path) => (path === 'dir/s.yaml' ? text : PRESETS[path]),
  listFiles: () => ['base.yaml', 'open.yaml'],
});

function gather(text: string, ...sets: string[]) {
  const file = loadSweepFile(TOY, 'dir/s.yaml', files(text));
  return gatherSpaces({ file, line: mergeLayers(...sets.map(parseSet)) });
}

/** Space, given parameters and seed of each run. */
function runsOf(keys: readonly string[], text: string, ...sets: string[]) {
  const { spaces, run } = gather(text, ...sets);
  const seeds = { ...TOY_SEEDS, seed: run.seeds?.[0] ?? 1, replicas: run.replicas ?? 1 };
  const read = spaces.map((space) => readSpace(TOY, space, seeds));
  const plan = createPlan({ schema: TOY, variants: [{ spaces: read, inputs: {} }], kernel: '', hash: (json) => json });
  return [...plan].map(({ space, parameters, seed }) => [space, ...keys.map((key) => parameters[key]), seed]);
}

const WHOLE = `
summary: every section
extends: base
parameters:
  tau_J: [20, 10]
zip:
  rho: [0, 0.5]
  beta: [1, 2]
derived:
  k: tau_J / N
spaces:
  a:
    seeds: [5, 6]
    parameters: {rho: 0.25, beta: 7}
  b:
    parameters: {N: 4}
    derived: {u: 2*N + k}
run: {seed: 9, record: [x, y], format: csv}
`;

describe('a sweep file', () => {
  it('is the product of its axes by name, space by space, each over the common part', () => {
    expect(runsOf(['N', 'u', 'tau_J', 'rho', 'beta', 'k'], WHOLE)).toEqual([
      ['a', 10, 3, 20, 0.25, 7, 2, 5],
      ['a', 10, 3, 20, 0.25, 7, 2, 6],
      ['a', 10, 3, 10, 0.25, 7, 1, 5],
      ['a', 10, 3, 10, 0.25, 7, 1, 6],
      // beta and rho are one axis, which stands at the name of its first: before tau_J
      ['b', 4, 13, 20, 0, 1, 5, 9],
      ['b', 4, 10.5, 10, 0, 1, 2.5, 9],
      ['b', 4, 13, 20, 0.5, 2, 5, 9],
      ['b', 4, 10.5, 10, 0.5, 2, 2.5, 9],
    ]);
    expect(gather(WHOLE).run).toEqual({ seeds: [9], record: ['x', 'y'], every: 4, format: 'csv' });
  });

  it('gives the same runs whatever the order of its lines', () => {
    const [first, second] = ['  u: 1,2\n  N: 5,6\n', '  N: 5,6\n  u: 1,2\n'].map((lines) => `parameters:\n${lines}`);
    expect(runsOf(['N', 'u'], first)).toEqual(runsOf(['N', 'u'], second));
  });

  it('has the command line over all of its spaces', () => {
    const text = 'parameters: {N: 5}\nderived: {u: N}\nseeds: [1, 2]\nspaces: {a: {}, b: {parameters: {N: 6}}}';
    const both = 'spaces: {a: {}, b: {parameters: {N: 6}}}\nparameters: {N: 5}\nderived: {u: N}\nreplicas: 2';
    const empty = /the space a must have sections/;
    expect(() => gather('spaces: {a: }')).toThrow(empty);
    expect(runsOf(['N', 'u'], text)).toEqual([
      ['a', 5, 5, 1],
      ['a', 5, 5, 2],
      ['b', 6, 6, 1],
      ['b', 6, 6, 2],
    ]);
    expect(runsOf(['N', 'u'], text, 'N=7')).toEqual([
      ['a', 7, 7, 1],
      ['a', 7, 7, 2],
    ]);
    expect(runsOf(['N', 'u'], text, 'u=1', 'run.seed=3')).toEqual([
      ['a', 5, 1, 3],
      ['b', 6, 1, 3],
    ]);
    expect(runsOf(['N'], both, 'run.seed=3').map((run) => run.at(-1))).toEqual([3, 3]);
    expect(runsOf(['N'], both).map((run) => run.at(-1))).toEqual([1000, 1001, 1000, 1001]);
    expect(runsOf(['N'], text, 'run.seed=1..3').map((run) => run.at(-1))).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('keeps a group of parameters that move together when the command line replaces some of them', () => {
    const text = 'zip: {u: [1, 2], beta: [3, 4]}';
    expect(runsOf(['u', 'beta'], text, 'u=5,6')).toEqual([
      ['', 5, 3, 1],
      ['', 6, 4, 1],
    ]);
    expect(runsOf(['u', 'beta'], text, 'u=9').map(([, u, beta]) => [u, beta])).toEqual([
      [9, 3],
      [9, 4],
    ]);
    expect(messageOf(() => runsOf([], text, 'u=1,2,3'))).toBe(
      'beta has 2 values and u 3; parameters that move together must have equally many (--set u)',
    );
  });

  it.each([
    ['parameters: {tua_J: 5}', "tua_J is not a parameter of 'toy' (dir/s.yaml:1:14). Did you mean tau_J?"],
    ['spaces:\n  a: {parameters: {N: 3}}\n  b: {paramters: {N: 3}}', '(dir/s.yaml:3:7). Did you mean parameters?'],
    ['', 'dir/s.yaml is empty'],
    ['# nothing but a note\n', 'dir/s.yaml is empty'],
    ['zips: {N: [1, 2]}', 'zips is not a section of a sweep file (dir/s.yaml:1:1). Did you mean zip?'],
    ['spaces:\n  a: {u: 1}', "u is a parameter and must stand under 'parameters:' (dir/s.yaml:2:7)"],
    ['zip: [1, 2]', 'zip must be keys with values, or a list of such groups (dir/s.yaml:1:1)'],
    ['zip: [{u: [1, 2]}, {u: [3, 4]}]', 'u stands in two groups that move together (dir/s.yaml:1:21)'],
    ['zip: {u: [1, 2], k: [1, 2, 3]}', 'k has 3 values and u 2; parameters that move together must have'],
    ['zip: {u: [1, 1], k: [1, 1]}', 'k=1, u=1 stands there more than once (dir/s.yaml:1:18)'],
    ['derived: {u: [1, 2]}', 'u must be an expression of other values, as L + 2*M (dir/s.yaml:1:11)'],
    ['derived: {u: 2 * tua_J}', "tua_J is not a parameter of 'toy' (dir/s.yaml:1:18). Did you mean tau_J?"],
    ['derived: {u: 2 * (N + }', 'u = 2 * (N + (dir/s.yaml:1:22): ends where a number, a parameter or ( must stand'],
    ['derived:\n  u: "1 + root(N)"', '(dir/s.yaml:2:11): has root, which is not a function; there are min, max'],
    ['derived: {u: k, k: u}', 'u is derived from itself, by way of u, k (dir/s.yaml:1:14)'],
    ['derived: {N: 1}', 'N = 1 from 1 (dir/s.yaml:1:14): must be an integer of at least 2 (neurons)'],
    ['derived: {u: 1/(N-150)}', 'u = 1/(N-150) (dir/s.yaml:1:14): comes out as Infinity'],
    ['derived: {u: activation + 1}', '(dir/s.yaml:1:14): needs a number, and activation is "identity"'],
    [
      'parameters: {u: 1}\nderived: {u: N}',
      'u stands under parameters and derived; one of them must go (dir/s.yaml:2:14)',
    ],
    ['seeds: [1, 2]\nreplicas: 3', 'seeds and replicas both say how often; give one of them (dir/s.yaml:2:1)'],
    ['seeds: [1, 1]', 'seed = 1 (dir/s.yaml:1:1): stands in the list more than once'],
    ['seeds: 1.5', 'must be an integer from 0 to 9007199254740991'],
    ['spaces:', 'spaces has no space in it (dir/s.yaml:1:1)'],
    ['spaces: {a: 1}', "the space a must have sections, as 'parameters:' (dir/s.yaml:1:10)"],
    ['extends: [base, opn]', 'dir/s.yaml:1:17 opn: is not a preset of'],
    ['extends: open', 'preset open needs a value of tau_J'],
    ['required: [tau_J]', 'dir/s.yaml needs a value of tau_J (dir/s.yaml:1:12)'],
    ['- 1', "a sweep file must be keys with values, as 'parameters:' (dir/s.yaml:1:1)"],
    ['parameters: {N: [1, 2', 'dir/s.yaml:1:22'],
    [
      'parameters: {u: uniform:1..2}',
      'u = uniform:1..2 (dir/s.yaml:1:14): is a range to search in, which needs --search',
    ],
  ])('refuses %j with line and column', (text, message) => {
    expect(messageOf(() => runsOf([], text))).toContain(message);
  });

  it('names the file that is not there', () => {
    expect(messageOf(() => loadSweepFile(TOY, 'nowhere.yaml', files('')))).toBe(
      '--sweep nowhere.yaml: there is no such file.',
    );
    expect(messageOf(() => loadSweepFile(TOY, 'nowhere', files('')))).toBe(
      "--sweep nowhere: is not a sweep file of 'toy'.",
    );
  });
});
