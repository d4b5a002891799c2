/** Who has it, and what one may do about that. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeHands, type ChangeOfHands } from '../api/hands';
import { GiveDialog } from '../kit/give-dialog';
import { Button, ProblemNote } from '../kit/parts';
import { Badge } from '../kit/values';
import { useWords } from '../words/preferences';
import { withOwner, type ReadOn } from './behind';
import { ownerActs } from './owner-acts';
import { useMe } from './reads';
import { workWords } from './words';
import styles from './work.module.css';

/** How a matter changes hands. */
function useOwnerAct(tenant: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ChangeOfHands) => changeHands(tenant, change),
    onSuccess: (owner, { matterKey }) => {
      // Rows behind the first are not read anew at each change.
      queries.setQueriesData<ReadOn>(
        { queryKey: [tenant, 'work-behind'] },
        (known) => known && withOwner(known, matterKey, owner),
      );
    },
    // Also when it was refused: then somebody else was first.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: [tenant, 'work'] }),
        queries.invalidateQueries({ queryKey: [tenant, 'incidents'] }),
      ]),
  });
}

interface OwnershipProps {
  readonly tenant: string;
  readonly matterKey: string;
  readonly owners: readonly string[];
  readonly isGone?: boolean;
}

export function Ownership({ tenant, matterKey, owners, isGone = false }: OwnershipProps) {
  const words = useWords(workWords);
  const me = useMe(tenant);
  const act = useOwnerAct(tenant);
  const [giving, setGiving] = useState<'hand-over' | 'assign'>();
  const { may, whyNot, other } = ownerActs({ owners, ...me });
  const closeGiving = () => {
    setGiving(undefined);
    if (act.error !== null) act.reset();
  };
  return (
    <div className={styles['owner']}>
      <span>
        {words.owner}: <OwnerName owners={owners} person={me.person} />
      </span>
      {!isGone &&
        may.map((one) => (
          <Button
            key={one}
            disabled={act.isPending}
            data-act={one}
            onClick={() => {
              act.reset();
              if (one === 'hand-over' || one === 'assign') setGiving(one);
              else act.mutate({ act: one, matterKey });
            }}
          >
            {words.acts[one]}
          </Button>
        ))}
      {!isGone && whyNot !== undefined && (
        <span className={styles['quiet']}>
          {whyNot === 'taken' ? words.taken(other ?? '') : words.noOperator}
        </span>
      )}
      {act.error !== null && giving === undefined && <ProblemNote of={act.error} isAct />}
      {giving !== undefined && (
        <GiveDialog
          how={giving}
          {...{ isPending: act.isPending, error: act.error, onClose: closeGiving }}
          give={(to) => act.mutate({ act: giving, matterKey, to }, { onSuccess: closeGiving })}
        />
      )}
    </div>
  );
}

function OwnerName({
  owners,
  person,
}: {
  readonly owners: readonly string[];
  readonly person: string;
}) {
  const words = useWords(workWords);
  if (owners.length === 0) return <Badge tone="quiet">{words.nobody}</Badge>;
  return owners.map((name) => (
    <Badge key={name} tone={name === person ? 'good' : 'info'}>
      {name === person ? `${name} (${words.you})` : name}
    </Badge>
  ));
}
