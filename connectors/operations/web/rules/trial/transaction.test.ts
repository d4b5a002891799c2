import type { Dictionary } from '../api';
import { sampleValues, transactionOf } from './transaction';

const field = (path: string, ...source: string[]) => ({
  name: path,
  path,
  type: 'string' as const,
  ...(source.length > 0 && { source }),
});
const dictionary: Dictionary = {
  version: 1,
  fields: [
    field('Transaction.transactionId', 'transactionId'),
    field('Transaction.payer.partyIdInfo.fspId', 'payer', 'partyIdInfo', 'fspId'),
    field('Transaction.payer.accountType', 'payer', 'accountType'),
    field('Transaction.note', 'note'),
    field('Transaction.elsewhere'),
  ],
  results: [],
  tests: [],
  annotations: [],
};

test('a transaction has each value where rules look for it, and nothing for what is empty', () => {
  const values = { ...sampleValues(dictionary), 'Transaction.elsewhere': 'x' };
  expect(transactionOf(dictionary, values, '2027-01-01T00:00:00.000Z')).toEqual({
    transactionId: 'try-1',
    payer: { partyIdInfo: { fspId: 'lion' }, accountType: 'Wallet' },
    completedTimestamp: '2027-01-01T00:00:00.000Z',
  });
});

test('without its id it is sent without, and the API says so', () => {
  expect(transactionOf(dictionary, {}, '')).toEqual({ transactionId: '' });
});
