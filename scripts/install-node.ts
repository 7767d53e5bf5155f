/** Versions of Node for comparisons, as npm has them: packages that are nothing but the program. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

/** Versions that this program is held to. */
export const MAJORS = [20, 22, 24, 26];

/** The program of the latest Node of a major version, installed in a folder unless it is there. Throws what npm said if it cannot be had. */
export function installNode(major: number, folder: string): string {
  const name = `node-${platform}-${arch}`;
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${major}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return program;
}

/** What a Node says of a version: of itself (`node`) or of its engine (`v8`). */
export const versionOf = (node: string, what: 'node' | 'v8'): string =>
  execFileSync(node, ['-p', `process.versions.${what}`], { encoding: 'utf8' }).trim();
