/** What the decision relay builds on, on a real broker and the deployed diagrams: a choice that is narrowed is the decision. */
import { Registry } from 'prom-client';
import { systemClock, systemRandom } from '../../connectors/common/clock';
import { zeebeEnvironment } from '../../connectors/common/zeebe/environment';
import { connectZeebe, type ZeebeDoor } from '../../connectors/common/zeebe/zeebe-door';
import { readWaiting } from '../../connectors/decision-relay/waiting/waiting-payment';
import { silentLog } from '../kit/mojaloop';
import { Engine, refusal } from '../kit/real-engine/engine';
import { Payment } from '../kit/real-engine/payer';

jest.setTimeout(120_000);

let engine: Engine;
let door: ZeebeDoor;

beforeAll(async () => {
  engine = await Engine.start();
  door = connectZeebe(zeebeEnvironment.parse({ ZEEBE_ADDRESS: engine.gatewayAddress }), {
    ...{ clock: systemClock, random: systemRandom, log: silentLog, metrics: new Registry() },
  });
});
afterAll(async () => {
  await door.drain(0);
  await engine.stop();
});

test('its timer does what was decided, the process remembers which decision it was, and no ended wait takes another', async () => {
  const payment = await Payment.asked(engine);
  const { process } = payment;
  await process.timesOut('awaitState', 60);
  for (let question = 1; question <= 5; question += 1) {
    await process.timesOut('timeToAskAgain', 10);
    await (await payment.askingJob()).isUnavailable();
  }
  await payment.isTold();
  await process.reaches('awaitOperator');
  // Nobody else looks, and a thorough look might outlast the wait.
  const [waiting] = (await readWaiting(door.openJobs, false)).payments;
  expect(waiting).toMatchObject({
    ...{ tenant: 'lion', side: 'payer', reason: 'OUTCOME_UNKNOWN', decided: undefined },
    amount: { amount: '100.12', currency: 'TZS' },
  });
  const wait = waiting?.elementInstanceKey ?? '';
  const operatorDecided = { decisionId: 'd-1', wait };
  const narrowed = { operatorChoices: ['release'], operatorDecided };
  expect(await door.openJobs.setVariables(wait, narrowed)).toBe('set');
  await engine.moveClock(10);
  await (await process.job('ams:release-block:1')).refuse(refusal);
  expect(await door.openJobs.setVariables(wait, narrowed)).toBe('unknown');

  await process.reaches('awaitOperator');
  const [anew] = (await readWaiting(door.openJobs, false)).payments;
  expect(anew).toMatchObject({ decided: operatorDecided });
  expect(anew?.elementInstanceKey).not.toBe(wait);
  expect(anew?.choices).toContain('book');
  await engine.cleanUp();
});
