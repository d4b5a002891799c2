import { engineRecordsOf } from '../../../test/kit/engine-records/events';
import { readRecording } from '../../../test/kit/engine-records/recordings';
import type { EngineRecord } from '../../common/contracts/engine-records-topic';
import { withoutPersonalData } from './personal-data';

const recorded = (['demo', 'troubles'] as const).flatMap((name) =>
  engineRecordsOf(readRecording(name)),
);

const record = (valueType: string, value: object, more: object = {}): EngineRecord => ({
  ...{ engine: 'main', brokerVersion: '8.5.8', partitionId: 1, position: 1n, valueType },
  document: JSON.stringify({ partitionId: 1, value, key: 1, rejectionReason: '', ...more }),
});

const kept = (one: EngineRecord): { readonly value: Record<string, unknown> } =>
  JSON.parse(withoutPersonalData(one)) as never;

test('of recorded payments no number and no name of a person is kept, and all is JSON still', () => {
  const all = recorded.map(withoutPersonalData).join('\n');
  expect(recorded.map(({ document }) => document).join('\n')).toMatch(/25570000000[12]/);
  expect(all).not.toMatch(/2557000000/);
  expect(all).not.toMatch(/Baraka|Asha/i);
  for (const line of all.split('\n')) JSON.parse(line);
});

test('records whose values hold nothing of persons stay byte for byte, and so does every other field', () => {
  const steps = recorded.filter(({ valueType }) => valueType === 'PROCESS_INSTANCE');
  expect(steps.length).toBeGreaterThan(100);
  for (const one of steps) expect(withoutPersonalData(one)).toBe(one.document);
  const document =
    '{"partitionId":1,"value":{"type":"x","variables":{"a":"255","tenant" : "lion"},"deadline":1.0E21},"key":9007199254740993}';
  expect(withoutPersonalData({ ...record('JOB', {}), document })).toBe(
    '{"partitionId":1,"value":{"type":"x","variables":{"a":"[personal]","tenant" : "lion"},"deadline":1.0E21},"key":9007199254740993}',
  );
});

test('a variable is kept only when a contract says that it is no person’s', () => {
  const value = (name: string) =>
    kept(record('VARIABLE', { name, value: '"255700000001"' })).value['value'];
  expect(value('transferId')).toBe('"255700000001"');
  expect(value('payment')).toBe('"[personal]"');
  expect(value('authorizationAnswer')).toBe('"[personal]"');
  expect(value('of a diagram of somebody else')).toBe('"[personal]"');
  expect(value('constructor')).toBe('"[personal]"');
});

test('keys and names of messages and signals are kept without the party in them', () => {
  const id = '1cff7271-73a0-5470-936e-f6d801249120';
  const key = (correlationKey: string) =>
    kept(record('MESSAGE', { correlationKey })).value['correlationKey'];
  expect(key(`lion:${id}`)).toBe(`lion:${id}`);
  expect(key(`lion:${id}:${id}`)).toBe(`lion:${id}:${id}`);
  expect(key('lion:switch:MSISDN/255700000002')).toBe('[personal]');
  expect(key('255700000002')).toBe('[personal]');
  const signal = record('SIGNAL', { signalName: 'party-found:lion:switch:MSISDN/255700000002' });
  expect(kept(signal).value['signalName']).toBe('party-found:[personal]');
});

test('texts that may quote anything are not kept: errors, and why a command was refused', () => {
  const quote = 'no account of 255700000001';
  expect(kept(record('INCIDENT', { errorType: 'X', errorMessage: quote })).value).toEqual({
    errorType: 'X',
    errorMessage: '[personal]',
  });
  const refused = record('MESSAGE', {}, { rejectionReason: quote });
  expect(withoutPersonalData(refused)).not.toContain('2557');
});
