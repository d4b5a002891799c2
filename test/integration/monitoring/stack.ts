/** The whole stack under a small load, as Prometheus sees it, and what is done to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Gate, type Peer } from '../../kit/faults/gate';
import { brokerMetricsPath } from '../../kit/monitoring/broker-metrics';
import { parseExposition } from '../../kit/monitoring/exposition';
import { pay } from '../../kit/monitoring/pay';
import { scrapeAll, type Scrape, type Target } from '../../kit/monitoring/timeline';
import type { HubProcess } from '../../kit/stack/hub';
import { startStack, type Stack } from '../../kit/stack/stack';

/** Between one payment and the next: it is their being still that is shown, not what the machine can do. */
const restMs = 300;
/** So long the next one waits for the one before it, where that does not end. */
const patienceOfLoadS = 5;
/** Between two scrapes: time in which a few payments go on. */
const scrapeEveryMs = 1_500;
const scrapesOfEach = 5;
const patienceMs = 240_000;

export class WatchedStack {
  private isLoaded = true;
  private payments = 0;
  private loading: Promise<void> = Promise.resolve();
  private readonly targets: readonly Target[];

  private constructor(
    readonly stack: Stack,
    readonly gate: Gate,
    readonly runDirectory: string,
  ) {
    const ofHub = stack.hub.map(({ name, managementAddress }) => ({
      job: 'payment-hub' as const,
      ...targetAt(name, `${managementAddress}/metrics`),
    }));
    const broker = targetAt('zeebe', `${stack.zeebe.managementAddress}${brokerMetricsPath}`);
    this.targets = [...ofHub, { job: 'zeebe', ...broker }];
  }

  static async start(): Promise<WatchedStack> {
    const runDirectory = mkdtempSync(join(tmpdir(), 'monitoring-'));
    const gate = await Gate.start();
    const through = (peer: Peer | 'engine', address: string) =>
      peer === 'engine' ? address : gate.before(peer, address);
    const stack = await startStack({
      ...{ runDirectory, ports: 'free', shape: 'whole', roles: 'apart', through },
      hubEnvironment: { DECISION_RELAY_LOOK_EVERY_S: '3' },
      // On a machine that is busy with other tests it would refuse work after 200 ms, and never recover.
      brokerEnvironment: { ZEEBE_BROKER_BACKPRESSURE_AIMD_REQUESTTIMEOUT: '5s' },
    }).catch((error: unknown) => {
      gate.stop();
      throw error;
    });
    const watched = new WatchedStack(stack, gate, runDirectory);
    // The first ones find everything cold.
    await watched.untilWell();
    watched.loading = watched.load();
    return watched;
  }

  async stop(): Promise<void> {
    this.isLoaded = false;
    await this.loading;
    this.gate.stop();
    await this.stack.stop();
    rmSync(this.runDirectory, { recursive: true, force: true });
  }

  role(name: string): HubProcess {
    const found = this.stack.hub.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no process ${name}`);
    return found;
  }

  get stores() {
    const { audit } = this.stack;
    if (audit === undefined) throw new Error('the stack has no stores');
    return audit.processes;
  }

  /** So many scrapes, one after the other. */
  async scrapes(count = scrapesOfEach): Promise<Scrape[]> {
    const all: Scrape[] = [];
    for (let n = 0; n < count; n += 1) {
      await pause(scrapeEveryMs);
      all.push(await scrapeAll(this.targets));
    }
    return all;
  }

  /** Waits until some process tells of this. */
  async until(isSo: (samples: readonly { name: string; value: number }[]) => boolean) {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      await pause(300);
      const { told } = await scrapeAll(this.targets);
      if (isSo(told.flatMap(({ scraped }) => scraped?.samples ?? []))) return;
    }
    throw new Error('what was waited for is not told');
  }

  /**
   * Mended is mended when payments are made as before, and what the engine did since then is in the audit log: its exporter
   * and its readers take their time after an outage, of which the timeline would make half an hour.
   */
  async untilWell(): Promise<void> {
    const sinceS = Date.now() / 1_000;
    await this.untilPaid();
    await this.until((samples) => {
      const signed = samples.filter(
        ({ name }) => name === 'hub_audit_log_signed_timestamp_seconds',
      );
      return signed.length > 0 && signed.every(({ value }) => value > sinceS);
    });
  }

  private async untilPaid(): Promise<void> {
    let inRow = 0;
    for (const deadline = Date.now() + patienceMs; inRow < 2;) {
      if (Date.now() > deadline) throw new Error('no payment is made any more');
      const { state } = await this.payOne(30).catch(() => ({ state: undefined }));
      inRow = state === 'COMMITTED' ? inRow + 1 : 0;
      if (inRow === 0) await pause(restMs);
    }
  }

  /** One payment after the other, whatever became of those before it. */
  private async load(): Promise<void> {
    while (this.isLoaded) {
      await this.payOne(patienceOfLoadS).catch(() => undefined);
      await pause(restMs);
    }
  }

  private payOne(waitS: number) {
    this.payments += 1;
    return pay(this.stack, `payment-${this.payments}`, waitS);
  }
}

const targetAt = (instance: string, url: string) => ({
  instance,
  scrape: async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(8_000) });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return parseExposition(await response.text());
  },
});
