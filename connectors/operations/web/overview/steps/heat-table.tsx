/** What was counted in words and numbers, each as dark as there are many, and leading to its payments. */
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { Table } from '../../kit/table';
import { formatCount } from '../../words/formats';
import { usePreferences, useWords } from '../../words/preferences';
import { searchOf, type Shown } from '../figures/shown';
import { paymentsLink } from '../payments-link';
import { overviewWords } from '../words';
import { countOf, heatNames, heats, searchFor, shareIn, type Heat, type Heated } from './heat';
import styles from './steps.module.css';

export type ShownHeat = Pick<Shown, 'tenant' | 'side' | 'range'>;

interface HeatTableProps {
  readonly shown: ShownHeat;
  readonly caption: string;
  /** Of the first column. */
  readonly what: string;
  readonly heated: readonly Heated[];
}

export function HeatTable({ shown, caption, what, heated }: HeatTableProps) {
  const words = useWords(overviewWords);
  const columns = [
    { title: what },
    ...heatNames.map((heat) => ({ title: words[heat], isNumber: true })),
  ];
  const shares = heatNames.map((heat) => ({ heat, shareOf: shareIn(heated, heat) }));
  const rows = heated.map((one) => ({
    key: one.key,
    cells: [
      <span key="what">
        {one.title} {one.name !== one.title && <code className={styles['kind']}>{one.name}</code>}
      </span>,
      ...shares.map(({ heat, shareOf }) => (
        <Count key={heat} {...{ shown, one, heat, share: shareOf(one) }} />
      )),
    ],
  }));
  return <Table {...{ caption, columns, rows }} />;
}

interface CountProps {
  readonly shown: ShownHeat;
  readonly one: Heated;
  readonly heat: Heat;
  readonly share: string;
}

function Count({ shown, one, heat, share }: CountProps) {
  const words = useWords(overviewWords);
  const { language } = usePreferences().preferences;
  const count = countOf(heat, one.figures);
  if (count === 0) return <span className={styles['none']}>0</span>;
  const text = formatCount(count, language);
  return (
    <Link
      href={linkTo(shown, heat, one)}
      className={`${styles['heat'] ?? ''} ${styles[heats[heat].tone] ?? ''}`}
      style={ownProperty(share)}
      aria-label={words.showPayments(text, `${one.title}, ${words[heat]}`)}
    >
      {text}
    </Link>
  );
}

export function linkTo(shown: ShownHeat, heat: Heat, one: Heated): string {
  return paymentsLink(shown.tenant, { ...searchOf(shown, shown.range), ...searchFor(heat, one) });
}

/** For the style sheet; React's types know no properties of one's own. */
function ownProperty(share: string): CSSProperties {
  const own: Readonly<Record<`--${string}`, string>> = { '--share': share };
  return own;
}
