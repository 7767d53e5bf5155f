/** Memory of this process. Plain JavaScript, since processes that are measured import it as it is. */
import { readFileSync } from 'node:fs';

/**
 * The largest so far, in MiB. What `resourceUsage` says of a small process is that of the one that it was forked from; Linux also knows its own.
 * @returns {number}
 */
export function largestMemory() {
  try {
    const [, kib] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kib !== undefined) return Number(kib) / 1024;
  } catch {
    // another system
  }
  return process.resourceUsage().maxRSS / 1024;
}
