import { useCases } from '../../../connectors/common/contracts/use-cases';
import { asha, baraka, currency, type Customer, type DfspName } from '../stack/dfsps';
import type { RecordStream } from '../real-engine/record-stream';
import type { Stack } from '../stack/stack';
import { wallets } from '../fee-rules/interchange-fee';
import { owedFees, stepsOfFees } from './fees';
import { stepsOfFineract, stepsOfSwitch } from './steps';
import type { Account, Booking, Heard, Report, Step, World } from './world';

/** How long the app waits for an outcome. */
const waitS = 30;

const bookingTypes: Readonly<Record<string, Booking['type']>> = {
  withdrawal: 'debit',
  withdrawalFee: 'debit',
  deposit: 'credit',
  hold: 'hold',
  release: 'release',
};

/**
 * The world of `make demo`: the hub and the broker are real, the switch and the Fineracts simulated.
 * @param engine what the broker of the stack exports
 */
export async function createStackWorld(stack: Stack, engine: RecordStream): Promise<World> {
  const token = await stack.token('lion');
  const notes: Step[] = [];
  const post = async (path: string, body: object, words: string): Promise<Heard> => {
    const startedMs = Date.now();
    notes.push({ atMs: startedMs, way: 'app → lion', words, protocol: `POST ${shorten(path)}` });
    const response = await fetch(`${stack.channelAddress}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        prefer: `wait=${waitS}`,
      },
      body: JSON.stringify(body),
    });
    const report = (await response.json()) as Report;
    const endedMs = Date.now();
    const state = report.state ?? report.title ?? '';
    const answer = report.error === undefined ? state : `${state} (${report.error.code})`;
    notes.push({
      atMs: endedMs,
      way: 'lion → app',
      words: answer,
      protocol: `HTTP ${response.status}`,
    });
    return { status: response.status, report, tookMs: endedMs - startedMs };
  };
  return {
    pay: ({ payeeMsisdn, amount, qrCode, useCase = 'channel-transfer', ...order }) =>
      post(
        `/channel/${useCases[useCase].resource}`,
        {
          ...order,
          payer: { partyIdType: 'MSISDN', partyIdentifier: asha.msisdn },
          ...(qrCode === undefined
            ? { payee: { partyIdType: 'MSISDN', partyIdentifier: payeeMsisdn }, amount }
            : { qrCode }),
          extensionList: wallets,
        },
        `pay ${amount.amount} ${amount.currency} to ${payeeMsisdn}`,
      ),
    decide: (transactionId, decision, useCase = 'channel-transfer') => {
      const path = `/channel/${useCases[useCase].resource}/${transactionId}/decision`;
      return post(path, { decision }, `I ${decision}`);
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
