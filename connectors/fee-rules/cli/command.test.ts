import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { interchangeFee } from '../../../test/kit/fee-rules/interchange-fee';
import { feeRulesCommand } from './command';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fee-rules-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** What the command says, with the folder left out of it. */
async function run(...words: string[]) {
  const said = { out: '', err: '', exitCode: 0 };
  const terminal = {
    out: (text: string) => void (said.out += text.replaceAll(`${folder}/`, '')),
    err: (text: string) => void (said.err += text.replaceAll(`${folder}/`, '')),
    exitCode: (code: 1 | 2) => void (said.exitCode = code),
  };
  await feeRulesCommand(terminal).parseAsync(words, { from: 'user' });
  return said;
}

const id = '8ccc8d3d0fa1d53913632814a45e10d07ee497bd3c6d8e729077bc64fa686f09';

describe('check', () => {
  test('tells how many rules there are and the id of their set', async () => {
    const file = put('fees.rules', interchangeFee);
    expect(await run('check', file)).toEqual({
      out: `fees.rules: 1 rules, set ${id}\n`,
      err: '',
      exitCode: 0,
    });
  });

  test('points at what is wrong as compilers do', async () => {
    const file = put('fees.rules', interchangeFee.replace('EQCI "PAYER"', '\tEQ "payer"'));
    expect(await run('check', file)).toEqual({
      out: '',
      err: `fees.rules:28:43: error: "payer" is never the value of this field [unknown-value]
  Transaction.transactionType.initiator  EQ "payer"
                                            ^^^^^^^
  Write "PAYER", or use a test that ignores case: EQCI or NECI.
`,
      exitCode: 1,
    });
  });

  test('warns without refusing', async () => {
    const file = put('fees.rules', `@priority 1\n${interchangeFee}`);
    const { err, exitCode } = await run('check', file);
    expect(err).toContain('fees.rules:1:1: warning: @priority only counts');
    expect(exitCode).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['blank lines only', '\n \n'],
  ])('refuses a file with %s: as a rule set it would end all charges', async (_, text) => {
    for (const name of ['fees.rules', 'fees.ods']) {
      const file = put(name, text);
      const draft = `draft --directory ${folder} --title Fees --by Amina`;
      for (const command of ['check', 'import', draft]) {
        const { err, exitCode } = await run(...command.split(' '), file);
        expect(err).toContain('no rules');
        expect(exitCode).toBe(1);
      }
    }
  });

  test('speaks JSON to programs', async () => {
    const good = put('good.rules', interchangeFee);
    const bad = put('bad.rules', interchangeFee.replace('* -1', ''));
    const { out, exitCode } = await run('check', '--json', good, bad);
    expect(exitCode).toBe(1);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { file: good.replace(`${folder}/`, ''), ruleSetId: id, problems: [] },
      {
        file: 'bad.rules',
        ruleSetId: null,
        problems: [expect.objectContaining({ code: 'legs-do-not-cancel', line: 42, column: 23 })],
      },
    ]);
  });

  test('names the cell of a table', async () => {
    const file = put('fees.csv', 'Name,Variable,Test,Value\nLarge,Amount,GE,many\n');
    const { err, exitCode } = await run('check', file);
    expect(err).toBe(
      'fees.csv:csv!D2: error: There is no field many [unknown-field]\n  Write "many" in quotes if it is a text.\n',
    );
    expect(exitCode).toBe(1);
  });

  test.each([
    ['fees.rules', 'not UTF-8 text'],
    ['fees.csv', 'not UTF-8 text'],
    ['fees.xlsx', 'not an Excel workbook'],
  ])('refuses bytes that are no rules: %s', async (name, said) => {
    writeFileSync(join(folder, name), Buffer.from([0xff, 0xfe, 0x00]));
    const { err, exitCode } = await run('check', join(folder, name));
    expect(err).toContain(said);
    expect(exitCode).toBe(1);
  });

  test('goes by another dictionary when asked to', async () => {
    const file = put('fees.rules', interchangeFee);
    const dictionary = put('dictionary.json', '{"version": 2, "fields": []}');
    const { err, exitCode } = await run('check', '--dictionary', dictionary, file);
    expect(err).toContain('dictionary.json is not a dictionary');
    expect(exitCode).toBe(2);
  });

  test('tells of a file that is not there without a stack', async () => {
    const { err, exitCode } = await run('check', join(folder, 'none.rules'));
    expect(err).toMatch(/^none\.rules cannot be read: ENOENT[^\n]*\n$/);
    expect(exitCode).toBe(2);
  });
});

describe('fmt', () => {
  const loose = interchangeFee.replace(' NEQ ', ' NEQ\n').replace(' * 0.6% * -1', '*0.6%*-1');

  test('prints the canonical form', async () => {
    const file = put('fees.rules', loose);
    expect(await run('fmt', file)).toEqual({ out: interchangeFee, err: '', exitCode: 0 });
  });

  test('tells which files are not canonical', async () => {
    const files = [put('canonical.rules', interchangeFee), put('loose.rules', loose)];
    const said = await run('fmt', '--check', ...files);
    expect(said).toEqual({ out: 'loose.rules\n', err: '', exitCode: 1 });
  });

  test('writes the canonical form back', async () => {
    const file = put('fees.rules', loose);
    expect(await run('fmt', '--write', file)).toEqual({ out: '', err: '', exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toBe(interchangeFee);
  });

  test('leaves a file alone that it cannot read', async () => {
    const broken = loose.replace('};', '}');
    const file = put('fees.rules', broken);
    const { err, exitCode } = await run('fmt', '--write', file);
    expect(err).toContain('A ; is missing at the end of the rule');
    expect(exitCode).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });
});

describe('export and import', () => {
  test.each(['fees.xlsx', 'fees.csv'])('carry rules through %s', async (name) => {
    const file = put('fees.rules', interchangeFee);
    const tables = join(folder, name);
    expect(await run('export', file, tables)).toEqual({ out: '', err: '', exitCode: 0 });
    expect(await run('import', tables)).toEqual({ out: interchangeFee, err: '', exitCode: 0 });
    const output = join(folder, 'again.rules');
    expect((await run('import', tables, '--output', output)).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(interchangeFee);
  });

  test('refuse rules without names, which tables cannot hold', async () => {
    const unnamed = interchangeFee.replace('/* Transaction is a P2P transaction */\n', '');
    const file = put('fees.rules', unnamed);
    const { err, exitCode } = await run('export', file, join(folder, 'fees.csv'));
    expect(err).toContain('This condition has no name');
    expect(exitCode).toBe(1);
  });

  test('refuse a file that is no table by its name', async () => {
    const { err, exitCode } = await run('export', put('a.rules', interchangeFee), 'fees.ods');
    expect(err).toBe('fees.ods ends neither in .xlsx nor in .csv\n');
    expect(exitCode).toBe(2);
  });
});

const transaction = {
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  payer: { partyIdInfo: { fspId: 'lion' }, accountType: 'Wallet' },
  payee: { partyIdInfo: { fspId: 'buffalo' }, accountType: 'wallet' },
  amount: { amount: '10000', currency: 'TZS' },
  transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
};
const onUs = { ...transaction, payee: { ...transaction.payee, ...transaction.payer } };

describe('evaluate', () => {
  test('wallet to wallet P2P: the receiver’s DFSP owes the sender’s 0.6 %; on-us: no fee', async () => {
    const rules = put('fees.rules', interchangeFee);
    const lines = put('t.jsonl', `${JSON.stringify(transaction)}\n${JSON.stringify(onUs)}\n`);
    const { out, exitCode } = await run('evaluate', rules, lines);
    const [charged, nothing] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect({ charged, nothing, exitCode }).toEqual({
      charged: [
        {
          entryId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          ruleId: 'Interchange fee test',
          ruleVersion: expect.any(Number) as number,
          blockIndex: 0,
          ledgerEntryType: 'INTERCHANGE_FEE',
          debtor: 'buffalo',
          creditor: 'lion',
          amount: '60',
          currency: 'TZS',
        },
      ],
      nothing: [],
      exitCode: 0,
    });
  });

  test.each([
    ['{', 'line 1: this is no JSON object'],
    ['{}', 'line 1: transactionId'],
    ['{"transactionId":"1","completedTimestamp":"soon"}', 'line 1: completedTimestamp'],
    ['{"transactionId":"1","amount":{"amount":100.12}}', 'line 1: amount.amount'],
    [
      '{"transactionId":"1","amount":{"amount":"1E+2"}}',
      'line 1: amount.amount: must be a decimal',
    ],
  ])('names the line that is no transaction: %s', async (line, problem) => {
    const said = await run('evaluate', put('fees.rules', interchangeFee), put('t.jsonl', line));
    expect(said).toMatchObject({ out: '', exitCode: 2 });
    expect(said.err).toContain(problem);
  });
});

describe('explain', () => {
  test('takes no number for an amount: it would be charged by nobody', async () => {
    const rules = put('fees.rules', interchangeFee);
    const amount = { amount: 100.12, currency: 'TZS' };
    const said = await run('explain', rules, put('t.json', JSON.stringify({ ...onUs, amount })));
    expect(said).toMatchObject({ out: '', exitCode: 2 });
    expect(said.err).toContain('amount.amount');
  });

  test('tells which condition did not hold, and what the transaction has', async () => {
    const rules = put('fees.rules', interchangeFee);
    const { out } = await run('explain', rules, put('t.json', JSON.stringify(onUs)));
    expect(out).toContain('Interchange fee test: does not match');
    expect(out).toContain('no  Transaction is not an on-us transfer');
    expect(out).toContain('[lion | lion]');
  });

  test('tells what is charged', async () => {
    const rules = put('fees.rules', interchangeFee);
    const { out } = await run('explain', rules, put('t.json', JSON.stringify(transaction)));
    expect(out).toContain('buffalo owes lion 60 TZS (INTERCHANGE_FEE)');
  });
});

test('the rule that the README shows is fine and canonical', async () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const rule = /```\n(\/\*[\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const file = put('readme.rules', rule);
  expect((await run('check', file)).exitCode).toBe(0);
  expect((await run('fmt', file)).out).toBe(rule);
});

describe('dry-run', () => {
  const transferOf = (number: number, amount: string) =>
    JSON.stringify({
      transferId: `transfer ${number}`,
      executionPoint: 'transfer.committed',
      occurredAt: '2026-11-21T08:00:00.000Z',
      transaction: { ...transaction, amount: { amount, currency: 'TZS' } },
    });

  test('names the line whose amount is no decimal text', async () => {
    const rules = put('after.rules', interchangeFee);
    const transfers = put('t.jsonl', `${transferOf(1, '100')}\n${transferOf(2, '1E+2')}\n`);
    const said = await run('dry-run', '--after', rules, transfers);
    expect(said).toMatchObject({ out: '', exitCode: 2 });
    expect(said.err).toContain('line 2: transaction.amount.amount: must be a decimal number');
  });

  test('shows who would pay whom what, before and after', async () => {
    const before = put('before.rules', interchangeFee);
    const after = put('after.rules', interchangeFee.replaceAll('0.6%', '0.5%'));
    const transfers = put('t.jsonl', `${transferOf(1, '10000')}\n\n${transferOf(2, '1')}\n`);
    const words = ['dry-run', '--before', before, '--after', after, transfers];
    expect(await run(...words)).toEqual({
      out: `2 transfers, 1 of them charged otherwise

owes     is owed  type             currency  before  after  difference
buffalo  lion     INTERCHANGE_FEE  TZS        60.01  50.01         -10

transfer 1: buffalo owes lion 60 TZS -> buffalo owes lion 50 TZS
`,
      err: '',
      exitCode: 0,
    });
    const { out } = await run(...words, '--json');
    expect(JSON.parse(out)).toMatchObject({ transfers: 2, changed: 1 });
  });

  test('without rules before, everything is new', async () => {
    const after = put('after.rules', interchangeFee);
    const { out } = await run('dry-run', '--after', after, put('t.jsonl', transferOf(1, '10000')));
    expect(out).toContain('transfer 1: no fee -> buffalo owes lion 60 TZS');
  });

  test.each([
    ['{}', 't.jsonl line 1: transferId: '],
    ['nonsense', 't.jsonl line 1: this is no transfer'],
  ])('names the line that is no transfer: %s', async (content, problem) => {
    const after = put('after.rules', interchangeFee);
    const { err, exitCode } = await run('dry-run', '--after', after, put('t.jsonl', content));
    expect(err).toContain(problem);
    expect(exitCode).toBe(2);
  });

  test('tells of a file that is not there', async () => {
    const after = put('after.rules', interchangeFee);
    const { err } = await run('dry-run', '--after', after, join(folder, 'none.jsonl'));
    expect(err).toMatch(/^none\.jsonl cannot be read: ENOENT/);
  });

  test('names the line that is not UTF-8', async () => {
    const after = put('after.rules', interchangeFee);
    const transfers = put('t.jsonl', '');
    writeFileSync(transfers, Buffer.from('\n"\u00e9"', 'latin1'));
    const { err } = await run('dry-run', '--after', after, transfers);
    expect(err).toBe('t.jsonl line 2: is not UTF-8 text\n');
  });
});

describe('the life of a rule set', () => {
  const decide = (words: string) => run(...words.split(' '), '--directory', folder);

  test('goes from draft to retirement, and every step is shown', async () => {
    const file = put('fees.txt', interchangeFee.replace(' * 0.6% * -1', '*0.6%*-1'));
    const short = id.slice(0, 12);
    expect(await decide(`draft ${file} --title Interchange --by Amina`)).toEqual({
      out: `${short} draft "Interchange"\n`,
      err: '',
      exitCode: 0,
    });
    expect(await decide(`approve ${short} --by amina`)).toEqual({
      out: '',
      err: 'amina drafted these rules: somebody else must approve them.\n',
      exitCode: 1,
    });
    expect((await decide(`approve ${short} --by Baraka`)).out).toContain('approved "Interchange"');
    expect((await decide(`schedule ${short} --by Amina --from 2126-01-01T00:00Z`)).out).toBe(
      `${short} scheduled from 2126-01-01T00:00:00.000Z "Interchange"\n`,
    );
    await decide(`retire ${short} --by Amina --from 2127-01-01T00:00+03:00`);
    expect(await decide('status')).toEqual({
      out: `${short} scheduled from 2126-01-01T00:00:00.000Z until 2126-12-31T21:00:00.000Z "Interchange"\n`,
      err: '',
      exitCode: 0,
    });
    const { out } = await decide('status --json');
    expect(JSON.parse(out)).toMatchObject({ ruleSetId: id, revision: 4, state: 'scheduled' });
  });

  test('does not begin with a file that is not UTF-8', async () => {
    const file = put('fees.txt', '');
    writeFileSync(file, Buffer.from(`// Café\n${interchangeFee}`, 'latin1'));
    expect(await decide(`draft ${file} --title Interchange --by Amina`)).toEqual({
      out: '',
      err: 'fees.txt is not UTF-8 text: save it as UTF-8\n',
      exitCode: 2,
    });
    for (const command of ['evaluate', 'explain']) {
      const rules = put('fees.rules', interchangeFee);
      expect((await run(command, rules, file)).err).toContain('fees.txt is not UTF-8 text');
    }
  });

  test('begins with rules that are right, once', async () => {
    const wrong = put('wrong.txt', 'if(');
    expect(await decide(`draft ${wrong} --title Wrong --by Amina`)).toMatchObject({
      err: expect.stringContaining('The rules cannot be used: one error in line 1: ') as string,
      exitCode: 1,
    });
    const file = put('fees.txt', interchangeFee);
    await decide(`draft ${file} --title Interchange --by Amina`);
    await decide(`withdraw ${id} --by Amina`);
    expect((await decide(`draft ${file} --title Again --by Amina`)).err).toBe(
      'These very rules are there already: "Interchange" (withdrawn). To use them again, give a rule another @version.\n',
    );
    expect((await decide(`approve ${id} --by Baraka`)).err).toContain('withdrawn by Amina');
    expect((await decide('approve 0000 --by Baraka')).err).toBe('There is no rule set 0000.\n');
  });

  test('shows what cannot be used, and what to do', async () => {
    await decide(`draft ${put('fees.txt', interchangeFee)} --title Interchange --by Amina`);
    const name = `rule-set-${id.slice(0, 16)}`;
    put(`${name}.rules`, interchangeFee.replaceAll('0.6%', '0.7%'));
    put('other.1.yaml', 'nonsense');
    const { err, exitCode } = await decide('status');
    expect(err).toContain(`${name}.rules is not the text that was approved`);
    expect(err).toContain('other.1.yaml: it is not the life of a rule set');
    expect(exitCode).toBe(1);
  });

  test('is not begun in a folder that is not there', async () => {
    const file = put('fees.rules', interchangeFee);
    const nowhere = ['--directory', join(folder, 'none')];
    const draft = await run('draft', file, '--title', 'Fees', '--by', 'Amina', ...nowhere);
    const err =
      'There is no folder none: make it first, or name another one by --directory or FEE_RULES_DIRECTORY\n';
    const told = { out: '', err, exitCode: 2 };
    expect([draft, await run('status', ...nowhere)]).toEqual([told, told]);
  });

  describe('in the folder that the roles read', () => {
    const before = { ...process.env };
    afterEach(() => (process.env = { ...before }));

    test('is decided without naming it, as FEE_RULES_DIRECTORY does', async () => {
      process.env['FEE_RULES_DIRECTORY'] = folder;
      const file = put('fees.txt', interchangeFee);
      await run('draft', file, '--title', 'Fees', '--by', 'Amina');
      await run('approve', id, '--by', 'Baraka');
      const shown = `${id.slice(0, 12)} approved "Fees"\n`;
      expect((await run('status')).out).toBe(shown);
      expect((await run('status', '--directory', folder)).out).toBe(shown);
    });

    test('is not guessed when they read Kafka', async () => {
      process.env['FEE_RULES_SOURCE'] = 'kafka';
      const { err, exitCode } = await run('status');
      expect({ err, exitCode }).toEqual({
        err: expect.stringContaining('over the API of fee-rules-administration') as string,
        exitCode: 2,
      });
    });
  });
});
