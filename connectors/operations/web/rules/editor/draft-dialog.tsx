/** From what stands in the sheet to a draft that somebody else looks at. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Dialog, Field, ProblemNote } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import { draftRuleSet, feeRulesKey } from '../api';
import styles from '../rules.module.css';
import { editorWords } from './words';

export function DraftDialog({
  tenant,
  text,
  title,
  close,
  drafted,
}: {
  readonly tenant: string;
  readonly text: string;
  readonly title: string;
  readonly close: () => void;
  readonly drafted: (ruleSetId: string) => void;
}) {
  const words = useWords(editorWords);
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => draftRuleSet(text, title.trim(), note.trim()),
    onSuccess: ({ ruleSetId }) => drafted(ruleSetId),
    onSettled: () => queries.invalidateQueries({ queryKey: feeRulesKey(tenant) }),
  });
  return (
    <Dialog title={words.draftTitle} onClose={close}>
      <p className={styles['sentence']}>{words.draftSays(title.trim())}</p>
      <Field label={words.note}>
        {(about) => (
          <textarea
            {...about}
            rows={3}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ProblemNote of={error} isAct />}
      <div className={styles['acts']}>
        <Button onClick={close}>{words.cancel}</Button>
        <Button look="main" disabled={isPending} onClick={() => mutate()}>
          {words.draftIt}
        </Button>
      </div>
    </Dialog>
  );
}
