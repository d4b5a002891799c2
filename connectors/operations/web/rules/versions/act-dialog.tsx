/** One decision about a version, said in a sentence before it is done. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf, feeRules } from '../../api/clients';
import { Button, Dialog, ProblemNote } from '../../kit/parts';
import { useNowMs } from '../../kit/now';
import { formatInstant } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { feeRulesKey, type RuleSet } from '../api';
import styles from '../rules.module.css';
import { leadMs, type Act } from './acts';
import { WhenField, type When } from './when-field';
import { versionWords } from './words';

function decide(act: Act, id: string, at: string): Promise<RuleSet> {
  const params = { path: { id } };
  switch (act) {
    case 'approve':
      return dataOf(feeRules.POST('/rule-sets/{id}/approval', { params }));
    case 'withdraw':
      return dataOf(feeRules.POST('/rule-sets/{id}/withdrawal', { params }));
    case 'schedule':
      return dataOf(
        feeRules.POST('/rule-sets/{id}/schedule', { params, body: { activeFrom: at } }),
      );
    case 'retire':
      return dataOf(feeRules.POST('/rule-sets/{id}/retirement', { params, body: { from: at } }));
  }
}

export function ActDialog({
  tenant,
  of: { ruleSetId, title },
  act,
  close,
}: {
  readonly tenant: string;
  readonly of: RuleSet;
  readonly act: Act;
  readonly close: () => void;
}) {
  const words = useWords(versionWords);
  const { preferences } = usePreferences();
  const queries = useQueryClient();
  const nowMs = useNowMs();
  const hasTime = act === 'schedule' || act === 'retire';
  const [when, setWhen] = useState<When>({ local: '', zone: preferences.zone, at: undefined });
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => decide(act, ruleSetId, when.at ?? ''),
    onSuccess: close,
    onSettled: () => queries.invalidateQueries({ queryKey: feeRulesKey(tenant) }),
  });
  const isEarly = when.at !== undefined && Date.parse(when.at) < nowMs + leadMs;
  const says = () => {
    if (act === 'approve') return words.approveSays(title);
    if (act === 'withdraw') return words.withdrawSays(title);
    if (when.at === undefined) return words.noTime;
    if (isEarly) return words.tooEarly;
    const time = formatInstant(Date.parse(when.at), { ...preferences, zone: when.zone });
    return act === 'schedule' ? words.scheduleSays(title, time) : words.retireSays(title, time);
  };
  return (
    <Dialog title={words.actTitles[act]} onClose={close}>
      {hasTime && <WhenField when={when} change={setWhen} />}
      <p className={styles['sentence']} role="status">
        {says()}
      </p>
      {error !== null && <ProblemNote of={error} isAct />}
      <div className={styles['acts']}>
        <Button onClick={close}>{words.cancel}</Button>
        <Button
          look={act === 'retire' || act === 'withdraw' ? 'danger' : 'main'}
          disabled={isPending || (hasTime && (when.at === undefined || isEarly))}
          onClick={() => mutate()}
        >
          {words.yes[act]}
        </Button>
      </div>
    </Dialog>
  );
}
