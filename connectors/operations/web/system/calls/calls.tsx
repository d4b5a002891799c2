/** For what people were called, and what stands still because of which peer. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf, operations } from '../../api/clients';
import { changeHands } from '../../api/hands';
import { hasRole, useSession } from '../../api/session';
import type { Calls as Told } from '../../api/types';
import { matterAddress } from '../../kit/addresses';
import { Answered, Button, Empty, Panel, ProblemNote } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Table } from '../../kit/table';
import { Title } from '../../kit/title';
import { Age, AsOf, Instant } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { PeersPanel } from './peers-panel';
import styles from '../system.module.css';
import { callsWords } from './words';

export function Calls({ tenant }: PlaceProps) {
  const words = useWords(callsWords);
  const params = { path: { tenant } };
  const read = useQuery({
    queryKey: [tenant, 'calls'],
    queryFn: ({ signal }) => dataOf(operations.GET('/tenants/{tenant}/calls', { params, signal })),
  });
  return (
    <>
      <Title tab={words.title}>{words.title}</Title>
      <Panel title={words.calls} aside={<AsOf at={read.dataUpdatedAt} />}>
        <Answered read={read}>
          {(told) => (
            <>
              <p>
                {told.lastCallAt === null ? (
                  words.never
                ) : (
                  <>
                    {words.lastCall}: <Instant at={told.lastCallAt} />
                  </>
                )}
              </p>
              <CalledFor {...{ tenant, told }} />
              <UnderWay underWay={told.underWay} />
            </>
          )}
        </Answered>
      </Panel>
      <PeersPanel tenant={tenant} />
    </>
  );
}

interface ToldProps extends PlaceProps {
  readonly told: Told;
}

function CalledFor({ tenant, told }: ToldProps) {
  const words = useWords(callsWords);
  const { language } = usePreferences().preferences;
  const { count, rows: called } = told.calledFor;
  if (called.length === 0) return <Empty>{words.nothing}</Empty>;
  const titles = [words.stuck, words.since, words.times, words.first, words.last, words.owner];
  const rows = called.map((one) => ({
    key: one.matterKey,
    cells: [
      <Link key="key" href={matterAddress(tenant, one.matterKey)}>
        <code>{one.matterKey}</code>
      </Link>,
      <Age key="since" since={one.since} />,
      words.timesOf(formatCount(one.times, language)),
      <Instant key="first" at={one.firstCalledAt} />,
      <Instant key="last" at={one.lastCalledAt} />,
      one.owner?.name ?? words.nobody,
    ],
  }));
  return (
    <>
      {count > called.length && (
        <p>{words.more(formatCount(called.length, language), formatCount(count, language))}</p>
      )}
      <Table caption={words.calls} columns={titles.map((title) => ({ title }))} rows={rows} />
      {called.some(({ owner }) => owner === null) && <TakeAll tenant={tenant} />}
    </>
  );
}

function TakeAll({ tenant }: PlaceProps) {
  const words = useWords(callsWords);
  const session = useSession();
  const queries = useQueryClient();
  const take = useMutation({
    mutationFn: () => changeHands(tenant, { act: 'take', matterKey: 'called' }),
    onSettled: () => queries.invalidateQueries({ queryKey: [tenant, 'calls'] }),
  });
  if (!hasRole(session, tenant, 'operator')) {
    return <p className={styles['quiet']}>{words.needsOperator}</p>;
  }
  return (
    <p>
      <Button disabled={take.isPending} onClick={() => take.mutate()}>
        {words.takeAll}
      </Button>{' '}
      <span role="status">{take.isSuccess && words.taken}</span>
      {take.error !== null && <ProblemNote of={take.error} isAct />}
    </p>
  );
}

function UnderWay({ underWay }: Pick<Told, 'underWay'>) {
  const words = useWords(callsWords);
  const { language } = usePreferences().preferences;
  if (underWay.length === 0) return null;
  return (
    <>
      <h3>{words.underWay}</h3>
      <ul>
        {underWay.map(({ callId, at, number, subject, reached }) => (
          <li key={callId}>
            <Instant at={at} />, {words.number(formatCount(number, language))}: {subject}.{' '}
            {reached.length === 0 ? words.reachedNobody : words.reached(reached.join(', '))}
          </li>
        ))}
      </ul>
    </>
  );
}
