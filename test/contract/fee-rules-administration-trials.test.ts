import { randomBytes } from 'node:crypto';
import { unzipSync, zipSync } from 'fflate';
import { writeCsv } from '../../connectors/fee-rules/tables/csv';
import { writeWorkbook } from '../../connectors/fee-rules/tables/xlsx';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import { interchangeFeeTables } from '../kit/fee-rules/interchange-fee-tables';
import { noRuleSets } from '../kit/fee-rules/no-rule-sets';
import type { RunningApi } from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';

const text = { 'content-type': 'text/plain' };
const csv = { 'content-type': 'text/csv' };
const xlsx = {
  'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const party = (fspId: string) => ({ partyIdInfo: { fspId }, accountType: 'Wallet' });
const transaction = {
  transactionId: 'transaction-1',
  payer: party('lion'),
  payee: party('buffalo'),
  amount: { amount: '1000', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};

jest.setTimeout(120_000);

let api: RunningApi;
beforeAll(async () => {
  api = await startApi(
    { ruleSets: noRuleSets, kafka: undefined },
    {
      FEE_RULES_ADMINISTRATION_BODY_MAX_BYTES: '16000000',
      FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000',
    },
  );
});
afterAll(() => api.close());

describe('rules that are checked', () => {
  const forms = async () =>
    [
      [text, interchangeFee],
      [csv, writeCsv(interchangeFeeTables)],
      [xlsx, await writeWorkbook(interchangeFeeTables)],
    ] as const;

  test('are right in every form, and always the same rule set', async () => {
    const ids = [];
    for (const [headers, body] of await forms()) {
      const answer = await api.post('/checks', { headers, body });
      expect(answer.body).toMatchObject({ rules: 1, problems: [] });
      ids.push(answer.body['ruleSetId']);
    }
    expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(ids).size).toBe(1);
  });

  test('have their mistakes told by line and column, with a hint', async () => {
    const body = interchangeFee.replace('0.6% * -1', '0.7% * -1');
    const answer = await api.post('/checks', { headers: text, body });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ruleSetId: null,
      problems: [{ line: 42, column: 23, code: 'legs-do-not-cancel', severity: 'error' }],
    });
  });

  test('as a table have their mistakes told by sheet, row and column', async () => {
    const body = writeCsv(interchangeFeeTables).replace('Not equal to', 'Unlike');
    const answer = await api.post('/checks', { headers: csv, body });
    expect(answer.body['problems']).toMatchObject([{ sheet: 'csv', row: 2, column: 3 }]);
  });

  test.each([
    ['nothing', text, ''],
    ['bytes as text', text, randomBytes(2_000)],
    ['bytes as CSV', csv, randomBytes(2_000)],
    ['bytes as a workbook', xlsx, randomBytes(2_000)],
    ['an archive of something else', xlsx, zipSync({ 'a.txt': new Uint8Array(9) })],
    ['megabytes of brackets', text, '('.repeat(4_000_000)],
    ['a quote that never ends', csv, `Name,"${'x'.repeat(1_000_000)}`],
  ])('may be %s', async (_what, headers, body) => {
    const answer = await api.post('/checks', { headers, body });
    expect(answer.status).toBe(200);
    expect(answer.body['ruleSetId']).toBeNull();
  });
});

describe('a workbook that unpacks to far more than it is', () => {
  test('is refused before it takes memory', async () => {
    const body = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(300 * 1024 * 1024) });
    expect(body.length).toBeLessThan(1_000_000);
    const answer = await api.post('/checks', { headers: xlsx, body });
    expect(answer.body['problems']).toMatchObject([{ code: 'too-large' }]);
  });

  test('is refused when it hides how large it is', async () => {
    const body = Buffer.from(
      zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(100 * 1024 * 1024) }),
    );
    // Uncompressed size: in the central directory, and in the file's own header.
    body.writeUInt32LE(1_000, body.indexOf('PK\u0001\u0002') + 24);
    body.writeUInt32LE(1_000, 22);
    const answer = await api.post('/checks', { headers: xlsx, body });
    expect(answer.body['problems']).toMatchObject([{ code: 'not-xlsx' }]);
  });

  test('or has a cell at the far end of the sheet does no harm to anybody else', async () => {
    const files = unzipSync(await writeWorkbook(interchangeFeeTables));
    const name = 'xl/worksheets/sheet1.xml';
    const sheet = Buffer.from(files[name] ?? []).toString();
    expect(sheet).toContain('r="A2"');
    files[name] = Buffer.from(
      sheet.replaceAll('r="2"', 'r="1048576"').replace('r="A2"', 'r="XFD1048576"'),
    );
    const answer = await api.post('/checks', { headers: xlsx, body: zipSync(files) });
    expect([200, 422]).toContain(answer.status);
    expect((await api.post('/checks', { headers: text, body: interchangeFee })).status).toBe(200);
  });
});

describe('canonical text', () => {
  test('is what a table becomes', async () => {
    const body = writeCsv(interchangeFeeTables);
    const answer = await api.post('/canonical-text', { headers: csv, body });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.text).toBe(interchangeFee);
  });

  test('of what cannot be read is refused with all that is wrong', async () => {
    const answer = await api.post('/canonical-text', { headers: text, body: 'if( oops' });
    expect(answer.status).toBe(422);
    expect(answer.body['type']).toBe('urn:payment-hub:problem:invalid-rules');
    expect(answer.body['problems']).toMatchObject([{ line: 1 }]);
  });
});

describe('an explanation', () => {
  test('tells condition by condition why a rule charges', async () => {
    const body = { rules: interchangeFee, transaction };
    const answer = await api.post('/explanations', { body });
    expect(answer.body['explanations']).toMatchObject([
      {
        name: 'Interchange fee test',
        verdict: 'FIRES',
        groups: [
          { holds: true, comparisons: [{ left: 'buffalo', right: 'lion' }] },
          { holds: true },
          { holds: true },
        ],
        entries: [{ debtor: 'buffalo', creditor: 'lion', amount: '6', currency: 'TZS' }],
      },
    ]);
  });

  test('tells why it does not', async () => {
    const onUs = { ...transaction, payee: party('lion') };
    const answer = await api.post('/explanations', {
      body: { rules: interchangeFee, transaction: onUs },
    });
    expect(answer.body['explanations']).toMatchObject([
      { verdict: 'DOES_NOT_MATCH', groups: [{ holds: false }, { holds: true }, { holds: true }] },
    ]);
  });

  test.each([
    ['no rules', { transaction }, '/rules'],
    ['no transaction', { rules: interchangeFee }, '/transaction'],
    [
      'a transaction without an id',
      { rules: interchangeFee, transaction: {} },
      '/transaction/transactionId',
    ],
    ['an unknown field', { rules: interchangeFee, transaction, rule: 1 }, '/rule'],
    [
      'an unknown execution point',
      { rules: '', transaction, executionPoint: 'now' },
      '/executionPoint',
    ],
    [
      'a time that is none',
      { rules: interchangeFee, transaction: { ...transaction, completedTimestamp: 'noon' } },
      '/transaction',
    ],
  ])('of %s is refused by name', async (_what, body, pointer) => {
    const answer = await api.post('/explanations', { body });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ pointer }]);
  });

  test('of wrong rules is refused with what is wrong with them', async () => {
    const answer = await api.post('/explanations', { body: { rules: 'if()', transaction } });
    expect(answer.status).toBe(422);
    expect(answer.body['problems']).not.toEqual([]);
  });

  test('by a rule set that is not there is refused by the name of the parameter', async () => {
    const path = `/explanations?ruleSetId=${'a'.repeat(64)}`;
    const answer = await api.post(path, { body: { transaction } });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ parameter: 'ruleSetId' }]);
  });

  test('of ten thousand rules is given whole', async () => {
    const rules = Array.from({ length: 10_000 }, (_, index) =>
      interchangeFee.replace('Interchange fee test', `Fee ${index}`),
    ).join('\n');
    const answer = await api.post('/explanations', { body: { rules, transaction } });
    expect(answer.status).toBe(200);
    expect(answer.body['explanations']).toHaveLength(10_000);
  });
});

test('an evaluation has one list of entries a transaction, with the ids that they would have', async () => {
  const transactions = [transaction, { ...transaction, payee: party('lion') }];
  const answer = await api.post('/evaluations', { body: { rules: interchangeFee, transactions } });
  expect(answer.body['evaluations']).toEqual([
    {
      transactionId: 'transaction-1',
      entries: [
        {
          entryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          ruleId: 'Interchange fee test',
          ruleVersion: 1,
          blockIndex: 0,
          ledgerEntryType: 'INTERCHANGE_FEE',
          debtor: 'buffalo',
          creditor: 'lion',
          amount: '6',
          currency: 'TZS',
        },
      ],
      withoutEntry: [],
    },
    { transactionId: 'transaction-1', entries: [], withoutEntry: [] },
  ]);
});

test.each([100.12, '1E+2', 1e21])(
  'a transaction of the amount %j is refused by the name of that field, wherever it is tried',
  async (amount) => {
    const wrong = { ...transaction, amount: { amount, currency: 'TZS' } };
    const rules = interchangeFee;
    const named = { detail: expect.stringMatching(/^amount\.amount: /) as string };
    expect(
      await api.post('/evaluations', { body: { rules, transactions: [wrong] } }),
    ).toMatchObject({ status: 400, body: { errors: [{ pointer: '/transactions/0', ...named }] } });
    expect(await api.post('/explanations', { body: { rules, transaction: wrong } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/transaction', ...named }] },
    });
  },
);
