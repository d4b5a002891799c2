import { backOfficeSchema, type Matter } from './back-office';
import { parseJson } from '../json';

/** What the back office topic says now: the newest record of each key. */
export class KnownMatters {
  private readonly byKey = new Map<string, Matter>();

  enter(key: string | undefined, value: string | undefined): void {
    if (key === undefined) return;
    if (value === undefined) {
      this.byKey.delete(key);
      return;
    }
    const { success, data } = backOfficeSchema.safeParse(parseJson(value));
    // What this build cannot read a newer one has told: what was known before still waits, as far as anybody here knows.
    if (success) this.byKey.set(key, data);
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
