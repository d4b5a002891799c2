import type { OpenJob } from '../../common/runtime';
import { waitingMax } from '../waiting/waiting-payment';
import type { EngineDeps } from './engine';
import { paymentsCommand } from './payments';

const waiting = (number: number): OpenJob => ({
  key: String(number),
  processInstanceKey: `process-${number}`,
  elementId: 'awaitOperator',
  elementInstanceKey: `element-${number}`,
  variables: {
    tenant: 'lion',
    transactionId: `transaction-${number}`,
    transferId: `transfer-${number}`,
    operatorReason: 'OUTCOME_UNKNOWN',
    operatorChoices: ['book', 'release', 'ask-again'],
    operatorNeededSince: '2026-11-28T10:00:00.000Z',
  },
});

/** What `hub payments ...` says where so many payments wait. */
async function said(count: number, ...words: string[]): Promise<string> {
  const jobs = Array.from({ length: count }, (_, number) => waiting(number));
  let text = '';
  const door: ReturnType<EngineDeps['connect']>['door'] = {
    openJobs: {
      list: ({ jobsMax }) => Promise.resolve(jobs.slice(0, jobsMax)),
      complete: () => Promise.resolve('completed'),
      setVariables: () => Promise.resolve('set'),
    },
    incidents: { resolve: () => Promise.resolve('unknown') },
    drain: () => Promise.resolve(),
  };
  const terminal = {
    out: (line: string) => void (text += line),
    err: (line: string) => void (text += line),
    exitCode: () => undefined,
  };
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const deps = { clock, connect: () => ({ door, address: 'engine' }) };
  await paymentsCommand(terminal, deps).parseAsync(words, { from: 'user' });
  return text;
}

test.each([['show'], ['decide', 'ask-again']])(
  '%s: a payment that is not among those that are looked at is not said to wait for nobody',
  async (command, ...decision) => {
    const beyond = `transfer-${waitingMax}`;
    const many = await said(waitingMax + 1, command, beyond, ...decision);
    expect(many).toContain(`among the first ${waitingMax}, and there may be more`);
    const few = await said(1, command, beyond, ...decision);
    expect(few).toContain(`No payment with ${beyond} waits for a person. See`);
  },
);
