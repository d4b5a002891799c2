import { z } from 'zod';
import { readConfiguration } from './read-configuration';
import { defineRole } from './role';

const talking = defineRole({
  name: 'talking',
  needs: { journal: true },
  environment: z.object({}),
  start: () => ({}),
});
const silent = defineRole({
  name: 'silent',
  needs: {},
  environment: z.object({}),
  start: () => ({}),
});

/** Whether the message journal is written by these roles, in this environment. */
function writesJournal(
  roles: readonly (typeof talking | typeof silent)[],
  settings: object,
): boolean {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  try {
    return readConfiguration(roles, [talking, silent]).journal !== undefined;
  } finally {
    process.env = before;
  }
}

test('the message journal is written where there is a Kafka, unless it is said otherwise', () => {
  const KAFKA_BROKERS = 'kafka:9092';
  expect(writesJournal([talking], {})).toBe(false);
  expect(writesJournal([talking], { KAFKA_BROKERS })).toBe(true);
  expect(writesJournal([talking], { KAFKA_BROKERS, MESSAGE_JOURNAL: 'false' })).toBe(false);
  expect(writesJournal([talking], { MESSAGE_JOURNAL: 'true' })).toBe(true);
  expect(writesJournal([silent], { KAFKA_BROKERS })).toBe(false);
});

test('a journal that is neither on nor off stops the start, with all else that is wrong', () => {
  const wrong = { MESSAGE_JOURNAL: 'perhaps', HUB_MANAGEMENT_PORT: 'x' };
  expect(() => writesJournal([talking], wrong)).toThrow(
    /HUB_MANAGEMENT_PORT[\s\S]*MESSAGE_JOURNAL/,
  );
});
