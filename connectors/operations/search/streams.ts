/** Answers that go over all payments there are: few at a time, shared out fairly between tenants. */
import type { Call } from '../../common/api/call';
import { Problem } from '../../common/api/problems';
import { FairPlaces } from '../../common/fair-places';
import { unavailable } from '../api/ask-elasticsearch';

/** One keeps a core busy. */
const streamsMax = 4;

export class Streams {
  private readonly places = new FairPlaces(streamsMax);

  /** The same batches, once there is a place; what Elasticsearch cannot give is a Problem. */
  async *of<Batch>(
    { parameters: { tenant = '' } }: Pick<Call, 'parameters'>,
    batches: AsyncIterable<Batch>,
  ): AsyncGenerator<Batch> {
    if (this.places.refusal(tenant) !== undefined) {
      throw new Problem('unavailable', {
        detail: 'Other long answers are being sent: ask again when they have ended',
        headers: { 'Retry-After': '30' },
      });
    }
    this.places.take(tenant);
    try {
      yield* batches;
    } catch (error) {
      throw unavailable(error);
    } finally {
      this.places.leave(tenant);
    }
  }
}
