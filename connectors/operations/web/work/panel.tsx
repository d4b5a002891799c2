/** A payment that waits, at the page's side: how it stands, and what may be decided. */
import { useState } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import type { PaymentRow } from '../api/types';
import { transferOfKey } from '../api/matters';
import { useWork } from '../api/work';
import { addressOf, paymentAddress } from '../kit/addresses';
import { Button, Dialog, Facts } from '../kit/parts';
import { Amount, AsOf, Badge, Id, Since } from '../kit/values';
import { usePreferences, useWords } from '../words/preferences';
import { formatInstant } from '../words/formats';
import { AskAgain } from './ask-again';
import { DecisionForm } from './decision-form';
import { DecisionStatus } from './decision-status';
import { decisionWords } from './decision-words';
import { Heading } from './heading';
import { Deadline, Parties, ReasonText, verdictTones } from './items';
import { Ownership } from './ownership';
import { whyNoDecision } from './owner-acts';
import { useMe, useRowBehind } from './reads';
import { groupOfIncident, paymentRowOf, sentenceOf } from './rows';
import { useClose } from './use-close';
import { workWords } from './words';
import styles from './work.module.css';

interface PanelProps {
  readonly tenant: string;
  readonly matterKey: string;
}

export function DecisionPanel({ tenant, matterKey }: PanelProps) {
  const words = useWords(decisionWords);
  const close = useClose();
  const { data: work, isPending } = useWork(tenant);
  const decisionId = new URLSearchParams(useSearch()).get('decision') ?? undefined;
  const behind = useRowBehind(tenant, work, matterKey);
  const now = paymentRowOf(work, matterKey) ?? behind.data ?? undefined;
  // What has gone is shown as it was last: nobody loses what they were reading.
  const [last, setLast] = useState<PaymentRow>();
  if (now !== undefined && now !== last) setLast(now);
  const row = now ?? last;
  return (
    <Dialog side title={words.panel} onClose={close}>
      <div className={styles['panel']}>
        {decisionId !== undefined && (
          <section className={styles['block']}>
            <Heading>{words.status}</Heading>
            <DecisionStatus tenant={tenant} decisionId={decisionId} />
          </section>
        )}
        {row === undefined ? (
          <Unknown {...{ tenant, matterKey }} isReading={isPending || behind.isLoading} />
        ) : (
          <>
            {now === undefined && <p role="status">{words.waitsNoMore}</p>}
            <HowItStands tenant={tenant} row={row} isGone={now === undefined} />
            <Deciding key={matterKey} {...{ tenant, row, decisionId }} isGone={now === undefined} />
          </>
        )}
        <AsOf at={work?.asOf} />
      </div>
    </Dialog>
  );
}

function Unknown({ tenant, matterKey, isReading }: PanelProps & { readonly isReading: boolean }) {
  const words = useWords(decisionWords);
  const transferId = transferOfKey(matterKey);
  const group = groupOfIncident(useWork(tenant).data, matterKey);
  if (group !== undefined) return <Redirect to={`/incidents/${addressOf(group)}`} replace />;
  if (isReading) return <p role="status">{words.reading}</p>;
  return (
    <>
      <p role="status">{words.notHere}</p>
      {transferId !== undefined && <PaymentLink tenant={tenant} id={transferId} />}
    </>
  );
}

export function PaymentLink({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  return <Link href={paymentAddress(tenant, id)}>{useWords(workWords).payment}</Link>;
}

interface RowProps {
  readonly tenant: string;
  readonly row: PaymentRow;
  readonly isGone: boolean;
}

function HowItStands({ tenant, row, isGone }: RowProps) {
  const words = useWords(decisionWords);
  const { sides, verdicts, cause } = useWords(workWords);
  const { matterKey, amount, side, verdict, since, transferId, transactionId, owner } = row;
  return (
    <>
      <p className={styles['head']}>
        <span className={styles['big']}>
          <Amount of={amount} />
        </span>
        <Badge tone={verdictTones[verdict]}>{verdicts[verdict]}</Badge>
        <span>{sides[side]}</span>
        <PaymentLink tenant={tenant} id={transactionId} />
      </p>
      <section>
        <h3>{words.whatHappened}</h3>
        <p>{sentenceOf(row)}</p>
        <p className={styles['quiet']}>
          <Parties payer={row.payer} payee={row.payee} /> {cause}: <ReasonText row={row} />
        </p>
      </section>
      <section>
        <h3>{words.whatToDo}</h3>
        <p>{row.whatToDo}</p>
      </section>
      <Facts
        of={[
          [words.waitsSince, <Since key="since" at={since} />],
          [words.transfer, <Id key="transfer" value={transferId} what={words.transfer} />],
          [words.transaction, <Id key="payment" value={transactionId} what={words.transaction} />],
        ]}
      />
      {row.expiresAt !== undefined && (
        <p>
          <Deadline at={row.expiresAt} />
        </p>
      )}
      <Ownership {...{ tenant, matterKey, isGone }} owners={owner === null ? [] : [owner.name]} />
    </>
  );
}

function Deciding({
  tenant,
  row,
  decisionId,
  isGone,
}: RowProps & { readonly decisionId: string | undefined }) {
  const words = useWords(decisionWords);
  const { preferences } = usePreferences();
  const [, go] = useLocation();
  const me = useMe(tenant);
  const owners = row.owner === null ? [] : [row.owner.name];
  const why = whyNoDecision({ ...me, owners }, row.decided !== undefined);
  const isOpen = why === undefined && !isGone;
  const address = `/${addressOf(row.matterKey)}`;
  if (decisionId !== undefined) {
    if (isGone) return null;
    return (
      <div className={styles['buttons']}>
        <Button onClick={() => go(address)}>{words.decideAnew}</Button>
      </div>
    );
  }
  const texts = {
    'no-operator': words.noOperator,
    taken: words.taken(row.owner?.name ?? ''),
    decided: words.decided,
  };
  return (
    <>
      <AskAgain {...{ tenant, row, isOpen }} />
      {why !== undefined && <p role="status">{texts[why]}</p>}
      <DecisionForm
        {...{ tenant, row, isOpen }}
        told={formatInstant(Date.parse(row.toldAt), preferences)}
        onDone={(id) => go(`${address}?decision=${id}`, { replace: true })}
      />
    </>
  );
}
