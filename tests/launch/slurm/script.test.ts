/** The script of an element, run by bash with stand-ins for the program and for scontrol. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scriptText } from '../../../src/launch/slurm/script.js';
import { temporaryFolders } from '../../run/folders.js';
import { condition } from '../conditions.js';

/** Says what it was called with; then ends with the status in END, or waits for a signal and ends with 75. */
const PROGRAM = `
import { writeFileSync } from 'node:fs';
const say = (name, text) => writeFileSync(process.env.PLACE + '/' + name, text);
say('called', JSON.stringify([process.argv.slice(2), process.env.MSM_JOB]));
if (process.env.END !== undefined) process.exit(Number(process.env.END));
for (const signal of ['SIGUSR1', 'SIGTERM']) process.on(signal, () => { say('signal', signal); process.exit(75); });
setInterval(() => {}, 1000);
say('ready', '');
`;

describe('the script of an element', () => {
  const folder = temporaryFolders();

  function start(environment: { readonly [name: string]: string }) {
    const place = folder();
    const sweep = join(place, "it's a sweep");
    writeFileSync(join(place, 'tasks'), '0-3\n4,7\n');
    writeFileSync(join(place, 'program.mjs'), PROGRAM);
    const scontrol = join(place, 'scontrol');
    writeFileSync(scontrol, `#!/bin/bash\necho "$@" > ${place}/requeued\n`);
    chmodSync(scontrol, 0o755);
    const text = scriptText({
      title: 'a test',
      node: process.execPath,
      program: join(place, 'program.mjs'),
      folder: sweep,
      tasks: join(place, 'tasks'),
    });
    writeFileSync(join(place, 'job.sh'), text);
    const env = { PATH: `${place}:${process.env.PATH}`, PLACE: place, SLURM_ARRAY_JOB_ID: '12', ...environment };
    const child = spawn('bash', [join(place, 'job.sh')], { env, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const has = (name: string): boolean => existsSync(join(place, name));
    const read = (name: string): string => readFileSync(join(place, name), 'utf8');
    return { sweep, child, ended, has, read };
  }

  it('hands the runs of its own line to the program and ends with its status', async () => {
    const { ended, read, has, sweep } = start({ SLURM_ARRAY_TASK_ID: '1', SLURM_CPUS_PER_TASK: '3', END: '4' });
    expect(await ended).toBe(4);
    expect(JSON.parse(read('called'))).toEqual([['work', sweep, '--tasks', '4,7', '--jobs', '3'], 'slurm:12:1']);
    expect(has('requeued')).toBe(false);
  });

  it('passes the signal before the time limit on, and puts itself into the queue again', async () => {
    const { child, ended, read, has } = start({ SLURM_ARRAY_TASK_ID: '0' });
    await condition('the program waits for signals', () => has('ready'));
    child.kill('SIGUSR1');
    expect(await ended).toBe(75);
    expect(read('signal')).toBe('SIGUSR1');
    expect(read('requeued')).toBe('requeue 12_0\n');
  });

  it('is not requeued if it was stopped for another reason', async () => {
    const { ended, has } = start({ SLURM_ARRAY_TASK_ID: '0', END: '75' });
    expect(await ended).toBe(75);
    expect(has('requeued')).toBe(false);
  });

  it('fails if the list has no line for it', async () => {
    const { ended, has } = start({ SLURM_ARRAY_TASK_ID: '2' });
    expect(await ended).toBe(74);
    expect(has('called')).toBe(false);
  });
});
