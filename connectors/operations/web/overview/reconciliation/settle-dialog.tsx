/** How somebody says that a difference is settled. */
import { useState } from 'react';
import type { Difference } from '../../api/types';
import { Button, Dialog, Facts, Field, ProblemNote } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import type { useAct } from './read';
import { reconciliationWords } from './words';

/** As the API takes it. */
const whyLettersMax = 512;

export function SettleDialog({
  act,
  difference,
  close,
}: {
  readonly act: ReturnType<typeof useAct>;
  readonly difference: Difference;
  readonly close: () => void;
}) {
  const words = useWords(reconciliationWords);
  // As it was when the person chose to settle it: what is compared meanwhile they have not seen.
  const [{ differenceId, what, comparedAt: basis, ...said }] = useState(difference);
  const [why, setWhy] = useState('');
  const settle = () =>
    act.mutate({ act: 'settle', differenceId, why: why.trim(), basis }, { onSuccess: close });
  return (
    <Dialog title={words.settleTitle} onClose={close}>
      <p>{what}</p>
      <Facts
        of={[
          [words.hub, said.hub],
          [words.ams, said.ams],
          [words.switch, said.switch],
        ]}
      />
      <p>{words.settleHelp}</p>
      <Field label={words.why} hint={words.whyHelp}>
        {(about) => (
          <textarea
            {...about}
            rows={4}
            maxLength={whyLettersMax}
            value={why}
            onChange={({ target }) => setWhy(target.value)}
          />
        )}
      </Field>
      <Button look="main" disabled={act.isPending || why.trim() === ''} onClick={settle}>
        {words.settle}
      </Button>
      {act.error !== null && <ProblemNote of={act.error} isAct />}
    </Dialog>
  );
}
