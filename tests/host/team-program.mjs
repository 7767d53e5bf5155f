/**
 * A thread for the tests of teams: it writes its rank times the job's number, and fails as it is told to; job 999 takes a minute. Of a job with a second number it counts
 * its word up to that one, each time behind the thread before it.
 */
import { workerData } from 'node:worker_threads';
import { MsmError } from '../../dist/errors.js';
import { serve } from '../../dist/host/team-member.js';

let place;
let numbers;
let words;

function* counted(most) {
  for (let count = 1; count <= most; count++) {
    const at = place.rank - 1;
    for (let seen = Atomics.load(words, at); seen < count; seen = Atomics.load(words, at)) yield { words, at, seen };
    if (count === 5 && workerData.fails === 'within') throw new RangeError('five');
    Atomics.store(words, place.rank, count);
    Atomics.notify(words, place.rank);
  }
}
serve(async () => {
  if (workerData.fails === 'opening') throw new MsmError('E_CONFIG', 'there is no room', { next: 'Make it smaller.' });
  return {
    begin: (rank, memory) => {
      place = rank;
      numbers = new Float64Array(memory.numbers);
      words = new Int32Array(memory.words);
    },
    work: ([number, most]) => {
      if (most !== undefined && most > 0) return counted(most);
      if (number === 999) Atomics.wait(words, 0, 0, 60_000);
      if (number === 13 && place.rank === 2) {
        if (workerData.fails === 'throws') throw new RangeError('thirteen');
        if (workerData.fails === 'exits') process.exit(9);
      }
      numbers[place.rank] = place.rank * number;
      return undefined;
    },
  };
});
