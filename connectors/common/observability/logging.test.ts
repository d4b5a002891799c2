import { createLogger } from './logging';

function linesOf(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger('debug', { write: (line: string) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line carries its ids, its level by name and an ISO time', () => {
  const [line] = linesOf((log) => {
    log.child({ tenant: 'lion' }).info({ transactionId: 'T1' }, 'payment started');
  });
  expect(line).toMatchObject({
    level: 'info',
    tenant: 'lion',
    transactionId: 'T1',
    msg: 'payment started',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

test('personal data and secrets are cut out at every depth that we log', () => {
  const personal = {
    partyIdentifier: '255700000001',
    personalInfo: { complexName: { firstName: 'Asha' } },
    request: {
      payer: { partyIdentifier: '255700000002', partyIdType: 'MSISDN' },
      headers: { authorization: 'Bearer abc' },
    },
    a: { b: { c: { lastName: 'Juma' } } },
  };
  const text = JSON.stringify(linesOf((log) => log.warn(personal, 'x')));
  for (const secret of ['255700000001', '255700000002', 'Asha', 'abc', 'Juma']) {
    expect(text).not.toContain(secret);
  }
  expect(text).toContain('MSISDN');
});

test('personal data is cut out of lists, of what a child logger always says, and of errors too', () => {
  const error = Object.assign(new Error('boom'), { request: { note: 'for Neema' }, code: 'E1' });
  const lines = linesOf((log) => {
    log.info({ parties: [{ name: 'Baraka' }, { fspId: 'lion' }] }, 'x');
    log.child({ token: 'abc', who: { lastName: 'Juma' } }).info({}, 'x');
    log.child({ tenant: 'lion' }).child({ password: 'def' }).warn({}, 'x');
    log.error({ error }, 'x');
    log.error({ error: { name: 'Musa' }, why: error }, 'x');
    log.error({ error: null }, 'x');
  });
  for (const personal of ['Baraka', 'abc', 'Juma', 'def', 'Neema', 'Musa']) {
    expect(JSON.stringify(lines)).not.toContain(personal);
  }
  expect(lines).toMatchObject([
    { parties: [{ name: '[redacted]' }, { fspId: 'lion' }] },
    { token: '[redacted]' },
    { tenant: 'lion', password: '[redacted]' },
    { error: { code: 'E1', message: 'boom', request: { note: '[redacted]' } } },
    { error: { name: '[redacted]' }, why: { request: { note: '[redacted]' } } },
    { error: null },
  ]);
});

test('what is logged stays as it is, whatever is cut out of its line', () => {
  const fields = { whose: { name: 'Asha', since: new Date(0) }, amount: undefined };
  const [line] = linesOf((log) => log.info(fields, 'x'));
  expect(line?.['whose']).toEqual({ name: '[redacted]', since: '1970-01-01T00:00:00.000Z' });
  expect(fields.whose.name).toBe('Asha');
});

test('an error is logged with its stack', () => {
  const [line] = linesOf((log) => log.error({ error: new Error('boom') }, 'x'));
  expect(line?.['error']).toMatchObject({
    message: 'boom',
    stack: expect.stringContaining('boom'),
  });
});
