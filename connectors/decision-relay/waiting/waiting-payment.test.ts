import type { OpenJob, OpenJobs } from '../../common/runtime';
import { readWaiting } from './waiting-payment';

function openJob(key: string, tenant = 'lion', processInstanceKey = '2251799813685991'): OpenJob {
  return {
    key,
    processInstanceKey,
    elementId: 'awaitOperator',
    elementInstanceKey: `of ${key}`,
    variables: {
      tenant,
      transactionId: 'd48eea59-11d6-51d8-bc4f-d39679ab5b06',
      transferId: '8bf98d07-5af7-469d-b357-291f2248e9b7',
      operatorReason: 'BOOKING_FAILED',
      operatorChoices: ['book'],
      operatorNeededSince: '2026-11-28T16:26:57.354Z',
    },
  };
}

async function keysSeen(...jobs: readonly OpenJob[]): Promise<string[]> {
  const openJobs = { list: () => Promise.resolve([...jobs]) } as unknown as OpenJobs;
  const { payments, unreadable } = await readWaiting(openJobs, true);
  expect(unreadable).toEqual([]);
  return payments.map(({ jobKey }) => jobKey);
}

test('a payment that asks anew while it is looked at waits once, under its newest job', async () => {
  expect(await keysSeen(openJob('2251799813687339'), openJob('2251799813687473'))).toEqual([
    '2251799813687473',
  ]);
  // As numbers, not as text.
  expect(await keysSeen(openJob('10000000000000001'), openJob('9999999999999999'))).toEqual([
    '10000000000000001',
  ]);
});

test('the payer and the payee of one transfer wait each for itself', async () => {
  const payee = openJob('2251799813687161', 'buffalo', '2251799813686163');
  expect(await keysSeen(openJob('2251799813687394'), payee)).toHaveLength(2);
});
