/** Single values as people read them. */
import type { ReactNode } from 'react';
import {
  formatAge,
  formatInstant,
  formatMoney,
  formatTimeOfDay,
  type Money,
} from '../words/formats';
import { usePreferences, useWords } from '../words/preferences';
import { useCopying } from './copying';
import { useNowMs } from './now';
import { kitWords } from './words';
import styles from './kit.module.css';

export function Amount({ of }: { readonly of: Money | null | undefined }) {
  const { language } = usePreferences().preferences;
  const words = useWords(kitWords);
  if (of == null) return <span className={styles['quiet']}>{words.amountUnknown}</span>;
  return <span className={styles['amount']}>{formatMoney(of, language)}</span>;
}

/** In the person's zone; in the other one when pointed at. */
export function Instant({ at }: { readonly at: string }) {
  const { preferences } = usePreferences();
  const atMs = Date.parse(at);
  const other = { ...preferences, zone: preferences.zone === 'utc' ? 'own' : 'utc' } as const;
  const [, day = '', time = ''] = /^(.*), (.*)$/.exec(formatInstant(atMs, preferences)) ?? [];
  return (
    <time dateTime={at} title={formatInstant(atMs, other)}>
      <span className={styles['whole']}>{day},</span>{' '}
      <span className={styles['whole']}>{time}</span>
    </time>
  );
}

/** For how long, ticking. */
export function Age({ since }: { readonly since: string }) {
  const { preferences } = usePreferences();
  const age = formatAge(useNowMs() - Date.parse(since));
  return (
    <time
      className={styles['age']}
      dateTime={since}
      title={formatInstant(Date.parse(since), preferences)}
    >
      {age}
    </time>
  );
}

/** Since when, and for how long that is, ticking. */
export function Since({ at }: { readonly at: string }) {
  return (
    <>
      <Instant at={at} /> (<Age since={at} />)
    </>
  );
}

/** So long ago, ticking. */
export function Ago({ since }: { readonly since: string }) {
  const words = useWords(kitWords);
  const [before, after] = words.ago('\n').split('\n');
  return (
    <>
      {before}
      <Age since={since} />
      {after}
    </>
  );
}

/** How old what one sees is: on every view. */
export function AsOf({ at }: { readonly at: string | number | undefined }) {
  const { preferences } = usePreferences();
  const words = useWords(kitWords);
  const nowMs = useNowMs();
  if (at === undefined || at === 0) return null;
  const atMs = typeof at === 'number' ? at : Date.parse(at);
  return (
    <span className={styles['asOf']}>
      {words.asOf(formatTimeOfDay(atMs, preferences), formatAge(nowMs - atMs))}
    </span>
  );
}

/** An id, short enough for a row, copied whole. */
export function Id({ value, what }: { readonly value: string; readonly what: string }) {
  const words = useWords(kitWords);
  const { isCopied, refused, copy } = useCopying();
  return (
    <span className={styles['id']}>
      <code title={value}>
        {value.length > 13 ? `${value.slice(0, 8)}…${value.slice(-4)}` : value}
      </code>
      <button
        type="button"
        className={styles['copy']}
        onClick={() => copy(value)}
        aria-label={words.copy(what)}
      >
        {isCopied ? '✓' : <Sheets />}
      </button>
      {refused !== undefined && (
        <label className={styles['byHand']}>
          {words.copyByHand}
          <input readOnly value={refused} />
        </label>
      )}
    </span>
  );
}

/** Not every machine has a font with the sign of two sheets. */
function Sheets() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none">
      <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

export type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'info';

/** Its meaning stands in its text, never in its colour alone. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`${styles['badge'] ?? ''} ${styles[tone] ?? ''}`}>{children}</span>;
}
