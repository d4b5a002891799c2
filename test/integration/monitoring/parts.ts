/** Faults of parts that need nothing but themselves: each on the part as it runs, with Kafka and Elasticsearch in memory. */
import express from 'express';
import type { Registry } from 'prom-client';
import { systemRandom } from '../../../connectors/common/clock';
import type { FeeTransaction } from '../../../connectors/common/contracts/fees';
import { tlsFoldersOf } from '../../../connectors/common/tls/folders';
import { requestMetrics } from '../../../connectors/common/http/request-metrics';
import { listen } from '../../../connectors/common/http/server';
import { createJobMetrics, type JobEnd } from '../../../connectors/common/zeebe/metrics';
import { MissingSettings } from '../../../connectors/common/zeebe/missing-settings';
import type { IncidentBook } from '../../../connectors/decision-relay/incidents/incident-book';
import { createIncidentTeller } from '../../../connectors/decision-relay/incidents/tell-incidents';
import { watchWaitingPayments } from '../../../connectors/decision-relay/waiting/watcher';
import { createMissedAlarm } from '../../../connectors/fee-rules/evaluation/missed-alarm';
import { createSwitchClocks } from '../../../connectors/mojaloop/clocks/switch-clocks';
import type { SwitchSettings } from '../../../connectors/mojaloop/switch-settings';
import { createAuthority, daysFromNow, TlsFolder } from '../../kit/certificates';
import { SteppedClock } from '../../kit/fee-rules/stepped-clock';
import { eventually } from '../../kit/kafka';
import { MemoryKafka } from '../../kit/memory-kafka';
import { silentLog } from '../../kit/mojaloop';
import { parseExposition } from '../../kit/monitoring/exposition';
import type { Course, Fault } from '../../kit/monitoring/watched';
import { ObligationsWorld } from '../../kit/obligations';
import { openSide, WaitingEngine } from '../../kit/parts/decision-relay';

const minuteMs = 60_000;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The role decision-relay's look at what waits, which finds what it is told of. */
function watcher(metrics: Registry, hurt: (engine: WaitingEngine, clock: SteppedClock) => void) {
  const clock = new SteppedClock(Date.parse('2026-11-28T10:00:00.000Z'));
  const waiting = new WaitingEngine();
  const ending = new AbortController();
  const deps = { openJobs: waiting, clock, random: systemRandom, log: silentLog, metrics };
  void watchWaitingPayments({ ...deps, lookEveryMs: 10_000 }, ending.signal);
  const look = async () => {
    clock.step(minuteMs);
    await turn();
  };
  return {
    now: () => clock.now(),
    well: look,
    hurt: async () => {
      hurt(waiting, clock);
      await look();
    },
    end: () => ending.abort(),
  };
}

const ofPeople: readonly Fault[] = [
  {
    what: 'a payment waits for a person',
    fire: ['HubPaymentWaits'],
    begin: (metrics) => watcher(metrics, (waiting) => waiting.wait('transfer-1')),
  },
  {
    what: 'a payment has waited for five hours',
    fire: ['HubPaymentWaits', 'HubPaymentWaitsLong'],
    begin: (metrics) =>
      watcher(metrics, (waiting, clock) => {
        waiting.wait('transfer-1');
        clock.step(5 * 60 * minuteMs);
      }),
  },
  {
    what: 'the engine cannot be asked what waits',
    fire: ['HubWaitingPaymentsUnseen'],
    begin: (metrics) =>
      watcher(metrics, (waiting) => {
        waiting.list = () => Promise.reject(new Error('UNAVAILABLE'));
      }),
  },
  {
    what: 'decisions are wanted from a Kafka that is away since the start',
    fire: ['HubDecisionsNotTaken'],
    begin: (metrics) => {
      const kafka = new MemoryKafka();
      let side: ReturnType<typeof openSide> | undefined;
      return {
        // Where decisions are not wanted from Kafka, none are missing.
        well: turn,
        hurt: async () => {
          kafka.isDown = true;
          if (side !== undefined) return;
          side = openSide({ door: kafka.door(), engine: new WaitingEngine(), metrics });
          side.start();
          await turn();
        },
        end: () => side?.stop(),
      };
    },
  },
  {
    what: 'an incident is told and nobody resolves it',
    fire: ['HubIncidentOpen'],
    begin: (metrics) => {
      const teller = createIncidentTeller(metrics, silentLog);
      const open = { process: 'payee-quote', errorType: 'JOB_NO_RETRIES' };
      const book = { incidents: [open] } as unknown as IncidentBook;
      return {
        well: () => teller.count({ ...book, incidents: [] }),
        hurt: () => teller.count(book),
      };
    },
  },
  {
    what: 'jobs come for a tenant that is not configured',
    fire: ['HubSettingsMissing'],
    begin: (metrics) => {
      const clock = new SteppedClock();
      const missing = new MissingSettings({ clock, random: systemRandom, log: silentLog, metrics });
      return { well: () => undefined, hurt: () => missing.asked('the tenant lion') };
    },
  },
];

const expiring = (leftMs: number): Fault['begin'] => {
  return async (metrics) => {
    const authority = await createAuthority('scheme');
    const pair = await authority.issue({ notAfter: daysFromNow(30) });
    const folder = new TlsFolder({ pair, authority });
    const time = { aheadMs: 0 };
    const clock = { now: () => Date.now() + time.aheadMs };
    tlsFoldersOf({ clock, log: silentLog, metrics }).open(folder.path, 'server');
    return {
      well: () => undefined,
      hurt: () => void (time.aheadMs = 30 * 86_400_000 - leftMs),
      end: () => folder.remove(),
    };
  };
};

/** A server that answers as it is told, and a few requests with each step. */
function answering(metrics: Registry): Course {
  let status = 202;
  const app = express().use(requestMetrics(metrics, 'channel'));
  app.post('/channel/transfer', (_request, response) => void response.status(status).end());
  const listening = listen(app, { name: 'channel', host: '127.0.0.1', port: 0 });
  const ask = async () => {
    const { port } = await listening;
    const url = `http://127.0.0.1:${port}/channel/transfer`;
    for (let n = 0; n < 5; n += 1) await fetch(url, { method: 'POST' });
  };
  return {
    well: ask,
    hurt: () => {
      status = 503;
      return ask();
    },
    end: async () => (await listening).close(0),
  };
}

const ofWork: readonly Fault[] = [
  {
    what: 'apps hear 503',
    fire: ['HubAnswersWithErrors'],
    begin: answering,
  },
  {
    what: 'the jobs of a step fail, one after the other',
    fire: ['HubStepFails'],
    begin: (metrics) => {
      const jobs = createJobMetrics(metrics);
      const end = (how: JobEnd) => {
        for (let n = 0; n < 5; n += 1) {
          jobs.started('ams:block-funds:1');
          jobs.ended('ams:block-funds:1', how, 20);
        }
      };
      return { well: () => end('complete'), hurt: () => end('retry') };
    },
  },
];

const ofPeers: readonly Fault[] = [
  {
    what: 'a certificate expires in five days',
    fire: ['HubCertificateExpires'],
    begin: expiring(5 * 86_400_000),
  },
  {
    what: 'a certificate expires in an hour',
    fire: ['HubCertificateExpires', 'HubCertificateExpiresTomorrow'],
    begin: expiring(3_600_000),
  },
  {
    what: "the switch's clock is set wrong",
    fire: ['HubClocksDiffer'],
    begin: (metrics) => {
      const clock = { now: () => Date.UTC(2026, 10, 28) };
      const clocks = createSwitchClocks({ clock, log: silentLog, metrics });
      const transfers = 'https://switch.example/transfers';
      const via = { name: 'switch', addresses: { transfers } } as unknown as SwitchSettings;
      const hear = (aheadMs: number) => {
        const now = clock.now();
        const exchange = { sentAt: now, answeredAt: now, date: now + aheadMs };
        clocks.heard({ tenant: 'lion', via }, transfers, exchange);
      };
      return { well: () => hear(0), hurt: () => hear(-20_000) };
    },
  },
];

/** Obligations of one fee rule set, counted in cycles of an hour. */
async function obligations(
  metrics: Registry,
  hurt: (world: ObligationsWorld) => void,
): Promise<Course> {
  const world = new ObligationsWorld();
  await world.start(world.settings, metrics);
  let written = 0;
  const counted = async () => {
    written += 1;
    world.write({ transactionId: `t${written}` });
    await eventually(async () => (await countOf(metrics, 'counted')) === written);
  };
  return {
    well: counted,
    hurt: async () => {
      hurt(world);
      await turn();
    },
    end: () => world.stop(),
  };
}

const countOf = async (metrics: Registry, outcome: string): Promise<number> => {
  const scraped = parseExposition(await metrics.metrics());
  return scraped.valueOf('hub_fee_obligations_entries_total', { outcome }) ?? 0;
};

const ofFees: readonly Fault[] = [
  {
    what: 'two ledger entries have one id, and say different things',
    fire: ['HubFeeEntrySetAside'],
    begin: (metrics) =>
      obligations(metrics, (world) => world.write({ transactionId: 't1', amount: '7' })),
  },
  {
    what: 'a cycle of fees cannot be closed, for Kafka is away',
    fire: ['HubFeeCycleOverdue'],
    begin: (metrics) =>
      obligations(metrics, (world) => {
        world.kafka.isDown = true;
        world.now += 60 * minuteMs;
      }),
  },
  {
    what: 'the fee rules cannot be evaluated',
    fire: ['HubFeesMissed'],
    begin: (metrics) => {
      const alarm = createMissedAlarm(metrics, silentLog);
      const transaction = { transactionId: 't1' } as FeeTransaction;
      const missed = { tenant: 'lion', transaction, executionPoint: 'transfer.committed' } as const;
      return { well: () => alarm.evaluated(), hurt: () => alarm.missed(missed, 'no rule set') };
    },
  },
];

export const faultsOfParts: readonly Fault[] = [...ofPeople, ...ofWork, ...ofPeers, ...ofFees];
