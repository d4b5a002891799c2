import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFineract, findSwitch } from './addresses';

let shared: string;
beforeEach(() => {
  shared = mkdtempSync(join(tmpdir(), 'payment-hub-shared-'));
});
afterEach(() => {
  rmSync(shared, { recursive: true });
});

const switchUrls = {
  SWITCH_PARTIES_URL: 'http://switch.example:4002',
  SWITCH_QUOTES_URL: 'http://switch.example:3002/',
  SWITCH_TRANSFERS_URL: 'http://switch.example:3000',
  SWITCH_LEDGER_URL: 'http://switch.example:3001',
  SWITCH_ORACLE_URL: 'http://switch.example:7003',
};

test('a Fineract whose address is given needs nothing else', () => {
  const given = { FINERACT_BASE_URL: 'https://fineract.example/fineract-provider/api/v1/' };
  expect(findFineract(given, shared)).toEqual({
    kind: 'given',
    addresses: {
      baseUrl: 'https://fineract.example/fineract-provider',
      username: 'mifos',
      password: 'password',
      tenant: 'default',
    },
  });
});

test('a switch is given by the addresses of its services', () => {
  expect(findSwitch(switchUrls, shared)).toEqual({
    kind: 'given',
    addresses: {
      parties: 'http://switch.example:4002',
      quotes: 'http://switch.example:3002',
      transfers: 'http://switch.example:3000',
      ledger: 'http://switch.example:3001',
      oracle: 'http://switch.example:7003',
    },
  });
});

test('half of a switch is no switch, even where a packed one lies: what is missing is named', () => {
  mkdirSync(join(shared, 'mojaloop-switch'));
  const half = { ...switchUrls, SWITCH_LEDGER_URL: '', SWITCH_ORACLE_URL: undefined };
  expect(findSwitch(half, shared)).toEqual({
    kind: 'missing',
    words: 'SWITCH_LEDGER_URL, SWITCH_ORACLE_URL not set',
  });
});

test('without addresses the packed parts are taken', () => {
  mkdirSync(join(shared, 'fineract'));
  mkdirSync(join(shared, 'mojaloop-switch'));
  const empty = { FINERACT_BASE_URL: '', SWITCH_PARTIES_URL: '' };
  expect([findFineract(empty, shared), findSwitch(empty, shared)]).toEqual([
    { kind: 'packed', folder: join(shared, 'fineract') },
    { kind: 'packed', folder: join(shared, 'mojaloop-switch') },
  ]);
});

test('where there is nothing, it is said what is missing and where it was looked for', () => {
  expect(findFineract({}, shared)).toEqual({
    kind: 'missing',
    words: `FINERACT_BASE_URL not set, and no folder ${join(shared, 'fineract')}`,
  });
});
