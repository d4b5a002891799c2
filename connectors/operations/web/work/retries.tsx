/** What was tried again together: how far it is, and what became of each. */
import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { dataOf, operations } from '../api/clients';
import type { Retries } from '../api/types';
import { addressOf } from '../kit/addresses';
import { DecisionBadge, decisionStateWords } from '../kit/decision-state';
import { Answered, Facts, Panel } from '../kit/parts';
import { Title } from '../kit/title';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { ApproveForm } from './approve-form';
import { whoDecided } from './decision-status';
import { decisionWords } from './decision-words';
import { whyNoApproval } from './owner-acts';
import { readRetries, useMe, useRetries } from './reads';
import { workWords } from './words';
import styles from './work.module.css';

export function RetriesView({
  tenant,
  batchId,
}: {
  readonly tenant: string;
  readonly batchId: string;
}) {
  const words = useWords(decisionWords);
  return (
    <>
      <nav>
        <Link href="/">← {words.toWork}</Link>
      </nav>
      <Title tab={words.retries}>{words.retries}</Title>
      <Answered read={useRetries(tenant, batchId)}>
        {(retries) => (
          <>
            <Progress retries={retries} />
            {retries.needsApproval > 0 && (
              <Approval key={batchId} tenant={tenant} retries={retries} />
            )}
            <Answers incidents={retries.incidents} />
          </>
        )}
      </Answered>
    </>
  );
}

const countNames = [
  ...(['notSent', 'underway', 'needsApproval', 'applied', 'refused', 'uncertain'] as const),
];

function Progress({ retries }: { readonly retries: Retries }) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const { count, applied, refused, uncertain, happened, isDone } = retries;
  const ended = applied + refused + uncertain;
  return (
    <Panel title={words.progress}>
      <progress
        className={styles['progress']}
        aria-label={words.progress}
        max={count}
        value={ended}
      />
      <div role="status">
        <p>{happened}</p>
        <p className={styles['quiet']}>{isDone ? words.isDone : words.isGoing}</p>
      </div>
      <div className={styles['counts']}>
        <Facts
          of={countNames.map((name) => [words.counts[name], formatCount(retries[name], language)])}
        />
      </div>
      <Facts of={whoDecided(retries, words)} />
    </Panel>
  );
}

const rowHeightPx = 64;

/** Which are shown stands in the address: `?only=refused`. */
function Answers({ incidents }: { readonly incidents: Retries['incidents'] }) {
  const words = useWords(decisionWords);
  const { statuses } = useWords(decisionStateWords);
  const [path, go] = useLocation();
  const only = new URLSearchParams(useSearch()).get('only') ?? '';
  const shown = only === '' ? incidents : incidents.filter(({ status }) => status === only);
  return (
    <Panel
      title={words.each}
      aside={
        <label>
          {words.only}{' '}
          <select
            value={only}
            onChange={(event) => {
              const { value } = event.target;
              go(value === '' ? path : `${path}?only=${value}`, { replace: true });
            }}
          >
            <option value="">{words.all}</option>
            {Object.entries(statuses).map(([status, title]) => (
              <option key={status} value={status}>
                {title}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {shown.length === 0 ? <p>{words.noneSuch}</p> : <Each incidents={shown} />}
    </Panel>
  );
}

function Each({ incidents }: { readonly incidents: Retries['incidents'] }) {
  const words = useWords(decisionWords);
  const around = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized
  const rows = useVirtualizer({
    count: incidents.length,
    getScrollElement: () => around.current,
    estimateSize: () => rowHeightPx,
    overscan: 10,
  });
  return (
    <div
      ref={around}
      className={styles['answers']}
      role="list"
      tabIndex={0}
      aria-label={words.each}
    >
      <div style={{ height: rows.getTotalSize() }} role="presentation">
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const one = incidents[index];
          if (one === undefined) return null;
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={incidents.length}
              aria-posinset={index + 1}
              className={styles['answer']}
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              <code>{one.incidentKey}</code>
              <DecisionBadge of={one.status} />
              <span className={styles['said']}>{one.happened}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Approval({ tenant, retries }: { readonly tenant: string; readonly retries: Retries }) {
  const words = useWords(decisionWords);
  const { noApproval } = useWords(workWords);
  const whyNot = whyNoApproval(retries, useMe(tenant));
  return (
    <Panel title={words.approveAllTitle}>
      {whyNot !== undefined && (
        <p>
          {noApproval[whyNot]} {words.sendAddress}
        </p>
      )}
      {whyNot === undefined && retries.notSent > 0 && <p role="status">{words.approveOnceSent}</p>}
      {whyNot === undefined && retries.notSent === 0 && <ApprovalForm {...{ tenant, retries }} />}
    </Panel>
  );
}

function ApprovalForm({
  tenant,
  retries: { batchId, decidedBy, needsApproval },
}: {
  readonly tenant: string;
  readonly retries: Retries;
}) {
  const words = useWords(decisionWords);
  const { language } = usePreferences().preferences;
  const [, go] = useLocation();
  const queries = useQueryClient();
  const count = formatCount(needsApproval, language);
  const again = () => void queries.invalidateQueries({ queryKey: [tenant, 'incidents'] });
  return (
    <ApproveForm
      {...{ tenant, what: `batch-approval:${batchId}` }}
      count={needsApproval}
      sentence={words.approveAllSentence(decidedBy, count)}
      send={words.approveAll(count)}
      post={({ id, why, count: seen = 0 }) =>
        dataOf(
          operations.POST('/tenants/{tenant}/incidents/retries/{batchId}/approval', {
            params: { path: { tenant, batchId } },
            body: { batchId: id, why, count: seen },
          }),
        )
      }
      read={(id) => readRetries(tenant, id)}
      done={(approval) => {
        again();
        go(`/incidents/retries/${addressOf(approval.batchId)}`);
      }}
      refused={again}
    />
  );
}
