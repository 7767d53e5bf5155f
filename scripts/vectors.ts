/**
 * `npm run test:vectors`: the tests of kernels and models on versions of Node that make 256-bit vectors of the kernels', which are compiled in
 * the best way of the engine from the start. Some minutes; `npm run test:nodes` compares results of whole runs. Exit 1 if a test fails.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { canBeWide, WIDE_FLAG } from '../src/host/wide-vectors.js';
import { installNode, MAJORS, versionOf } from './install-node.js';

const TESTS = ['kernel', 'model', 'conformance', 'train', 'method', 'library'].map((folder) => `tests/${folder}`);

const place = mkdtempSync(join(tmpdir(), 'msm-vectors-'));
try {
  const nodes = MAJORS.map((major) => installNode(major, join(place, String(major))));
  const wide = nodes.filter((node) => canBeWide(versionOf(node, 'v8')));
  if (wide.length === 0) throw new Error('no version of Node makes 256-bit vectors here: that takes AVX2');
  const engine = ['--no-liftoff', WIDE_FLAG].map((flag) => `--execArgv=${flag}`);
  const words = [resolve('node_modules/vitest/vitest.mjs'), 'run', ...TESTS, '--pool=forks', ...engine];
  for (const node of wide) {
    console.log(`Node ${versionOf(node, 'node')}`);
    if (spawnSync(node, words, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
