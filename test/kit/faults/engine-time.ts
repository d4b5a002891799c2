import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../stack/stack';
import type { Gate } from './gate';

/** Real time that anything may take before a test gives up. */
const usualPatienceMs = 120_000;
const pollMs = 40;
/** For so long nothing may happen before all counts as being at rest. */
const restMs = 120;
const stepMs = 5_000;
const engineTimeMaxMs = 30 * 60_000;

/** Waits for something real, such as a request that is on its way; longer only for what is many things. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patienceMs = usualPatienceMs,
): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await sleep(pollMs);
  }
}

/** Resolves as `promise` does, or rejects when that takes too long. */
export async function soon<Result>(what: string, promise: Promise<Result>): Promise<Result> {
  const patience = new AbortController();
  const timeUp = sleep(usualPatienceMs, undefined, { signal: patience.signal }).then(
    () => Promise.reject(new Error(`not within ${usualPatienceMs} ms: ${what}`)),
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([promise, timeUp]);
  } finally {
    patience.abort();
  }
}

/**
 * The time of engine and switch. It passes only while nothing happens: so a step that takes long on a
 * busy machine never counts as one that took too long.
 */
export class EngineTime {
  private passedMs = 0;

  constructor(
    private readonly stack: Stack,
    private readonly gate: Gate,
    /** Jobs of the hub that wait for an answer that a test holds. */
    private readonly heldOfHub: () => number,
  ) {}

  /** Resolves when nobody works on anything: what is left waits for time to pass, or for the test. */
  async rest(): Promise<void> {
    let seen = '';
    let since = Date.now();
    await until('all at rest', async () => {
      await this.stack.switch.client.settled();
      const signs = await this.signsOfLife();
      if (signs === undefined || signs !== seen) {
        seen = signs ?? '';
        since = Date.now();
        return false;
      }
      return Date.now() - since >= restMs;
    });
  }

  /** Lets time pass, in steps, until it is so. */
  async passUntil(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    if (await this.passAtMost(engineTimeMaxMs, isSo)) return;
    throw new Error(`not within ${engineTimeMaxMs / 60_000} minutes of the engine: ${what}`);
  }

  /** Lets time pass, in steps, until it is so or the time is over; says whether it is so. */
  async passAtMost(durationMs: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> {
    const endMs = this.passedMs + durationMs;
    await this.rest();
    while (!(await isSo())) {
      if (this.passedMs >= endMs) return false;
      await this.pass(stepMs);
    }
    return true;
  }

  /** Lets time pass, and what follows from it happen. */
  async pass(durationMs: number): Promise<void> {
    // The switch first: it refuses what comes from its future.
    await this.stack.switch.client.tick({ advanceMs: durationMs, sweep: false });
    await this.stack.zeebe.moveClock(durationMs);
    this.passedMs += durationMs;
    await this.stack.switch.client.tick();
    await this.rest();
  }

  /** A broker that starts anew has the machine's time again. */
  async restore(): Promise<void> {
    await this.stack.zeebe.moveClock(this.passedMs);
  }

  /** How many streams the engine can push jobs to. */
  async jobStreams(): Promise<number> {
    const engine = await metricsOf(this.stack.zeebe.managementAddress, '/actuator/prometheus');
    return sumOf(engine, 'zeebe_open_job_stream_count');
  }

  /** Changes while anything happens; undefined while somebody works. */
  private async signsOfLife(): Promise<string | undefined> {
    if (this.gate.busy > 0) return undefined;
    const hub = await Promise.all(this.stack.hub.map((one) => metricsOf(one.managementAddress)));
    const jobs = hub.map((text) => sumOf(text, 'hub_jobs_in_flight'));
    if (jobs.reduce((sum, one) => sum + one, 0) > this.heldOfHub()) return undefined;
    const received = hub.map((text) => sumOf(text, 'hub_jobs_received_total'));
    const engine = await metricsOf(this.stack.zeebe.managementAddress, '/actuator/prometheus');
    const position = sumOf(engine, 'zeebe_stream_processor_last_processed_position');
    return [this.gate.passages.length, ...received, position].join();
  }
}

/** Processes that stand still until an operator mends them. */
export async function incidentsOf(zeebeManagementAddress: string): Promise<number> {
  const engine = await metricsOf(zeebeManagementAddress, '/actuator/prometheus');
  return sumOf(engine, 'zeebe_pending_incidents_total');
}

async function metricsOf(address: string, path = '/metrics'): Promise<string> {
  const response = await fetch(`${address}${path}`, { signal: AbortSignal.timeout(5_000) });
  return response.text();
}

/** Of all series of a metric. */
function sumOf(metrics: string, name: string): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
