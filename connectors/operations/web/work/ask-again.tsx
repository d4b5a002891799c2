/** Before anything is decided: the switch's word, how old it is, and asking for a newer one. No money moves on it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, operations } from '../api/clients';
import { ApiProblem } from '../api/problem';
import type { PaymentRow } from '../api/types';
import { useNowMs } from '../kit/now';
import { Button, ProblemNote } from '../kit/parts';
import { Ago, Badge } from '../kit/values';
import { useWords } from '../words/preferences';
import { decisionWords } from './decision-words';
import { DecisionStatus } from './decision-status';
import { verdictTones } from './items';
import { workWords } from './words';
import styles from './work.module.css';

/** After that whoever decides is told that the answer is old. */
const oldAfterMs = 60_000;

export function AskAgain({
  tenant,
  row,
  isOpen,
}: {
  readonly tenant: string;
  readonly row: PaymentRow;
  /** Something can be decided here by this person now. */
  readonly isOpen: boolean;
}) {
  const words = useWords(decisionWords);
  const { verdicts } = useWords(workWords);
  const nowMs = useNowMs();
  const { ask, asked } = useAsk(tenant, row);
  const choice = row.choices.find(({ decision }) => decision === 'ask-again');
  const isOffered = choice?.isOffered === true;
  const isOld = row.verdict === 'UNKNOWN' && nowMs - Date.parse(row.toldAt) > oldAfterMs;
  return (
    <section className={styles['block']}>
      <h3>{words.askFirst}</h3>
      <p>
        {words.switchSaid}: <Badge tone={verdictTones[row.verdict]}>{verdicts[row.verdict]}</Badge>{' '}
        {words.told} <Ago since={row.toldAt} />
      </p>
      {isOffered && <p className={styles['quiet']}>{choice.consequence}</p>}
      {!isOffered && <p className={styles['quiet']}>{choice?.whyNot ?? words.noAsking}</p>}
      {isOffered && isOld && <p>{words.oldAnswer}</p>}
      {isOffered && isOpen && (
        <Button look="main" disabled={ask.isPending} onClick={() => ask.mutate()}>
          {ask.isPending ? words.asking : words.askNow}
        </Button>
      )}
      {ask.error !== null && <ProblemNote of={ask.error} isAct />}
      {asked !== undefined && <DecisionStatus tenant={tenant} decisionId={asked} />}
    </section>
  );
}

/** While no answer has come, to ask once more is the same decision. */
function useAsk(tenant: string, { side, transferId, toldAt }: PaymentRow) {
  const words = useWords(decisionWords);
  const queries = useQueryClient();
  const [decisionId, setDecisionId] = useState(() => crypto.randomUUID());
  const [asked, setAsked] = useState<string>();
  const ask = useMutation({
    mutationFn: () =>
      dataOf(
        operations.POST('/tenants/{tenant}/decisions', {
          params: { path: { tenant } },
          body: {
            ...{ decisionId, side, transferId, decision: 'ask-again', basis: toldAt },
            why: words.askedWhy,
          },
        }),
      ),
    onSuccess: (decision) => {
      setAsked(decision.decisionId);
      setDecisionId(crypto.randomUUID());
    },
    onError: (problem) => {
      if (problem instanceof ApiProblem && !problem.isUncertain) setDecisionId(crypto.randomUUID());
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [tenant, 'work'] }),
  });
  return { ask, asked };
}
