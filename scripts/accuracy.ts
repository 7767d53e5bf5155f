/**
 * Largest error of every elementary function of the strict build, in ulp, over 10^7 points each (or the first argument):
 * `npx tsx scripts/accuracy.ts [points]`. Exits 1 if a function exceeds the bound its head comment promises.
 */
import { drawPoints, hardPoints, type Measured, measure, openWorkbench, SUBJECTS } from '../tests/kernel/accuracy.js';

const BATCH = 1 << 16;
const nPoints = Number(process.argv[2] ?? 1e7);
const bench = openWorkbench('strict', 3 * BATCH);

for (const subject of SUBJECTS) {
  let worst: Measured = measure(bench, subject, hardPoints(subject));
  for (let first = 0; first < nPoints; first += BATCH) {
    const batch = measure(bench, subject, drawPoints(bench, subject, Math.min(BATCH, nPoints - first), first));
    if (batch.maxUlp > worst.maxUlp) worst = batch;
  }
  const isGood = worst.maxUlp <= subject.bound;
  if (!isGood) process.exitCode = 1;
  console.log(
    `${subject.name.padEnd(8)} ${worst.maxUlp.toFixed(4)} ulp at ${worst.worst} ` +
      `(bound ${subject.bound}${isGood ? '' : ', exceeded'})`,
  );
}
