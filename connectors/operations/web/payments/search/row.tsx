/** A payment in one row. */
import { memo, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { FoundPayment } from '../../api/types';
import { addressOf } from '../../kit/addresses';
import { PaymentStateBadge } from '../../kit/payment-state';
import { Ago, Amount, Badge, Instant } from '../../kit/values';
import { useWords } from '../../words/preferences';
import styles from './search.module.css';
import { nameOfStep, stepWords } from '../../kit/payment-steps';
import { searchWords } from './words';

interface RowProps {
  readonly of: FoundPayment;
  readonly index: number;
  readonly top: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly isGone: boolean;
  readonly isVisited: boolean;
}

export const Row = memo(function Row({ of, index, top, measure, isGone, isVisited }: RowProps) {
  const words = useWords(searchWords);
  const { columns } = words;
  return (
    <div
      ref={measure}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={[styles['row'], styles['found'], isVisited && styles['visited']]
        .filter(Boolean)
        .join(' ')}
      style={{ transform: `translateY(${String(top)}px)` }}
    >
      <Cell>
        <span className={styles['age']}>
          <Ago since={of.startedAt} />
        </span>
        <small>
          <Instant at={of.startedAt} />
        </small>
      </Cell>
      <Cell>
        <Amount of={of.amount} />
        <Marks of={of} isGone={isGone} />
      </Cell>
      <Cell>
        <Link href={`/${addressOf(of.transactionId)}`}>{of.whatHappened}</Link>
        {isVisited && <small>✓ {words.visited}</small>}
      </Cell>
      <Cell label={columns.counterpart}>
        <Counterpart of={of} />
      </Cell>
      <Cell label={columns.standsAt}>
        <Step of={of} />
      </Cell>
      <Cell label={columns.changed}>
        <span>
          <Ago since={of.updatedAt} />
        </span>
      </Cell>
    </div>
  );
});

function Marks({ of, isGone }: { readonly of: FoundPayment; readonly isGone: boolean }) {
  const words = useWords(searchWords);
  return (
    <div className={styles['marks']}>
      <PaymentStateBadge of={of.state} />
      {of.standsStill && <Badge tone="bad">{words.still}</Badge>}
      {isGone && <Badge tone="quiet">{words.gone}</Badge>}
    </div>
  );
}

function Step({ of: { standsAt } }: { readonly of: FoundPayment }) {
  const names = useWords(stepWords);
  return standsAt == null ? '–' : nameOfStep(names, standsAt);
}

/** @param label shown where the columns have no heads */
function Cell({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <div role="cell" data-label={label}>
      {children}
    </div>
  );
}

/** Of persons nothing that names them is told here: only their DFSPs. */
function Counterpart({ of: { side, payer, payee } }: { readonly of: FoundPayment }) {
  const words = useWords(searchWords);
  if (side === null) return words.noSide;
  const { fspId } = side === 'payer' ? payee : payer;
  return (
    <span>
      {side === 'payer' ? words.to : words.fromDfsp} {fspId ?? words.unknownDfsp}
    </span>
  );
}
