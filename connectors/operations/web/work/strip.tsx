/** How things stand, above the lists. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { WorkSummary } from '../api/types';
import { paymentAddress } from '../kit/addresses';
import { Answered } from '../kit/parts';
import { Age, Amount, AsOf, Badge } from '../kit/values';
import { formatCount, formatShare } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { useSummary } from './reads';
import { workWords } from './words';
import styles from './work.module.css';

type Records = NonNullable<WorkSummary['records']>;

export function Strip({ tenant }: { readonly tenant: string }) {
  const words = useWords(workWords);
  return (
    <section aria-label={words.figures}>
      <Answered read={useSummary(tenant)}>
        {(summary) => (
          <div className={styles['strip']}>
            <AtRisk summary={summary} />
            {summary.records === null ? (
              <Tile title={words.success}>
                <p className={styles['quiet']}>{words.notKnown}</p>
              </Tile>
            ) : (
              <OfRecords tenant={tenant} records={summary.records} />
            )}
            <Engines summary={summary} />
          </div>
        )}
      </Answered>
    </section>
  );
}

function Tile({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles['tile']}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function AtRisk({ summary: { atRisk, amountsUnknown, asOf } }: { readonly summary: WorkSummary }) {
  const words = useWords(workWords);
  const { language } = usePreferences().preferences;
  const count = (of: number) => formatCount(of, language);
  return (
    <Tile title={words.atRisk}>
      {atRisk.length === 0 && amountsUnknown === 0 && <strong>{words.noneAtRisk}</strong>}
      <ul className={styles['plainList']}>
        {atRisk.map(({ currency, amount, payments }) => (
          <li key={currency}>
            <span className={styles['big']}>
              <Amount of={{ amount, currency }} />
            </span>{' '}
            <span className={`${styles['quiet'] ?? ''} ${styles['count'] ?? ''}`}>
              {words.payments(count(payments), payments)}
            </span>
          </li>
        ))}
      </ul>
      {amountsUnknown > 0 && (
        <p className={styles['quiet']}>{words.amountsUnknown(count(amountsUnknown))}</p>
      )}
      <AsOf at={asOf} />
    </Tile>
  );
}

function OfRecords({ tenant, records }: { readonly tenant: string; readonly records: Records }) {
  const words = useWords(workWords);
  const { oldestHold } = records;
  return (
    <>
      <Tile title={words.oldestHold}>
        {oldestHold === null ? (
          <strong>{words.noHold}</strong>
        ) : (
          <>
            <Link className={styles['big']} href={paymentAddress(tenant, oldestHold.transactionId)}>
              <Age since={oldestHold.since} />
            </Link>
            <span>
              <Amount of={oldestHold.amount} />
            </span>
          </>
        )}
      </Tile>
      <SuccessTile success={records.success} />
      <Peers peers={records.peers} />
    </>
  );
}

function SuccessTile({ success: { now, weekAgo } }: { readonly success: Records['success'] }) {
  const words = useWords(workWords);
  const { language } = usePreferences().preferences;
  const shown = ({ share }: typeof now) =>
    share === null ? undefined : formatShare(Number(share), language);
  const text = (of: typeof now) => {
    const share = shown(of);
    return share === undefined
      ? words.noneEnded
      : words.ofEnded(share, formatCount(of.ended, language));
  };
  return (
    <Tile title={words.success}>
      <span className={styles['big']}>{shown(now) ?? '–'}</span>
      <span>{text(now)}</span>
      <span className={styles['quiet']}>{words.lastWeek(text(weekAgo))}</span>
    </Tile>
  );
}

function Peers({ peers }: { readonly peers: Records['peers'] }) {
  const words = useWords(workWords);
  const { language } = usePreferences().preferences;
  const count = (of: number) => formatCount(of, language);
  return (
    <Tile title={words.peers}>
      <ul className={styles['plainList']}>
        {peers.map(({ peer, requests, failed, lastAnswerAt }) => (
          <li key={peer} className={styles['peer']}>
            <span>{words.peerNames[peer]}</span>
            {requests === 0 && <Badge tone="quiet">{words.peerSilent}</Badge>}
            {requests > 0 && failed === 0 && <Badge tone="good">{words.peerAnswers}</Badge>}
            {failed > 0 && (
              <>
                <Badge tone={failed === requests ? 'bad' : 'warning'}>
                  {words.peerFails(count(failed), count(requests))}
                </Badge>
                {lastAnswerAt !== null && (
                  <span className={styles['quiet']}>
                    {words.lastAnswer} <Age since={lastAnswerAt} />
                  </span>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </Tile>
  );
}

function Engines({ summary: { records, notTaken } }: { readonly summary: WorkSummary }) {
  const words = useWords(workWords);
  const { language } = usePreferences().preferences;
  return (
    <Tile title={words.engines}>
      {records === null && <p className={styles['quiet']}>{words.notKnown}</p>}
      {records?.engines.length === 0 && <p className={styles['quiet']}>{words.noEngine}</p>}
      <ul className={styles['plainList']}>
        {records?.engines.map(({ engine, lastMovedAt }) => (
          <li key={engine}>
            {engine}{' '}
            <span className={styles['quiet']}>
              {words.engineMoved} <Age since={lastMovedAt} />
            </span>
          </li>
        ))}
      </ul>
      {notTaken.since !== null && (
        <p>
          <Badge tone="bad">{words.notTaken(formatCount(notTaken.count, language))}</Badge>{' '}
          <Age since={notTaken.since} />
        </p>
      )}
    </Tile>
  );
}
