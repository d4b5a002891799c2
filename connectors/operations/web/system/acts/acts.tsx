/** Who did what: for administrators. */
import { hasRole, useSession } from '../../api/session';
import { ActsList, useActs } from '../../kit/acts/acts-list';
import { actWords } from '../../kit/acts/words';
import { useFilters } from '../../kit/filters';
import { Empty, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Title } from '../../kit/title';
import { AsOf } from '../../kit/values';
import { useWords } from '../../words/preferences';
import { askedActs, filtersIn } from './asked-acts';
import { ActsFilter } from './acts-filter';
import { actsWords } from './words';

export function Acts({ tenant }: PlaceProps) {
  const words = useWords(actsWords);
  const { title } = useWords(actWords);
  const session = useSession();
  return (
    <>
      <Title tab={title}>{title}</Title>
      {hasRole(session, tenant, 'admin') ? <List tenant={tenant} /> : <p>{words.needsAdmin}</p>}
    </>
  );
}

function List({ tenant }: PlaceProps) {
  const words = useWords(actsWords);
  const { title } = useWords(actWords);
  const [query, change] = useFilters();
  const filters = filtersIn(query);
  const read = useActs(tenant, askedActs(filters));
  return (
    <>
      <p>{words.intro}</p>
      <ActsFilter key={query.toString()} filters={filters} change={change} />
      <Panel title={title} aside={<AsOf at={read.dataUpdatedAt} />}>
        <ActsList tenant={tenant} read={read} none={<Empty>{words.none}</Empty>} />
      </Panel>
    </>
  );
}
