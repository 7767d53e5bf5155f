/** Where rank 0 listens. */
import { describe, expect, it } from 'vitest';
import { ownAddress } from '../../src/ranks/leader.js';

describe('the address at which rank 0 listens', () => {
  const leadsTo = (address: string) => ownAddress('node7', async () => ({ address }));

  it('is that of its name', async () => {
    expect(await leadsTo('10.0.0.7')).toBe('10.0.0.7');
    expect(await leadsTo('fe80::7')).toBe('fe80::7');
  });

  it('is any of its machine, where the name leads to the machine itself alone', async () => {
    expect(await leadsTo('127.0.1.1')).toBeUndefined();
    expect(await leadsTo('::1')).toBeUndefined();
  });

  it('is what was named, if that is an address, or this machine, or unknown', async () => {
    const never = () => Promise.reject(new Error('not to be asked'));
    expect(await ownAddress('127.0.0.1', never)).toBe('127.0.0.1');
    expect(await ownAddress('localhost', async () => ({ address: '10.0.0.7' }))).toBe('localhost');
    expect(await ownAddress('node7', never)).toBe('node7');
  });
});
