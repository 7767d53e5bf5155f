import { describe, expect, it } from 'vitest';
import { blocksOf, examplesOf, fits, masked, openShell, shellWords } from './blocks.js';

const PAGE = `# Page

\`\`\`sh
npm ci && npx msm simulate --N 20
npm test
\`\`\`

\`\`\`text
run folder  runs/a
\`\`\`

<!-- not run -->
\`\`\`sh
msm show runs/a
\`\`\`

<!-- exit 2 -->
\`\`\`sh
msm simulate --record "sigma, J" \\
  --N 1
duckdb -csv -c "SELECT 1"
\`\`\`
`;

describe('the code blocks of a page', () => {
  it('are found with language, text, first line and the comment above', () => {
    expect(blocksOf(PAGE).map(({ language, line, note }) => [language, line, note])).toEqual([
      ['sh', 4, ''],
      ['text', 9, ''],
      ['sh', 14, 'not run'],
      ['sh', 19, 'exit 2'],
    ]);
  });

  it('are refused if one is not closed', () => {
    expect(() => blocksOf('```sh\nmsm')).toThrow(/line 1: the block is not closed/);
  });

  it('become examples: lines of the program and queries, with status and output', () => {
    const examples = examplesOf(PAGE);
    expect(examples.map(({ commands, status }) => ({ commands, status }))).toEqual([
      { commands: [['simulate', '--N', '20']], status: 0 },
      { commands: [['simulate', '--record', 'sigma, J', '--N', '1'], 'SELECT 1'], status: 2 },
    ]);
    expect(examples[0].output?.text).toBe('run folder  runs/a');
    expect(examples[1].output).toBeUndefined();
  });

  it('can be files, and examples of which the notes belong to the output', async () => {
    const page = `<!-- file f/s.csv -->
\`\`\`text
0.5
-0.5
\`\`\`

<!-- with notes -->
\`\`\`sh
msm simulate --sigma0 f/s.csv --K 1 --T 2 --dry-run
\`\`\`
`;
    const [file, example] = examplesOf(page);
    expect([file.file, file.commands, example.hasNotes]).toEqual(['f/s.csv', [], true]);
    const shell = openShell();
    try {
      expect(await shell.run(file)).toEqual({ status: 0, output: '' });
      expect((await shell.run(example)).output).toContain('--sigma0 f/s.csv: read 2 values, no header; N = 2\nruns');
    } finally {
      shell.close();
    }
  });

  it('are split into words as a shell does', () => {
    expect(shellWords(`simulate --p '[0.5, 0.5]' --out="a b"`)).toEqual(['simulate', '--p', '[0.5, 0.5]', '--out=a b']);
  });
});

describe('outputs', () => {
  it('are compared without times, rates, hashes, sizes, hosts and blanks at line ends', () => {
    const here =
      'steps per second  53,500\ndone in 1.4 s, kernels 4bb890bcae19, on vm, 2026-11-22T23:55:55.588Z\n197.0 KiB';
    const there =
      'steps per second  900  \ndone in 7 ms, kernels 000000000000, on box, 2027-01-01T00:00:00.000Z\n1.2 MiB\n\n';
    expect(masked(here)).toBe(masked(there));
    expect(fits(here, there)).toBe(true);
  });

  it('do not fit if another number differs', () => {
    expect(fits('S/k^2 = 0.0045485', 'S/k^2 = 0.0045486')).toBe(false);
  });

  it('may leave out lines', () => {
    expect(fits('a\n...\nd', 'a\nb\nc\nd')).toBe(true);
    expect(fits('a\n...\nd', 'a\nb\nc\ne')).toBe(false);
    expect(fits('a\n...', 'a\nb\nc')).toBe(true);
  });
});
