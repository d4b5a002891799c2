/** Incidents whose records name no tenant: whose they are is asked of Elasticsearch, for the tenants that somebody watches. */
import { messageOf } from '../../common/message-of';
import type { Clock, Logger } from '../../common/runtime';
import type { OwnMatters } from '../following/own-matters';
import type { NobodysIncident } from './changes';

/** The document of the payment may come some seconds after the incident. */
const askedAfterMs = [0, 2_000, 8_000] as const;

export interface NobodysIncidentsDeps {
  readonly ownMatters: OwnMatters;
  readonly watched: () => readonly string[];
  readonly tell: (tenant: string) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export class NobodysIncidents {
  private readonly waiting = new Set<string>();
  private readonly tenantOf = new Map<string, string>();
  private readonly stopped = new AbortController();
  private asking: Promise<void> | undefined;
  private isToAskAgain = false;

  constructor(private readonly deps: NobodysIncidentsDeps) {}

  enter({ incidentKey, isWaiting }: NobodysIncident): void {
    if (isWaiting) {
      this.waiting.add(incidentKey);
      const tenant = this.tenantOf.get(incidentKey);
      if (tenant !== undefined) this.deps.tell(tenant);
      this.ask();
      return;
    }
    this.waiting.delete(incidentKey);
    const tenant = this.tenantOf.get(incidentKey);
    this.tenantOf.delete(incidentKey);
    if (tenant !== undefined) this.deps.tell(tenant);
  }

  /** Somebody watches a tenant: what is its own now is to be known when it is over. */
  ask(): void {
    this.isToAskAgain = true;
    this.asking ??= this.askWhileNeeded().finally(() => {
      this.asking = undefined;
    });
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.asking;
  }

  private async askWhileNeeded(): Promise<void> {
    while (this.isToAskAgain && !this.isStopped()) {
      this.isToAskAgain = false;
      for (const afterMs of askedAfterMs) {
        await this.deps.clock.sleep(afterMs, this.stopped.signal);
        if (this.isStopped() || this.unknown().length === 0) break;
        for (const tenant of this.deps.watched()) {
          if (!this.isStopped()) await this.find(tenant);
        }
      }
    }
  }

  private isStopped(): boolean {
    return this.stopped.signal.aborted;
  }

  private unknown(): string[] {
    return [...this.waiting].filter((key) => !this.tenantOf.has(key));
  }

  private async find(tenant: string): Promise<void> {
    const { ownMatters, log, tell } = this.deps;
    const { matters } = await ownMatters(tenant).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'whose an incident is cannot be told now');
      return { matters: [] };
    });
    const own = matters.flatMap((one) => (one.kind === 'incident' ? [one.incidentKey] : []));
    const found = this.unknown().filter((key) => own.includes(key));
    for (const key of found) this.tenantOf.set(key, tenant);
    if (found.length > 0) tell(tenant);
  }
}
