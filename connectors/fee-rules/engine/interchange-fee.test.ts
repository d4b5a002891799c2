/**
 * The rule that fee rules were asked for, from the spreadsheet in which an administrator types it to the
 * ledger entries: for a wallet-to-wallet P2P transfer the receiver's DFSP pays the sender's 0.6 % of the
 * amount; an on-us transfer and every other transfer is free.
 */
import writeXlsx from 'write-excel-file/node';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { interchangeFeeTables } from '../../../test/kit/fee-rules/interchange-fee-tables';
import { compileRules } from './compile';
import type { ChargedFee } from './evaluation';
import { Evaluator } from './evaluator';
import { standardDictionary } from '../language/dictionary';
import { loadFile, loadRules } from '../language/load';
import type { RuleSet } from '../language/rule-set';
import { readRules } from '../tables/rule-files';

/** A transfer that the rule is about: Asha at lion-bank sends 1,000 shillings to Juma at buffalo-wallet. */
const transfer = {
  transactionId: 'b51ec534-ee48-4575-b6a9-ead2955b8069',
  payerDfsp: 'lion-bank',
  payeeDfsp: 'buffalo-wallet',
  payerAccountType: 'Wallet',
  payeeAccountType: 'Wallet',
  amount: '1000',
  currency: 'TZS',
  scenario: 'TRANSFER',
  initiator: 'PAYER',
  initiatorType: 'CONSUMER',
};
type Transfer = typeof transfer;

/** As FSPIOP has it, 7.4.17. */
function transactionOf(what: Transfer) {
  return {
    transactionId: what.transactionId,
    payer: { partyIdInfo: { fspId: what.payerDfsp } },
    payee: { partyIdInfo: { fspId: what.payeeDfsp } },
    amount: { amount: what.amount, currency: what.currency },
    transactionType: {
      scenario: what.scenario,
      initiator: what.initiator,
      initiatorType: what.initiatorType,
    },
    extensionList: {
      extension: [
        { key: 'payerAccountType', value: what.payerAccountType },
        { key: 'payeeAccountType', value: what.payeeAccountType },
      ],
    },
  };
}

async function typedIntoASpreadsheet(): Promise<RuleSet> {
  const typed = interchangeFeeTables.map(({ name, rows }) => ({
    sheet: name,
    data: rows.map((row) => row.map((value) => ({ value }))),
  }));
  const content = await writeXlsx(typed).toBuffer();
  const { file, problems } = readRules('fees.xlsx', content, standardDictionary);
  const { ruleSet, problems: all } = loadFile(file, problems, standardDictionary);
  expect(all).toEqual([]);
  if (ruleSet === undefined) throw new Error('the spreadsheet was refused');
  return ruleSet;
}

let evaluator: Evaluator;
beforeAll(async () => {
  evaluator = new Evaluator(compileRules(await typedIntoASpreadsheet()));
});

function feesOf(change: Partial<Transfer> = {}): readonly ChargedFee[] {
  const transaction = transactionOf({ ...transfer, ...change });
  return evaluator.evaluate({ point: 'transfer.committed', at: 0, transaction }).entries;
}

describe('the tables, typed into a spreadsheet as the requirement has them,', () => {
  test('become its text', async () => {
    expect((await typedIntoASpreadsheet()).text).toBe(interchangeFee);
  });

  test('are the same rule set as that text', async () => {
    const ofText = loadRules(interchangeFee, standardDictionary).ruleSet;
    expect((await typedIntoASpreadsheet()).id).toBe(ofText?.id);
  });
});

describe('a wallet-to-wallet P2P transfer', () => {
  test('costs the receiver’s DFSP 0.6 % of the amount, which the sender’s DFSP gets', () => {
    expect(feesOf()).toEqual([
      {
        ruleId: 'Interchange fee test',
        ruleVersion: 1,
        blockIndex: 0,
        ledgerEntryType: 'INTERCHANGE_FEE',
        debtor: 'buffalo-wallet',
        creditor: 'lion-bank',
        amount: '6',
        currency: 'TZS',
      },
    ]);
  });

  test('the other way round costs the other DFSP', () => {
    const [fee] = feesOf({ payerDfsp: 'buffalo-wallet', payeeDfsp: 'lion-bank' });
    expect(fee).toMatchObject({ debtor: 'lion-bank', creditor: 'buffalo-wallet', amount: '6' });
  });

  test('with the signs of the two legs swapped in the rule costs the sender’s DFSP', () => {
    const swapped = interchangeFee
      .replace('amount * 0.6%;', 'amount * -0.6%;')
      .replace('amount * 0.6% * -1;', 'amount * 0.6%;');
    const { ruleSet } = loadRules(swapped, standardDictionary);
    if (ruleSet === undefined) throw new Error('the rule was refused');
    const { entries } = new Evaluator(compileRules(ruleSet)).evaluate({
      point: 'transfer.committed',
      at: 0,
      transaction: transactionOf(transfer),
    });
    expect(entries).toMatchObject([
      { debtor: 'lion-bank', creditor: 'buffalo-wallet', amount: '6' },
    ]);
  });

  test.each([
    ['1000', 'TZS', '6'],
    ['100.12', 'USD', '0.6'],
    ['0.84', 'USD', '0.01'],
    ['12345', 'XOF', '74'],
    ['83.334', 'KWD', '0.5'],
    ['999999999999999999.9999', 'USD', '6000000000000000'],
    ['999999999999999999', 'XOF', '6000000000000000'],
    ['123456789012345678.1234', 'KWD', '740740734074074.069'],
  ])('of %s %s costs %s', (amount, currency, fee) => {
    expect(feesOf({ amount, currency })).toMatchObject([{ amount: fee, currency }]);
  });

  test.each([
    ['0.83', 'USD'],
    ['83', 'XOF'],
    ['0.083', 'KWD'],
  ])(
    'of %s %s is free: 0.6 %% of it is less than half of the smallest unit',
    (amount, currency) => {
      expect(feesOf({ amount, currency })).toEqual([]);
    },
  );
});

describe('a transfer is free that', () => {
  const others: readonly (readonly [string, Partial<Transfer>])[] = [
    ['is an on-us transfer', { payeeDfsp: 'lion-bank' }],
    ['goes to no wallet', { payeeAccountType: 'Savings' }],
    ['comes from no wallet', { payerAccountType: 'Savings' }],
    ['goes from bank account to bank account', { payerAccountType: 'B', payeeAccountType: 'B' }],
    ['is another scenario', { scenario: 'PAYMENT' }],
    ['was initiated by the payee', { initiator: 'PAYEE' }],
    ['was initiated by a business', { initiatorType: 'BUSINESS' }],
    ['does not say to which kind of account it goes', { payeeAccountType: '' }],
    ['does not say from which kind of account it comes', { payerAccountType: '' }],
    ['does not say whose DFSP it goes to', { payeeDfsp: '' }],
    ['does not say which scenario it is', { scenario: '' }],
  ];
  test.each(others)('%s', (_, change) => {
    expect(feesOf(change)).toEqual([]);
  });
});

describe('the case of the letters', () => {
  const waysToWrite = (text: string) => [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    text.toLowerCase().replace(/^./, (letter) => letter.toUpperCase()),
  ];
  const tested = ['payerAccountType', 'payeeAccountType', 'scenario', 'initiator', 'initiatorType'];
  const variations = tested.flatMap((name) =>
    waysToWrite(transfer[name as keyof Transfer]).map((value) => [name, value] as const),
  );

  test.each(variations)('of %s does not count: %s', (name, value) => {
    expect(feesOf({ [name]: value })).toHaveLength(1);
  });

  test.each(['Ｗallet', 'Wallet ', 'Wa\u0142\u0142et', 'WALLET\u0301'])(
    'is all that does not count: %j is not "Wallet"',
    (payeeAccountType) => {
      expect(feesOf({ payeeAccountType })).toEqual([]);
    },
  );

  test('of a DFSP’s id does count: lion-bank and Lion-Bank are two', () => {
    expect(feesOf({ payeeDfsp: 'Lion-Bank' })).toHaveLength(1);
  });
});

describe('the text as the requirement prints it', () => {
  const asPrinted = interchangeFee.replace(/ (NEQ|EQCI) /g, ' $1\n');

  test('with comparisons on two lines, is the same rule set', () => {
    const { problems, ruleSet } = loadRules(asPrinted, standardDictionary);
    expect(problems).toEqual([]);
    expect(ruleSet?.text).toBe(interchangeFee);
  });

  const closings = [...asPrinted.matchAll(/\)/g)].map(({ index }) => index);

  test.each(closings)(
    'without its closing bracket at %i is refused for one reason: a bracket is missing',
    (index) => {
      const text = asPrinted.slice(0, index) + asPrinted.slice(index + 1);
      const { problems, ruleSet } = loadRules(text, standardDictionary);
      expect(ruleSet).toBeUndefined();
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({
        code: 'bracket',
        message: expect.stringMatching(/^A closing bracket \) is missing behind /) as string,
        hint: 'Count the brackets: each ( needs its ).',
      });
    },
  );
});
