/** The second person: what another has decided, and whether it is to be done. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { dataOf, operations } from '../api/clients';
import type { Decision, PaymentRow, Work } from '../api/types';
import { useWork } from '../api/work';
import { addressOf } from '../kit/addresses';
import { useDecisionNames } from '../kit/decision-state';
import { Answered, Button, Dialog, Facts } from '../kit/parts';
import { Amount } from '../kit/values';
import { kitWords } from '../kit/words';
import { formatMoney } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { ApproveForm } from './approve-form';
import { DecisionStatus, whoDecided } from './decision-status';
import { decisionWords } from './decision-words';
import { Heading } from './heading';
import { PaymentLink } from './panel';
import { whyNoApproval } from './owner-acts';
import { readDecision, useDecision, useMe, useRowBehind } from './reads';
import { keyOfDecision, rowOfDecision, sentenceOf } from './rows';
import { useClose } from './use-close';
import { workWords } from './words';
import styles from './work.module.css';

interface ApprovalProps {
  readonly tenant: string;
  readonly decisionId: string;
}

export function ApprovalPanel({ tenant, decisionId }: ApprovalProps) {
  const words = useWords(decisionWords);
  const close = useClose();
  const { data: work } = useWork(tenant);
  const own = new URLSearchParams(useSearch()).get('decision') ?? undefined;
  return (
    <Dialog side title={words.approval} onClose={close}>
      <div className={styles['panel']}>
        {own !== undefined && (
          <section className={styles['block']}>
            <Heading>{words.approvalSent}</Heading>
            <DecisionStatus tenant={tenant} decisionId={own} />
          </section>
        )}
        <Answered read={useDecision(tenant, decisionId)}>
          {(decision) => <First {...{ tenant, decision, work }} isSent={own !== undefined} />}
        </Answered>
      </div>
    </Dialog>
  );
}

interface FirstProps {
  readonly tenant: string;
  readonly decision: Decision;
  readonly work: Work | undefined;
  /** This person's approval is on its way. */
  readonly isSent: boolean;
}

function First({ tenant, decision, work, isSent }: FirstProps) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  const { incidentKey } = decision;
  // It stays as it was seen, while what it is about waits no more.
  const behind = useRowBehind(tenant, work, keyOfDecision(tenant, decision));
  const now = rowOfDecision(work, decision) ?? behind.data ?? undefined;
  const [last, setLast] = useState<PaymentRow>();
  if (now !== undefined && now !== last) setLast(now);
  const row = now ?? last;
  const consequence =
    incidentKey !== undefined
      ? words.incidentConsequence
      : row?.choices.find((one) => one.decision === decision.decision)?.consequence;
  const id = decision.transactionId ?? decision.transferId;
  return (
    <>
      {row !== undefined && (
        <section>
          <p className={styles['big']}>
            <Amount of={row.amount} />
          </p>
          <p>{sentenceOf(row)}</p>
        </section>
      )}
      <Facts
        of={[
          [words.decision, names[decision.decision]],
          ...(consequence === undefined ? [] : [[words.consequence, consequence] as const]),
          ...whoDecided(decision, words),
        ]}
      />
      {id !== undefined && <PaymentLink tenant={tenant} id={id} />}
      {!isSent && (
        <Approving
          {...{ tenant, decision, row }}
          isReading={work === undefined || behind.isLoading}
        />
      )}
    </>
  );
}

interface ApprovingProps {
  readonly tenant: string;
  readonly decision: Decision;
  readonly row: PaymentRow | undefined;
  /** What it is about is still looked for. */
  readonly isReading: boolean;
}

function Approving({ tenant, decision, row, isReading }: ApprovingProps) {
  const { noApproval } = useWords(workWords);
  const whyNot = whyNoApproval(decision, useMe(tenant));
  const { decisionId, status } = decision;
  if (status !== 'needs-approval') return <DecisionStatus {...{ tenant, decisionId }} />;
  if (whyNot !== undefined) return <p role="status">{noApproval[whyNot]}</p>;
  if (isReading) return null;
  return <ApprovingForm {...{ tenant, decision, row }} />;
}

function ApprovingForm({ tenant, decision, row }: Omit<ApprovingProps, 'isReading'>) {
  const words = useWords(decisionWords);
  const names = useDecisionNames();
  const kit = useWords(kitWords);
  const { language } = usePreferences().preferences;
  const [, go] = useLocation();
  const queries = useQueryClient();
  const { decisionId, decidedBy } = decision;
  const again = () => {
    void queries.invalidateQueries({ queryKey: [tenant, 'work'] });
    void queries.invalidateQueries({ queryKey: [tenant, 'decisions'] });
  };
  const sumOf = ({ amount }: PaymentRow) =>
    amount === null ? kit.amountUnknown : formatMoney(amount, language);
  const what = [names[decision.decision], ...(row === undefined ? [] : [sumOf(row)])];
  return (
    <ApproveForm
      {...{ tenant, what: `approval:${decisionId}` }}
      sentence={words.approveSentence(decidedBy, what.join(', '))}
      send={words.approve}
      post={({ id, why }) =>
        dataOf(
          operations.POST('/tenants/{tenant}/decisions/{decisionId}/approval', {
            params: { path: { tenant, decisionId } },
            body: { decisionId: id, why },
          }),
        )
      }
      read={(id) => readDecision(tenant, id)}
      done={(own) => {
        again();
        go(`/approvals/${addressOf(decisionId)}?decision=${own.decisionId}`, { replace: true });
      }}
      refused={again}
      aside={<Button onClick={() => go('/')}>{words.leave}</Button>}
    />
  );
}
