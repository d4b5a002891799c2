/** Answers that go over all payments there are: few at a time, shared out fairly between tenants. */
import type { Call } from '../../common/api/call';
import { translated } from '../../common/words/languages';
import { unavailable } from '../api/ask-elasticsearch';
import { Places } from '../api/places';
import { searchWords } from './search-words';

export class Streams {
  private readonly places = new Places({
    // One keeps a core busy.
    placesMax: 4,
    detail: translated(searchWords, (said) => said.othersSent),
    retryAfterS: 30,
  });

  /** The same batches, once there is a place; what Elasticsearch cannot give is a Problem. */
  async *of<Batch>(
    { parameters: { tenant = '' } }: Pick<Call, 'parameters'>,
    batches: AsyncIterable<Batch>,
  ): AsyncGenerator<Batch> {
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
