import { randomUUID } from 'node:crypto';
import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import type { FaultSeed } from '../simulators/fineract/control-client';
import {
  done,
  openAmsBench,
  refusedWith,
  unavailableWith,
  type AmsBench,
} from '../kit/parts/ams-bench';
import {
  creditVariables,
  payerPayment,
  payersVariables,
  quoteRequestVariables,
  reserveVariables,
} from '../kit/parts/ams-payments';
import { call, simulatedWorld, standingOf, type World } from '../kit/parts/ams-world';

/** Short, because a fault of latency is waited for in real time. */
const timeouts = { lookUpTimeoutMs: 150, commandTimeoutMs: 150 };
const tooLongMs = 250;

let simulator: FineractSimulator;
let world: World;
let bench: AmsBench;

beforeAll(async () => {
  simulator = await startFineractSimulator();
  world = simulatedWorld(simulator);
});
beforeEach(async () => {
  bench = await openAmsBench({ baseUrl: world.baseUrl, currencies: ['TZS'], settings: timeouts });
});
afterEach(async () => {
  bench.close();
  await simulator.control.clearFaults();
  await simulator.control.setOptions({ conflictWindowMs: null });
});
afterAll(() => simulator.close());

async function keysUsed(action: string, transferCode: string): Promise<(string | undefined)[]> {
  const calls = await simulator.control.calls();
  const ours = calls.filter(
    ({ url, body }) => url.endsWith(`action=${action}`) && body.includes(transferCode),
  );
  return ours.map(({ idempotencyKey }) => idempotencyKey?.slice(transferCode.length));
}

async function openPayment(balance = '1000') {
  const account = await world.open({ balance });
  const transferId = randomUUID();
  const variables = payersVariables({ transferId, accountId: account.accountId, amount: '100.12' });
  return { account, transferId, variables };
}

const faultsOnce: readonly (readonly [string, FaultSeed])[] = [
  ['a conflict', { kind: 'conflict', count: 1 }],
  ['three conflicts', { kind: 'conflict', count: 3 }],
  ['a command in progress', { kind: 'in-progress', count: 1 }],
  ['a failure before commit', { kind: 'fail-before-commit', count: 1 }],
  ['two failures before commit', { kind: 'fail-before-commit', count: 2 }],
  ['an answer lost after commit', { kind: 'drop-after-commit', count: 1 }],
  ['two answers lost after commit', { kind: 'drop-after-commit', count: 2 }],
  ['a crash of Fineract', { kind: 'crash-before-commit', count: 1 }],
  ['an answer that comes too late', { kind: 'latency', latencyMs: tooLongMs, count: 1 }],
];

describe.each(faultsOnce)('after %s', (_name, fault) => {
  test('the hold is there, once', async () => {
    const { account, transferId, variables } = await openPayment();
    await simulator.control.addFault({ ...fault, route: 'transfers', action: 'PREPARE' });
    await expect(bench.run('ams:block-funds:1', variables)).resolves.toEqual({
      kind: 'complete',
      variables: { transferCode: transferId },
    });
    await expect(standingOf(world, account)).resolves.toMatchObject({
      ledger: '1000',
      held: '100.12',
    });
  });

  test('the debit is booked, once', async () => {
    const { account, transferId, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.addFault({ ...fault, route: 'transfers', action: 'CREATE' });
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({
      ledger: '899.88',
      held: '0',
      debits: { [transferId]: '100.12' },
    });
  });

  test('the hold is gone', async () => {
    const { account, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.addFault({ ...fault, route: 'transfers', action: 'RELEASE' });
    await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000', held: '0' });
  });

  test('at a PREPARE that the hub never heard of again, the release leaves no hold behind', async () => {
    const { account, variables } = await openPayment();
    await simulator.control.addFault({ ...fault, route: 'transfers', action: 'PREPARE' });
    await bench.attempt('ams:block-funds:1', variables);
    await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000', held: '0' });
  });

  test('the credit is booked, once', async () => {
    const account = await world.open({});
    const transferId = randomUUID();
    await simulator.control.addFault({ ...fault, route: 'transfers', action: 'CREATE' });
    const credit = creditVariables(transferId, account.accountId, '100.12');
    await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({
      ledger: '100.12',
      credits: { [transferId]: '100.12' },
    });
  });
});

describe.each(faultsOnce)('after %s at a credit that is to be undone', (_name, fault) => {
  test.each<[string, boolean, Partial<FaultSeed>]>([
    ['the reversal is made, once', true, { route: 'reversals' }],
    ['a credit that never was can never come', false, { route: 'transfers', action: 'CREATE' }],
  ])('%s', async (_what, isCredited, faulty) => {
    const account = await world.open({ balance: '5' });
    const transferId = randomUUID();
    const credit = creditVariables(transferId, account.accountId, '100.12');
    if (isCredited) await bench.run('ams:credit-payee:1', credit);
    await simulator.control.addFault({ ...fault, ...faulty });
    await expect(bench.run('ams:undo-credit:1', credit)).resolves.toEqual(done);
    const undone = { ledger: '5', credits: {} };
    await expect(standingOf(world, account)).resolves.toMatchObject(undone);
    // A worker that slept all the time.
    await bench.run('ams:credit-payee:1', credit);
    await expect(standingOf(world, account)).resolves.toMatchObject(undone);
  });
});

test('a PREPARE that is still on its way when the hold is released holds nothing when it arrives', async () => {
  const { account, variables } = await openPayment();
  await simulator.control.addFault({
    kind: 'latency',
    action: 'PREPARE',
    latencyMs: tooLongMs,
    count: 1,
  });
  const patient = await openAmsBench({ baseUrl: world.baseUrl });
  const late = patient.attempt('ams:block-funds:1', variables);
  const isUnderWay = async () => (await simulator.control.faults())[0]?.struck === 1;
  while (!(await isUnderWay()));
  await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
  await late;
  patient.close();
  await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000', held: '0' });
});

describe('keys', () => {
  test('an unknown outcome is found out with the same key, without a second command', async () => {
    const { transferId, variables } = await openPayment();
    await simulator.control.addFault({ kind: 'drop-after-commit', action: 'PREPARE', count: 1 });
    await bench.run('ams:block-funds:1', variables);
    await expect(keysUsed('PREPARE', transferId)).resolves.toEqual([':i1P1', ':i1P1']);
  });

  test('a definite conflict takes the next key, and a job without memory finds its way to it', async () => {
    const { transferId, variables } = await openPayment();
    await simulator.control.addFault({ kind: 'conflict', action: 'PREPARE', count: 1 });
    await bench.run('ams:block-funds:1', variables);
    await expect(keysUsed('PREPARE', transferId)).resolves.toEqual([':i1P1', ':i1P2']);
    const waitedMs = bench.waitedMs;
    await bench.run('ams:block-funds:1', variables);
    await expect(keysUsed('PREPARE', transferId)).resolves.toEqual([
      ':i1P1',
      ':i1P2',
      ':i1P1',
      ':i1P1',
      ':i1P2',
    ]);
    // A stored 409 is believed only after Fineract must have ended its own attempts.
    expect(bench.waitedMs - waitedMs).toBe(4_000);
  });

  test('a key that a crash has left in progress for ever is given up only after several attempts', async () => {
    const { transferId, variables } = await openPayment();
    await simulator.control.addFault({ kind: 'crash-before-commit', action: 'PREPARE', count: 1 });
    await bench.run('ams:block-funds:1', variables);
    await expect(keysUsed('PREPARE', transferId)).resolves.toEqual([
      ':i1P1',
      ':i1P1',
      ':i1P1',
      ':i1P1',
      ':i1P1',
      ':i1P2',
    ]);
    expect(bench.waitedMs).toBeGreaterThanOrEqual(40_000);
  });

  test('are never empty, never longer than Fineract takes, and never shared by payer and payee', async () => {
    const { account, variables, transferId } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await bench.run('ams:book-funds:1', variables);
    const credit = creditVariables(transferId, account.accountId, '1');
    await bench.run('ams:credit-payee:1', credit);
    await expect(keysUsed('CREATE', transferId)).resolves.toEqual([':1C1', ':1D1']);
    const calls = await simulator.control.calls();
    const keys = calls.flatMap(({ idempotencyKey }) => idempotencyKey ?? []);
    expect(keys.filter((key) => key === '' || key.length > 50)).toEqual([]);
  });
});

describe('a hold whose first key has died', () => {
  test('is not refused for want of the very money that may be held: it stays unknown', async () => {
    const { account, variables, transferId } = await openPayment('150');
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.stickKey(`${transferId}:i1P1`);
    await expect(bench.run('ams:block-funds:1', variables)).resolves.toMatchObject(
      unavailableWith('2004'),
    );
    await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '150', held: '0' });
  });

  test('is refused when the first key certainly held nothing', async () => {
    const { variables } = await openPayment('50');
    await simulator.control.addFault({ kind: 'conflict', action: 'PREPARE', count: 1 });
    await expect(bench.run('ams:block-funds:1', variables)).resolves.toMatchObject(
      refusedWith('4200'),
    );
  });

  test('is not taken for this payment’s own when a second key meets it, and is released', async () => {
    const { account, transferId, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.stickKey(`${transferId}:i1P1`);
    await expect(bench.run('ams:block-funds:1', variables)).resolves.toMatchObject(
      unavailableWith('2004'),
    );
    await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
  });

  test('and that was only slow, so that it met the second key’s hold, is there', async () => {
    const { account, transferId, variables } = await openPayment();
    const prepare = (key: string) =>
      call(
        world,
        'POST',
        'interoperation/transfers?action=PREPARE',
        {
          transferCode: transferId,
          transactionCode: transferId,
          accountId: account.accountId,
          transactionRole: 'PAYER',
          amount: { amount: '100.12', currency: 'TZS' },
          locale: 'en',
          dateFormat: 'yyyy-MM-dd',
        },
        { 'idempotency-key': `${transferId}:${key}` },
      );
    await prepare('i1P2');
    await expect(prepare('i1P1')).rejects.toThrow('already.committed');
    await expect(bench.run('ams:block-funds:1', variables)).resolves.toMatchObject({
      kind: 'complete',
    });
    await expect(bench.run('ams:release-block:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
  });
});

/** The process tries again and again by itself, each time with a job of its own and one attempt. */
describe('what is refused for days', () => {
  const rounds = Array.from({ length: 60 }, (_, index) => String(100 + index));

  test.each(['ams:book-funds:1', 'ams:release-block:1'])(
    '%s is done once the cause is mended, however often it was refused',
    async (type) => {
      const { account, variables } = await openPayment();
      await bench.run('ams:block-funds:1', variables);
      const held = { ...variables, transferCode: variables['transferId'] };
      await simulator.control.changeClient({ clientId: account.clientId, active: false });
      for (const jobKey of rounds) {
        const outcome = await bench.attempt(type, held, 1, jobKey);
        expect(outcome).toMatchObject({ kind: 'bpmn-error', code: 'REFUSED' });
      }
      await simulator.control.changeClient({ clientId: account.clientId, active: true });
      await expect(bench.attempt(type, held, 1, '999')).resolves.toEqual(done);
    },
  );

  test('a hold that failed for days is known not to be there, and the payment ends', async () => {
    const { account, variables } = await openPayment();
    await simulator.control.addFault({
      kind: 'fail-before-commit',
      count: 10_000,
      route: 'transfers',
      action: 'PREPARE',
    });
    await bench.run('ams:block-funds:1', variables);
    for (const jobKey of rounds) await bench.attempt('ams:release-block:1', variables, 1, jobKey);
    await simulator.control.clearFaults();
    await expect(bench.attempt('ams:release-block:1', variables, 1, '999')).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000', held: '0' });
  }, 90_000);

  test('a later job finds in the ledger what an earlier one has booked, though the account is closed off', async () => {
    const { account, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await bench.run('ams:book-funds:1', variables, '7');
    await simulator.control.changeAccount({ accountId: account.accountId, status: 'CLOSED' });
    await expect(bench.attempt('ams:book-funds:1', variables, 1, '8')).resolves.toEqual(done);
  });
});

describe('a debit or credit whose key has died after it was booked', () => {
  test('is found in the ledger', async () => {
    const { account, transferId, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await bench.run('ams:book-funds:1', variables);
    await simulator.control.stickKey(`${transferId}:1C1`);
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toEqual(done);
    const credit = creditVariables(transferId, account.accountId, '100.12');
    await bench.run('ams:credit-payee:1', credit);
    await simulator.control.stickKey(`${transferId}:1D1`);
    await expect(bench.run('ams:credit-payee:1', credit)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '1000' });
  });

  test('is found although the account has been closed off since', async () => {
    const { account, transferId, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await bench.run('ams:book-funds:1', variables);
    await simulator.control.stickKey(`${transferId}:1C1`);
    await simulator.control.changeAccount({ accountId: account.accountId, status: 'CLOSED' });
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toEqual(done);
  });

  test('is found among hundreds of other bookings', async () => {
    const { account, transferId, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await bench.run('ams:book-funds:1', variables);
    await simulator.control.stickKey(`${transferId}:1C1`);
    for (let index = 0; index < 201; index += 1) {
      const other = { transferId: randomUUID(), accountId: account.accountId };
      const variablesOfOther = payersVariables({ ...other, amount: '1' });
      await bench.run('ams:block-funds:1', variablesOfOther);
      await bench.run('ams:book-funds:1', variablesOfOther);
    }
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '698.88' });
  });
});

describe('what only a person can mend', () => {
  const paymentOn = (settings: Readonly<Record<string, unknown>>) =>
    openAmsBench({ baseUrl: world.baseUrl, settings: { ...timeouts, ...settings } });

  test.each([
    ['wrong credentials', { password: 'wrong' }],
    ['an unknown tenant', { fineractTenantId: 'nobody' }],
  ])('%s end the payment as unavailable (2001) and raise an alarm', async (_name, settings) => {
    const { account, variables } = await openPayment();
    const misled = await paymentOn(settings);
    await expect(misled.run('ams:block-funds:1', variables)).resolves.toMatchObject(
      unavailableWith('2001'),
    );
    expect(misled.alarms[0]).toContain('needs a person');
    expect(misled.alarms.join()).not.toContain('wrong"');
    misled.close();
    await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
  });

  test('so do an address that is no Fineract, and missing permissions', async () => {
    const { variables } = await openPayment();
    await simulator.control.changeTenant({
      users: [{ name: 'limited', password: 'limited', permissions: [] }],
    });
    const limited = await paymentOn({ username: 'limited', password: 'limited' });
    const elsewhere = await openAmsBench({ baseUrl: `${world.baseUrl}/elsewhere` });
    for (const misled of [limited, elsewhere]) {
      await expect(misled.run('ams:book-funds:1', variables)).resolves.toMatchObject(
        unavailableWith('2001'),
      );
      expect(misled.alarms).not.toEqual([]);
      misled.close();
    }
  });

  test('so does maker-checker, whose answer without a state is no success', async () => {
    const { account, variables } = await openPayment();
    await simulator.control.changeTenant({
      makerChecker: ['PREPARE_INTERTRANSFER'],
      users: [{ name: 'teller', password: 't', permissions: ['PREPARE_INTERTRANSFER'] }],
    });
    const checked = await paymentOn({ username: 'teller', password: 't' });
    const outcome = await checked.attempt('ams:block-funds:1', variables);
    expect(outcome).toMatchObject({ kind: 'retry' });
    expect(checked.alarms).toHaveLength(1);
    checked.close();
    await simulator.control.changeTenant({ makerChecker: [] });
    await expect(standingOf(world, account)).resolves.toMatchObject({ held: '0' });
  });

  test('without a non-cash payment type every booking fails until there is one', async () => {
    const { account, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.changeTenant({ hasNonCashPaymentType: false });
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toMatchObject(
      unavailableWith('2001'),
    );
    await simulator.control.changeTenant({ hasNonCashPaymentType: true });
    await expect(bench.run('ams:book-funds:1', variables)).resolves.toEqual(done);
    await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '899.88' });
  });

  test('a hold of an inactive client cannot be released: an operator decides', async () => {
    const { account, variables } = await openPayment();
    await bench.run('ams:block-funds:1', variables);
    await simulator.control.changeClient({ clientId: account.clientId, active: false });
    await expect(bench.run('ams:release-block:1', variables)).resolves.toMatchObject(
      refusedWith('4400'),
    );
  });
});

describe('look-ups and quotes', () => {
  test('an inactive client is not found, and no money of theirs is held', async () => {
    const account = await world.open({ balance: '10' });
    await simulator.control.changeClient({ clientId: account.clientId, active: false });
    const partyId = { partyIdType: 'MSISDN', partyIdentifier: account.msisdn };
    await expect(bench.run('ams:find-party:1', { partyId })).resolves.toMatchObject(
      refusedWith('5400'),
    );
    const hold = payersVariables({ transferId: 't', accountId: account.accountId, amount: '1' });
    await expect(bench.run('ams:block-funds:1', hold)).resolves.toMatchObject(refusedWith('4400'));
  });

  test('an account that is closed after the look-up is neither quoted nor reserved for, nor pays', async () => {
    const account = await world.open({ balance: '10' });
    const partyId = { partyIdType: 'MSISDN', partyIdentifier: account.msisdn };
    await expect(bench.run('ams:find-party:1', { partyId })).resolves.toMatchObject({
      kind: 'complete',
    });
    await simulator.control.changeAccount({ accountId: account.accountId, status: 'CLOSED' });
    const jobs: readonly [string, Record<string, unknown>, string][] = [
      ['ams:quote-payee:1', quoteRequestVariables(account.msisdn, '1'), '5400'],
      ['ams:reserve-credit:1', reserveVariables('t', account.msisdn, '1'), '5400'],
      ['ams:quote-payer:1', { payment: payerPayment(account.msisdn, '1') }, '4400'],
    ];
    for (const [type, variables, errorCode] of jobs) {
      await expect(bench.run(type, variables)).resolves.toMatchObject(refusedWith(errorCode));
    }
  });

  test('an identifier that two accounts have is our own trouble (2001), not the asker’s', async () => {
    const account = await world.open({});
    const identifiers = [{ idType: 'MSISDN', idValue: account.msisdn }] as const;
    const { clientId } = account;
    await simulator.control.add({
      accounts: [
        { externalId: randomUUID(), clientId, currency: 'TZS', identifiers: [...identifiers] },
      ],
    });
    const partyId = { partyIdType: 'MSISDN', partyIdentifier: account.msisdn };
    await expect(bench.run('ams:find-party:1', { partyId })).resolves.toMatchObject(
      unavailableWith('2001'),
    );
  });

  test('one failure is survived, and a Fineract that stays silent is told so within 10 s', async () => {
    const account = await world.open({});
    const partyId = { partyIdType: 'MSISDN', partyIdentifier: account.msisdn };
    await simulator.control.addFault({ kind: 'fail-before-commit', route: 'parties', count: 1 });
    await expect(bench.run('ams:find-party:1', { partyId })).resolves.toMatchObject({
      kind: 'complete',
    });
    await simulator.control.addFault({ kind: 'latency', route: 'parties', latencyMs: tooLongMs });
    await expect(bench.run('ams:find-party:1', { partyId })).resolves.toMatchObject(
      unavailableWith('2004'),
    );
    expect(bench.waitedMs).toBeLessThan(10_000);
  });
});

test('two processes that credit one account at once both arrive, where Fineract lets one lose', async () => {
  const account = await world.open({});
  const other = await openAmsBench({ baseUrl: world.baseUrl });
  await simulator.control.setOptions({ conflictWindowMs: 20 });
  const credits = Array.from({ length: 6 }, (_, index) => {
    const credit = creditVariables(randomUUID(), account.accountId, '10.01');
    return (index % 2 === 0 ? bench : other).run('ams:credit-payee:1', credit);
  });
  await expect(Promise.all(credits)).resolves.toEqual(credits.map(() => done));
  other.close();
  await expect(standingOf(world, account)).resolves.toMatchObject({ ledger: '60.06' });
});

test('one process never lets two commands meet on one account', async () => {
  const account = await world.open({});
  await simulator.control.setOptions({ conflictWindowMs: 10 });
  const seen = (await simulator.control.calls()).length;
  const credits = Array.from({ length: 6 }, () => {
    const credit = creditVariables(randomUUID(), account.accountId, '1');
    return bench.run('ams:credit-payee:1', credit);
  });
  await Promise.all(credits);
  const calls = (await simulator.control.calls()).slice(seen);
  expect(calls.map(({ status }) => status)).toEqual(credits.map(() => 200));
});

test('answers are counted by their meaning', async () => {
  const { variables } = await openPayment('1');
  await bench.run('ams:block-funds:1', variables);
  await expect(bench.metrics.metrics()).resolves.toContain(
    'hub_fineract_answers_total{tenant="lion",call="transfer",problem="insufficient-funds"} 1',
  );
});
