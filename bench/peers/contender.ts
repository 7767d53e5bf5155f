/** Programs that can do a work: both builds of ours, with this Node and one of wider vectors, and what of the peers is there, each a process of its own. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execPath, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { installNode, versionOf } from '../../scripts/install-node.js';
import { canBeWide, hasAvx2 } from '../../src/host/wide-vectors.js';
import type { Build } from '../../src/kernel/kernels.js';
import { runMsm } from '../msm-process.js';
import { hasPackage, output, pythonWith } from '../python.js';
import { TOOLS, type Tool, type Whole, type Work, writeResult } from './work.js';

/** What a program says of itself when it has done a work. */
export interface Found {
  readonly version: string;
  /** Processor time of one of the work. */
  readonly seconds: number;
  /** Largest memory of the process, its runtime included. */
  readonly megabytes: number;
}

/** Does a work whose given numbers are in the folder, and leaves its result there. */
export type Program = (work: Work, folder: string, budgetMs: number) => Promise<Found>;

export interface Contender {
  readonly name: string;
  readonly tool?: Tool;
  readonly program: Program;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function wholeCommand({ command, resultIn }: Whole, build: Build, folder: string, node: string): Promise<Found> {
  const out = join(folder, `msm-${build}`);
  const words = [...command.map((word) => word.replace('{out}', out)), ...(build === 'fast' ? ['--fast'] : [])];
  const used = runMsm(words, node);
  writeResult(folder, await resultIn(out));
  rmSync(out, { recursive: true });
  return { version: `msm ${build}`, ...used };
}

/** A build of ours, with this Node or with another one, which its name then tells. */
export const ours = (build: Build, isQuick: boolean, other?: OtherNode): Contender => ({
  name: other === undefined ? `msm, ${build} build` : `msm, ${build} build, Node ${other.version.split('.')[0]}`,
  program: async (work, folder, budgetMs) => {
    const node = other?.program ?? execPath;
    if ('command' in work.ours) return wholeCommand(work.ours, build, folder, node);
    const given = [work.name, build, folder, String(budgetMs), ...(isQuick ? ['quick'] : [])];
    return JSON.parse(output(node, ['--import', 'tsx', here('ours.ts'), ...given]));
  },
});

export interface OtherNode {
  readonly program: string;
  readonly version: string;
}

/** A version whose engine makes 256-bit vectors. */
const WIDE = 24;

/**
 * A Node that makes wider vectors of our kernels than this one does: the given one, or one that is installed in .nodes. Undefined where this
 * one makes them, or none does on this machine. Throws if it cannot be had.
 */
export function widerNode(given: string | undefined): OtherNode | undefined {
  if (given === undefined && (canBeWide(versions.v8) || !hasAvx2())) return undefined;
  const program = given ?? installNode(WIDE, join(here('../../.nodes'), String(WIDE)));
  return { program, version: versionOf(program, 'node') };
}

/** The compiler of C of this machine, or undefined. */
export function compilerOfC(): string | undefined {
  return ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** The peer in C, compiled as a careful user does it. */
export const peerInC = (compiler: string): Contender => ({
  name: 'C',
  tool: 'c',
  program: async ({ script }, folder, budgetMs) => {
    const program = join(folder, script);
    output(compiler, ['-O3', '-march=native', '-o', program, here(`${script}.c`), '-lm']);
    const found = JSON.parse(output(program, [folder, String(budgetMs)])) as Found;
    return { ...found, version: `${compiler} ${found.version}` };
  },
});

const inPython = (name: string, tool: Tool, python: string): Contender => ({
  name,
  tool,
  program: async ({ script }, folder, budgetMs) =>
    JSON.parse(output(python, [here(`${script}_${tool}.py`), folder, String(budgetMs)])),
});

/** Peers in Python: what each is called and needs. PyTorch takes some gigabytes, and is installed only where it is asked for. */
const IN_PYTHON = {
  numpy: { name: 'NumPy', packages: ['numpy', 'scipy'] },
  numba: { name: 'numba', packages: ['numpy', 'numba', 'scipy'] },
  jax: { name: 'JAX', packages: ['numpy', 'jax'] },
  torch: { name: 'PyTorch', packages: ['numpy', 'torch'] },
} as const satisfies { readonly [T in Exclude<Tool, 'c'>]: unknown };

export interface Peers {
  readonly contenders: readonly Contender[];
  /** Why others are not among them. */
  readonly skipped: { readonly [T in Tool]?: string };
}

/** An environment of our own with what can be installed, or the words that explain why there is none. */
function ownPython(withTorch: boolean): { readonly python?: string; readonly reason: string } {
  const wanted = Object.entries(IN_PYTHON).filter(([tool]) => tool !== 'torch' || withTorch);
  let [python, reason]: [string | undefined, string] = [undefined, ''];
  for (const [, { packages }] of wanted) {
    try {
      python = pythonWith(packages);
    } catch (error) {
      reason = (error as Error).message.trim().split('\n').at(-1) ?? '';
    }
  }
  return { python, reason };
}

/** All peers that are there, and why others are not. `given`: a Python that is taken as it is. */
export function peersHere(given: string | undefined, withTorch: boolean): Peers {
  const own = given === undefined ? ownPython(withTorch) : { python: given, reason: '' };
  const skipped: { [T in Tool]?: string } = {};
  const contenders: Contender[] = [];
  for (const tool of TOOLS) {
    if (tool === 'c') {
      const compiler = compilerOfC();
      if (compiler === undefined) skipped.c = 'there is no compiler called cc, gcc or clang';
      else contenders.push(peerInC(compiler));
      continue;
    }
    const { name, packages } = IN_PYTHON[tool];
    const { python } = own;
    const missing = python === undefined ? packages : packages.filter((one) => !hasPackage(python, one));
    if (python !== undefined && missing.length === 0) contenders.push(inPython(name, tool, python));
    else if (tool === 'torch' && !withTorch) skipped.torch = 'some gigabytes; --with torch installs it';
    else
      skipped[tool] = `no ${missing.join(', ')} in ${python ?? 'Python'}${own.reason === '' ? '' : `: ${own.reason}`}`;
  }
  return { contenders, skipped };
}
