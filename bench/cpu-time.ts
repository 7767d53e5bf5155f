/** A clock of what this process has used, in milliseconds: other processes of the machine do not count. */
import { cpuUsage } from 'node:process';

export function cpuMilliseconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
