import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { eventually } from '../../../test/kit/kafka';
import {
  answersIn,
  decisionOn,
  openSide,
  topics,
  WaitingEngine,
  write,
} from '../../../test/kit/parts/decision-relay';
import {
  backOfficeSchema,
  lookKey,
  readLook,
  type Matter,
} from '../../common/contracts/back-office';
import { isFinal } from '../../common/contracts/decisions';
import type { DecisionSide } from '../decisions/decision-side';
import type { Incident } from '../incidents/incident';
import { emptyBook, type IncidentBook } from '../incidents/incident-book';
import { readWaiting } from '../waiting/waiting-payment';

const hourMs = 3_600_000;

let kafka: MemoryKafka;
let engine: WaitingEngine;
let side: DecisionSide;
let nowMs: number;
let book: IncidentBook;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-28T12:00:00Z');
  kafka = new MemoryKafka(() => nowMs);
  engine = new WaitingEngine();
  book = emptyBook('2026-11-28T00:00:00.000Z');
  side = openSide({ door: kafka.door(), engine, now: () => nowMs, incidentBook: () => book });
  side.start();
  await eventually(() => isReady());
});
afterEach(() => side.stop());

function isReady(): boolean {
  try {
    return kafka.partitions(topics.OPERATOR_DECISION_ANSWERS_TOPIC).length > 0;
  } catch {
    return false;
  }
}

async function look(): Promise<void> {
  nowMs += 30_000;
  await side.tell(await readWaiting(engine, false));
}

function told(): Matter[] {
  const [records = []] = kafka.partitions(topics.BACK_OFFICE_TOPIC);
  const matters = records.filter(({ key }) => key !== lookKey);
  return matters.map(({ value }) => backOfficeSchema.parse(JSON.parse(value ?? '')));
}

test('that it has looked is told once a minute, whether anything waits or not', async () => {
  for (let looks = 0; looks < 4; looks += 1) await look();
  const [records = []] = kafka.partitions(topics.BACK_OFFICE_TOPIC);
  expect(records.map(({ key, value }) => [key, readLook(value)])).toEqual([
    ['look', { kind: 'look', version: 1 }],
    ['look', { kind: 'look', version: 1 }],
  ]);
});

const states = () => told().map(({ state }) => state);

describe('a payment that waits', () => {
  test('is told once, with all that is needed to decide', async () => {
    engine.wait('t-1', 'BOOKING_FAILED', {
      errorInformation: { errorCode: '5106', errorDescription: 'No account 0012345678' },
      payment: { payee: { partyIdentifier: '255700000002' } },
    });
    await look();
    await look();
    expect(told()).toEqual([
      expect.objectContaining({
        ...{ kind: 'payment', state: 'waiting', tenant: 'lion', side: 'payer', transferId: 't-1' },
        ...{ amount: { amount: '100', currency: 'TZS' }, reason: 'BOOKING_FAILED' },
        ...{ verdict: 'COMMITTED', choices: ['book'], since: '2026-11-28T10:00:00.000Z' },
        errorInformation: { errorCode: '5106', errorDescription: 'No account [redacted]' },
      }),
    ]);
    expect(JSON.stringify(told())).not.toContain('255700000002');
  });

  test('is told again when it has changed, and after a day', async () => {
    engine.wait('t-1');
    await look();
    engine.timers();
    engine.wait('t-1', 'BOOKING_FAILED');
    await look();
    nowMs += 25 * hourMs;
    await look();
    expect(told().map((one) => one.kind === 'payment' && one.reason)).toEqual([
      'OUTCOME_UNKNOWN',
      'BOOKING_FAILED',
      'BOOKING_FAILED',
    ]);
  });

  test('is settled once two looks have missed it: a process that tries by itself comes back', async () => {
    engine.wait('t-1');
    await look();
    engine.timers();
    await look();
    expect(states()).toEqual(['waiting']);
    engine.wait('t-1');
    await look();
    engine.timers();
    await look();
    await look();
    expect(states()).toEqual(['waiting', 'settled']);
  });

  test('is settled by a relay that has just started', async () => {
    engine.wait('t-1');
    await look();
    await side.stop();
    engine.timers();
    side = openSide({ door: kafka.door(), engine, now: () => nowMs });
    side.start();
    await eventually(async () => {
      await look();
      return states().includes('settled');
    }, 3_000);
    expect(states()).toEqual(['waiting', 'settled']);
  });

  test('says what was decided of it', async () => {
    engine.wait('t-1');
    await look();
    const decision = decisionOn('t-1');
    write(kafka, decision);
    await eventually(() => answersIn(kafka).some(isFinal), 3_000);
    await eventually(() => engine.done.length > 0, 3_000);
    await look();
    await look();
    const decided = { decisionId: decision.decisionId, decision: 'book' };
    expect(told().slice(1)).toEqual([
      expect.objectContaining({ state: 'waiting', choices: [], decided }),
      expect.objectContaining({ state: 'settled', decided }),
    ]);
  });
});

describe('a process that stands still', () => {
  const incident: Incident = {
    ...{ key: '7', partitionId: '1', createdAt: '2026-11-28T11:00:00.000Z' },
    ...{ errorType: 'JOB_NO_RETRIES', process: 'payer-transfer', elementId: 'requestTransfer' },
    message:
      'Request transfer (mojaloop:request-transfer:1) cannot work. Payment with transferId t-1 of tenant lion. "Juma" is odd',
    ...{ processInstanceKey: '5', jobKey: '6', elementInstanceKey: '66', tenant: 'lion' },
  };

  beforeEach(async () => {
    book = { ...book, incidents: [incident] };
    engine.incidents.set('7', '66');
    await look();
  });

  const timers = {
    ...{ partyLookup: 'PT10S', quote: 'PT15S', payerDecision: 'PT60S', transferAnswer: 'PT35S' },
    ...{ transferExpiry: 'PT30S', switchSweep: 'PT20S', askTransferState: 'PT10S' },
  };

  async function retry(more: object = {}) {
    const ids = { transferId: undefined, incidentKey: '7' };
    const decision = { ...decisionOn('', ids), decision: 'retry', ...more };
    write(kafka, decision);
    const answer = () =>
      answersIn(kafka).find((one) => one.decisionId === decision.decisionId && isFinal(one));
    await eventually(() => answer() !== undefined, 3_000);
    return { result: answer()?.result, why: answer()?.why };
  }

  test('is told with the step and what of it may be corrected, and without what is quoted', () => {
    expect(told()).toEqual([
      expect.objectContaining({
        ...{ kind: 'incident', incidentKey: '7', jobType: 'mojaloop:request-transfer:1' },
        variables: ['timers'],
        message: expect.stringContaining('"[redacted]" is odd') as string,
      }),
    ]);
  });

  test('of an error of the engine’s own, which quotes a step, nothing may be corrected', async () => {
    book = { ...book, incidents: [{ ...incident, key: '8', errorType: 'EXTRACT_VALUE_ERROR' }] };
    await look();
    const [own] = told().filter((one) => one.kind === 'incident' && one.incidentKey === '8');
    expect(own).toMatchObject({ jobType: null, variables: [] });
  });

  test('is tried again, and told as settled', async () => {
    expect(await retry()).toMatchObject({ result: 'applied' });
    expect(engine.resolved).toEqual(['7']);
    expect(states()).toEqual(['waiting', 'settled']);
    expect(await retry()).toMatchObject({ result: 'refused' });
  });

  test.each<[string, object, string]>([
    ['of another tenant', { tenant: 'buffalo' }, 'Incident 7 is not of buffalo'],
    ['that nobody knows', { incidentKey: '8' }, 'No process stands still with incident 8'],
    ['with its id changed', { variables: { transferId: 't' } }, 'transferId may not be corrected'],
    ['with its tenant changed', { variables: { tenant: 'x' } }, 'only timers may be'],
    ['with what is no value of it', { variables: { timers: 5 } }, 'timers: '],
  ])('%s is not', async (_what, more, why) => {
    expect(await retry(more)).toEqual({
      result: 'refused',
      why: expect.stringContaining(why) as string,
    });
    expect({ resolved: engine.resolved, corrected: engine.corrected }).toEqual({
      resolved: [],
      corrected: [],
    });
  });

  test('has its variables corrected before it is tried again', async () => {
    expect(await retry({ variables: { timers } })).toMatchObject({ result: 'applied' });
    expect(engine.corrected).toEqual([{ timers }]);
    expect(engine.resolved).toEqual(['7']);
  });

  test('that somebody else has had tried meanwhile is told with what was corrected before', async () => {
    jest.spyOn(engine, 'resolve').mockResolvedValueOnce('unknown');
    const { result, why } = await retry({ variables: { timers } });
    expect(engine.corrected).toEqual([{ timers }]);
    expect(result).toBe('uncertain');
    expect(why).toContain('Before that your timers was set at the step');
  });

  test('that is there no longer, and has nothing corrected, is refused', async () => {
    engine.incidents.delete('7');
    const refused = { result: 'refused', why: 'Incident 7 is there no longer: nothing was done.' };
    expect(await retry({ variables: { timers } })).toEqual(refused);
    expect(engine.corrected).toEqual([]);
  });

  test('is settled when the engine says so, unless it is older than what is kept', async () => {
    book = { ...emptyBook('2026-11-28T11:30:00.000Z') };
    await look();
    expect(states()).toEqual(['waiting']);
    book = { ...emptyBook('2026-11-28T00:00:00.000Z') };
    await look();
    expect(states()).toEqual(['waiting', 'settled']);
  });
});

test('a Kafka that hangs holds up no look at what waits, and hears of it later', async () => {
  let release: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => (release = resolve));
  await side.stop();
  const door = kafka.door();
  const publish = door.publish.bind(door);
  door.publish = (records) => hung.then(() => publish(records));
  side = openSide({ door, engine, now: () => nowMs });
  side.start();
  engine.wait('t-1');
  const waiting = await readWaiting(engine, false);
  for (let looks = 0; looks < 3; looks += 1) side.show(waiting);
  expect(told()).toEqual([]);
  release();
  await eventually(() => {
    side.show(waiting);
    return states().includes('waiting');
  }, 3_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(states()).toEqual(['waiting']);
});
