/**
 * Files as spreadsheets and libraries really write them, and the requirement's tables as it draws them. The
 * workbooks in test/fixtures/fee-rule-tables were made with LibreOffice 7.4, openpyxl 3.1 and XlsxWriter 3.2.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { standardDictionary } from '../language/dictionary';
import { loadFile } from '../language/load';
import { readRules } from './rule-files';
import { readWorkbook } from './xlsx';

const fixtures = join(__dirname, '../../../test/fixtures/fee-rule-tables');
const fixture = (name: string) => readFileSync(join(fixtures, name));

function load(name: string, content: Buffer) {
  const { file, problems } = readRules(name, content, standardDictionary);
  return loadFile(file, problems, standardDictionary);
}

function problemsOf(name: string, content: Buffer): readonly string[] {
  return load(name, content).problems.map((problem) => {
    if (!('sheet' in problem)) throw new Error('a table has no lines');
    const { sheet, row, column, code, message, hint } = problem;
    return `${sheet}!${row},${column} ${code}: ${message}. ${hint}`;
  });
}

/** A condition's name stands alone in its row, and its tests in the rows below. */
const drawnConditions = `Name,Variable,Test,Value
Transaction is not an on-us transfer
,Payee DFSP,Not equal to,Payer DFSP
Transaction is a wallet-to-wallet transfer
,Payee Account Type,Case insensitive equals,"""Wallet"""
AND,Payer Account Type,Case insensitive equals,"""Wallet"""
Transaction is a P2P transaction
,Transaction Type Scenario,Case insensitive equals,"""TRANSFER"""
AND,Transaction Type Initiator,Case insensitive equals,"""PAYER"""
AND,TransactionType Initiator Type,Case insensitive equals,"""CONSUMER"""
`;
const drawnStatements = `Name,Connector,Test,Item,Reference,Value
Interchange fee test
,,Transaction is not an on-us transfer
,AND,Transaction is a wallet-to-wallet transfer
,AND,Transaction is a P2P transaction
,THEN,,Journal entry type,,"""INTERCHANGE_FEE"""
,,,Currency,Currency
,,,Payer DFSP,Payer DFSP
,,,Payer Amount,Amount,*0.6%
,,,Payee DFSP,Payee DFSP
,,,Payee amount,Amount,*0.6%*-1
`;
const drawn = `${drawnConditions}\n${drawnStatements}`;
const enumerations = `Transaction,Transaction Reference,,Result,Result Item
Payee DFSP,Transaction.payee.partyIdInfo.fspId,,Journal entry type,result.ledgerEntryType
Payee Account Type,"Transaction.extensionList[""payeeAccountType""]",,Test,Test symbol
Amount,Transaction.amount.amount,,Not equal to,NEQ
`;

const inEachRow = (text: string, change: (row: string) => string) =>
  text
    .split('\n')
    .map((row) => (row === '' ? row : change(row)))
    .join('\n');

describe("the requirement's tables, as it draws them,", () => {
  test.each([
    ['one below the other', drawn],
    ['with its first table, which says what the words mean', `${enumerations}\n${drawn}`],
    ['under titles', `Fee rules\n\n${drawnConditions}\nAnd the statement\n${drawnStatements}`],
    ['from column B on', inEachRow(drawn, (row) => `,${row}`)],
    ['with an empty first row', `\n${drawn}`],
    ['with lower-case headings', drawn.replaceAll('Name', 'name').replaceAll('Test', 'test')],
    [
      'with a column of remarks',
      drawn.replaceAll('Value\n', 'Value,Remarks\n').replace('*0.6%\n', '*0.6%,agreed in May\n'),
    ],
  ])('%s, print the text of the rule', (_, csv) => {
    const { problems, ruleSet } = load('fees.csv', Buffer.from(csv));
    expect(problems).toEqual([]);
    expect(ruleSet?.text).toBe(interchangeFee);
  });

  test.each([
    ['LibreOffice, with titles and the first table', 'libreoffice.xlsx'],
    ['XlsxWriter, with remarks', 'xlsxwriter.xlsx'],
    ['openpyxl, beside a sheet that is a chart', 'openpyxl-with-chart.xlsx'],
  ])('saved by %s, print the text of the rule', (_, name) => {
    const { problems, ruleSet } = load(name, fixture(name));
    expect(problems).toEqual([]);
    expect(ruleSet?.text).toBe(interchangeFee);
  });

  test('in cells that do not say where they stand', () => {
    const files = unzipSync(fixture('xlsxwriter.xlsx'));
    const changed = Object.entries(files).map(([name, content]) => {
      const text = Buffer.from(content).toString();
      const filled = name.includes('worksheets/') ? withoutAddresses(text) : text;
      return [name, Buffer.from(filled)] as const;
    });
    const { problems, ruleSet } = load(
      'fees.xlsx',
      Buffer.from(zipSync(Object.fromEntries(changed))),
    );
    expect(problems).toEqual([]);
    expect(ruleSet?.text).toBe(interchangeFee);
  });

  test.each([';', '\t', '|'])('in a file that says that %j parts its cells', (delimiter) => {
    const parted = drawn.replaceAll(',', delimiter);
    for (const told of [`sep=${delimiter}\r\n`, `\uFEFFsep=${delimiter}\n`]) {
      expect(load('fees.csv', Buffer.from(told + parted)).ruleSet?.text).toBe(interchangeFee);
    }
  });

  test.each([';', '\t'])('in a file whose heading shows that %j parts its cells', (delimiter) => {
    const parted = drawn.replaceAll(',', delimiter);
    expect(load('fees.csv', Buffer.from(parted)).ruleSet?.text).toBe(interchangeFee);
  });
});

/** Then each cell is right of the one before it, so empty ones must be there too. */
function withoutAddresses(sheet: string): string {
  return sheet.replace(/<row[^>]*>(.*?)<\/row>/gs, (_row, cells: string) => {
    let column = 'A'.charCodeAt(0);
    const filled = cells.replace(/<c r="([A-Z])\d+"/g, (_cell, letter: string) => {
      const gap = '<c/>'.repeat(letter.charCodeAt(0) - column);
      column = letter.charCodeAt(0) + 1;
      return `${gap}<c`;
    });
    return `<row>${filled}</row>`;
  });
}

describe('cells that are no text', () => {
  const valuesOf = (name: string): Record<string, string> =>
    Object.fromEntries(
      (readWorkbook(fixture(name))[0]?.rows ?? []).map((row) => {
        const value = row[3] ?? '';
        const name = typeof row[0] === 'string' ? row[0] : '';
        return [name, typeof value === 'string' ? value : value.unreadable];
      }),
    );
  const alike = {
    number: '5000',
    fraction: '100.12',
    percent: '0.6%, which the spreadsheet keeps as 0.006',
    date: '2026-01-01',
    boolean: 'TRUE',
  };

  test('saved by a spreadsheet: numbers are taken, also calculated ones', () => {
    expect(valuesOf('cells-libreoffice.xlsx')).toMatchObject({
      ...alike,
      formula: '0.3',
      error: 'the error #DIV/0!',
      'name error': 'the error #NAME?',
    });
  });

  test('saved by a program that calculates nothing: what it put in for a formula is not taken', () => {
    expect(valuesOf('cells-xlsxwriter.xlsx')).toMatchObject({
      ...alike,
      formula: 'a formula that was never calculated',
      error: 'a formula that was never calculated',
      'name error': 'a formula that was never calculated',
    });
  });
});

describe('what is refused, with its cell', () => {
  test.each([
    [
      'AND without a condition',
      drawn.replace(',AND,Transaction is a P2P transaction', ',AND'),
      'csv!16,3 empty-cell: AND joins nothing: the condition is missing. Fill in this cell.',
    ],
    [
      'AND before the first comparison',
      drawn.replace(',Payee Account Type', 'AND,Payee Account Type'),
      'csv!5,1 connector: AND joins this comparison to none: it is the first. Leave this cell empty.',
    ],
    [
      'a condition that compares nothing',
      drawn.replace(',Payee DFSP,Not equal to,Payer DFSP\n', ''),
      'csv!2,1 no-comparison: The condition "Transaction is not an on-us transfer" compares nothing. Fill in its row, or rows below it.',
    ],
    [
      'no statements',
      drawnConditions,
      'csv!1,1 no-statements: There are no statements: nobody would be charged anything. The first row of a table is one of: Name | Variable | Test | Value; Name | Connector | Test | Item | Reference | Value; Name | Annotation | Value.',
    ],
    [
      'a column of remarks without a heading',
      drawn.replace('*0.6%\n', '*0.6%,agreed in May\n'),
      'csv!20,7 too-wide: The table statements has 6 columns; here stands more. Remove it, or give its column a heading, such as Remarks.',
    ],
    [
      'a word that means another field here',
      `${enumerations.replace('Transaction.payee.partyIdInfo', 'Transaction.payer.partyIdInfo')}\n${drawn}`,
      'csv!2,2 other-meaning: Payee DFSP stands for Transaction.payee.partyIdInfo.fspId here, not for Transaction.payer.partyIdInfo.fspId. Use the words of this hub, or a dictionary that says otherwise.',
    ],
    [
      'a word that means another test here',
      `${enumerations.replace('NEQ', 'EQ')}\n${drawn}`,
      'csv!4,5 other-meaning: Not equal to stands for NEQ here, not for EQ. Use the words of this hub, or a dictionary that says otherwise.',
    ],
    [
      'two tables side by side',
      drawn.replace('Name,Variable,Test,Value', 'Name,Variable,Test,Value,,Name,Annotation,Value'),
      'csv!1,1 side-by-side: The tables conditions and annotations stand side by side. Put one below the other, or each on a sheet of its own.',
    ],
  ])('%s', (_, csv, said) => {
    expect(problemsOf('fees.csv', Buffer.from(csv))).toEqual([said]);
  });

  test('an error whose row holds nothing else', () => {
    const csv = drawn.replace(',AND,Transaction is a P2P transaction', ',,#REF!');
    expect(problemsOf('fees.csv', Buffer.from(csv))).toEqual([
      'csv!16,3 unreadable-cell: This cell holds the error #REF!. Mend the formula.',
    ]);
  });

  test.each([
    ['.ods', zipSync({ mimetype: Buffer.from('application/vnd.oasis.opendocument.spreadsheet') })],
    ['.xlsb', zipSync({ 'xl/workbook.bin': Buffer.alloc(4) })],
    ['.xls', Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
    [
      '.xlsm',
      zipSync({ '[Content_Types].xml': Buffer.from('sheet.macroEnabled.main+xml spreadsheetml') }),
    ],
  ])('a spreadsheet of the kind %s, whatever it is called', (kind, bytes) => {
    for (const name of [`fees${kind}`, 'fees.xlsx', 'fees.csv', 'fees.rules']) {
      expect(problemsOf(name, Buffer.from(bytes))).toEqual([
        `workbook!1,1 other-format: This is a spreadsheet of the kind ${kind}, which is not read. Save it as .xlsx or .csv.`,
      ]);
    }
  });

  test('a workbook with a cell far out', () => {
    const files = unzipSync(fixture('xlsxwriter.xlsx'));
    const sheet = Buffer.from(files['xl/worksheets/sheet1.xml'] ?? []).toString();
    files['xl/worksheets/sheet1.xml'] = Buffer.from(sheet.replace('r="D1"', 'r="XFD1"'));
    expect(problemsOf('fees.xlsx', Buffer.from(zipSync(files)))).toEqual([
      'workbook!1,1 too-large: This workbook is too large. Keep nothing but the tables in it.',
    ]);
  });
});
