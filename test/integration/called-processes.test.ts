/**
 * The processes that payments share, called for real: the diagrams as they are drawn, deployed by Camunda Modeler and not
 * woven. A payment ends as it does when they are woven in, and its channel hears the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployedDiagrams, diagramFiles } from '../kit/bpmn/diagrams';
import { Engine, refusal } from '../kit/real-engine/engine';
import { Payment } from '../kit/real-engine/payer';

jest.setTimeout(60_000);

const former = join(__dirname, '../fixtures/diagrams-0.2.0/payer-transfer.bpmn');
const inOnePiece = { name: 'payer-transfer.bpmn', xml: readFileSync(former, 'utf8') };

let engine: Engine;
/** Of one payment, by how its processes were deployed. */
const records = new Map<string, number>();

beforeAll(async () => {
  const asDrawn = ['agree-quote.bpmn', 'settle-payment.bpmn', 'payer-transfer.bpmn'];
  const diagrams = diagramFiles.filter(({ name }) => asDrawn.includes(name));
  engine = await Engine.start({}, undefined, diagrams);
}, 150_000);

afterEach(() => engine.cleanUp());

afterAll(() => engine.stop());

async function paidPayment(): Promise<{ payment: Payment; outcome: unknown }> {
  const payment = await Payment.requested(engine);
  await payment.hearsOfTransfer('COMMITTED');
  await payment.process.does('ams:book-funds:1');
  const outcome = await payment.isTold();
  await payment.process.does('fee-rules:evaluate:1', { fees: {} });
  await payment.isForgotten();
  return { payment, outcome };
}

const paid = async (): Promise<unknown> => (await paidPayment()).outcome;

/** Of the payment's process and of those that it called. */
function recordsOf({ process: { key } }: Payment): number {
  const { records } = engine.stream;
  const called = records.flatMap(({ value }) =>
    String(value.parentProcessInstanceKey) === key ? [String(value.processInstanceKey)] : [],
  );
  const all = new Set([key, ...called]);
  return records.filter(({ value }) => all.has(String(value.processInstanceKey))).length;
}

async function abortedBySwitch(): Promise<unknown> {
  const payment = await Payment.asked(engine);
  await payment.hearsOfTransfer('ABORTED', { errorInformation: refusal });
  await payment.process.does('ams:release-block:1');
  const outcome = await payment.isTold();
  await payment.process.reaches('timeToForget');
  return outcome;
}

async function notAgreed(): Promise<unknown> {
  const payment = await Payment.upTo('quotePayer', engine);
  await (await payment.process.job('ams:quote-payer:1')).refuse();
  const outcome = await payment.isTold();
  await payment.process.reaches('timeToForget');
  return outcome;
}

async function decidedByPayer(): Promise<unknown> {
  const payment = await Payment.upTo('requestQuote', engine, { askPayer: true });
  await payment.isQuoted('101.00');
  await payment.process.does('ams:quote-payer:1', { payerQuote: { accountId: '2' } });
  await payment.process.does('channel:ask-payer:1');
  await payment.payerDecides('accept');
  await payment.isBlocked();
  await payment.process.does('mojaloop:request-transfer:1');
  await payment.hearsOfTransfer('COMMITTED');
  await payment.process.does('ams:book-funds:1');
  return payment.isTold();
}

describe.each(['called', 'woven in', 'in one piece, as in 0.2.0'])('%s', (how) => {
  beforeAll(async () => {
    if (how === 'called') return;
    for (const { name, xml } of how === 'woven in' ? await deployedDiagrams() : [inOnePiece]) {
      await engine.client.deployResource({ name, process: Buffer.from(xml) });
    }
  });

  test.each([
    ['paid', paid, { state: 'COMMITTED' }],
    ['aborted by the switch', abortedBySwitch, { state: 'ABORTED', errorInformation: refusal }],
    ['not agreed', notAgreed, { state: 'ABORTED', errorInformation: refusal }],
    ['decided by the payer, of another amount', decidedByPayer, { state: 'COMMITTED' }],
  ])('a payment that is %s is told so', async (_how, carryOut, outcome) => {
    expect(await carryOut()).toEqual(outcome);
  });

  test('a payment’s records are counted, to its end', async () => {
    const { payment, outcome } = await paidPayment();
    expect(outcome).toEqual({ state: 'COMMITTED' });
    records.set(how, recordsOf(payment));
  });
});

test('woven in, a payment costs the engine no more records than in one piece, and called for real more', () => {
  const [called = 0, woven = 0, inOne = 0] = [...records.values()];
  process.stdout.write(
    `records of the payer's side: ${called} called, ${woven} woven in, ${inOne} in one piece\n`,
  );
  // Ends that nobody waits for are left out of it (bpmn/DECISIONS.md, 25).
  expect(woven).toBeLessThanOrEqual(inOne);
  expect(called).toBeGreaterThan(woven);
});
