import * as fc from 'fast-check';
import writeXlsx from 'write-excel-file/node';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import {
  conditions,
  interchangeFeeTables,
  statements,
} from '../../../test/kit/fee-rules/interchange-fee-tables';
import { namedRuleFiles as anyNamedRuleFiles } from '../../../test/kit/fee-rules/random-rules';
import { runs, timeoutMs } from '../../../test/kit/fee-rules/runs';
import { standardDictionary } from '../language/dictionary';
import { loadFile } from '../language/load';
import { parse } from '../language/parse';
import { print } from '../language/print';
import type { Problem } from '../language/problems';
import type { RuleFile } from '../language/tree';
import { readRules } from './rule-files';
import { readCsv, writeCsv } from './csv';
import { readTables } from './read-tables';
import type { Cell, Sheet } from './sheets';
import { writeTables } from './write-tables';
import { readWorkbook, writeWorkbook } from './xlsx';

jest.setTimeout(timeoutMs);

/** Tables without a statement are refused: nobody means to charge nothing. */
const namedRuleFiles = anyNamedRuleFiles.filter(({ rules }) => rules.length > 0);

function load(sheets: readonly Sheet[]) {
  const { file, problems } = readTables(sheets, standardDictionary);
  return loadFile(file, problems, standardDictionary);
}

function tablesOf(file: RuleFile) {
  const { problems, sheets } = writeTables(file, standardDictionary);
  expect(problems).toEqual([]);
  return sheets;
}

describe("the requirement's own tables", () => {
  test('typed into a workbook as they stand, print the text of the rule', async () => {
    const typed = interchangeFeeTables.map(({ name, rows }) => ({
      sheet: name,
      data: rows.map((row) => row.map((value) => ({ value }))),
    }));
    const content = await writeXlsx(typed).toBuffer();
    const { file, problems } = readRules('fees.XLSX', content, standardDictionary);
    const loaded = loadFile(file, problems, standardDictionary);
    expect(loaded.problems).toEqual([]);
    expect(loaded.ruleSet?.text).toBe(interchangeFee);
  });

  test('give the rule set the id that the text gives it', () => {
    const ofText = loadFile(parse(interchangeFee).file, [], standardDictionary);
    expect(load(interchangeFeeTables).ruleSet?.id).toBe(ofText.ruleSet?.id);
  });
});

describe('any rules with names', () => {
  test('make tables that make the same text and again the same tables', () => {
    fc.assert(
      fc.property(namedRuleFiles, (file) => {
        const text = print(file);
        const sheets = tablesOf(parse(text).file);
        const { ruleSet, problems } = load(sheets);
        expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(ruleSet?.text).toBe(text);
        expect(tablesOf(parse(ruleSet?.text ?? '').file)).toEqual(sheets);
      }),
      runs(300),
    );
  });

  test('survive a file of comma-separated values byte for byte', () => {
    fc.assert(
      fc.property(namedRuleFiles, (file) => {
        const csv = writeCsv(tablesOf(file));
        const read = readCsv(csv);
        expect(read.problems).toEqual([]);
        const { ruleSet } = load(read.sheets);
        expect(ruleSet?.text).toBe(print(file));
        expect(writeCsv(tablesOf(parse(ruleSet?.text ?? '').file))).toBe(csv);
      }),
      runs(100),
    );
  });

  test('survive a workbook cell for cell', async () => {
    await fc.assert(
      fc.asyncProperty(namedRuleFiles, async (file) => {
        const sheets = tablesOf(file);
        const read = readWorkbook(await writeWorkbook(sheets));
        const filled = read.map(({ name, rows }, index) => ({
          name,
          rows: rows.map((row) => padded(row, sheets[index]?.rows[0]?.length ?? 0)),
        }));
        expect(filled).toEqual(sheets);
      }),
      runs(10),
    );
  });
});

/** Empty cells at the end of a row are not stored. */
function padded(row: readonly Cell[], length: number): readonly Cell[] {
  return [...row, ...Array.from({ length: length - row.length }, () => '')];
}

test('what has no name cannot stand in a table', () => {
  const unnamed = interchangeFee.replace('/* Transaction is not an on-us transfer */\n', '');
  const { problems } = writeTables(parse(unnamed).file, standardDictionary);
  expect(problems).toEqual([expect.objectContaining({ code: 'no-name', line: 3 })]);
});

test('a condition named And cannot stand in a table, where it would join two rows', () => {
  const named = interchangeFee.replace('Transaction is a P2P transaction', 'And');
  const { problems } = writeTables(parse(named).file, standardDictionary);
  expect(problems).toEqual([expect.objectContaining({ code: 'bad-name', line: 21 })]);
});

describe('annotations', () => {
  const annotations = (rows: readonly (readonly Cell[])[]): readonly Sheet[] => [
    ...interchangeFeeTables,
    { name: 'Sheet3', rows: [['Name', 'Annotation', 'Value'], ...rows] },
  ];

  test('stand in a table of their own, with or without @ and quotes', () => {
    const { problems, ruleSet } = load(
      annotations([
        ['Interchange fee test', 'id', '"p2p"'],
        ['', '@version', '2'],
        ['', 'from', '2027-01-01T00:00:00Z'],
      ]),
    );
    expect(problems).toEqual([]);
    expect(ruleSet?.text).toBe(
      `@id "p2p"\n@version 2\n@from "2027-01-01T00:00:00Z"\n${interchangeFee}`,
    );
  });

  test('of a rule that does not exist are refused', () => {
    const { problems } = load(annotations([['Interchange fee', 'id', 'p2p']]));
    expect(problems.map(show)).toEqual([
      'Sheet3!2,1 error unknown-rule: There is no rule "Interchange fee". Write the name of a rule.',
    ]);
  });
});

function show(problem: Problem): string {
  if (!('sheet' in problem)) throw new Error('a table has no lines');
  const { sheet, row, column, severity, code, message, hint } = problem;
  return `${sheet}!${row},${column} ${severity} ${code}: ${message}. ${hint}`;
}

/** All three kinds of table. */
const tablesWithAnnotations = [
  ...interchangeFeeTables,
  {
    name: 'Sheet3',
    rows: [
      ['Name', 'Annotation', 'Value'],
      ['Interchange fee test', 'id', '"p2p"'],
    ],
  },
];

/** In every column: what cannot be read is never taken for an empty cell. */
const unreadableCells = tablesWithAnnotations.flatMap(({ rows }, sheet) =>
  (rows[0] ?? []).map((heading, column): (typeof badTables)[number] => {
    const row = rows.findIndex((cells, index) => index > 0 && cells[column] !== '');
    return [
      `an error in the column ${heading}`,
      [sheet + 1, row + 1, column + 1],
      '#REF!',
      expect.stringContaining(
        `Sheet${sheet + 1}!${row + 1},${column + 1} error unreadable-cell: This cell holds the error #REF!. Mend the formula.`,
      ) as string,
    ];
  }),
);

/** What is wrong; sheet, row and column (from 1) of the cell that becomes something else; what is said. */
const badTables: readonly (readonly [string, readonly [number, number, number], Cell, string])[] = [
  [
    'a number where a rate should stand',
    [2, 8, 6],
    '0.006',
    'Sheet2!8,6 error expected: Here stands 0.006 too much. Texts stand in double quotes: "Wallet". A rate stands behind *: *0.6%.',
  ],
  ...unreadableCells,
  [
    'a field that does not exist',
    [1, 2, 2],
    'Payee DSFP',
    'Sheet1!2,2 error unknown-field: There is no field Payee DSFP. Did you mean Payee DFSP? Write "Payee DSFP" in quotes if it is a text.',
  ],
  [
    'a text without quotes',
    [1, 3, 4],
    'Wallet',
    'Sheet1!3,4 error unknown-field: There is no field Wallet. Write "Wallet" in quotes if it is a text.',
  ],
  [
    'a test that does not exist',
    [1, 2, 3],
    'Not equal',
    'Sheet1!2,3 error unknown-test: Not equal is not a test. There are Equals, Not equal to, Greater than, Less than, Greater than or equal to, Less than or equal to, Case insensitive equals, Case insensitive not equal.',
  ],
  [
    'a value left out',
    [1, 3, 4],
    '',
    'Sheet1!3,4 error empty-cell: A value is missing here. Fill in this cell.',
  ],
  [
    'a value on the left',
    [1, 2, 2],
    '"x"',
    'Sheet1!2,2 error operand: A comparison starts with a field. Write the name of a field, such as Amount.',
  ],
  [
    'AND and OR in one condition',
    [1, 7, 1],
    'OR',
    'Sheet1!7,1 error mixed-connectors: AND and OR stand in one condition. Make two conditions, and join them in the statement.',
  ],
  [
    'a name twice',
    [1, 5, 1],
    'Transaction is not an on-us transfer',
    'Sheet1!5,1 error name-twice: There are two conditions named "Transaction is not an on-us transfer". Give one of them another name.\nSheet2!4,3 error unknown-condition: There is no condition "Transaction is a P2P transaction". Add it to the table of conditions.',
  ],
  [
    'a name that a text cannot hold',
    [2, 2, 1],
    'fee */ test',
    'Sheet2!2,1 error bad-name: A name cannot hold /*, */ or characters that cannot be seen. Use letters, digits and blanks.',
  ],
  [
    'a condition that does not exist',
    [2, 3, 3],
    'Transaction is wallet-to-wallet transfer',
    'Sheet2!3,3 error unknown-condition: There is no condition "Transaction is wallet-to-wallet transfer". Did you mean "Transaction is a wallet-to-wallet transfer"?',
  ],
  [
    'a connector that does not exist',
    [2, 3, 2],
    'PLUS',
    'Sheet2!3,2 error connector: PLUS joins nothing. Write AND, OR or THEN.',
  ],
  [
    'no connector',
    [2, 3, 2],
    '',
    'Sheet2!3,2 error connector: AND or OR is missing before this condition. Write AND or OR.',
  ],
  [
    'AND and OR in one statement',
    [2, 4, 2],
    'OR',
    'Sheet2!4,2 error mixed-connectors: AND and OR stand in one statement: first AND, then OR. Write two statements.',
  ],
  [
    'THEN left out',
    [2, 5, 2],
    '',
    'Sheet2!5,2 error connector: THEN is missing before the first item. Write THEN.',
  ],
  [
    'an item that does not exist',
    [2, 6, 4],
    'Curency',
    'Sheet2!6,4 error unknown-item: A ledger entry has no item Curency. Did you mean Currency?',
  ],
  [
    'a rate without *',
    [2, 8, 6],
    '0.6%',
    'Sheet2!8,6 error expected: Here stands 0.6% too much. Texts stand in double quotes: "Wallet". A rate stands behind *: *0.6%.',
  ],
  [
    'legs that do not cancel',
    [2, 10, 6],
    '*0.6%',
    'Sheet2!10,5 error legs-do-not-cancel: What one side gets the other must pay: Transaction.amount.amount * 0.6% and Transaction.amount.amount * 0.6% do not add up to 0. Write result.payee.amount = Transaction.amount.amount * 0.6% * -1;',
  ],
  [
    'an enumeration value that does not exist',
    [1, 5, 4],
    '"TRANSFR"',
    'Sheet1!5,4 error unknown-value: "TRANSFR" is never the value of this field. Did you mean "TRANSFER"?',
  ],
  [
    'a percentage of nothing',
    [2, 8, 5],
    '',
    'Sheet2!8,6 error percentage: What is multiplied by 0.6%? The reference is missing. Write Amount in the column Reference.',
  ],
  [
    'no heading',
    [1, 1, 1],
    'Names',
    'Sheet1!1,1 error no-heading: This row stands under no heading. The first row of a table is one of: Name | Variable | Test | Value; Name | Connector | Test | Item | Reference | Value; Name | Annotation | Value.',
  ],
];

test.each(badTables)('%s', (_, [sheet, row, column], cell, said) => {
  const changed = tablesWithAnnotations
    .slice(0, Math.max(sheet, 2))
    .map(({ name, rows }, index) => ({
      name,
      rows: rows.map((cells, rowIndex): readonly Cell[] =>
        index + 1 === sheet && rowIndex + 1 === row
          ? cells.map((old, columnIndex) => (columnIndex + 1 === column ? cell : old))
          : cells,
      ),
    }));
  const { problems, ruleSet } = load(changed);
  expect(problems.map(show).join('\n')).toEqual(said);
  expect(ruleSet).toBeUndefined();
});

test('a condition that no statement uses is told of, for the text will not hold it', () => {
  const extra = [...conditions.rows, ['Large', 'Amount', 'GE', '100']];
  const { problems, ruleSet } = load([{ name: 'Sheet1', rows: extra }, statements]);
  expect(problems.map(show)).toEqual([
    'Sheet1!8,1 warning unused-condition: No statement uses the condition "Large": the text will not hold it. Use it or remove it.',
  ]);
  expect(ruleSet?.text).toBe(interchangeFee);
});

describe('a file of comma-separated values', () => {
  test('may have semicolons, as Excel writes it where the comma is the decimal point', () => {
    const csv = writeCsv(tablesOf(parse(interchangeFee).file)).replaceAll(',', ';');
    expect(load(readCsv(csv).sheets).ruleSet?.text).toBe(interchangeFee);
  });

  test('holds nothing that a spreadsheet would carry out as a formula', () => {
    const named = interchangeFee.replace('Interchange fee test', '=HYPERLINK("x")');
    const csv = writeCsv(tablesOf(parse(named).file));
    expect(csv).not.toMatch(/(^|,)"?=/m);
    expect(load(readCsv(csv).sheets).ruleSet?.text).toBe(named);
  });

  test('with broken quotes is refused', () => {
    const { problems } = readCsv('Name,Variable,Test,Value\na,"b"c,d,e\n');
    expect(problems).toEqual([expect.objectContaining({ code: 'not-csv', sheet: 'csv' })]);
  });
});

test('garbage in cells gives problems', () => {
  const cells = fc.oneof(
    fc.constantFrom(
      '',
      'AND',
      'THEN',
      '"',
      '*',
      '/*',
      'Amount',
      'Equals',
      '*0.6%',
      '“x”',
      '[',
      '.',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constant({ unreadable: 'the error #REF!', hint: 'Mend the formula.' }),
  );
  const position = fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 6 }), fc.nat(5), cells);
  fc.assert(
    fc.property(fc.array(position, { minLength: 1, maxLength: 6 }), (changes) => {
      const sheets = interchangeFeeTables.map(({ name, rows }, index) => ({
        name,
        rows: rows.map((row, rowIndex) =>
          row.map((cell, column): Cell => {
            const isHere = ([s, r, c]: (typeof changes)[number]) =>
              s === index && r === rowIndex && c === column;
            return changes.find(isHere)?.[3] ?? cell;
          }),
        ),
      }));
      const { problems, ruleSet } = load(sheets);
      const hasErrors = problems.some(({ severity }) => severity === 'error');
      expect(hasErrors).toBe(ruleSet === undefined);
      expect(problems.every((problem) => 'sheet' in problem)).toBe(true);
    }),
    runs(1000),
  );
});
