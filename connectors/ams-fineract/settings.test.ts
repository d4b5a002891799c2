import { settingsSchema } from './settings';

const least = { baseUrl: 'https://f.example/fineract-provider/', username: 'hub', password: 's' };

test('an address, a user and a password are enough', () => {
  expect(settingsSchema.parse(least)).toEqual({
    baseUrl: 'https://f.example/fineract-provider',
    fineractTenantId: 'default',
    username: 'hub',
    password: 's',
    lookUpTimeoutMs: 4_000,
    commandTimeoutMs: 15_000,
    requestsMax: 16,
    waitingPerAccountMax: 100,
  });
});

test.each([
  ['baseUrl', 'ftp://f.example'],
  ['baseUrl', 'f.example/fineract-provider'],
  ['username', ''],
  ['password', ''],
  ['commandTimeoutMs', 60_000],
  ['lookUpTimeoutMs', 15_000],
  ['requestsMax', 0],
])('%s cannot be %s', (field, value) => {
  expect(settingsSchema.safeParse({ ...least, [field]: value }).success).toBe(false);
});

test('time-outs that do not fit into the job that waits for them are refused, with the sum', () => {
  const together = (lookUpTimeoutMs: number, commandTimeoutMs: number) =>
    settingsSchema.safeParse({ ...least, lookUpTimeoutMs, commandTimeoutMs });
  expect(together(5_000, 15_000).success).toBe(true);
  const [problem] = together(5_001, 15_000).error?.issues ?? [];
  expect(problem?.message).toContain(
    '2 x lookUpTimeoutMs 5001 + commandTimeoutMs 15000 = 25002 ms',
  );
});
