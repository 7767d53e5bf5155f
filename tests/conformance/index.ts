/** Finds golden files, runs the engine on their inputs and compares (architecture, decision 12). */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attractorCases, attractorKind, type Golden, isAttractorFile } from './attractor.js';
import type { Comparison } from './compare.js';
import { type Context, hebbianCase, NOT_YET_SUPPORTED } from './hebbian.js';
import { heterosynapticCases } from './heterosynaptic.js';
import { lyapunovCases } from './lyapunov.js';

export interface CaseReport {
  readonly file: string;
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  /** Set if the kind belongs to a later feature. */
  readonly notYet?: string;
}

/** Golden files in or below the given paths. Throws if a path holds none. */
export function goldenFiles(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const found = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(path, name))
      : [path];
    if (found.length === 0) throw new Error(`no golden files in ${path}`);
    return found;
  });
}

/** The file of a learning regime that one of free learning goes on from: in the same folder, else the one that comes with the tests. */
function regimeBeside(path: string): Golden {
  const files = [dirname(path), 'tests/golden/attractor'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const file of files) {
    const content = JSON.parse(readFileSync(file, 'utf8'));
    if (attractorKind(content) === 'regimes') return content;
  }
  throw new Error(`${path}: no file of a learning regime beside it`);
}

/** Runs every case of a file. Throws for a system or kind that is not known. */
export function checkFile(path: string, context: Context): readonly CaseReport[] {
  const content = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly system?: string;
    readonly format?: string;
    readonly cases: readonly { readonly [key: string]: never }[];
  };
  const file = basename(path, '.json');
  if (isAttractorFile(content as object as { readonly [key: string]: unknown })) {
    const cases = attractorCases(content as never, () => regimeBeside(path));
    if (cases === undefined) throw new Error(`${path}: unknown kind '${(content as { readonly case?: string }).case}'`);
    return cases.map(({ name, check }) => ({ file, name, comparisons: check(context) }));
  }
  const byKind = heterosynapticCases(content as object as { readonly [kind: string]: unknown });
  if (byKind !== undefined) {
    return byKind.map(({ name, notYet, check }) => ({ file, name, notYet, comparisons: check() }));
  }
  if (content.format?.startsWith('lyapunov/')) {
    const cases = lyapunovCases(content.format.slice('lyapunov/'.length), content as never);
    if (cases === undefined) throw new Error(`${path}: unknown kind '${content.format}'`);
    return cases.map(({ name, notYet, check }) =>
      notYet === undefined ? { file, name, comparisons: check(context) } : { file, name, comparisons: [], notYet },
    );
  }
  if (content.system !== 'hebbian') throw new Error(`${path}: no engine for the system '${content.system}'`);
  return content.cases.map((golden) => {
    const name = String(golden.name);
    const check = hebbianCase(file, golden);
    if (check !== undefined) return { file, name, comparisons: check(context, golden) };
    const notYet = NOT_YET_SUPPORTED[file];
    if (notYet === undefined) throw new Error(`${path}: unknown kind of case '${name}'`);
    return { file, name, comparisons: [], notYet };
  });
}

/** Whether all quantities of a case are within their bounds. */
export const isWithin = ({ comparisons }: CaseReport): boolean =>
  comparisons.every(({ error, bound }) => error <= bound);
