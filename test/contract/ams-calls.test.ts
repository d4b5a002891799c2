/** How often a payment asks Fineract, and for what: each call costs both it and us, and none is for nothing. */
import { randomUUID } from 'node:crypto';
import { startFineractSimulator, type FineractSimulator } from '../simulators/fineract/simulator';
import { openAmsBench, refusedWith, type AmsBench, type Variables } from '../kit/parts/ams-bench';
import {
  payerPayment,
  payersVariables,
  quoteRequestVariables,
  reserveVariables,
} from '../kit/parts/ams-payments';
import { call, simulatedWorld, type OpenAccount, type World } from '../kit/parts/ams-world';

let simulator: FineractSimulator;
let world: World;
let bench: AmsBench;

beforeEach(async () => {
  simulator = await startFineractSimulator();
  world = simulatedWorld(simulator);
  bench = await openAmsBench({ baseUrl: world.baseUrl });
});
afterEach(async () => {
  bench.close();
  await simulator.close();
});

/** `GET interoperation/parties` and how often, of what `work` asks. */
async function callsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = (await simulator.control.calls()).length;
  await work();
  const counts: Record<string, number> = {};
  for (const { method, url } of (await simulator.control.calls()).slice(before)) {
    const name = `${method} ${/^\/?([a-z]+(?:\/[a-z]+)?)/.exec(url)?.[1] ?? url}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

async function does(type: string, variables: Variables): Promise<Variables> {
  const outcome = await bench.run(type, variables);
  if (outcome.kind !== 'complete') throw new Error(JSON.stringify(outcome));
  return outcome.variables;
}

const partyId = (msisdn: string) => ({
  partyId: { partyIdType: 'MSISDN', partyIdentifier: msisdn },
});

async function paysOut(msisdn: string, askPayer: boolean): Promise<void> {
  const transferId = randomUUID();
  const payment = { ...payerPayment(msisdn, '1'), askPayer };
  const { payerQuote } = await does('ams:quote-payer:1', { payment });
  const { accountId } = payerQuote as { accountId: string };
  const known = {
    ...payersVariables({ transferId, accountId, amount: '1', askPayer }),
    payerQuote,
  };
  await does('ams:block-funds:1', known);
  await does('ams:book-funds:1', known);
}

test.each([
  [false, 1],
  [true, 2],
])(
  'a payer’s payment: the party, the account, hold and debit; the account anew after asking (%s)',
  async (askPayer, accounts) => {
    const { msisdn } = await world.open({ balance: '1000' });
    await expect(callsOf(() => paysOut(msisdn, askPayer))).resolves.toEqual({
      'GET interoperation/parties': 1,
      'GET savingsaccounts/external': accounts,
      'POST interoperation/transfers': 2,
    });
  },
);

/** The request for the quote on which the transfer of `known` is. */
function quoteOf(known: Variables, msisdn: string): Variables {
  const { quoteRequest } = quoteRequestVariables(msisdn, '1') as { quoteRequest: object };
  const { quoteId } = known['agreement'] as { quoteId: string };
  return { quoteRequest: { ...quoteRequest, quoteId } };
}

async function paysIn(msisdn: string): Promise<void> {
  const transferId = randomUUID();
  await does('ams:find-party:1', partyId(msisdn));
  const known = reserveVariables(transferId, msisdn, '1');
  await does('ams:quote-payee:1', quoteOf(known, msisdn));
  const { credit } = await does('ams:reserve-credit:1', known);
  await does('ams:credit-payee:1', { ...known, credit });
}

test('a payee’s payment: the party and its names once, how the account stands at each step, and the credit', async () => {
  const { msisdn } = await world.open({});
  await expect(callsOf(() => paysIn(msisdn))).resolves.toEqual({
    'GET interoperation/parties': 1,
    'GET interoperation/accounts': 3,
    'GET clients': 1,
    'POST interoperation/transfers': 1,
  });
});

test('a number that moves to another account after the look-up is quoted for its new one', async () => {
  const [first, second] = [await world.open({}), await world.open({})];
  await does('ams:find-party:1', partyId(first.msisdn));
  await moveNumber(first, second);
  const known = reserveVariables(randomUUID(), first.msisdn, '1');
  expect(await quotes(known, first.msisdn)).toBe(second.accountId);
});

test('a number that nobody has any more after the look-up is not quoted for', async () => {
  const account = await world.open({});
  await does('ams:find-party:1', partyId(account.msisdn));
  await call(world, 'DELETE', `interoperation/parties/MSISDN/${account.msisdn}`, {
    accountId: account.accountId,
  });
  const quote = bench.run('ams:quote-payee:1', quoteRequestVariables(account.msisdn, '1'));
  await expect(quote).resolves.toMatchObject(refusedWith('3204'));
});

/** The first account's number is the second's from now on. */
async function moveNumber(first: OpenAccount, second: OpenAccount): Promise<void> {
  for (const { msisdn, accountId } of [first, second]) {
    await call(world, 'DELETE', `interoperation/parties/MSISDN/${msisdn}`, { accountId });
  }
  await call(world, 'POST', `interoperation/parties/MSISDN/${first.msisdn}`, {
    accountId: second.accountId,
  });
}

async function reserves(known: Variables): Promise<string> {
  const { credit } = await does('ams:reserve-credit:1', known);
  return (credit as { accountId: string }).accountId;
}

async function quotes(known: Variables, msisdn: string): Promise<string> {
  const { payeeQuote } = await does('ams:quote-payee:1', quoteOf(known, msisdn));
  return (payeeQuote as { accountId: string }).accountId;
}

test('the transfer is for the account that was quoted, though the number moves to another meanwhile', async () => {
  const [first, second] = [await world.open({}), await world.open({})];
  const [under, next] = [1, 2].map(() => reserveVariables(randomUUID(), first.msisdn, '1'));
  if (under === undefined || next === undefined) throw new Error('two payments');
  expect(await quotes(under, first.msisdn)).toBe(first.accountId);
  await moveNumber(first, second);
  expect(await reserves(under)).toBe(first.accountId);
  expect(await quotes(next, first.msisdn)).toBe(second.accountId);
  expect(await reserves(next)).toBe(second.accountId);
});

test('a phone whose two spellings are two accounts is paid on the one that was written', async () => {
  const account = await world.open({});
  const other = await world.open({});
  const spelt = `+${account.msisdn}`;
  await call(world, 'DELETE', `interoperation/parties/MSISDN/${other.msisdn}`, {
    accountId: other.accountId,
  });
  await call(world, 'POST', `interoperation/parties/MSISDN/${encodeURIComponent(spelt)}`, {
    accountId: other.accountId,
  });
  const known = reserveVariables(randomUUID(), account.msisdn, '1');
  await does('ams:find-party:1', partyId(account.msisdn));
  await does('ams:find-party:1', partyId(spelt));
  expect(await quotes(known, account.msisdn)).toBe(account.accountId);
  await does('ams:find-party:1', partyId(spelt));
  expect(await reserves(known)).toBe(account.accountId);
});

test('a transfer that is not as agreed is refused with its reason, and Fineract is not asked', async () => {
  const errorInformation = { errorCode: '3302', errorDescription: 'Quote expired' };
  const calls = await callsOf(async () => {
    const refused = bench.run('ams:reserve-credit:1', {
      transferId: randomUUID(),
      errorInformation,
    });
    await expect(refused).resolves.toMatchObject(refusedWith('3302'));
  });
  expect(calls).toEqual({});
});

test('an account that is blocked after the look-up is refused at the next step', async () => {
  const account = await world.open({});
  await does('ams:find-party:1', partyId(account.msisdn));
  await world.setSubStatus(account, 'BLOCK_CREDIT');
  const quote = bench.run('ams:quote-payee:1', quoteRequestVariables(account.msisdn, '1'));
  await expect(quote).resolves.toMatchObject(refusedWith('5400'));
});
