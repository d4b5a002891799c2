/** What a person gets to read who writes a rule wrong: the message, where it points, and what to do. */
import { standardDictionary } from './dictionary';
import { loadRules } from './load';
import type { Problem } from './problems';

const rule = `@id "p2p"
/* P2P fee */
if(
/* Large */
(
(
Transaction.amount.amount GE 100
)
AND
(
Transaction.amount.currency EQ "XOF"
)
)
)
{
result.ledgerEntryType = "FEE";
result.currency = "XOF";
result.payer.dfspId = Transaction.payer.partyIdInfo.fspId;
result.payer.amount = Transaction.amount.amount * 0.6%;
result.payee.dfspId = Transaction.payee.partyIdInfo.fspId;
result.payee.amount = Transaction.amount.amount * 0.6% * -1;
};
`;

const second = rule.replace('"p2p"', '"b"').replace('P2P fee', 'B');

/** What is wrong; what of the rule above becomes what; what is said about it. */
const badRules: readonly (readonly [what: string, from: string, to: string, said: string])[] = [
  [
    'a bracket of the condition is not closed',
    ')\n)\n)\n{',
    ')\n)\n{',
    '14:1-2 error bracket: A closing bracket ) is missing behind the condition; here stands {. Count the brackets: each ( needs its ).',
  ],
  [
    'a bracket too many',
    ')\n)\n)\n{',
    ')\n)\n)\n)\n{',
    '15:1-2 error bracket: There is one closing bracket ) too many. Remove it.',
  ],
  [
    'a comparison without brackets of its own',
    '(\n(\nTransaction.amount.amount GE 100\n)',
    '(\nTransaction.amount.amount GE 100\n',
    '6:1-12 error bracket: Inside its condition, each comparison stands in brackets of its own. Write ( ( field EQ value ) ): outer brackets for the condition, inner ones for the comparison.',
  ],
  [
    'brackets three deep',
    '(\nTransaction.amount.amount GE 100\n)',
    '(\n(\nTransaction.amount.amount GE 100\n)\n)',
    '7:1-2 error nested-too-deep: Brackets go two deep: one pair around a condition, one around each comparison. Remove the extra brackets; write AND and OR mixtures as two rules.',
  ],
  [
    'AND and OR in one list',
    'Transaction.amount.currency EQ "XOF"\n)',
    'Transaction.amount.currency EQ "XOF"\n)\nOR\n(\nTransaction.note EQ "x"\n)',
    '13:1-3 error mixed-connectors: AND and OR are mixed here: first AND, then OR. Put what belongs together into a condition of its own, or write two rules.',
  ],
  [
    'and in small letters',
    'AND',
    'and',
    '9:1-4 error misspelt: This word is written in capitals: AND. Write AND.',
  ],
  [
    'no connector',
    ')\nAND\n(',
    ')\n(',
    '9:1-2 error expected: AND or OR is missing before (. Conditions, and the comparisons in them, are joined by AND or by OR.',
  ],
  [
    'If with a capital',
    'if(',
    'If(',
    '3:1-3 error misspelt: This word is written in small letters: if. Write if.',
  ],
  [
    'if is missing',
    'if(',
    '(',
    '3:1-2 error expected: A rule starts with its name and the word if; here stands (. Write /* Name of the rule */ if( ... ) { ... };',
  ],
  [
    'nothing but words',
    rule,
    'Charge 0.6% on all transfers.',
    '1:1-7 error expected: A rule starts with its name and the word if; here stands Charge. Write /* Name of the rule */ if( ... ) { ... };',
  ],
  [
    'no field on the left',
    'Transaction.amount.amount GE 100',
    '100 LE Transaction.amount.amount',
    '7:1-4 error operand: A comparison starts with a field, not with a value. Write the field on the left: Transaction.amount.amount GT 100.',
  ],
  [
    'a sign for a test',
    'GE 100',
    '>= 100',
    '7:27-29 error unknown-test: >= is not a test. Write GE.',
  ],
  [
    'a test that does not exist',
    'GE 100',
    'GTE 100',
    '7:27-30 error unknown-test: GTE is not a test. Write GE.',
  ],
  [
    'nothing to compare with',
    'GE 100',
    'GE',
    '8:1-2 error operand: GE compares with a text, a number or a field; here stands ). Write for example Transaction.amount.currency or "Wallet".',
  ],
  [
    'two values',
    '"XOF"\n)',
    '"XOF" "USD"\n)',
    '11:38-43 error expected: A comparison is a field, a test and one value; here stands "USD" too much. Texts stand in double quotes: "Wallet".',
  ],
  [
    'a separator of thousands',
    'GE 100',
    'GE 1,000',
    '7:30-35 error number: 1,000 is not a number that can be read. Write digits, a point and digits, without separators of thousands: 1000, 0.6% or 12.50.',
  ],
  [
    'a decimal comma',
    '0.6%;',
    '0,6%;',
    '19:51-55 error number: 0,6% is not a number that can be read. Write 0.6%, with a point.',
  ],
  [
    'an exponent',
    'GE 100',
    'GE 1e2',
    '7:30-33 error number: 1e2 is not a number that can be read. Write digits, a point and digits, without separators of thousands: 1000, 0.6% or 12.50.',
  ],
  [
    'a blank before the percent sign',
    '0.6%;',
    '0.6 %;',
    '19:55-56 error number: The percent sign belongs directly behind the number. Write 0.6% without a blank.',
  ],
  [
    'curly quotes',
    '"FEE"',
    '“FEE”',
    '16:26-31 error wrong-quotes: A text stands in straight double quotes, not in “. Write "FEE".',
  ],
  [
    'single quotes',
    '"FEE"',
    "'FEE'",
    '16:26-31 error wrong-quotes: A text stands in straight double quotes, not in \'. Write "FEE".',
  ],
  [
    'a text that is not closed',
    '"FEE";',
    '"FEE;',
    '16:26-31 error text-not-closed: This text has no closing quote on its line. Put a " at the end of the text.',
  ],
  [
    'a name that is not closed',
    '/* Large */',
    '/* Large',
    '4:1-9 error name-not-closed: The name that starts here has no end. Put */ behind the name.',
  ],
  [
    'an empty name',
    '/* Large */',
    '/* */',
    '4:1-6 error empty-name: There is no name between /* and */, or none that can be seen and stored. Write a name there, or remove the /* */.',
  ],
  [
    'a remark where no name can stand',
    '{\nresult.ledger',
    '{\n/* six in a thousand */\nresult.ledger',
    '16:1-24 error misplaced: A name between /* and */ stands only before a rule or before a condition in its brackets. Remove it: names are kept with the rule, other remarks are not.',
  ],
  [
    'no semicolon behind an item',
    '"FEE";',
    '"FEE"',
    '16:31-32 error expected: A ; is missing behind the value of result.ledgerEntryType. Write ; there.',
  ],
  [
    'no semicolon behind the rule',
    '};',
    '}',
    '23:1-2 error expected: A ; is missing at the end of the rule; here stands the end of the text. Write }; at the end of the rule.',
  ],
  [
    'a sum',
    '0.6%;',
    '0.6% + 5;',
    '19:56-57 error expected: A value is a text, a number or a field, and may be multiplied; it cannot be added to. Use * only, or write a second { ... } for the second part of the fee.',
  ],
  [
    'a percentage first',
    'Transaction.amount.amount * 0.6%;',
    '0.6% * Transaction.amount.amount;',
    '19:30-41 error expected: Behind * stands a number. Write the field first and the number behind it: Transaction.amount.amount * 0.6%.',
  ],
  [
    'a percentage of nothing',
    'Transaction.amount.amount * 0.6%;',
    '0.6%;',
    '19:23-27 error percentage: 0.6% of what? result.payer.amount is an amount. Write Transaction.amount.amount * 0.6%.',
  ],
  [
    'a field that does not exist',
    'Transaction.amount.amount GE',
    'Transaction.amount.amnt GE',
    '7:1-24 error unknown-field: There is no field Transaction.amount.amnt. Did you mean Transaction.amount.amount?',
  ],
  [
    'an item of the entry as a field',
    'Transaction.amount.amount GE',
    'result.payer.amount GE',
    '7:1-20 error unknown-field: result.payer.amount is an item of a ledger entry, not a field of the transaction. Name a Transaction field here.',
  ],
  [
    'an item that does not exist',
    'result.currency',
    'result.curency',
    '17:1-15 error unknown-item: A ledger entry has no item result.curency. Did you mean result.currency?',
  ],
  [
    'an item that is missing',
    'result.currency = "XOF";\n',
    '',
    '15:1-2 error item-missing: This ledger entry does not say result.currency. Add a line for each: Currency.',
  ],
  [
    'an item set twice',
    'result.currency = "XOF";\n',
    'result.currency = "XOF";\nresult.currency = "XOF";\n',
    '18:1-16 error item-twice: result.currency is set twice in one ledger entry. Keep one, or open a second { ... } for a second entry.',
  ],
  [
    'an order of texts',
    'currency EQ "XOF"',
    'currency GT "XOF"',
    '11:29-31 error type-mismatch: GT compares numbers, but Currency is a currency. Use one of EQ, NEQ, EQCI, NECI.',
  ],
  [
    'a test of texts on a number',
    'GE 100',
    'EQCI 100',
    '7:27-31 error type-mismatch: EQCI compares texts, but Amount is a number. Write EQ.',
  ],
  [
    'a number in quotes',
    'GE 100',
    'GE "100"',
    '7:30-35 error type-mismatch: Amount is a number, but "100" is a text. Write 100 without quotes.',
  ],
  [
    'a percentage as an amount',
    'GE 100',
    'GE 100%',
    '7:30-34 error percentage: Amount is an amount; 100% is a percentage and has no amount to be taken of. Write an amount, such as 100.',
  ],
  [
    'fields of two kinds',
    'Transaction.amount.currency EQ "XOF"',
    'Transaction.amount.currency EQ Transaction.note',
    '11:32-48 error type-mismatch: Currency (a currency) cannot be compared with Note (a text). Compare fields of one kind.',
  ],
  [
    'a value that does not exist',
    'Transaction.amount.currency EQ "XOF"',
    'Transaction.transactionType.scenario EQ "TRANSFR"',
    '11:41-50 error unknown-value: "TRANSFR" is never the value of this field. Did you mean "TRANSFER"?',
  ],
  [
    'a value in other letters',
    'Transaction.amount.currency EQ "XOF"',
    'Transaction.transactionType.scenario EQ "Transfer"',
    '11:41-51 error unknown-value: "Transfer" is never the value of this field. Write "TRANSFER", or use a test that ignores case: EQCI or NECI.',
  ],
  [
    'a currency that does not exist',
    'currency EQ "XOF"',
    'currency EQ "CFA"',
    '11:32-37 error unknown-currency: "CFA" is not the code of a currency. Write its ISO 4217 code, such as "XOF".',
  ],
  [
    'a currency in small letters',
    'currency EQ "XOF"',
    'currency EQ "xof"',
    '11:32-37 error unknown-currency: "xof" is not the code of a currency. Write "XOF".',
  ],
  [
    'a DFSP that cannot be',
    'result.payee.dfspId = Transaction.payee.partyIdInfo.fspId',
    'result.payee.dfspId = ""',
    '20:23-25 error unknown-value: "" cannot be a DFSP: the id of a DFSP has 1 to 32 characters. Write the id by which the switch knows it.',
  ],
  [
    'a fee from a DFSP to itself',
    'result.payee.dfspId = Transaction.payee',
    'result.payee.dfspId = Transaction.payer',
    '20:23-58 error same-dfsp: The payer DFSP and the payee DFSP of this entry are the same: nobody pays anybody. Name two different DFSPs.',
  ],
  [
    'legs with the same sign',
    ' * 0.6% * -1;',
    ' * 0.6%;',
    '21:23-48 error legs-do-not-cancel: What one side gets the other must pay: Transaction.amount.amount * 0.6% and Transaction.amount.amount * 0.6% do not add up to 0. Write result.payee.amount = Transaction.amount.amount * 0.6% * -1;',
  ],
  [
    'legs with different rates',
    '0.6% * -1;',
    '0.5% * -1;',
    '21:23-48 error legs-do-not-cancel: What one side gets the other must pay: Transaction.amount.amount * 0.6% and Transaction.amount.amount * 0.5% * -1 do not add up to 0. Write result.payee.amount = Transaction.amount.amount * 0.6% * -1;',
  ],
  [
    'a currency that the amount may not have',
    'currency EQ "XOF"',
    'currency NEQ "USD"',
    '15:1-2 error wrong-currency: The fee is a part of Amount, but its currency is XOF, whatever that of Amount is. Write Transaction.amount.currency, or add the condition Transaction.amount.currency EQ "XOF".',
  ],
  [
    'a text for an amount',
    'Transaction.amount.amount * 0.6%;',
    '"5";',
    '19:23-26 error type-mismatch: result.payer.amount is an amount, but "5" is a text. Write a number without quotes, or a field.',
  ],
  [
    'an annotation that does not exist',
    '@id "p2p"',
    '@ident "p2p"',
    '1:1-7 error unknown-annotation: There is no @ident. There are @id, @version, @at, @from, @to, @priority, @group, @rounding.',
  ],
  [
    'an annotation without a value',
    '@id "p2p"',
    '@id',
    '2:1-14 error expected: @id has no value: a text in quotes or a number. Write for example @id "..." or @id 1.',
  ],
  [
    'an annotation twice',
    '@id "p2p"',
    '@id "p2p"\n@id "p2p-2"',
    '2:1-4 error annotation-twice: @id stands twice above one rule. Keep one of them.',
  ],
  [
    'an execution point that does not exist',
    '@id "p2p"',
    '@at "transfer.commited"',
    '1:5-24 error annotation-value: @at cannot be "transfer.commited". Did you mean "transfer.committed"?',
  ],
  [
    'a date without a time zone',
    '@id "p2p"',
    '@from "2027-01-01"',
    '1:7-19 error annotation-value: @from takes a date and time with its time zone. Write for example @from "2027-01-01T00:00:00Z".',
  ],
  [
    'a day that does not exist',
    '@id "p2p"',
    '@from "2027-02-30T00:00:00Z"',
    '1:7-29 error annotation-value: @from takes a date and time with its time zone. Write for example @from "2027-01-01T00:00:00Z".',
  ],
  [
    'an end before the beginning',
    '@id "p2p"',
    '@from "2027-01-01T00:00:00Z"\n@to "2026-01-01T00:00:00Z"',
    '2:5-27 error window: The rule ends before it begins: @to is not after @from. Write an @to that is later than @from.',
  ],
  [
    'a group without a priority',
    '@id "p2p"',
    '@group "p2p"',
    '1:1-7 error group-without-priority: Of a @group the rule with the highest @priority counts; this rule has none. Add for example @priority 10.',
  ],
  [
    'a priority that is no whole number',
    '@id "p2p"',
    '@group "p2p"\n@priority 1.5',
    '2:11-14 error annotation-value: @priority takes a whole number of at most 9 digits. Write for example @priority 10.',
  ],
  [
    'a rounding that does not exist',
    '@id "p2p"',
    '@rounding "HALFUP"',
    '1:11-19 error annotation-value: @rounding cannot be "HALFUP". Did you mean "HALF_UP"?',
  ],
  [
    'neither name nor id',
    '@id "p2p"\n/* P2P fee */\n',
    '',
    '1:1-3 error no-name: This rule has neither a name nor an @id: its fees could not be told from others. Write /* Name of the rule */ before if.',
  ],
  [
    'two rules of one name',
    rule,
    rule + rule.replace('"p2p"', '"other"'),
    '24:1-14 error name-twice: There are two rules named "P2P fee". Give one of them another name.',
  ],
  [
    'two rules of one id',
    rule,
    rule + rule.replace('P2P fee', 'Another fee'),
    '23:5-10 error id-twice: There are two rules with the id "p2p". Give one of them another @id.',
  ],
  [
    'one condition name for two things',
    rule,
    rule + second.replace('100', '200'),
    '26:1-12 error name-of-two: The condition "Large" stands elsewhere with other comparisons. Give one of the two another name.',
  ],
  [
    'two rules that both win',
    rule,
    `@group "g"\n@priority 1\n${rule}@group "g"\n@priority 1\n${second}`,
    '28:1-8 error same-priority: Another rule of the group "g" has the same priority at the same time. Give one of them another @priority.',
  ],
  [
    'warning: a condition that is never true',
    'AND\n(\nTransaction.amount.currency EQ "XOF"\n)',
    'AND\n(\nTransaction.amount.currency EQ "XOF"\n)\nAND\n(\nTransaction.amount.currency EQ "USD"\n)',
    '15:1-28 warning never-true: This can never hold together with what stands before it: Transaction.amount.currency EQ "USD". Remove one of the two, or join them by OR.',
  ],
  [
    'warning: an empty range of amounts',
    'GE 100\n)',
    'GE 100\n)\nAND\n(\nTransaction.amount.amount LT 100\n)',
    '11:1-26 warning never-true: This can never hold together with what stands before it: Transaction.amount.amount LT 100. Remove one of the two, or join them by OR.',
  ],
  [
    'warning: a fee above its amount',
    'Transaction.amount.amount * 0.6%;\nresult.payee.dfspId = Transaction.payee.partyIdInfo.fspId;\nresult.payee.amount = Transaction.amount.amount * 0.6% * -1',
    'Transaction.amount.amount * 6;\nresult.payee.dfspId = Transaction.payee.partyIdInfo.fspId;\nresult.payee.amount = Transaction.amount.amount * -6',
    '19:23-48 warning large-fee: This fee is larger than Amount itself. Is a % missing? 0.6% is six in a thousand.',
  ],
  [
    'warning: a priority without a group',
    '@id "p2p"',
    '@priority 1',
    '1:1-10 warning priority-without-group: @priority only counts among the rules of one @group; this rule is in none. Add @group, or remove it.',
  ],
];

function show(problem: Problem): string {
  if ('sheet' in problem) throw new Error('a text has no sheets');
  const { line, column, endColumn, severity, code, message, hint } = problem;
  return `${line}:${column}-${endColumn} ${severity} ${code}: ${message}. ${hint}`;
}

test('the rule that all the others are made of is fine', () => {
  const { problems, ruleSet } = loadRules(rule, standardDictionary);
  expect(problems).toEqual([]);
  expect(ruleSet?.text).toBe(rule);
});

test.each(badRules)('%s', (_, from, to, said) => {
  expect(rule).toContain(from);
  const { problems, ruleSet } = loadRules(
    rule.replace(from, () => to),
    standardDictionary,
  );
  expect(problems.map(show).join('\n')).toBe(said);
  expect(ruleSet === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
});
