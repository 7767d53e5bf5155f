/** `npm run conformance -- PATH...`: per quantity the largest error and its bound; exit 1 beyond a bound. */
import { checkFile, goldenFiles, isWithin } from '../tests/conformance/index.js';
import { freshKernels } from '../tests/conformance/kernels.js';

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('usage: npm run conformance -- PATH...   (golden files, or folders that hold them)');
  process.exit(2);
}
let [passed, failed, later] = [0, 0, 0];
for (const path of goldenFiles(paths)) {
  for (const report of checkFile(path, { kernels: () => freshKernels() })) {
    if (report.notYet !== undefined) {
      console.log(`later  ${report.file} / ${report.name}: ${report.notYet} not yet supported`);
      later++;
      continue;
    }
    const isGood = isWithin(report);
    if (isGood) passed++;
    else failed++;
    console.log(`${isGood ? 'ok    ' : 'FAILED'} ${report.file} / ${report.name}`);
    for (const { quantity, error, bound } of report.comparisons) {
      const mark = error <= bound ? ' ' : '!';
      console.log(
        `     ${mark} ${quantity.padEnd(34)} ${error.toExponential(2).padStart(9)}  <= ${bound.toExponential(0)}`,
      );
    }
  }
}
console.log(`conformance: ${passed} passed, ${failed} failed, ${later} not yet supported`);
process.exit(failed > 0 ? 1 : 0);
