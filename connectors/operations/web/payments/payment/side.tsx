/** One side of a payment: its three sentences, and the facts. */
import type { ReactNode } from 'react';
import type { PaymentSide } from '../../api/types';
import { nameOfDecision, useDecisionNames } from '../../kit/decision-state';
import { Facts, Panel } from '../../kit/parts';
import { PaymentStateBadge } from '../../kit/payment-state';
import { Amount, Badge, Id, Instant } from '../../kit/values';
import { useWords } from '../../words/preferences';
import styles from './payment.module.css';
import type { PaymentAddress } from './reads';
import { RevealableParty } from './reveal';
import { paymentWords } from './words';

interface SideProps extends PaymentAddress {
  readonly of: PaymentSide;
  readonly children: ReactNode;
}

export function Side({ of, children, ...address }: SideProps) {
  const words = useWords(paymentWords);
  const { headline, state, standsStill, side } = of;
  return (
    <Panel
      title={words.sides[side ?? 'none']}
      aside={
        <>
          {standsStill && <Badge tone="bad">{words.standsStill}</Badge>}
          <PaymentStateBadge of={state} />
        </>
      }
    >
      <div className={styles['sentences']} aria-live="polite">
        <p>{headline.whatHappened}</p>
        <p>{headline.whereTheMoneyIs}</p>
        <p>{headline.whatNext}</p>
      </div>
      <Facts of={keyFacts(of, address, words)} />
      {children}
      <Decisions of={of} />
      <Incidents of={of} />
      <Fees of={of} />
      <details className={styles['sub']}>
        <summary>{words.facts}</summary>
        <Facts of={[...moreFacts(of, words), ...ids(of, address.transactionId, words)]} />
      </details>
    </Panel>
  );
}

type Said = ReturnType<typeof useWords<(typeof paymentWords)['en']>>;
type Fact = readonly [string, ReactNode];

/** What a clerk asks first. */
function keyFacts(
  { facts, startedAt, endedAt, side }: PaymentSide,
  address: PaymentAddress,
  words: Said,
): Fact[] {
  const { hold, verdict, error, payer, payee } = facts;
  const party = (of: typeof payer, own: PaymentSide['side']) =>
    words.party(
      of.partyIdType ?? '',
      of.fspId ?? (side === own ? words.thisBank : words.bankUnknown),
    );
  return [
    [
      words.payer,
      <RevealableParty key="payer" {...address} party="payer" masked={party(payer, 'payer')} />,
    ],
    [
      words.payee,
      <RevealableParty key="payee" {...address} party="payee" masked={party(payee, 'payee')} />,
    ],
    [words.started, <Instant key="started" at={startedAt} />],
    ...(endedAt === undefined ? [] : [[words.ended, <Instant key="e" at={endedAt} />] as const]),
    ...(hold === undefined
      ? []
      : [
          [
            words.hold,
            <Since key="hold" what={words.holds[hold.state]} at={hold.since} />,
          ] as const,
        ]),
    ...(verdict === undefined
      ? []
      : [
          [
            words.verdict,
            `${words.verdicts[verdict.state]}, ${words.onWordOf[verdict.onWordOf]}`,
          ] as const,
        ]),
    ...(error === undefined
      ? []
      : [
          [
            words.error,
            <strong key="error" className={styles['bad']}>
              {error.errorCode}: {error.meaning}
            </strong>,
          ] as const,
        ]),
  ];
}

function Since({ what, at }: { readonly what: string; readonly at: string }) {
  return (
    <>
      {what} <Instant at={at} />
    </>
  );
}

function moreFacts({ facts, updatedAt, engine }: PaymentSide, words: Said): Fact[] {
  const { amount, amountType, terms, scenario, origin } = facts;
  const meant = amountType === 'RECEIVE' ? words.amountReceive : words.amountSend;
  const amounts: readonly (readonly [string, NonNullable<typeof terms>['payeeFspFee']])[] = [
    [words.toBeSent, terms?.transferAmount],
    [words.payeeGets, terms?.payeeReceiveAmount],
    [words.payeesFee, terms?.payeeFspFee],
    [words.payersFee, terms?.payerFspFee],
  ];
  return [
    [
      words.amount,
      <span key="amount">
        <Amount of={amount} /> {amountType !== undefined && <>({meant})</>}
      </span>,
    ],
    ...amounts.flatMap(([name, money]): Fact[] =>
      money === undefined ? [] : [[name, <Amount key={name} of={money} />]],
    ),
    ...(terms === undefined
      ? []
      : [[words.validUntil, <Instant key="until" at={terms.expiresAt} />] as const]),
    [words.use, [scenario, origin].filter(Boolean).join(', ')],
    [words.updated, <Instant key="updated" at={updatedAt} />],
    [words.engine, engine],
  ];
}

function ids({ transferId, quoteId }: PaymentSide, transactionId: string, words: Said): Fact[] {
  const all = [
    [words.transactionId, transactionId],
    [words.transferId, transferId],
    [words.quoteId, quoteId],
  ] as const;
  return all.flatMap(([name, value]): Fact[] =>
    value === undefined ? [] : [[name, <Id key={name} value={value} what={name} />]],
  );
}

/** A newer hub may have reasons that this page does not know. */
const reasonText = (reason: string, { reasons }: Said): string =>
  reason in reasons ? reasons[reason as keyof typeof reasons] : reason;

function Decisions({ of: { decisions } }: { readonly of: PaymentSide }) {
  const words = useWords(paymentWords);
  const names = useDecisionNames();
  if (decisions.length === 0) return null;
  return (
    <section className={styles['sub']}>
      <h3>{words.decisions}</h3>
      <ul className={styles['list']}>
        {decisions.map(({ reason, askedAt, decision, decidedAt }) => (
          <li key={askedAt}>
            {words.decisionAsked(reasonText(reason, words))}, <Instant at={askedAt} />:{' '}
            <strong>
              {decision === undefined
                ? words.notDecided
                : words.decided(nameOfDecision(names, decision))}
            </strong>
            {decidedAt !== undefined && (
              <>
                , <Instant at={decidedAt} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Incidents({ of: { incidents } }: { readonly of: PaymentSide }) {
  const words = useWords(paymentWords);
  if (incidents.length === 0) return null;
  return (
    <section className={styles['sub']}>
      <h3>{words.incidents}</h3>
      <ul className={styles['list']}>
        {incidents.map(({ incidentKey, element, errorType, raisedAt, endedAt, ended }) => (
          <li key={incidentKey}>
            {words.incidentAt(element, errorType)}, <Instant at={raisedAt} />:{' '}
            <strong className={endedAt === undefined ? styles['bad'] : undefined}>
              {ended === undefined ? words.incidentOpen : words.incidentEnds[ended]}
            </strong>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fees({ of: { facts } }: { readonly of: PaymentSide }) {
  const words = useWords(paymentWords);
  if (facts.fees.length === 0) return null;
  return (
    <section className={styles['sub']}>
      <h3>{words.fees}</h3>
      <ul className={styles['list']}>
        {facts.fees.map((fee) => (
          <li key={fee.entryId}>
            {words.feeOwed(fee.debtor, fee.creditor)} <Amount of={fee} />{' '}
            <span className={styles['quiet']}>
              ({fee.ledgerEntryType}, {fee.ruleId})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
