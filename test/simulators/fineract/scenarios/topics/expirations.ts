import type { Scenario } from '../scenario';
import { account, credit, payer, quote, transfer } from './steps';

export const expirations: readonly Scenario[] = [
  {
    name: 'how an expiration may be written',
    accounts: payer,
    steps: [
      ...[
        '{today}T10:00:00.000',
        '{today}T10:00:00',
        '{today}T10:00:00.000Z',
        '{today}T10:00:00.000+03:00',
        '{today}',
        'soon',
      ].map((expiration) => quote(1, expiration, { expiration })),
      quote(1, 'with a pattern', {
        expiration: '{today} 10:00:00',
        locale: 'en',
        dateFormat: 'yyyy-MM-dd HH:mm:ss',
      }),
      quote(1, 'with a pattern that has a zone', {
        expiration: '{yesterday}T10:00:00Z',
        locale: 'en',
        dateFormat: "yyyy-MM-dd'T'HH:mm:ssX",
      }),
      quote(1, 'not of its pattern', {
        expiration: '{today}',
        locale: 'en',
        dateFormat: 'dd/MM/yyyy HH:mm:ss',
      }),
      quote(1, 'with a locale but no pattern', {
        expiration: '{today}T10:00:00.000',
        locale: 'en',
      }),
    ],
  },
  {
    name: 'when an expiration may be',
    accounts: payer,
    steps: [
      transfer('PREPARE', 'yesterday', 1, 'past', { expiration: '{yesterday}T23:59:59.999' }),
      transfer('PREPARE', 'today', 1, 'later today', { expiration: '{today}T23:59:59.999' }),
      transfer('PREPARE', 'tomorrow', 1, 'tomorrow', { expiration: '{tomorrow}T00:00:00.000' }),
      transfer('PREPARE', 'activation', 1, 'day of activation', {
        expiration: '2026-01-01T00:00:00.000',
      }),
      transfer('PREPARE', 'before', 1, 'before activation', {
        expiration: '2025-12-31T00:00:00.000',
      }),
      transfer('PREPARE', 'payee', 1, 'as payee any', {
        expiration: '2025-01-01T00:00:00.000',
        transactionRole: 'PAYEE',
      }),
      transfer('CREATE', 'today', 1, 'echoed', { expiration: '{today}T10:00:00.000' }),
      transfer('RELEASE', 'yesterday', 1, 'tomorrow', { expiration: '{tomorrow}T00:00:00.000' }),
      credit('c', 1, 'tomorrow', { expiration: '{tomorrow}T00:00:00.000' }),
      quote(1, 'tomorrow', { expiration: '{tomorrow}T10:00:00.000' }),
      account(),
    ],
  },
];
