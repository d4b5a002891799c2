/** What the engine did for payments, told over HTTP from the records that a real broker has written. */
import { systemClock } from '../../connectors/common/clock';
import type { PaymentEvent } from '../../connectors/common/contracts/payment-events';
import type {
  ExecutedElement,
  ExecutedProcess,
} from '../../connectors/operations/elements/executed';
import { eventsOfRecordings } from '../kit/engine-records/events';
import { readRecording } from '../kit/engine-records/recordings';
import { eventually } from '../kit/kafka';
import { silentLog } from '../kit/mojaloop';
import {
  operationsToken,
  startOperationsWorld,
  type OperationsWorld,
} from '../kit/parts/operations';
import { indexRecorded } from '../kit/parts/recorded-payments';
import { indexRecords } from '../kit/parts/recorded-records';

const open: OperationsWorld[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function worldOf(
  recording: 'demo' | 'troubles' | 'by-hand',
  prefix = 'zeebe-record-main',
  settings: Readonly<Record<string, string>> = {},
): Promise<OperationsWorld> {
  const world = await startOperationsWorld(settings);
  open.push(world);
  const door = world.elasticsearch.door({ clock: systemClock, log: silentLog });
  await indexRecorded(door);
  await indexRecords(door, recording, prefix);
  return world;
}

const paymentWith = (is: (event: PaymentEvent) => boolean): PaymentEvent => {
  const found = eventsOfRecordings().find(is);
  if (found === undefined) throw new Error('there is no such payment in the recordings');
  return found;
};

async function ask(world: OperationsWorld, { tenant, transactionId }: PaymentEvent) {
  const token = await operationsToken('amina', `${tenant}:viewer`);
  return world.api.get(`/tenants/${tenant}/payments/${transactionId}/elements`, { token });
}

async function processesOf(world: OperationsWorld, event: PaymentEvent) {
  const { body } = await ask(world, event);
  const [side] = body['sides'] as { readonly processes: readonly ExecutedProcess[] }[];
  return side?.processes ?? [];
}

const elementsOf = (processes: readonly ExecutedProcess[], id: string): ExecutedElement[] =>
  processes.flatMap(({ elements }) => elements.filter(({ elementId }) => elementId === id));

const stoodStill = (event: PaymentEvent) => event.kind === 'incident-raised';

test('each step has its times, its tries and what became of them', async () => {
  const world = await worldOf('troubles');
  const processes = await processesOf(world, paymentWith(stoodStill));
  expect(processes).toMatchObject([
    { bpmnProcessId: 'payer-transfer', version: 1, state: 'terminated' },
  ]);
  const [quoted] = elementsOf(processes, 'quotePayer');
  expect(quoted).toMatchObject({
    ...{ name: "Ask payer's account", type: 'SERVICE_TASK', state: 'completed' },
    enteredAt: '2026-11-29T00:21:45.647Z',
    leftAt: '2026-11-29T00:21:47.274Z',
    durationMs: 1627,
    jobs: [
      {
        jobType: 'ams:quote-payer:1',
        tries: [
          { what: 'failed', worker: 'test', retriesLeft: 0, message: '[personal]' },
          { what: 'retries-set', retriesLeft: 3 },
          { what: 'completed', worker: 'test' },
        ],
      },
    ],
    incidents: [{ errorType: 'JOB_NO_RETRIES', ended: 'resolved' }],
  });
  const [lookedUp] = elementsOf(processes, 'lookUpParticipant');
  expect(lookedUp?.jobs[0]?.tries.map(({ what }) => what)).toEqual(['awaits-answer', 'cancelled']);
});

test('an error that nothing catches is found at its step, and that its process was ended is no mending', async () => {
  const world = await worldOf('troubles');
  const processes = await processesOf(world, paymentWith(stoodStill));
  expect(elementsOf(processes, 'evaluateFees')).toMatchObject([
    {
      state: 'terminated',
      jobs: [
        { tries: [{ what: 'error', errorCode: 'UNKNOWN_ERROR_CODE' }, { what: 'cancelled' }] },
      ],
      incidents: [{ errorType: 'UNHANDLED_ERROR_EVENT', ended: 'left' }],
    },
  ]);
});

test('a variable is told as the step has set it, and as it is now', async () => {
  const world = await worldOf('troubles');
  const event = paymentWith(
    (one) => one.kind === 'waiting-for-operator' && one.details.reason === 'BOOKING_FAILED',
  );
  const processes = await processesOf(world, event);
  const [booking] = elementsOf(processes, 'bookFunds').filter(({ jobs }) =>
    jobs.some(({ tries }) => tries.some(({ what }) => what === 'completed')),
  );
  expect(booking?.variables).toMatchObject([
    { name: 'outcome', then: '{"state":"COMMITTED"}', now: '{"state":"COMMITTED"}' },
  ]);
  const decided = processes
    .flatMap(({ elements }) => elements)
    .flatMap(({ variables }) => variables)
    .filter(({ name }) => name === 'nextStep');
  expect(decided.map(({ then }) => then)).toContain('"book"');
  for (const { now } of decided) expect(now).toBe(decided.at(-1)?.then);
  // What began the process was set by its start, not from outside.
  expect(processes[0]?.setFromOutside).toEqual([]);
  const [start] = elementsOf(processes, 'paymentRequested');
  expect(start?.variables.map(({ name }) => name).sort()).toEqual([
    'channel',
    'payment',
    'quoteId',
    'tenant',
    'timers',
    'traceparent',
    'transactionId',
    'transferId',
  ]);
});

test('a step of the timeline has happened at one element, which names it', async () => {
  const world = await worldOf('troubles');
  const event = paymentWith(stoodStill);
  const token = await operationsToken('amina', `${event.tenant}:viewer`);
  const path = `/tenants/${event.tenant}/payments/${event.transactionId}`;
  const { body } = await world.api.get(path, { token });
  const [side] = body['sides'] as { timeline: { step: string; eventId: string; at: string }[] }[];
  const elements = (await processesOf(world, event)).flatMap((one) => one.elements);
  const at = (eventId: string) =>
    elements
      .filter((one) => (one as unknown as { eventIds: string[] }).eventIds.includes(eventId))
      .map(({ elementId }) => elementId);
  const places = (side?.timeline ?? []).map(({ step, eventId }) => [step, at(eventId)]);
  expect(places).toEqual(
    expect.arrayContaining([
      ['requested', ['paymentRequested']],
      ['payee-found', ['payeeFound']],
      ['incident-raised', ['quotePayer']],
      ['incident-resolved', ['quotePayer']],
    ]),
  );
  for (const [, where] of places) expect(where).toHaveLength(1);
});

test('of every payment of the demo all elements are told, in the order in which they were entered', async () => {
  const world = await worldOf('demo');
  const recorded = readRecording('demo').map(
    (one) => JSON.parse(one) as { intent: string; value: Record<string, unknown>; key: number },
  );
  const told = new Set<string>();
  for (const event of eventsOfRecordings()) {
    const id = `${event.tenant} ${event.transactionId}`;
    if (event.occurredAt > '2026-11-28T23:10' || told.has(id)) continue;
    told.add(id);
    for (const { processInstanceKey, elements, flows } of await processesOf(world, event)) {
      const own = recorded.filter(
        ({ value }) => String(value['processInstanceKey']) === processInstanceKey,
      );
      const entered = own.filter(({ intent }) => intent === 'ELEMENT_ACTIVATING');
      expect(elements.map((one) => one.elementInstanceKey)).toEqual(
        entered.map(({ key }) => String(key)),
      );
      const taken = own.filter(({ intent }) => intent === 'SEQUENCE_FLOW_TAKEN');
      expect(flows).toEqual(taken.map(({ value }) => value['elementId']));
    }
  }
  expect(told.size).toBeGreaterThan(5);
});

test('nothing of a person is in it', async () => {
  const world = await worldOf('demo');
  const { text } = await ask(
    world,
    paymentWith(({ kind }) => kind === 'booked'),
  );
  expect(text).toContain('[personal]');
  expect(text).not.toMatch(/2557000000|Baraka|Amina/);
});

test('of an engine whose indices are called otherwise a setting says how', async () => {
  const event = paymentWith(stoodStill);
  const named = { OPERATIONS_RECORDS_PREFIXES: 'east=elsewhere,main=zeebe-of-main' };
  expect((await ask(await worldOf('troubles', 'zeebe-of-main', named), event)).status).toBe(200);
  expect((await ask(await worldOf('troubles', 'zeebe-of-main'), event)).status).toBe(410);
});

test('when the records are kept no longer that is said, and not that nothing was done', async () => {
  const world = await startOperationsWorld();
  open.push(world);
  await indexRecorded(world.elasticsearch.door({ clock: systemClock, log: silentLog }));
  const answer = await ask(world, paymentWith(stoodStill));
  expect(answer.status).toBe(410);
  expect(answer.body['detail']).toContain('90 days');
});

test('the elements of a few payments are read at a time', async () => {
  const world = await worldOf('troubles');
  const payment = paymentWith(stoodStill);
  let answer: () => void = () => undefined;
  world.elasticsearch.held = new Promise((resolve) => (answer = resolve));
  const asked = Array.from({ length: 12 }, () => ask(world, payment));
  // All of them stand before Elasticsearch, which says then whether there is such a payment.
  await eventually(() => world.acts().length === 12);
  answer();
  const answers = await Promise.all(asked);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(4);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.map(({ headers }) => headers.get('retry-after'))).toContain('5');
  expect((await ask(world, payment)).status).toBe(200);
});
