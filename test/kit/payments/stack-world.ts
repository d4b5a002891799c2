import { useCases } from '../../../connectors/common/contracts/use-cases';
import { asha, baraka, currency, type Customer, type DfspName } from '../stack/dfsps';
import type { RecordStream } from '../real-engine/record-stream';
import type { Stack } from '../stack/stack';
import { wallets } from '../fee-rules/interchange-fee';
import { owedFees, stepsOfFees } from './fees';
import type { Callback, Phones } from './phones';
import { stepsOfFineract, stepsOfSwitch } from './steps';
import type { Account, AskingWorld, Booking, Heard, Report, Step, World } from './world';

/** How long the app waits for an outcome. */
const waitS = 30;

const bookingTypes: Readonly<Record<string, Booking['type']>> = {
  withdrawal: 'debit',
  withdrawalFee: 'debit',
  deposit: 'credit',
  hold: 'hold',
  release: 'release',
};

type Call = (dfsp: DfspName, path: string, words: string, body?: object) => Promise<Heard>;

/**
 * The world of `make demo`: the hub and the broker are real, the switch and the Fineracts simulated.
 * @param engine what the broker of the stack exports
 * @param phones whose address is the callback address of both tenants
 */
export async function createAskingWorld(
  stack: Stack,
  engine: RecordStream,
  phones: Phones,
): Promise<AskingWorld> {
  const notes: Step[] = [];
  const call = await appsOf(stack, notes);
  return { ...worldOf(stack, engine, call, notes), ...askingBy(call, phones, notes) };
}

/** The same without apps that are called back. */
export async function createStackWorld(stack: Stack, engine: RecordStream): Promise<World> {
  const notes: Step[] = [];
  return worldOf(stack, engine, await appsOf(stack, notes), notes);
}

async function appsOf(stack: Stack, notes: Step[]): Promise<Call> {
  const tokens = { lion: await stack.token('lion'), buffalo: await stack.token('buffalo') };
  return async (dfsp, path, words, body) => {
    const startedMs = Date.now();
    const method = body === undefined ? 'GET' : 'POST';
    notes.push({
      ...{ atMs: startedMs, way: `app → ${dfsp}`, words },
      protocol: `${method} ${shorten(path)}`,
    });
    const response = await fetch(`${stack.channelAddress}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[dfsp]}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        // Who asks for money is told by a callback.
        ...(dfsp === 'lion' && { prefer: `wait=${waitS}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const report = (await response.json()) as Report;
    const endedMs = Date.now();
    const state = report.state ?? report.title ?? '';
    const answer = report.error === undefined ? state : `${state} (${report.error.code})`;
    notes.push({
      ...{ atMs: endedMs, way: `${dfsp} → app`, words: answer },
      protocol: `HTTP ${response.status}`,
    });
    return { status: response.status, report, tookMs: endedMs - startedMs };
  };
}

const partyOf = (partyIdentifier: string) => ({ partyIdType: 'MSISDN', partyIdentifier });

function worldOf(stack: Stack, engine: RecordStream, call: Call, notes: Step[]): World {
  return {
    pay: ({ payeeMsisdn, amount, qrCode, useCase = 'channel-transfer', ...order }) =>
      call(
        'lion',
        `/channel/${useCases[useCase].resource}`,
        `pay ${amount.amount} ${amount.currency} to ${payeeMsisdn}`,
        {
          ...order,
          payer: partyOf(asha.msisdn),
          ...(qrCode === undefined ? { payee: partyOf(payeeMsisdn), amount } : { qrCode }),
          extensionList: wallets,
        },
      ),
    decide: (transactionId, decision, useCase = 'channel-transfer') => {
      const path = `/channel/${useCases[useCase].resource}/${transactionId}/decision`;
      return call('lion', path, `I ${decision}`, { decision });
    },
    async blockCredits(isBlocked) {
      const subStatus = isBlocked ? 'BLOCK_CREDIT' : 'NONE';
      const { accountId } = baraka;
      await stack.fineract.buffalo.control.changeAccount({ accountId, subStatus });
      const words = isBlocked ? 'blocks the account for credits' : 'takes the block off again';
      notes.push({ atMs: Date.now(), way: 'buffalo, a clerk', words, protocol: '' });
    },
    async look() {
      const { client } = stack.switch;
      return {
        payer: await accountOf(stack, 'lion', asha),
        payee: await accountOf(stack, 'buffalo', baraka),
        transfers: await client.transfers(),
        positions: {
          payer: (await client.position('lion', currency)) ?? '0',
          payee: (await client.position('buffalo', currency)) ?? '0',
        },
        fees: owedFees(engine.records),
      };
    },
    settled: () => stack.switch.client.settled(),
    async stepsSince(sinceMs) {
      const steps = [
        ...notes,
        ...stepsOfFees(owedFees(engine.records)),
        ...stepsOfSwitch(await stack.switch.client.log()),
        ...stepsOfFineract('lion', await stack.fineract.lion.control.calls()),
        ...stepsOfFineract('buffalo', await stack.fineract.buffalo.control.calls()),
      ];
      return steps
        .filter(({ atMs }) => atMs >= sinceMs)
        .sort((left, right) => left.atMs - right.atMs);
    },
  };
}

/** Payments that Baraka, at buffalo, asks Asha for, at lion. */
function askingBy(
  call: Call,
  phones: Phones,
  notes: Step[],
): Pick<AskingWorld, 'ask' | 'codeBeforehand'> {
  const path = '/channel/transaction-requests';
  const isTold = async (sinceMs: number, way: string, matches: (one: Callback) => boolean) => {
    const callback = await phones.next(sinceMs, matches);
    notes.push({ atMs: callback.atMs, way, words: wordsOf(callback), protocol: 'callback' });
    return callback;
  };
  const codeShown = async (sinceMs: number): Promise<string> => {
    const shown = ({ oneTimePassword }: Callback) => oneTimePassword !== undefined;
    const { oneTimePassword = '' } = await isTold(sinceMs, 'lion → app', shown);
    return oneTimePassword;
  };
  const ask: AskingWorld['ask'] = async ({ payeeMsisdn, amount, ...order }) => {
    const startedMs = Date.now();
    const words = `I want ${amount.amount} ${amount.currency} of ${asha.msisdn}`;
    const body = { payer: partyOf(asha.msisdn), payee: partyOf(payeeMsisdn), amount };
    const extensionList = wallets;
    const heard = await call('buffalo', path, words, { ...order, ...body, extensionList });
    const requestId = heard.report.requestId ?? '';
    const address = `${path}/${requestId}`;
    return {
      heard,
      async payerIsAsked() {
        const asked = await isTold(startedMs, 'lion → app', ({ request }) => request !== undefined);
        return asked.transactionId ?? '';
      },
      async payerEntersCode(code) {
        const authenticationValue = code ?? (await codeShown(startedMs));
        await isTold(startedMs, 'buffalo → app', ({ triesLeft }) => triesLeft !== undefined);
        const entered = { responseType: 'ENTERED', authenticationValue };
        const { status } = await call(
          'buffalo',
          `${address}/authorization`,
          'it is entered',
          entered,
        );
        if (status !== 202) throw new Error(`entered in vain: ${status}`);
      },
      async ends() {
        const hasEnded = (one: Callback) =>
          one.requestId === requestId && (one.state === 'COMMITTED' || one.state === 'ABORTED');
        await isTold(startedMs, 'buffalo → app', hasEnded);
        return call('buffalo', address, 'how does it stand?');
      },
    };
  };
  return {
    ask,
    async codeBeforehand(clientCorrelationId, amount) {
      const startedMs = Date.now();
      const words = `a password for ${amount.amount} ${amount.currency}`;
      const body = { clientCorrelationId, payer: partyOf(asha.msisdn), amount };
      const { status } = await call('lion', '/channel/authorization-codes', words, body);
      if (status !== 202) throw new Error(`asked for in vain: ${status}`);
      return codeShown(startedMs);
    },
  };
}

function wordsOf({ request, quote, oneTimePassword, triesLeft, state = '' }: Callback): string {
  const price = quote?.payerPays;
  const costs = price === undefined ? '' : `, it costs you ${price.amount} ${price.currency}`;
  if (oneTimePassword !== undefined) return `your password is ${oneTimePassword}${costs}`;
  if (triesLeft !== undefined) return `let the payer enter it (${triesLeft} tries)`;
  if (request === undefined) return state;
  return `${baraka.firstName} asks for ${request.amount.amount} ${request.amount.currency}${costs}`;
}

async function accountOf(stack: Stack, dfsp: DfspName, customer: Customer): Promise<Account> {
  const account = await stack.fineract[dfsp].control.account(customer.accountId);
  const bookings = account.transactions.map(({ type, amount }) => {
    const known = bookingTypes[type];
    if (known === undefined) throw new Error(`a booking of an unknown type: ${type}`);
    return { type: known, amount };
  });
  return { ledger: account.ledger, held: account.onHold, bookings };
}

function shorten(path: string): string {
  return path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, (id) => `${id.slice(0, 8)}…`);
}
