import type { Scenario } from '../scenario';
import { account, credit, payer, quote, request, transfer } from './steps';

const key = (name: string): { key: string } => ({ key: `{run}:${name}` });

export const idempotency: readonly Scenario[] = [
  {
    name: 'a key repeats its answer, whatever the body',
    accounts: { payer: { balance: '1000' }, other: { balance: '1000' } },
    steps: [
      transfer('PREPARE', 'c', 100, 'first', {}, key('P1')),
      transfer('PREPARE', 'c', 100, 'same body', {}, key('P1')),
      transfer('PREPARE', 'c', 777, 'other amount', {}, key('P1')),
      transfer(
        'PREPARE',
        'd',
        777,
        'other code and account',
        { accountId: '{run}-other' },
        key('P1'),
      ),
      transfer('PREPARE', 'c', 100, 'unknown field', { foo: 1 }, key('P1')),
      transfer('PREPARE', 'c', 100, 'new key'),
      account(),
      transfer('CREATE', 'c', 100, 'same key, other action', {}, key('P1')),
      transfer('CREATE', 'c', 100, 'replayed', {}, key('P1')),
      transfer('CREATE', 'c', 100, 'new key', {}, key('C2')),
      quote(1, 'same key, other entity', {}, key('P1')),
      request(1, 'same key, other entity', {}, key('P1')),
      credit('e', 5, 'same key as the debit', {}, key('P1')),
      account(),
    ],
  },
  {
    name: 'a quote and a party keep their keys too',
    accounts: payer,
    steps: [
      quote(10, 'first', {}, key('Q')),
      quote(99999, 'other amount', {}, key('Q')),
      {
        name: 'register',
        method: 'POST',
        path: '/interoperation/parties/MSISDN/{run}1',
        body: { accountId: '{run}-payer' },
        headers: { 'idempotency-key': '{run}:I' },
      },
      {
        name: 'register another with the key',
        method: 'POST',
        path: '/interoperation/parties/EMAIL/{run}2',
        body: { accountId: '{run}-payer' },
        headers: { 'idempotency-key': '{run}:I' },
      },
      {
        name: 'delete',
        method: 'DELETE',
        path: '/interoperation/parties/MSISDN/{run}1',
        headers: { 'idempotency-key': '{run}:I' },
      },
      {
        name: 'delete again with the key',
        method: 'DELETE',
        path: '/interoperation/parties/MSISDN/{run}1',
        headers: { 'idempotency-key': '{run}:I' },
      },
    ],
  },
  {
    name: 'failures stay under their key',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'c', 1500, 'insufficient', {}, key('a')),
      credit('in', 1000, 'more funds'),
      transfer('PREPARE', 'c', 1500, 'replay says insufficient still', {}, key('a')),
      transfer('PREPARE', 'c', 1500, 'new key', {}, key('b')),
      transfer('RELEASE', 'none', 1, 'no hold', {}, key('c')),
      transfer('RELEASE', 'none', 1, 'no hold, replayed', {}, key('c')),
      transfer('PREPARE', 'd', 1, 'unknown field', { foo: 1 }, key('d')),
      transfer('PREPARE', 'd', 1, 'mended, same key', {}, key('d')),
      transfer('PREPARE', 'e', 1, 'role missing', { transactionRole: undefined }, key('e')),
      transfer('PREPARE', 'e', 1, 'mended, same key', {}, key('e')),
      transfer('PREPARE', 'f', { amount: 1, currency: 'XXQ' }, 'no such currency', {}, key('f')),
      transfer('PREPARE', 'f', 1, 'mended, same key: the 500 reads otherwise', {}, key('f')),
      transfer('PREPARE', 'g', 1, 'account unknown', { accountId: '{run}-nobody' }, key('g')),
      transfer('PREPARE', 'g', 1, 'mended, same key', {}, key('g')),
      account(),
    ],
  },
  {
    name: 'keys of every length',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'c50', 1, '50 characters', {}, key('k'.repeat(41))),
      transfer('PREPARE', 'c50', 1, '50 characters, replayed', {}, key('k'.repeat(41))),
      transfer('PREPARE', 'c51', 1, '51 characters', {}, key('k'.repeat(42))),
      transfer('PREPARE', 'c51', 1, '51 characters, again', {}, key('k'.repeat(42))),
      transfer('PREPARE', 'u', 1, 'upper case', {}, key('Case')),
      transfer('PREPARE', 'l', 1, 'lower case is another key', {}, key('case')),
      account(),
    ],
  },
  {
    name: 'malformed JSON uses up no key',
    accounts: payer,
    steps: [
      {
        ...transfer('PREPARE', 'c', 1, 'malformed', {}, key('m')),
        body: undefined,
        rawBody: '{"a":',
      },
      transfer('PREPARE', 'c', 1, 'same key, well formed', {}, key('m')),
      {
        ...transfer('PREPARE', 'd', 1, 'bad action', {}, key('n')),
        path: '/interoperation/transfers?action=NOPE',
      },
      transfer('PREPARE', 'd', 1, 'same key, good action', {}, key('n')),
    ],
  },
  {
    name: 'a key in progress answers 425 with the request',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'c', 1, 'first', {}, key('s')),
      { act: 'stick-key', idempotencyKey: '{run}:s' },
      transfer('PREPARE', 'c', 1, 'in progress', {}, key('s')),
      transfer('PREPARE', 'd', 2, 'in progress, other body', {}, key('s')),
      transfer('CREATE', 'c', 1, 'same key, other action', {}, key('s')),
    ],
  },
  {
    name: 'an empty key is a key',
    accounts: payer,
    steps: [
      { act: 'forget-empty-key' },
      transfer('PREPARE', 'c', 1, 'empty key', {}, { key: '' }),
      transfer('PREPARE', 'd', 2, 'empty key again', {}, { key: '' }),
      account(),
    ],
  },
];
