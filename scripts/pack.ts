/**
 * `npm run test:pack`: the package as a person gets it. Packs, installs in an empty folder without development packages, and runs the two
 * commands of README.md, the second with fewer steps. Needs a package registry. Exit 1 on any difference.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'msm-pack-'));

interface Command {
  readonly words: readonly string[];
  /** What must be on standard output. */
  readonly prints: RegExp;
  readonly leaves: readonly string[];
}

const COMMANDS: readonly Command[] = [
  {
    words: ['simulate', '--N', '200', '--K', '10'],
    prints: /^distance to k H +S\/k\^2 = 0\.0045485 after 2,000 steps$/m,
    leaves: ['runs/hebbian-0001/timeseries.parquet', 'runs/hebbian-0001/manifest.json'],
  },
  {
    words: ['plot', 'runs/hebbian-0001', '--figure', 'distance', '--format', 'svg,png,pdf'],
    prints: /^distance +runs\/hebbian-0001\/figures\/distance\.vl\.json/m,
    leaves: ['svg', 'png', 'pdf'].map((ending) => `runs/hebbian-0001/figures/distance.${ending}`),
  },
  {
    words: ['lyapunov', '--g', '1..21:3', '--trials', '2', '--T', '500'],
    prints: /^runs done +7$/m,
    leaves: ['runs/rate-0001/results.parquet'],
  },
  {
    words: ['attractor', 'bars', '--epochs', '20'],
    prints: /^attractors /m,
    leaves: ['runs/attractor-0001/searches.parquet'],
  },
  { words: ['presets'], prints: /^attractor +sequence/m, leaves: [] },
];

const npm = (cwd: string, ...words: readonly string[]): string =>
  execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

function check({ words, prints, leaves }: Command): readonly string[] {
  const { status, stdout, stderr } = spawnSync('npx', ['--no-install', 'msm', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  const said = `msm ${words.join(' ')}`;
  return [
    ...(status === 0 ? [] : [`${said} ended with status ${status}: ${stderr}`]),
    ...(prints.test(stdout) ? [] : [`${said} printed:\n${stdout}`]),
    ...leaves.filter((path) => !existsSync(join(folder, path))).map((path) => `${said} left no ${path}`),
  ];
}

try {
  // apart, since what it prints would stand in front of the answer of npm pack
  execFileSync(process.execPath, ['scripts/prepare.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [{ filename }] = JSON.parse(npm('.', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(folder, 'install', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error', `./${filename}`);
  const dev = ['typescript', 'vitest', 'tsx', 'assemblyscript'].filter((name) =>
    existsSync(join(folder, 'node_modules', name)),
  );
  const problems = [
    ...dev.map((name) => `the package brings ${name}, which only developers need`),
    ...COMMANDS.flatMap(check),
  ];
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `pack: ${filename}, ${readdirSync(join(folder, 'node_modules')).length} packages, ${COMMANDS.length} commands work`
      : `pack: ${problems.length} problems`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
