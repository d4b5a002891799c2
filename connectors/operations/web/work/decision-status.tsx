/** How a decision stands, as the engine says it. */
import type { ReactNode } from 'react';
import type { Decision } from '../api/types';
import { DecisionBadge, useDecisionNames } from '../kit/decision-state';
import { laidOut } from '../kit/laid-out';
import { Answered } from '../kit/parts';
import { Instant, Since } from '../kit/values';
import { useWords } from '../words/preferences';
import { decisionWords } from './decision-words';
import { useDecision } from './reads';
import styles from './work.module.css';

type Decided = Pick<Decision, 'decidedBy' | 'decidedAt' | 'why' | 'variables'>;
type Said = ReturnType<typeof useWords<(typeof decisionWords)['en']>>;

/** Of a decision, or of many that were made together. */
export function whoDecided(
  { decidedBy, decidedAt, why, variables }: Decided,
  words: Said,
): (readonly [string, ReactNode])[] {
  return [
    [words.decidedBy, decidedBy],
    [words.decidedAt, <Since key="decided" at={decidedAt} />],
    [words.reason, why],
    ...(variables === undefined
      ? []
      : [[words.variables, <Variables key="variables" of={variables} />] as const]),
  ];
}

/** What is, or was, corrected, by name. */
export function Variables({ of }: { readonly of: Readonly<Record<string, unknown>> }) {
  return <pre className={styles['variables']}>{laidOut(of)}</pre>;
}

export function DecisionStatus({
  tenant,
  decisionId,
}: {
  readonly tenant: string;
  readonly decisionId: string;
}) {
  return (
    <Answered read={useDecision(tenant, decisionId)}>
      {(decision) => <Shown decision={decision} />}
    </Answered>
  );
}

/** How far it has come: requested, accepted, answered. */
function stepOf(status: Decision['status']): number {
  // Of what waits for a second person nothing is done yet.
  if (status === 'asked' || status === 'needs-approval') return 0;
  return status === 'accepted' ? 1 : 2;
}

function Shown({ decision }: { readonly decision: Decision }) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  const { status, happened, decidedBy, approvedBy, since, why } = decision;
  const at = stepOf(status);
  const steps = [words.steps.asked, words.steps.accepted, words.steps.end];
  return (
    <div className={styles['status']} data-status={status}>
      <p>
        <strong>{names[decision.decision]}</strong> {words.by(decidedBy)}
        {approvedBy !== undefined && `, ${words.approvedBy(approvedBy)}`}
      </p>
      <ol className={styles['steps']}>
        {steps.map((step, index) => (
          <li
            key={step}
            aria-current={index === at ? 'step' : undefined}
            className={index <= at ? styles['reached'] : undefined}
          >
            {step}
          </li>
        ))}
      </ol>
      <div role="status" className={styles['status']}>
        <DecisionBadge of={status} />
        <p>{happened}</p>
        {status === 'needs-approval' && <p>{words.needsOther}</p>}
      </div>
      <p className={styles['quiet']}>
        <Instant at={since} /> · {why}
      </p>
    </div>
  );
}
