/** A DFSP's own figures of a closed cycle: its people acknowledge them or dispute them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Answered, Button, Dialog, Field, ProblemNote } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import styles from '../rules.module.css';
import { answerStatement, obligationsKey, readStatement, type Statement } from './api';
import { Obligations, Positions } from './figures';
import { obligationWords } from './words';

interface OfStatement {
  readonly tenant: string;
  readonly id: string;
  readonly dfspId: string;
  readonly close: () => void;
}

export function StatementDialog(props: OfStatement) {
  const { tenant, id, dfspId, close } = props;
  const words = useWords(obligationWords);
  const read = useQuery({
    queryKey: obligationsKey(tenant, 'statement', id, dfspId),
    queryFn: () => readStatement(id, dfspId),
  });
  return (
    <Dialog title={words.statementOf(dfspId)} onClose={close} side>
      <Answered read={read}>
        {(statement) => (
          <>
            <Obligations of={statement.obligations} />
            <Positions of={statement.positions} />
            <Answer {...props} statement={statement} />
          </>
        )}
      </Answered>
    </Dialog>
  );
}

function Answer({
  tenant,
  id,
  dfspId,
  close,
  statement: { hash },
}: OfStatement & { readonly statement: Statement }) {
  const words = useWords(obligationWords);
  const queries = useQueryClient();
  const [answer, setAnswer] = useState<'acknowledge' | 'dispute'>();
  const [reason, setReason] = useState('');
  const dispute = answer === 'dispute' ? reason.trim() : undefined;
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => answerStatement(id, dfspId, hash, dispute),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: obligationsKey(tenant) }),
  });
  if (answer === undefined) {
    return (
      <div className={styles['acts']}>
        <Button onClick={() => setAnswer('dispute')}>{words.dispute}</Button>
        <Button onClick={() => setAnswer('acknowledge')}>{words.acknowledge}</Button>
      </div>
    );
  }
  return (
    <>
      <p className={styles['sentence']}>
        {answer === 'dispute' ? words.disputeSays(dfspId) : words.acknowledgeSays(dfspId)}
      </p>
      {answer === 'dispute' && (
        <Field label={words.why}>
          {(about) => (
            <textarea
              {...about}
              rows={3}
              maxLength={2_000}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      )}
      {error !== null && <ProblemNote of={error} isAct />}
      <div className={styles['acts']}>
        <Button onClick={() => setAnswer(undefined)}>{words.cancel}</Button>
        <Button look="main" disabled={isPending || dispute === ''} onClick={() => mutate()}>
          {answer === 'dispute' ? words.yesDispute : words.yesAcknowledge}
        </Button>
      </div>
    </>
  );
}
