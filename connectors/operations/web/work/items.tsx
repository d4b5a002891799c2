/** A row of each list: a sentence, its sum, its age, whose it is, and who has it. */
import { use, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { Decision, IncidentsRow, MaskedParty, PaymentRow, Work } from '../api/types';
import { addressOf } from '../kit/addresses';
import { nameOfDecision, useDecisionNames } from '../kit/decision-state';
import { useNowMs } from '../kit/now';
import { Age, Amount, Badge, Instant } from '../kit/values';
import { kitWords } from '../kit/words';
import { formatCount } from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { Ownership } from './ownership';
import { useMe } from './reads';
import { whyNoApproval } from './owner-acts';
import { RowPlaceContext } from './row-place';
import { keyOfApproval, rowOfDecision, sentenceOf } from './rows';
import { workWords } from './words';
import styles from './work.module.css';

interface ItemProps {
  /** Of whoever takes or opens it by key. */
  readonly name: string;
  readonly isGone: boolean;
  readonly head: ReactNode;
  readonly open: ReactNode;
  readonly children: ReactNode;
}

function Item({ name, isGone, head, open, children }: ItemProps) {
  const kit = useWords(kitWords);
  const place = use(RowPlaceContext);
  return (
    <li
      ref={place?.measure}
      className={isGone ? styles['gone'] : styles['row']}
      data-row={name}
      data-index={place?.index}
      aria-posinset={place && place.index + 1}
      aria-setsize={place?.count}
    >
      <div className={styles['head']}>
        {head}
        {isGone && <Badge tone="quiet">{kit.gone}</Badge>}
        <span className={styles['open']}>{open}</span>
      </div>
      {children}
    </li>
  );
}

export const verdictTones = { COMMITTED: 'info', ABORTED: 'info', UNKNOWN: 'warning' } as const;

export function PaymentItem({
  tenant,
  row,
  isGone,
}: {
  readonly tenant: string;
  readonly row: PaymentRow;
  readonly isGone: boolean;
}) {
  const words = useWords(workWords);
  const names = useDecisionNames();
  const { matterKey, amount, verdict, since, owner, decided } = row;
  return (
    <Item
      name={matterKey}
      isGone={isGone}
      head={
        <>
          <Amount of={amount} />
          <Badge tone={verdictTones[verdict]}>{words.verdicts[verdict]}</Badge>
          <span>
            {words.waitsFor} <Age since={since} />
          </span>
        </>
      }
      open={
        <Link href={`/${addressOf(matterKey)}`} data-open>
          {words.decide}
        </Link>
      }
    >
      <p>{sentenceOf(row)}</p>
      <p className={styles['quiet']}>
        <Parties payer={row.payer} payee={row.payee} /> {words.cause}: <ReasonText row={row} />
        {row.expiresAt !== undefined && (
          <>
            {' · '}
            <Deadline at={row.expiresAt} />
          </>
        )}
      </p>
      {decided?.decision !== undefined && (
        <p>{words.beingDone(nameOfDecision(names, decided.decision))}</p>
      )}
      <Ownership {...{ tenant, matterKey, isGone }} owners={owner === null ? [] : [owner.name]} />
    </Item>
  );
}

export function ReasonText({ row: { reason, error } }: { readonly row: PaymentRow }) {
  const reasons: Readonly<Record<string, string>> = useWords(workWords).reasons;
  const said = [error?.errorCode, error?.errorDescription].filter(Boolean).join(' ');
  return `${reasons[reason] ?? reason}${said === '' ? '' : ` (${said})`}`;
}

export function Deadline({ at }: { readonly at: string }) {
  const words = useWords(workWords);
  return (
    <>
      {Date.parse(at) < useNowMs() ? words.termsEnded : words.termsEnd} <Instant at={at} />
    </>
  );
}

/** By bank and kind of number alone: who they are stands nowhere here. */
export function Parties({
  payer,
  payee,
}: {
  readonly payer: MaskedParty | undefined;
  readonly payee: MaskedParty | undefined;
}) {
  const words = useWords(workWords);
  if (payer === undefined && payee === undefined) return null;
  const nameOf = ({ fspId, partyIdType }: MaskedParty = {}) => {
    const kind = Object.entries(words.partyIdTypes).find(([name]) => name === partyIdType)?.[1];
    const who = kind ?? partyIdType ?? words.somebody;
    return fspId === undefined ? who : words.ofBank(who, fspId);
  };
  return (
    <span>
      {words.from} {nameOf(payer)} {words.to} {nameOf(payee)}
      {' · '}
    </span>
  );
}

export function IncidentsItem({
  tenant,
  row,
  isGone,
}: {
  readonly tenant: string;
  readonly row: IncidentsRow;
  readonly isGone: boolean;
}) {
  const words = useWords(workWords);
  const { language } = usePreferences().preferences;
  const { matterKey, cause, count, since, sentence, owners } = row;
  return (
    <Item
      name={matterKey}
      isGone={isGone}
      head={
        <>
          <strong>{formatCount(count, language)}</strong>
          {cause.errorCode !== null && (
            <Badge tone="bad">
              {words.code} {cause.errorCode}
            </Badge>
          )}
          <span>
            {words.oldest} <Age since={since} />
          </span>
        </>
      }
      open={
        <Link href={`/incidents/${addressOf(row.group)}`} data-open>
          {words.lookAtCause}
        </Link>
      }
    >
      <p className={styles['said']}>{sentence}</p>
      <p className={styles['quiet']}>
        {words.step}: {cause.step}
        {cause.peer !== null && ` · ${words.peer}: ${words.peerNames[cause.peer]}`}
      </p>
      <Ownership {...{ tenant, matterKey, owners, isGone }} />
    </Item>
  );
}

export function ApprovalItem({
  tenant,
  work,
  row,
  isGone,
}: {
  readonly tenant: string;
  readonly work: Work;
  readonly row: Decision;
  readonly isGone: boolean;
}) {
  const words = useWords(workWords);
  const names = useDecisionNames();
  const { language } = usePreferences().preferences;
  const whyNot = whyNoApproval(row, useMe(tenant));
  const { batchId, decisionId, incidentKey, decidedBy, decision, decidedAt, why, count = 1 } = row;
  const about = rowOfDecision(work, row);
  const address =
    batchId === undefined
      ? `/approvals/${addressOf(decisionId)}`
      : `/incidents/retries/${addressOf(batchId)}`;
  return (
    <Item
      name={keyOfApproval(row)}
      isGone={isGone}
      head={
        <>
          {about !== undefined && <Amount of={about.amount} />}
          {incidentKey !== undefined && (
            <span>{words.standStill(formatCount(count, language), count)}</span>
          )}
          <strong>{words.decidedBy(decidedBy, names[decision])}</strong>
          <span>
            {words.waitsFor} <Age since={decidedAt} />
          </span>
        </>
      }
      open={
        <Link href={address} data-open>
          {whyNot === undefined ? words.lookAtApproval : words.look}
        </Link>
      }
    >
      <p>{why}</p>
      {whyNot !== undefined && !isGone && (
        <p className={styles['quiet']}>{words.noApproval[whyNot]}</p>
      )}
    </Item>
  );
}
