import { systemClock } from '../../connectors/common/clock';
import { silentLog } from './mojaloop';
import { describeElasticsearchDoor } from './elasticsearch-door-contract';
import { MemoryElasticsearch } from './memory-elasticsearch';

describe('Elasticsearch in memory keeps what the door to Elasticsearch promises', () => {
  const elasticsearch = new MemoryElasticsearch();
  let heard: () => void = () => undefined;
  const log = { ...silentLog, warn: () => heard() };
  describeElasticsearchDoor(
    {
      open: (limits) => elasticsearch.door({ clock: systemClock, log }, limits),
      block: (index, isBlocked) => {
        if (isBlocked) elasticsearch.blocked.add(index);
        else elasticsearch.blocked.delete(index);
        return Promise.resolve();
      },
      refusals: () => new Promise((resolve) => (heard = resolve)),
    },
    { slowMs: 5_000 },
  );
});
