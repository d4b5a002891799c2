import type { PaymentDocument } from '../contracts/payment-documents';
import { findMessages, messagesMax } from './find-messages';

const payment: PaymentDocument = {
  ...{ schemaVersion: 1, tenant: 'lion', side: 'payer', transactionId: 't', engine: 'main' },
  ...{
    state: 'paid',
    startedAt: '2026-11-28T10:00:00.000Z',
    updatedAt: '2026-11-28T10:00:01.000Z',
  },
  ...{ payer: {}, payee: {}, fees: [], incidents: [], incidentsOpen: 0, decisions: [], steps: [] },
};

const message = (messageId: string, transactionId: string) => ({
  source: {
    ...{ schemaVersion: 1, tenant: 'lion', messageId, at: '2026-11-28T10:00:00.000Z' },
    ...{
      engine: 'main',
      direction: 'sent',
      peer: 'switch',
      outcome: 'answered',
      tookMs: 1,
      requestBytes: 0,
    },
    ...{ operation: 'GET /transfers/{ID}', traceId: 'trace', transactionId },
    place: { topic: 'journal', partition: 0, offset: 0 },
  },
});

test('what was said is told whole, unless a search has found more than it gives', async () => {
  const find = (where: object) =>
    Promise.resolve('transactionId' in where ? [message('own', 't')] : []);
  const { messages, isCut } = await findMessages(find, payment);
  expect(messages.map(({ messageId }) => messageId)).toEqual(['own']);
  expect(isCut).toBe(false);
});

test('where the messages of one trace are cut some may be missing, however few of them are this payment’s', async () => {
  const others = Array.from({ length: messagesMax }, (_, at) => message(`other ${at}`, 'another'));
  const find = (where: object) =>
    Promise.resolve('transactionId' in where ? [message('own', 't')] : others);
  const { messages, isCut } = await findMessages(find, payment);
  expect(messages).toHaveLength(1);
  expect(isCut).toBe(true);
});
