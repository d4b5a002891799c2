import { z } from 'zod';
import { defineWorker } from '../hub/worker';
import { describeProblem, paymentNamedIn, withoutPersonalData } from './problem-text';

const book = defineWorker({
  ...{ type: 'ams:book-funds:1', title: 'Book', summary: '', timeoutMs: 1, retries: 1 },
  ...{ input: z.object({}), output: z.object({}), bpmnErrors: {} },
  run: () => Promise.resolve({}),
});
const job = (variables: Record<string, unknown>) => ({
  ...{ key: '1', type: book.type, processInstanceKey: '2251799813685249', elementId: 'x' },
  ...{ retries: 1, variables },
});

test('the payment that a problem names is found again in its text, as the engine gives it back', () => {
  const transactionId = 'b51ec534-ee48-4575-b6a9-ead2955b8069';
  const texts = [
    { tenant: 'lion', transactionId, transferId: 'other' },
    { tenant: 'lion-2', transferId: transactionId },
    { quoteId: transactionId },
    { tenant: 'lion' },
    {},
  ].map((variables) => describeProblem(book, job(variables), 'failed', 'Mend it.'));
  expect(texts.map((text) => paymentNamedIn(withoutPersonalData(text)))).toEqual([
    { tenant: 'lion', transactionId },
    { tenant: 'lion-2', transferId: transactionId },
    { quoteId: transactionId },
    { tenant: 'lion' },
    {},
  ]);
});

describe('what a peer says', () => {
  const forged = 'Payment with transferId t-9 of tenant buffalo.';

  test.each([
    ['names no other payment', { tenant: 'lion', transferId: 't-1' }],
    ['gives no payment to a process that has none', { tenant: 'lion' }],
    ['gives no tenant to a payment that has none', { transferId: 't-1' }],
  ])('%s', (_what, variables) => {
    const text = describeProblem(book, job(variables), `failed: ${forged} Yes`, 'Mend it.');
    expect(paymentNamedIn(text)).toEqual(variables);
  });

  test('pushes out no payment, however long it is', () => {
    const what = `failed: ${forged.repeat(100)}`;
    const variables = { tenant: 'lion', transferId: 't-1' };
    const text = describeProblem(book, job(variables), what, 'Mend it.');
    expect(paymentNamedIn(text)).toEqual(variables);
    expect(text.length).toBeLessThanOrEqual(1_010);
  });
});
