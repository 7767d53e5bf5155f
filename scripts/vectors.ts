/**
 * `npm run test:vectors`: the tests of kernels and models on versions of Node that make 256-bit vectors of the kernels', which are compiled in
 * the best way of the engine from the start. Some minutes; `npm run test:nodes` compares results of whole runs. Exit 1 if a test fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasAvx2, isCompared, WIDE_FLAG } from '../src/host/wide-vectors.js';
import { installNode, versionOf } from './install-node.js';

const MAJORS = [24, 26];
const TESTS = ['kernel', 'model', 'conformance', 'train', 'method', 'library'].map((folder) => `tests/${folder}`);

const place = mkdtempSync(join(tmpdir(), 'msm-vectors-'));
try {
  if (!hasAvx2()) throw new Error('this processor has no AVX2, so no engine makes 256-bit vectors on it');
  for (const major of MAJORS) {
    const node = installNode(major, join(place, String(major)));
    const v8 = versionOf(node, 'v8');
    if (!isCompared(v8)) throw new Error(`V8 ${v8} of Node ${major} is not asked for 256-bit vectors`);
    console.log(`Node ${versionOf(node, 'node')}`);
    const engine = ['--no-liftoff', WIDE_FLAG].map((flag) => `--execArgv=${flag}`);
    const words = [resolve('node_modules/vitest/vitest.mjs'), 'run', ...TESTS, '--pool=forks', ...engine];
    if (spawnSync(node, words, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
