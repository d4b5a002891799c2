/** For what takes long, or much: few at a time, shared out fairly between tenants. */
import { Problem } from '../../common/api/problems';
import { FairPlaces } from '../../common/fair-places';
import type { Translated } from '../../common/words/languages';

export interface PlacesSettings {
  readonly placesMax: number;
  /** What is being done instead, and when to ask again. */
  readonly detail: Translated;
  readonly retryAfterS: number;
}

export class Places {
  private readonly places: FairPlaces;

  constructor(private readonly settings: PlacesSettings) {
    this.places = new FairPlaces(settings.placesMax);
  }

  /** @throws Problem when there is none for this tenant; what is taken must be left */
  take(tenant: string): void {
    if (this.places.refusal(tenant) !== undefined) {
      const { detail, retryAfterS } = this.settings;
      const headers = { 'Retry-After': String(retryAfterS) };
      throw new Problem('unavailable', { detail, headers });
    }
    this.places.take(tenant);
  }

  leave(tenant: string): void {
    this.places.leave(tenant);
  }

  /** The place is taken until the work has ended, whoever waits for it. @throws Problem */
  async during<Result>(tenant: string, work: () => Promise<Result>): Promise<Result> {
    this.take(tenant);
    try {
      return await work();
    } finally {
      this.leave(tenant);
    }
  }
}
