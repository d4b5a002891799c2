import { useState } from 'react';
import { Link } from 'wouter';
import { useSession } from '../../api/session';
import type { Difference } from '../../api/types';
import { paymentAddress } from '../../kit/addresses';
import { GiveDialog } from '../../kit/give-dialog';
import { Button, Facts, ProblemNote } from '../../kit/parts';
import { Ago, Badge, Id, Instant, type Tone } from '../../kit/values';
import { kitWords } from '../../kit/words';
import { useWords } from '../../words/preferences';
import styles from '../overview.module.css';
import { actsOn, type DifferenceAct } from './acts';
import { useAct } from './read';
import { SettleDialog } from './settle-dialog';
import { reconciliationWords } from './words';

interface DifferenceCardProps {
  readonly tenant: string;
  readonly difference: Difference;
  /** It is in the list no more: what stands here is how it was. */
  readonly isGone: boolean;
}

const tones: Readonly<Record<Difference['severity'], Tone>> = { high: 'bad', medium: 'warning' };

export function DifferenceCard({ tenant, difference, isGone }: DifferenceCardProps) {
  const words = useWords(reconciliationWords);
  const { gone } = useWords(kitWords);
  const { date, severity, side, state, what, whatToDo, since } = difference;
  return (
    <article className={styles['card']} aria-label={`${date}: ${what}`}>
      <header className={styles['cardHead']}>
        <Badge tone={tones[severity]}>
          {words.severity[severity]}: {words.severityHelp[severity]}
        </Badge>
        {isGone ? <Badge tone="quiet">{gone}</Badge> : <StateBadge state={state} />}
        <span className={styles['quiet']}>
          {date}
          {side !== null && `, ${words.sides[side]}`}, {words.since} <Ago since={since} />
        </span>
      </header>
      <h3>{what}</h3>
      <Facts
        of={[
          [words.hub, difference.hub],
          [words.ams, difference.ams],
          [words.switch, difference.switch],
        ]}
      />
      <p>
        <strong>{words.whatToDo}:</strong> {whatToDo}
      </p>
      <About {...{ tenant, difference }} />
      {!isGone && <Acts {...{ tenant, difference }} />}
    </article>
  );
}

function StateBadge({ state }: Pick<Difference, 'state'>) {
  const words = useWords(reconciliationWords);
  if (state === 'open') return null;
  return <Badge tone={state === 'settled' ? 'good' : 'quiet'}>{words.states[state]}</Badge>;
}

function About({ tenant, difference }: Omit<DifferenceCardProps, 'isGone'>) {
  const words = useWords(reconciliationWords);
  const { transactionId, transferId, settlement } = difference;
  return (
    <>
      <p className={styles['choices']}>
        {transactionId !== null && (
          <Link href={paymentAddress(tenant, transactionId)}>{words.payment}</Link>
        )}
        {transferId !== null && (
          <span>
            {words.transfer} <Id value={transferId} what={words.transfer} />
          </span>
        )}
      </p>
      {settlement !== null && (
        <p>
          <strong>{words.settledBy(settlement.by)}</strong>, <Instant at={settlement.at} />:{' '}
          {settlement.why}
        </p>
      )}
    </>
  );
}

function Acts({ tenant, difference }: Omit<DifferenceCardProps, 'isGone'>) {
  const words = useWords(reconciliationWords);
  const { person, tenants } = useSession();
  const roles = tenants.find((one) => one.tenant === tenant)?.roles ?? [];
  const act = useAct(tenant);
  const [asked, setAsked] = useState<DifferenceAct>();
  const { owner, matterKey, state } = difference;
  const acts = actsOn(difference, { person, roles });
  const begin = (one: DifferenceAct) => {
    if (one === 'take' || one === 'let-go') act.mutate({ act: one, matterKey });
    else setAsked(one);
  };
  const close = () => {
    setAsked(undefined);
    if (act.error !== null) act.reset();
  };
  return (
    <footer className={styles['cardFoot']}>
      <span>
        {owner === null
          ? words.nobody
          : `${words.owner} ${owner.name === person ? words.you : owner.name}`}
      </span>
      {acts.map((one) => (
        <Button key={one} disabled={act.isPending} onClick={() => begin(one)}>
          {words.acts[one]}
        </Button>
      ))}
      {state === 'open' && !roles.includes('operator') && (
        <span className={styles['quiet']}>{words.needsOperator}</span>
      )}
      <span role="status">{act.data !== undefined && words.done[act.data]}</span>
      {act.error !== null && asked === undefined && <ProblemNote of={act.error} isAct />}
      {asked === 'settle' && <SettleDialog {...{ act, difference, close }} />}
      {(asked === 'hand-over' || asked === 'assign') && (
        <GiveDialog
          how={asked}
          {...{ isPending: act.isPending, error: act.error, onClose: close }}
          give={(to) => act.mutate({ act: asked, matterKey, to }, { onSuccess: close })}
        />
      )}
    </footer>
  );
}
