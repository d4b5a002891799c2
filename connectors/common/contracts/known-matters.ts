import { parseDateTime } from '../time';
import { backOfficeSchema, type Matter } from './back-office';
import { mattersKeptMs } from './decision-topics';
import { parseJson } from '../json';

/** What the back office topic says now: the newest record of each key. Of what is settled, as long as its topic keeps it. */
export class KnownMatters {
  private readonly byKey = new Map<string, Matter>();
  /** When it was told, in the order of the topic. */
  private readonly settledMs = new Map<string, number>();

  enter(key: string | undefined, value: string | undefined): void {
    if (key === undefined) return;
    if (value === undefined) {
      this.byKey.delete(key);
      this.settledMs.delete(key);
      return;
    }
    const { success, data } = backOfficeSchema.safeParse(parseJson(value));
    // What this build cannot read a newer one has told: what was known before still waits, as far as anybody here knows.
    if (!success) return;
    this.byKey.set(key, data);
    this.settledMs.delete(key);
    if (data.state === 'settled') this.settled(key, parseDateTime(data.toldAt) ?? 0);
  }

  /** The topic lets them go without a word. */
  private settled(settledKey: string, toldMs: number): void {
    for (const [key, atMs] of this.settledMs) {
      if (atMs >= toldMs - mattersKeptMs) break;
      this.byKey.delete(key);
      this.settledMs.delete(key);
    }
    this.settledMs.set(settledKey, toldMs);
  }

  of(key: string): Matter | undefined {
    return this.byKey.get(key);
  }

  /** Those that are settled too, for as long as their topic keeps them. */
  ofTenant(tenant: string): readonly Matter[] {
    return [...this.byKey.values()].filter((matter) => matter.tenant === tenant);
  }

  waiting(): readonly Matter[] {
    return [...this.byKey.values()].filter(({ state }) => state === 'waiting');
  }
}
