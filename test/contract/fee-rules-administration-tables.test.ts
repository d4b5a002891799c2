/** Rules as text and as tables at once: what who edits them sees, and where it says that something is wrong. */
import { writeCsv } from '../../connectors/fee-rules/tables/csv';
import { readWorkbook, writeWorkbook } from '../../connectors/fee-rules/tables/xlsx';
import { interchangeFee } from '../kit/fee-rules/interchange-fee';
import {
  conditions,
  interchangeFeeTables,
  statements,
} from '../kit/fee-rules/interchange-fee-tables';
import { noRuleSets } from '../kit/fee-rules/no-rule-sets';
import type { RunningApi } from '../kit/parts/described-api';
import { startApi } from '../kit/parts/fee-rules-administration';

jest.setTimeout(120_000);

const text = { 'content-type': 'text/plain' };
const csv = { 'content-type': 'text/csv' };
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** As they are typed: below the headings. */
const typed = {
  conditions: conditions.rows.slice(1),
  statements: statements.rows.slice(1),
  annotations: [] as string[][],
};

let api: RunningApi;
beforeAll(async () => {
  const environment = { FEE_RULES_ADMINISTRATION_WORK_TIMEOUT_MS: '100000' };
  api = await startApi({ ruleSets: noRuleSets, kafka: undefined }, environment);
});
afterAll(() => api.close());

const convert = (body: string | Uint8Array | object, headers: Record<string, string> = {}) =>
  api.post('/tables', { headers, body });

/** With one cell changed; rows count as in the workbook, where the heading is row 1. */
function withCell(kind: keyof typeof typed, row: number, column: number, cell: string) {
  const rows = typed[kind].map((cells, at) =>
    at === row - 2 ? cells.with(column - 1, cell) : cells,
  );
  return { ...typed, [kind]: rows };
}

describe('tables and text', () => {
  test('are each made of the other, and give the same rule set', async () => {
    const ofTables = await convert(typed);
    expect(ofTables.body).toMatchObject({
      text: interchangeFee,
      tables: typed,
      problemsInText: [],
      problemsInTables: [],
      rules: 1,
    });
    const ofText = await convert(interchangeFee, text);
    expect(ofText.body['ruleSetId']).toBe(ofTables.body['ruleSetId']);
    const { body } = await convert(ofText.body['tables'] as object);
    expect(body['text']).toBe(interchangeFee);
  });

  test('come of a workbook and of CSV, and go into them, right or wrong', async () => {
    const fromCsv = await convert(writeCsv(interchangeFeeTables), csv);
    const workbook = await writeWorkbook(interchangeFeeTables);
    const fromXlsx = await convert(workbook, { 'content-type': xlsxType });
    expect(fromXlsx.body).toEqual(fromCsv.body);
    expect(fromCsv.body).toMatchObject({ text: interchangeFee, tables: typed });

    const wrong = withCell('conditions', 2, 3, 'Unlike');
    const answer = await convert(wrong, { accept: xlsxType });
    const [sheet] = readWorkbook(answer.bytes);
    expect(sheet).toMatchObject({ name: 'Conditions' });
    expect(sheet?.rows[1]?.[2]).toBe('Unlike');
    expect((await convert(typed, { accept: 'text/csv' })).text).toContain('Name,Variable,Test');
  });

  test('keep names and places of what is drawn as the requirement draws it: names alone in their rows', async () => {
    const drawn = {
      ...typed,
      conditions: [
        ['Transaction is not an on-us transfer'],
        ['', 'Payee DFSP', 'Not equal to', 'Payer DFSP'],
        [],
        ...typed.conditions.slice(1),
      ],
      statements: [['Interchange fee test'], ['', ...(typed.statements[0] ?? []).slice(1)]].concat(
        typed.statements.slice(1),
      ),
    };
    expect((await convert(drawn)).body).toMatchObject({ text: interchangeFee, tables: drawn });
  });
});

describe('what is wrong is told', () => {
  test.each([
    ['a condition without a name', 'conditions', 2, 1, '', 1],
    ['an unknown field', 'conditions', 2, 2, 'Payee Bank', 2],
    ['an unknown test', 'conditions', 2, 3, 'Unlike', 3],
    ['a value without quotes', 'conditions', 3, 4, 'Wallet', 4],
    ['an unknown condition', 'statements', 3, 3, 'Transaction is a gift', 3],
    ['a wrong connector', 'statements', 3, 2, 'BUT', 2],
    ['an unknown item', 'statements', 5, 4, 'Colour', 4],
    ['an unknown reference', 'statements', 6, 5, 'Curency', 5],
    ['a rate with a comma', 'statements', 8, 6, '*0,6%', 6],
  ] as const)(
    '%s, at its cell, and the text is not made anew',
    async (_what, kind, row, column, cell, told) => {
      const { body } = await convert(withCell(kind, row, column, cell));
      const sheet = kind === 'conditions' ? 'Conditions' : 'Statements';
      expect(body['problemsInTables']).toContainEqual(
        expect.objectContaining({ severity: 'error', sheet, row, column: told }),
      );
      expect(body).toMatchObject({ text: null, ruleSetId: null });
    },
  );

  test('what can be read and is wrong at its cell and at its line', async () => {
    const { body } = await convert(withCell('statements', 10, 6, '*0.7%*-1'));
    const told = { code: 'legs-do-not-cancel', severity: 'error' };
    expect(body['problemsInTables']).toMatchObject([{ ...told, sheet: 'Statements', row: 10 }]);
    expect(body['problemsInText']).toMatchObject([{ ...told, line: 42, column: 23 }]);
    expect(body['text']).toContain('0.7% * -1');
    const { problemsInText, problemsInTables } = body;
    const again = await convert(String(body['text']), text);
    expect(again.body).toMatchObject({ problemsInText, problemsInTables });
  });

  test('a text that cannot be read, at its line, and there are no tables of it', async () => {
    const { body } = await convert(interchangeFee.replace('NEQ', 'UNLIKE'), text);
    expect(body).toMatchObject({ tables: null, problemsInText: [{ line: 6 }], ruleSetId: null });
  });

  test('a text that no table can hold is not put into one', async () => {
    const nameless = interchangeFee.replace('/* Transaction is not an on-us transfer */\n', '');
    const { body } = await convert(nameless, text);
    expect(body).toMatchObject({ tables: null, problemsInText: [{ code: 'no-name' }] });
    const unlike = interchangeFee.replace(
      '/* Transaction is a P2P transaction */',
      '/* Transaction is a wallet-to-wallet transfer */',
    );
    expect((await convert(unlike, text)).body).toMatchObject({ tables: null, ruleSetId: null });
  });

  test('a workbook whose cells cannot be read keeps them, each with what is wrong', async () => {
    const body = writeCsv(interchangeFeeTables).replace('Payer DFSP', '#REF!');
    const answer = await convert(body, csv);
    expect(answer.body).toMatchObject({ text: null, tables: { conditions: { length: 6 } } });
    expect(answer.body['problemsInTables']).toMatchObject([
      { code: 'unreadable-cell', sheet: 'Conditions', row: 2, column: 4 },
    ]);
  });

  test('a file without tables, or that is none, at its own places', async () => {
    expect((await convert('a,b\n', csv)).body).toMatchObject({ tables: null, text: null });
    const xlsx = { 'content-type': xlsxType };
    const answer = await convert(Buffer.from('no workbook'), xlsx);
    expect(answer.body['problemsInTables']).toMatchObject([{ code: 'not-xlsx' }]);
    expect((await convert(Buffer.from('x'), { ...xlsx, accept: xlsxType })).status).toBe(422);
  });
});

test('nothing in the tables is nothing in the text, and the other way round', async () => {
  const nothing = { conditions: [], statements: [], annotations: [] };
  expect((await convert(nothing)).body).toMatchObject({ text: '', ruleSetId: null, rules: 0 });
  expect((await convert('', text)).body).toMatchObject({ tables: nothing, ruleSetId: null });
});

test.each([
  ['a table that is missing', { conditions: [], statements: [] }, '/annotations'],
  ['a row that is too long', { ...typed, annotations: [['a', 'b', 'c', 'd']] }, '/annotations/0'],
  ['a cell that is a number', { ...typed, annotations: [[1]] }, '/annotations/0/0'],
])('%s is refused by its name', async (_what, body, pointer) => {
  const answer = await convert(body);
  expect(answer.status).toBe(400);
  expect(answer.body['errors']).toMatchObject([{ pointer }]);
});

test('the dictionary tells what cells may hold', async () => {
  const { body } = await api.get('/dictionary');
  expect(body['fields']).toContainEqual({
    name: 'Payee DFSP',
    path: 'Transaction.payee.partyIdInfo.fspId',
    type: 'dfspId',
    source: ['payee', 'partyIdInfo', 'fspId'],
  });
  expect(body['fields']).toContainEqual(
    expect.objectContaining({ name: 'Transaction Type Initiator', values: ['PAYER', 'PAYEE'] }),
  );
  expect(body['results']).toHaveLength(6);
  expect(body['tests']).toContainEqual({ test: 'NEQ', words: 'Not equal to' });
  expect(body['annotations']).toContainEqual(
    expect.objectContaining({ name: 'rounding', values: expect.arrayContaining(['HALF_UP']) }),
  );
});
