/** The hub's, the engine's and the switch's clock differ: what is written for the switch is meant by its own. */
import { Registry } from 'prom-client';
import type { HttpRequest, HttpResponse, Logger } from '../../connectors/common/runtime';
import type { WorkerDefinition } from '../../connectors/common/hub/worker';
import { createSwitchClocks } from '../../connectors/mojaloop/clocks/switch-clocks';
import type { MojaloopDeps } from '../../connectors/mojaloop/settings';
import { askTransferState } from '../../connectors/mojaloop/workers/ask-transfer-state';
import { requestQuote } from '../../connectors/mojaloop/workers/request-quote';
import {
  job,
  mojaloopTenant,
  now,
  order,
  silentLog,
  surroundings,
  timers,
  traceparent,
} from '../kit/mojaloop';
import { startMojaloop } from '../kit/parts/mojaloop';

const lion = mojaloopTenant('lion');
const dated = (epochMs: number) => ({ headers: { date: new Date(epochMs).toUTCString() } });
const known = { tenant: 'lion', traceparent, payment: order, timers };
const quoting = {
  ...known,
  transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
  quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
  partyAnswer: { party: { partyIdInfo: { ...order.payee, fspId: 'buffalofsp' } } },
  stepStartedAt: new Date(now).toISOString(),
};

/** `answer` may move the clock: so long the answer takes. */
function hub(answer: (request: HttpRequest) => Partial<HttpResponse>, clock = { at: now }) {
  return surroundings([lion], answer, { now: () => clock.at });
}

function run(worker: WorkerDefinition, deps: MojaloopDeps, input: object, engineAheadMs = 0) {
  return worker.run(worker.input.parse(input), deps, { ...job, engineAheadMs });
}
const requestsQuote = (deps: MojaloopDeps, engineAheadMs: number) =>
  run(requestQuote, deps, quoting, engineAheadMs);
const ask = (deps: MojaloopDeps) =>
  run(askTransferState, deps, {
    ...known,
    transferId: 'b51ec534-ee48-4575-b6a9-ead2955b8069',
    peerFspId: 'buffalofsp',
  });

describe('a request for a quote', () => {
  test.each([
    [0, 'PT0S'],
    [400, 'PT0S'],
    [20_000, '-PT19.5S'],
    [-20_000, 'PT20.5S'],
  ])('finds out that the engine is %d ms ahead: the switch is %s', async (engineAheadMs, ahead) => {
    const deps = hub(() => dated(now));
    expect(await requestsQuote(deps, engineAheadMs)).toMatchObject({ switchAhead: ahead });
  });

  test('knows of no difference while the switch tells no time', async () => {
    const deps = hub(() => ({}));
    expect(await requestsQuote(deps, 60_000)).toMatchObject({ switchAhead: 'PT0S' });
    const unreadable = hub(() => ({ headers: { date: 'yesterday' } }));
    expect(await requestsQuote(unreadable, 60_000)).toMatchObject({ switchAhead: 'PT0S' });
  });

  test.each([61_000, -61_000])(
    'refuses a payment where the engine is %d ms ahead, which is more than a transfer may last',
    async (engineAheadMs) => {
      await expect(
        requestsQuote(
          hub(() => dated(now)),
          engineAheadMs,
        ),
      ).rejects.toMatchObject({
        errorInformation: {
          errorCode: '2003',
          errorDescription: expect.stringContaining('clocks') as unknown,
        },
      });
    },
  );
});

describe('a question about a transfer', () => {
  test('was got by the switch no earlier than its answer’s Date less the time that the answer took', async () => {
    const clock = { at: now + 300 };
    const deps = hub(() => {
      clock.at += 2_500;
      return dated(now + 60_000);
    }, clock);
    expect(await ask(deps)).toMatchObject({
      switchQuestion: {
        askedAt: new Date(now + 57_500).toISOString(),
        earliestAnswer: new Date(now).toISOString(),
      },
    });
  });

  test('tells how far the switch’s clock is ahead of the engine’s, for what hangs on the time of both', async () => {
    const clock = { at: now };
    const { switchAhead } = (await ask(hub(() => dated(now + 60_000), clock))) as {
      switchAhead: string;
    };
    expect(switchAhead).toMatch(/^PT(59|60)(\.\d+)?S$/);
  });

  test('nobody knows when the switch got it, when its answer has no Date', async () => {
    expect(await ask(hub(() => ({})))).toMatchObject({ switchQuestion: { askedAt: null } });
  });

  test('an answer that echoes our Date, and one that bears the switch’s own, are both answers to it', async () => {
    const deps = hub(() => dated(now - 60_000));
    const { switchQuestion } = (await ask(deps)) as { switchQuestion: { earliestAnswer: string } };
    const earliest = Date.parse(switchQuestion.earliestAnswer);
    const echoed = Date.parse(deps.sent[0]?.headers['Date'] ?? '');
    expect(echoed).toBeGreaterThanOrEqual(earliest);
    expect(now - 60_000).toBeGreaterThanOrEqual(earliest);
  });
});

describe('skew', () => {
  test('is shown by tenant and switch, and warned of once a minute from a second on', async () => {
    const clock = { at: now };
    const warnings: object[] = [];
    const log: Logger = { ...silentLog, warn: (fields) => warnings.push(fields) };
    const metrics = new Registry();
    const clocks = createSwitchClocks({ clock: { now: () => clock.at }, log, metrics });
    const [via] = lion.settings.switches;
    if (via === undefined) throw new Error('there is no switch');
    const hear = (aheadMs: number) =>
      clocks.heard({ tenant: 'lion', via }, via.addresses.transfers, {
        sentAt: clock.at,
        answeredAt: clock.at,
        date: Math.floor((clock.at + aheadMs) / 1_000) * 1_000,
      });
    hear(900);
    expect(warnings).toEqual([]);
    for (const afterMs of [0, 30_000, 31_000]) {
      clock.at += afterMs;
      hear(5_000);
    }
    expect(warnings).toMatchObject([
      { tenant: 'lion', switch: 'switch', of: 'hub' },
      { tenant: 'lion', switch: 'switch', of: 'hub' },
    ]);
    expect(await metrics.metrics()).toMatch(
      /hub_switch_clock_ahead_seconds\{tenant="lion",switch="switch",of="hub"\} 5/,
    );
  });
});

describe('a payee’s hub whose clock is not the switch’s', () => {
  const buffalo = mojaloopTenant('buffalo');
  const peer = { fspId: 'lionfsp', version: '1.1', switchName: 'switch' };

  /** When a request came, as the process hears it; before it, the hub has answered a look-up of the switch. */
  async function receivedAt(hubAheadMs: number, knowsTheSwitch = true): Promise<number> {
    const clock = { now: () => now + hubAheadMs, sleep: () => Promise.resolve() };
    const http = { request: () => Promise.resolve({ status: 200, body: '', ...dated(now) }) };
    const mojaloop = await startMojaloop([buffalo], {}, { clock, http });
    try {
      const party = { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '2' } };
      const { partyIdInfo: partyId } = party;
      const asked = { tenant: 'buffalo', traceparent, peer, partyId, party };
      if (knowsTheSwitch) await mojaloop.run('mojaloop:answer-party:1', asked);
      const { status } = await mojaloop.call({
        method: 'POST',
        path: '/quotes',
        body: {
          quoteId: '7c23e80c-d078-4077-8263-2c047876fcf6',
          transactionId: '85feac2f-39b2-491b-817e-4a03203d4f14',
          payee: { partyIdInfo: { ...partyId, fspId: 'buffalofsp' } },
          payer: { partyIdInfo: { partyIdType: 'MSISDN', partyIdentifier: '1', fspId: 'lionfsp' } },
          amountType: 'SEND',
          amount: { amount: '1', currency: 'TZS' },
          transactionType: { scenario: 'TRANSFER', initiator: 'PAYER', initiatorType: 'CONSUMER' },
        },
      });
      expect(status).toBe(202);
      const started = mojaloop.engine.last('quote-received', 'buffalo:');
      return Date.parse((started as { receivedAt: string }).receivedAt);
    } finally {
      await mojaloop.close();
    }
  }

  test.each([300, 30_000, 600_000, -30_000, -600_000, 0])(
    '%d ms ahead says no time that lies in the switch’s future, nor one that is long past',
    async (hubAheadMs) => {
      const at = await receivedAt(hubAheadMs);
      expect(at).toBeLessThanOrEqual(now);
      expect(at).toBeGreaterThanOrEqual(now - 1_000);
    },
  );

  test('and that has only just started goes by the earlier of its own time and the sender’s', async () => {
    expect(await receivedAt(30_000, false)).toBe(now - 2_000);
  });
});
