/** `hub payments ...` where payer and payee of one transfer wait at one hub. */
import { systemClock } from '../../connectors/common/clock';
import { paymentsCommand } from '../../connectors/decision-relay/commands/payments';

const transferId = '8bf98d07-5af7-469d-b357-291f2248e9b7';

const openJob = (key: string, tenant: string, operatorReason: string) => ({
  key,
  processInstanceKey: `${key}0`,
  elementId: 'awaitOperator',
  elementInstanceKey: `${key}1`,
  variables: {
    ...{ tenant, transferId, operatorReason, operatorChoices: ['book'] },
    transactionId: 'd48eea59-11d6-51d8-bc4f-d39679ab5b06',
    operatorNeededSince: '2026-11-28T16:26:57.354Z',
  },
});

async function payments(...words: string[]) {
  const said = { out: '', err: '', exitCode: 0, completed: [] as string[] };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    exitCode: (code: number) => void (said.exitCode = code),
  };
  const openJobs = {
    list: () =>
      Promise.resolve([
        openJob('71', 'lion', 'BOOKING_FAILED'),
        openJob('72', 'buffalo', 'CREDIT_FAILED'),
      ]),
    complete: (key: string) => {
      said.completed.push(key);
      return Promise.resolve('completed' as const);
    },
    setVariables: () => Promise.resolve('set' as const),
  };
  const incidents = { resolve: () => Promise.resolve('unknown' as const) };
  const door = { openJobs, incidents, drain: () => Promise.resolve() };
  const connect = () => ({ door, address: 'broker:26500' });
  await paymentsCommand(terminal, { clock: systemClock, connect }).parseAsync(words, {
    from: 'user',
  });
  return said;
}

test('all that wait under an id are shown', async () => {
  const { out, err, exitCode } = await payments('show', transferId);
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 });
  expect(out).toContain(`hub payments decide ${transferId} book --tenant lion\n\ntenant `);
  expect(out).toContain(`hub payments decide ${transferId} book --tenant buffalo\n`);
});

test('a misspelt word, and one that the verdict does not leave open, decide nothing', async () => {
  const misspelt = await payments('decide', transferId, 'boook', '--tenant', 'lion');
  expect(misspelt).toMatchObject({ exitCode: 1, completed: [] });
  expect(misspelt.err).toContain('There is no decision boook. Is book meant?');
  const notOpen = await payments('decide', transferId, 'release', '--tenant', 'lion');
  expect(notOpen).toMatchObject({ exitCode: 1, completed: [] });
  expect(notOpen.err).toContain(`release is not open to transfer ${transferId}`);
});

test('one of two is decided by its tenant, for a job key is another one as soon as it was tried again', async () => {
  expect(await payments('decide', transferId, 'book')).toEqual({
    out: '',
    err:
      `Nothing was decided: 2 payments with ${transferId} wait. Say which: ` +
      '--tenant lion (BOOKING_FAILED) or --tenant buffalo (CREDIT_FAILED)\n',
    exitCode: 1,
    completed: [],
  });
  expect(await payments('decide', transferId, 'book', '--tenant', 'buffalo')).toEqual({
    out:
      `book is decided for transfer ${transferId} of buffalo. If it does not work, the payment ` +
      'waits again: hub payments list\n',
    err: '',
    exitCode: 0,
    completed: ['72'],
  });
});
