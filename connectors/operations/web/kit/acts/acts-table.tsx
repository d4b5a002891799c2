/** Who did what, act by act. */
import { Link } from 'wouter';
import type { Act } from '../../api/types';
import { paymentAddress } from '../addresses';
import { laidOut } from '../laid-out';
import type { PlaceProps } from '../place';
import { Table } from '../table';
import { Badge, Id, Instant } from '../values';
import { useWords } from '../../words/preferences';
import styles from './acts.module.css';
import { actWords } from './words';

export function ActsTable({ tenant, acts }: PlaceProps & { readonly acts: readonly Act[] }) {
  const words = useWords(actWords);
  const names: Readonly<Record<string, string>> = words.operations;
  const titles = [words.when, words.who, words.what, words.outcome, words.aboutShort, words.asked];
  const rows = acts.map((act) => ({
    key: act.actId,
    cells: [
      <Instant key="at" at={act.at} />,
      act.person,
      // An API that is newer than the page knows more than it.
      names[act.operation] ?? act.operation,
      <Badge key="outcome" tone={act.isAllowed ? 'quiet' : 'bad'}>
        {act.isAllowed ? words.allowed : words.refused}
      </Badge>,
      <About key="about" {...{ tenant, act }} />,
      <AskedFor key="asked" act={act} />,
    ],
  }));
  return <Table caption={words.title} columns={titles.map((title) => ({ title }))} rows={rows} />;
}

function About({ tenant, act }: PlaceProps & { readonly act: Act }) {
  const words = useWords(actWords);
  const { transactionId } = act.parameters;
  return (
    <span className={styles['stack']}>
      {act.about.map((id) => (
        <Id key={id} value={id} what={words.aboutShort} />
      ))}
      {transactionId !== undefined && (
        <Link href={paymentAddress(tenant, transactionId)}>{words.payment}</Link>
      )}
    </span>
  );
}

/** As it was asked: the words of the API. */
function AskedFor({ act: { parameters, body } }: { readonly act: Act }) {
  const words = useWords(actWords);
  const asked = Object.entries(parameters).filter(([name]) => name !== 'tenant');
  if (asked.length === 0 && body === undefined) return null;
  return (
    <details>
      <summary>{words.details}</summary>
      <dl className={styles['asked']}>
        {asked.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {body !== undefined && <pre className={styles['body']}>{laidOut(body)}</pre>}
    </details>
  );
}
