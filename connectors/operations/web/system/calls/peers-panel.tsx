import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf, operations } from '../../api/clients';
import { placeAddress } from '../../kit/addresses';
import { Answered, Panel } from '../../kit/parts';
import type { PlaceProps } from '../../kit/place';
import { Table } from '../../kit/table';
import { Age, AsOf, Badge } from '../../kit/values';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { troubleByPeer, type PeerTrouble } from './peers';
import styles from '../system.module.css';
import { callsWords } from './words';

export function PeersPanel({ tenant }: PlaceProps) {
  const words = useWords(callsWords);
  const params = { path: { tenant } };
  const read = useQuery({
    queryKey: [tenant, 'incidents', 'by peer'],
    queryFn: ({ signal }) =>
      dataOf(operations.GET('/tenants/{tenant}/incidents', { params, signal })),
  });
  return (
    <Panel title={words.peers} aside={<AsOf at={read.data?.asOf} />}>
      <p className={styles['quiet']}>{words.peersHelp}</p>
      <Answered read={read}>
        {({ groups }) => <PeersTable tenant={tenant} troubles={troubleByPeer(groups)} />}
      </Answered>
    </Panel>
  );
}

function PeersTable({
  tenant,
  troubles,
}: PlaceProps & { readonly troubles: readonly PeerTrouble[] }) {
  const words = useWords(callsWords);
  const { language } = usePreferences().preferences;
  const columns = [
    { title: words.peer },
    { title: words.standing, isNumber: true },
    ...[words.since, words.causes].map((title) => ({ title })),
  ];
  const rows = troubles.map(({ peer, standing, since, sentences }) => ({
    key: peer,
    cells: [
      words.peerNames[peer],
      standing === 0 ? (
        '0'
      ) : (
        <Link key="count" href={placeAddress(tenant, 'work')}>
          <Badge tone="bad">{formatCount(standing, language)}</Badge>
        </Link>
      ),
      since === undefined ? '–' : <Age key="since" since={since} />,
      sentences.length === 0 ? (
        words.fine
      ) : (
        <ul key="causes" className={styles['stack']}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ),
    ],
  }));
  return <Table caption={words.peers} {...{ columns, rows }} />;
}
