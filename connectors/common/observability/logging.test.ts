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

test('an error is logged with its stack', () => {
  const [line] = linesOf((log) => log.error({ error: new Error('boom') }, 'x'));
  expect(line?.['error']).toMatchObject({
    message: 'boom',
    stack: expect.stringContaining('boom'),
  });
});
