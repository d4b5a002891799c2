/** Answers that name no question, on a real broker with two partitions: who hears them, and who does not. */
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import {
  correlationKey,
  lookupKeyOf,
  partySignalName,
} from '../../connectors/common/contracts/keys';
import { messageNames, signalNames } from '../../connectors/common/contracts/messages';
import { MessageTooLarge } from '../../connectors/common/runtime';
import { Gateway } from '../../connectors/common/zeebe/gateway';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { deployedDiagrams } from '../kit/bpmn/diagrams';
import { startZeebe, type Zeebe } from '../kit/stack/zeebe';
import { silentLog } from '../kit/mojaloop';

jest.setTimeout(40_000);

const partitions = 2;
const payee = { partyIdType: 'MSISDN', partyIdentifier: '255700000002' } as const;
const amount = { amount: '100.12', currency: 'TZS' };
let zeebe: Zeebe;
let door: ZeebeDoor;
let gateway: Gateway;
let tests = 0;

beforeAll(async () => {
  zeebe = await startZeebe({ partitions });
  const settings = zeebeEnvironment.parse({ ZEEBE_ADDRESS: zeebe.gatewayAddress });
  const around = { clock: systemClock, random: systemRandom, log: silentLog };
  door = connectZeebe(settings, { ...around, metrics: new Registry() });
  const diagrams = (await deployedDiagrams()).filter(({ name }) => name === 'payer-transfer.bpmn');
  await door.deploy(diagrams.map(({ name, xml }) => ({ name, content: Buffer.from(xml) })));
  gateway = new Gateway({ address: zeebe.gatewayAddress, tls: false, keepaliveMs: 45_000 });
}, 120_000);

afterAll(async () => {
  gateway.close();
  await door.drain(0);
  await zeebe.stop();
});

/** A tenant of its own each time: no test hears another's answers. */
class Payee {
  private readonly tenant = `lion${++tests}`;

  /** Payments to this payee whose DFSP is known and asked; each engine partition has some. */
  async lookedUpBy(payments: number): Promise<Job[]> {
    await this.begin(payments);
    return this.areLookedUpAgain(payments);
  }

  /** Their tasks are the same, the first time and after a no of the switch. */
  async areLookedUpAgain(payments: number): Promise<Job[]> {
    const asking = await jobs('mojaloop:look-up-participant:1', payments);
    await this.switchNames('buffalo');
    // What a worker has to say then is of no more interest.
    for (const job of asking) await awaitAnswer(job).catch(() => undefined);
    return jobs('mojaloop:look-up-party:2', payments);
  }

  private async begin(payments: number): Promise<void> {
    for (let number = 1; number <= payments; number++) {
      const transactionId = randomUUID();
      await door.publish({
        name: messageNames.payerTransferRequested,
        correlationKey: correlationKey(this.tenant, transactionId),
        timeToLiveMs: 60_000,
        variables: {
          tenant: this.tenant,
          transactionId,
          quoteId: `quote-of-${transactionId}`,
          timers,
          payment: { switchName: 'switch', lookupKey: this.key, amount, askPayer: false },
        },
      });
    }
  }

  /** PUT /parties/../error by the switch itself. */
  switchSaysNo(): Promise<void> {
    const name = partySignalName(signalNames.partyNotFound, this.key);
    const errorInformation = { errorCode: '3204', errorDescription: 'not found' };
    return door.broadcast({ name, variables: { partyAnswer: { errorInformation } } });
  }

  private switchNames(fspId: string): Promise<void> {
    const name = partySignalName(signalNames.participantAnswered, this.key);
    return door.broadcast({ name, variables: { participantAnswer: { fspId } } });
  }

  answers(fspId = 'buffalo'): Promise<void> {
    const name = partySignalName(signalNames.partyFound, this.key, fspId);
    const party = { partyIdInfo: { ...payee, fspId } };
    return door.broadcast({ name, variables: { partyAnswer: { party } } });
  }

  /** As PUT /quotes/{ID} makes it, or its /error. */
  async speaksOfQuote(quoteId: string, quoteAnswer: object): Promise<void> {
    await door.publish({
      name: messageNames.quoteAnswered,
      correlationKey: correlationKey(this.tenant, quoteId),
      timeToLiveMs: 60_000,
      variables: { quoteAnswer },
    });
  }

  private get key(): string {
    return lookupKeyOf(this.tenant, 'switch', payee);
  }
}

const timers = { partyLookup: 'PT60S', quote: 'PT60S', transferExpiry: 'PT30S' };

interface Job {
  readonly key: string;
  readonly partition: bigint;
  readonly quoteId: string;
}

/** Jobs of this type, once there are as many. */
async function jobs(type: string, count: number, patienceMs = 20_000): Promise<Job[]> {
  const found: Job[] = [];
  const deadlineMs = Date.now() + patienceMs;
  while (found.length < count && Date.now() < deadlineMs) {
    const room = { maxJobsToActivate: count - found.length, requestTimeout: 1_000 };
    const { ended } = gateway.stream(
      'activateJobs',
      { type, worker: 'test', timeout: 60_000, fetchVariable: ['quoteId'], ...room },
      { timeoutMs: 10_000, signal: new AbortController().signal, whenTimeIsOver: 'fail' },
      (batch) => found.push(...batch.jobs.map(toJob)),
    );
    await ended;
  }
  return found;
}

function toJob({ key, variables }: { key: string; variables: string }): Job {
  const { quoteId } = JSON.parse(variables) as { quoteId?: string };
  // The partition is the key's upper bits.
  return { key, partition: BigInt(key) >> 51n, quoteId: quoteId ?? '' };
}

const complete = ({ key: jobKey }: Job, variables: object = {}) =>
  gateway.call('completeJob', { jobKey, variables: JSON.stringify(variables) }, 10_000);
const awaitAnswer = ({ key: jobKey }: Job) =>
  gateway.call(
    'failJob',
    { jobKey, retries: 3, retryBackOff: 60_000, errorMessage: 'Waits for the answer' },
    10_000,
  );
const partitionsOf = (list: readonly Job[]) => new Set(list.map(({ partition }) => partition)).size;

test('an answer that is here before the engine hears that we have asked goes on with the payment, on every partition', async () => {
  const party = new Payee();
  const asking = await party.lookedUpBy(8);
  expect(partitionsOf(asking)).toBe(partitions);
  await party.answers();
  expect(await jobs('ams:quote-payer:1', 8)).toHaveLength(8);
  // What the worker has to say then is of no more interest.
  for (const job of asking) await expect(awaitAnswer(job)).rejects.toThrow('NOT_FOUND');
});

test('an answer in the very moment of the receipt is heard by every payment', async () => {
  for (let round = 1; round <= 5; round++) {
    const party = new Payee();
    const asking = await party.lookedUpBy(4);
    const receipts = asking.map((job) => awaitAnswer(job).catch(() => undefined));
    await Promise.all([party.answers(), ...receipts]);
    expect(await jobs('ams:quote-payer:1', 4)).toHaveLength(4);
  }
});

test('an answer that nobody has asked for, or that comes late, is heard by no later payment', async () => {
  const party = new Payee();
  await party.answers();
  const [asking] = await party.lookedUpBy(1);
  if (asking === undefined) throw new Error('there is no look-up');
  await awaitAnswer(asking);
  await party.answers('hyena');
  expect(await jobs('ams:quote-payer:1', 1, 2_000)).toEqual([]);
  await party.answers();
  expect(await jobs('ams:quote-payer:1', 1)).toHaveLength(1);
});

test('a no of the switch to somebody else, and then the answer: no payment is lost, on any partition', async () => {
  const party = new Payee();
  const asking = await party.lookedUpBy(8);
  expect(partitionsOf(asking)).toBe(partitions);
  await party.switchSaysNo();
  await party.areLookedUpAgain(8);
  await party.answers();
  expect(await jobs('ams:quote-payer:1', 8)).toHaveLength(8);
});

test('a no that the switch says twice ends every payment that waits for it', async () => {
  const party = new Payee();
  await party.lookedUpBy(8);
  await party.switchSaysNo();
  await party.areLookedUpAgain(8);
  await party.switchSaysNo();
  expect(await jobs('channel:tell-payer:1', 8)).toHaveLength(8);
});

test('whoever knows a quote’s id and answers first, twice and at any time is passed over', async () => {
  const party = new Payee();
  for (const job of await party.lookedUpBy(4)) await awaitAnswer(job);
  await party.answers();
  for (const job of await jobs('ams:quote-payer:1', 4)) await complete(job);
  const errorInformation = { errorCode: '5100', errorDescription: 'not asked' };
  const quote = { transferAmount: amount, expiration: '2099-01-01T00:00:00Z' };
  for (const job of await jobs('mojaloop:request-quote:1', 4)) {
    const { quoteId } = job;
    const stranger = { errorInformation, answeredBy: 'hyena' };
    await party.speaksOfQuote(quoteId, stranger);
    await party.speaksOfQuote(quoteId, { quote, payeeFspId: 'hyena', answeredBy: 'hyena' });
    await complete(job, { transaction: {} });
    await party.speaksOfQuote(quoteId, stranger);
    await party.speaksOfQuote(quoteId, { quote, payeeFspId: 'buffalo', answeredBy: 'buffalo' });
  }
  expect(await jobs('ams:block-funds:1', 4)).toHaveLength(4);
});

test('a signal that the engine could not take is refused before it is sent', async () => {
  const padding = 'x'.repeat(1_300_000);
  const signal = { name: 'large', variables: { padding } };
  await expect(door.broadcast(signal)).rejects.toThrow(MessageTooLarge);
});
