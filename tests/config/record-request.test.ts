import { describe, expect, it } from 'vitest';
import { type RecordTexts, recordRequest } from '../../src/config/record-request.js';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { HEBBIAN_SCHEMA } from '../../src/model/hebbian/schema.js';
import { recordTexts, restoreRecord, storeRecord } from '../../src/run/stored-record.js';
import { plan } from '../run/harness.js';

const N = 30;
const read = (texts: RecordTexts) => recordRequest(HEBBIAN, texts, { N });

describe('what to record', () => {
  it('names units as the family does, and refuses to choose among none', () => {
    expect(() => recordRequest(ATTRACTOR, { units: '30' }, { N })).toThrow('--units 30: there are nodes 0 to 29');
    const { schema } = HEBBIAN;
    expect(() => recordRequest({ schema: { ...schema, name: 'oja' } }, { units: '0' }, { N })).toThrow(
      '--units 0: oja has no numbered units of which some could be recorded',
    );
  });

  it('is by default what the schema says, at each step', () => {
    const { observables, from, to, units } = read({});
    const wanted = HEBBIAN_SCHEMA.observables.filter(({ byDefault }) => byDefault).map(({ name }) => name);
    expect([...observables.keys()]).toEqual(wanted);
    expect([...observables.values()].every(({ every, at }) => every === 1 && at === undefined)).toBe(true);
    expect([from, to, units]).toEqual([0, Number.POSITIVE_INFINITY, undefined]);
  });

  it('takes every so many steps for all, and its own steps for a table', () => {
    const { observables } = read({ record: ['energy', 'sigma@10', 'J@[500,0,500]'], every: 4 });
    expect(Object.fromEntries(observables)).toEqual({
      energy: { every: 4 },
      sigma: { every: 10 },
      J: { every: 1, at: [0, 500] },
    });
  });

  it('takes the most that are recorded of a table, and stores it', () => {
    const request = read({ record: ['energy', 'sigma@10:3', 'J@4'], every: 4 });
    expect(Object.fromEntries(request.observables)).toEqual({
      energy: { every: 4 },
      sigma: { every: 10, most: 3 },
      J: { every: 4 },
    });
    const stored = storeRecord(request);
    expect(restoreRecord(stored)).toEqual(request);
    expect(read(recordTexts(HEBBIAN_SCHEMA, stored))).toEqual(request);
  });

  it('takes for events how long nothing follows one, and the most that are kept; both have defaults', () => {
    const of = (text: string) => read({ record: ['energy', text], every: 7 }).observables.get('deviations');
    expect(of('deviations')).toEqual({ every: 100, most: 10 });
    expect(of('deviations@20')).toEqual({ every: 20, most: 10 });
    expect(of('deviations@20:4')).toEqual({ every: 20, most: 4 });
    for (const text of ['deviations', 'deviations@7', 'deviations@20:4']) {
      const request = read({ record: ['energy', text], every: 7 });
      expect(read(recordTexts(HEBBIAN_SCHEMA, storeRecord(request)))).toEqual(request);
    }
  });

  it('takes first and last step and a list of neurons', () => {
    expect(read({ from: '5', to: '5', units: '20,0..3,2' })).toMatchObject({ from: 5, to: 5, units: [0, 1, 2, 3, 20] });
  });

  it.each<[string, RecordTexts, string]>([
    ['an unknown name', { record: ['enregy'] }, '--record enregy: there is no such observable. Did you mean energy?'],
    [
      'steps of a column of the time series',
      { record: ['energy@3'] },
      '--record energy@3: energy has no steps of its own',
    ],
    ['no steps after the sign', { record: ['sigma@'] }, '--record sigma "": must be an integer of at least 1'],
    ['two signs', { record: ['sigma@10@20'] }, '--record sigma 10@20: must be an integer of at least 1'],
    ['steps of zero', { record: ['sigma@0'] }, '--record sigma 0: must be an integer of at least 1'],
    ['steps and a most of 0', { record: ['sigma@2:0'] }, '--record sigma 0: must be an integer of at least 1'],
    ['three numbers', { record: ['sigma@2:3:4'] }, '--record sigma 2:3:4: write EVERY or EVERY:MOST, as 10:4'],
    [
      'steps of events',
      { record: ['deviations@[1,2]'] },
      '--record deviations@[1,2]: nobody can say at which steps that will happen',
    ],
    ['a list without its end', { record: ['J@[1,2'] }, '--record J [1,2: the list of steps lacks its closing ]'],
    ['an empty list', { record: ['J@[]'] }, '--record J "": must be an integer of at least 0'],
    ['a step before the first', { record: ['J@[-1]'] }, '--record J -1: must be an integer of at least 0'],
    ['an end before the start', { from: '9', to: '8' }, '--to 8: must be an integer of at least 9'],
    ['a start that is no number', { from: 'x' }, '--from x: must be an integer of at least 0'],
    ['a neuron beyond the last', { units: '0,30' }, '--units 0,30: there are neurons 0 to 29'],
    ['a range beyond the last', { units: '0,400..500' }, '--units 0,400..500: there are neurons 0 to 29'],
    ['a neuron far beyond the last', { units: '0,1e9' }, '--units 0,1e9: there are neurons 0 to 29'],
    ['a range that falls', { units: '5..2' }, '--units 2: must be an integer of at least 5'],
    ['no neuron', { units: '' }, '--units "": must be an integer of at least 0'],
  ])('refuses %s', (_, texts, message) => {
    expect(() => read(texts)).toThrow(expect.objectContaining({ code: 'E_CONFIG', message }));
  });

  it('survives run.json', () => {
    for (const texts of [{}, { record: ['sigma@3', 'J@[1,9]'], from: '2', to: '40', units: '1,4' }]) {
      const request = read(texts);
      expect(restoreRecord(JSON.parse(JSON.stringify(storeRecord(request))))).toEqual(request);
    }
  });

  it('refuses steps that the run never reaches, and says where the last state is', async () => {
    const texts = { N, K: 3, T: 100 };
    await expect(plan(texts, { record: { record: ['J@[0,100]'] } })).rejects.toMatchObject({
      message: '--record J: there is no step 100, the run has steps 0 to 99',
      next: expect.stringContaining('state.arrow'),
    });
    await expect(plan(texts, { record: { from: '100' } })).rejects.toMatchObject({ code: 'E_CONFIG', place: '--from' });
    await plan(texts, { record: { record: ['J@[99]'], from: '99' } });
    await plan({ ...texts, T: '50,200' }, { record: { from: '100' } });
  });

  it('is checked for every size of network in a sweep', async () => {
    const sweep = plan({ N: '30,20', K: 3 }, { record: { record: ['sigma'], units: '25' } });
    await expect(sweep).rejects.toMatchObject({ message: '--units 25: there are neurons 0 to 19' });
  });
});
