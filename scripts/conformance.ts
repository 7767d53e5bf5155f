/** `npm run conformance -- PATH...`: per quantity the largest error and its bound; exit 1 beyond a bound. */

import { isWithin } from '../src/conformance/check.js';
import { goldenChecker, goldenFiles } from '../src/conformance/files.js';
import { freshKernels } from '../src/host/builds.js';

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: npm run conformance -- PATH...   (golden files, or folders that hold them)');
  process.exit(2);
}
const checker = await goldenChecker(freshKernels('strict'));
let [passed, failed, skipped] = [0, 0, 0];
for (const path of goldenFiles(paths)) {
  for (const report of checker.check(path)) {
    const place = `${report.file} / ${report.name}`;
    if (report.skipped !== undefined) {
      console.log(`later  ${place}: ${report.skipped}`);
      skipped++;
      continue;
    }
    const isGood = isWithin(report);
    if (isGood) passed++;
    else failed++;
    console.log(`${isGood ? 'ok    ' : 'FAILED'} ${place}${report.failure === undefined ? '' : `: ${report.failure}`}`);
    for (const { quantity, error, bound } of report.comparisons) {
      const mark = error <= bound ? ' ' : '!';
      console.log(
        `     ${mark} ${quantity.padEnd(40)} ${error.toExponential(2).padStart(9)}  <= ${bound.toExponential(0)}`,
      );
    }
  }
}
console.log(`conformance: ${passed} passed, ${failed} failed, ${skipped} not yet supported`);
process.exit(failed > 0 ? 1 : 0);
