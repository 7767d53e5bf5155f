import { describe, expect, it } from 'vitest';
import { fuzzCase, fuzzer } from './fuzz.js';

const SEED = 20261123;
const CASES = 400;

describe('mutated command lines, presets and sweep files', () => {
  it(`are accepted with a plan or refused with a sentence (${CASES} cases of seed ${SEED})`, async () => {
    const judge = fuzzer();
    const counts = { accepted: 0, refused: 0 };
    for (let i = 0; i < CASES; i++) {
      const one = fuzzCase(SEED, i);
      const verdict = await judge(one);
      // npm run fuzz:config -- 1 SEED NUMBER shows the case alone
      if (verdict.kind === 'broken') expect.fail(`case ${i}: ${JSON.stringify(one.argv)}: ${verdict.reason}`);
      else counts[verdict.kind]++;
    }
    // a fuzzer that is always refused, or never, tests nothing
    expect(counts.accepted).toBeGreaterThan(CASES / 20);
    expect(counts.refused).toBeGreaterThan(CASES / 4);
  });
});
