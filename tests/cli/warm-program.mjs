/**
 * The program as a process that does one command line after the other, each as `bin/run.js` does its only one: starting takes longer than
 * most commands that tests give. A line comes as a message; at its end its exit status stands between two zeros on both outputs.
 */
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { execute } from '@oclif/core/execute';

const [, , root] = process.argv;

/** Leaving is the end of a line here, and the framework leaves last of all. */
process.exit = (code) => {
  process.exitCode = code ?? process.exitCode;
};

process.on('message', async ({ cwd, args }) => {
  process.chdir(cwd);
  process.argv = [process.execPath, root, ...args];
  process.exitCode = undefined;
  await execute({ loadOptions: { root, userPlugins: false } });
  // what it still had to say comes before the end, and what hears of the outputs is of this command
  await setImmediate();
  for (const output of [process.stdout, process.stderr]) {
    output.removeAllListeners('error');
    output.removeAllListeners('drain');
  }
  // the folder may be gone before the next line comes
  process.chdir(dirname(root));
  const end = `\0${process.exitCode ?? 0}\0`;
  process.stdout.write(end);
  process.stderr.write(end);
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
