import { KnownCalls } from './known-calls';

const told = {
  ...{ kind: 'told', version: 1, tenant: 'lion', lastCallAt: '2026-11-30T02:00:00.000Z' },
  told: [],
};
const record = (value: object | undefined) => ({
  ...{ topic: 'calls', partition: 0, offset: 0, key: 'tenant:lion', timestampMs: 0 },
  value: value && JSON.stringify(value),
});

test('what a newer build has told and this one cannot read leaves what was known before', () => {
  const known = new KnownCalls();
  known.enter(record(told));
  known.enter(record({ ...told, version: 2 }));
  expect(known.calledSoFar('lion').lastCallAtMs).toBe(Date.parse(told.lastCallAt));
});

test('what is deleted from the topic is known no more', () => {
  const known = new KnownCalls();
  known.enter(record(told));
  known.enter(record(undefined));
  expect(known.calledSoFar('lion').lastCallAtMs).toBeUndefined();
});
