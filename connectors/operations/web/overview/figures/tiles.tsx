import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { formatCount, formatDuration, formatShare } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { ofSide, outcomes, percentiles, settledIn, successOf, type Counts } from '../figures';
import styles from '../overview.module.css';
import { paymentsLink, statesOf } from '../payments-link';
import { useReport } from '../read-report';
import { overviewWords } from '../words';
import { searchOf, type Shown } from './shown';

export function Tiles({ shown, counts }: { readonly shown: Shown; readonly counts: Counts }) {
  const { tenant, range } = shown;
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const success = successOf(counts);
  const ended = counts.paid + counts.failed + counts.cancelled;
  return (
    <ul className={styles['tiles']}>
      <Tile title={words.payments}>
        <Link href={paymentsLink(tenant, searchOf(shown, range))}>
          {formatCount(counts.payments, language)}
        </Link>
      </Tile>
      <Tile
        title={words.success}
        help={
          success === undefined ? words.noneEnded : words.successHelp(formatCount(ended, language))
        }
      >
        <span className={styles['figure']}>
          {success === undefined ? '–' : formatShare(success, language)}
        </span>
      </Tile>
      {outcomes.map((outcome) => (
        <Tile key={outcome} title={words.outcomes[outcome]}>
          <Link href={paymentsLink(tenant, searchOf(shown, range, statesOf[outcome]))}>
            {formatCount(counts[outcome], language)}
          </Link>
        </Tile>
      ))}
      <SettledTile shown={shown} />
    </ul>
  );
}

/** What hinders them from being read stands at their own panel. */
function SettledTile({ shown: { tenant, side, range } }: { readonly shown: Shown }) {
  const words = useWords(overviewWords);
  const { from, to } = range;
  const { data } = useReport({ tenant, report: 'time-to-settle', from, to });
  const settled = data && settledIn(ofSide(data.rows, side), 'whole');
  if (settled === undefined) return null;
  return (
    <Tile title={words.settle} help={words.spans.whole}>
      {percentiles.map((name) => (
        <span key={name} className={styles['quiet']}>
          {name.replace('Ms', '')} <strong>{formatDuration(settled[name])}</strong>
        </span>
      ))}
    </Tile>
  );
}

function Tile({
  title,
  help,
  children,
}: {
  readonly title: string;
  readonly help?: string;
  readonly children: ReactNode;
}) {
  return (
    <li className={styles['tile']}>
      <span>{title}</span>
      {children}
      {help !== undefined && <span className={styles['quiet']}>{help}</span>}
    </li>
  );
}
