/** Who looked at a payment, who decided what, and how its records are proven. */
import { useQuery } from '@tanstack/react-query';
import { dataOf, operations } from '../../../api/clients';
import { hasRole, useSession } from '../../../api/session';
import type { Decision, Story } from '../../../api/types';
import { ActsList, useActs } from '../../../kit/acts/acts-list';
import { DecisionBadge, useDecisionNames } from '../../../kit/decision-state';
import { Answered } from '../../../kit/parts';
import { Instant } from '../../../kit/values';
import { formatCount } from '../../../words/formats';
import { usePreferences, useWords } from '../../../words/preferences';
import styles from '../payment.module.css';
import type { PaymentAddress } from '../reads';
import { auditWords } from '../words';
import { idsOf } from './ids-of';
import { Proof } from './proof';

interface TabProps extends PaymentAddress {
  readonly story: Story;
}

export default function AuditTab({ story, tenant }: TabProps) {
  const words = useWords(auditWords);
  const session = useSession();
  return (
    <div className={styles['stack']}>
      <section>
        <h3>{words.acts}</h3>
        {hasRole(session, tenant, 'admin') ? (
          <Acts tenant={tenant} transactionId={story.transactionId} />
        ) : (
          <p>{words.onlyAdmins}</p>
        )}
      </section>
      <section>
        <h3>{words.decisions}</h3>
        <Decisions tenant={tenant} story={story} />
      </section>
      <Proof transactionId={story.transactionId} />
    </div>
  );
}

function Acts({ tenant, transactionId }: PaymentAddress) {
  const words = useWords(auditWords);
  const read = useActs(tenant, { about: transactionId });
  return (
    <>
      <p className={styles['quiet']}>{words.behind}</p>
      <ActsList {...{ tenant, read }} none={<p>{words.noActs}</p>} />
    </>
  );
}

/** More than anybody decides on one payment; what is beyond it is told. */
const decisionsMax = 1_000;

function Decisions({ tenant, story }: { readonly tenant: string; readonly story: Story }) {
  const words = useWords(auditWords);
  const { language } = usePreferences().preferences;
  const ids = idsOf(story);
  const read = useQuery({
    queryKey: [tenant, 'decisions', 'on', ids],
    queryFn: () =>
      dataOf<{ readonly decisions: readonly Decision[]; readonly next?: string }>(
        operations.GET('/tenants/{tenant}/decisions', {
          params: { path: { tenant }, query: { ...ids, limit: decisionsMax } },
        }),
      ),
  });
  return (
    <Answered read={read}>
      {({ decisions, next }) => (
        <>
          {decisions.length === 0 && <p className={styles['quiet']}>{words.noDecisions}</p>}
          <ul className={styles['list']}>
            {decisions.map((one) => (
              <DecisionLine key={one.decisionId} of={one} />
            ))}
          </ul>
          {next !== undefined && (
            <p className={styles['quiet']}>
              {words.notAll(formatCount(decisions.length, language))}
            </p>
          )}
        </>
      )}
    </Answered>
  );
}

function DecisionLine({ of }: { readonly of: Decision }) {
  const words = useWords(auditWords);
  const names = useDecisionNames();
  const { decision, decidedBy, decidedAt, why, status, happened, approvedBy } = of;
  return (
    <li>
      <strong>{names[decision]}</strong> <DecisionBadge of={status} /> {words.by(decidedBy)},{' '}
      <Instant at={decidedAt} />
      {approvedBy !== undefined && <>, {words.approvedBy(approvedBy)}</>}
      <p>“{why}”</p>
      <p className={styles['quiet']}>{happened}</p>
    </li>
  );
}
