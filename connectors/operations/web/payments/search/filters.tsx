/** Filters: each is applied as soon as it is changed, and stands in the address. */
import { useRef } from 'react';
import type { PaymentState } from '../../api/types';
import { Button, Choice } from '../../kit/parts';
import { paymentStateWords } from '../../kit/payment-state';
import { usePreferences, useWords } from '../../words/preferences';
import { MoreFilters, type FiltersProps } from './more-filters';
import { InstantInput } from './inputs';
import { pillsOf } from './pills';
import { changed, isEmpty, sorts, startOf, states, times, withTime, type Query } from './query';
import styles from './search.module.css';
import { stepWords } from '../../kit/payment-steps';
import { searchWords } from './words';

export function Filters({
  query,
  typed,
  show,
}: FiltersProps & { readonly typed?: string | undefined }) {
  const words = useWords(searchWords);
  return (
    <section aria-label={words.filters} className={styles['filters']}>
      <States query={query} show={show} />
      <div className={styles['fields']}>
        <TimeFilter query={query} show={show} />
        <Choice
          label={words.sort}
          value={query.sort ?? 'newest'}
          among={sorts.map((one) => [one, words.sorts[one]])}
          choose={(sort) => show(changed(query, { sort: sort === 'newest' ? undefined : sort }))}
        />
      </div>
      <MoreFilters query={query} show={show} />
      <Pills query={query} typed={typed} show={show} />
      {['largest', 'smallest'].includes(query.sort ?? '') && query.currency === undefined && (
        <p className={styles['hint']}>{words.mixedCurrencies}</p>
      )}
    </section>
  );
}

function States({ query, show }: FiltersProps) {
  const words = useWords(searchWords);
  const names = useWords(paymentStateWords);
  const chosen = query.states ?? [];
  const toggle = (state: PaymentState) => {
    const next = states.filter((one) => chosen.includes(one) !== (one === state));
    show(changed(query, { states: next }));
  };
  return (
    <div role="group" aria-label={words.state} className={styles['chips']}>
      <span className={styles['label']}>{words.state}</span>
      {states.map((state) => (
        <button
          key={state}
          type="button"
          className={styles['chip']}
          aria-pressed={chosen.includes(state)}
          onClick={() => toggle(state)}
        >
          {names[state]}
        </button>
      ))}
    </div>
  );
}

function TimeFilter({ query, show }: FiltersProps) {
  const words = useWords(searchWords);
  const { zone } = usePreferences().preferences;
  const isOwn = query.startedFrom !== undefined || query.startedBefore !== undefined;
  const from = useRef<HTMLInputElement>(null);
  const choose = (time: (typeof times)[number] | 'any' | 'own') => {
    if (time === 'any') show(withTime(query, {}));
    else if (time === 'own') {
      const midnightMs = startOf('today', Date.now(), zone);
      show(withTime(query, { startedFrom: new Date(midnightMs).toISOString() }));
      requestAnimationFrame(() => from.current?.focus());
    } else show(withTime(query, { time }));
  };
  const { startedFrom, startedBefore } = query;
  const zoneName = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Choice
        label={words.time}
        value={isOwn ? 'own' : (query.time ?? 'any')}
        among={(['any', ...times, 'own'] as const).map((one) => [one, words.times[one]])}
        choose={choose}
      />
      {isOwn && (
        <>
          <InstantInput
            ref={from}
            label={words.from}
            hint={words.timeZone(zoneName)}
            zone={zone}
            value={startedFrom}
            apply={(at) => show(withTime(query, { startedFrom: at, startedBefore }))}
          />
          <InstantInput
            label={words.before}
            hint={words.timeZone(zoneName)}
            zone={zone}
            value={startedBefore}
            apply={(at) => show(withTime(query, { startedFrom, startedBefore: at }))}
          />
        </>
      )}
    </>
  );
}

/** What is looked for, each part with its way out. */
function Pills({ query, typed, show }: FiltersProps & { readonly typed: string | undefined }) {
  const words = useWords(searchWords);
  const stateNames = useWords(paymentStateWords);
  const stepNames = useWords(stepWords);
  const { preferences } = usePreferences();
  const group = useRef<HTMLDivElement>(null);
  const go = (next: Query) => {
    // What was pressed is gone then: the keyboard stays here.
    group.current?.focus();
    show(next);
  };
  const pills = pillsOf(query, typed, { words, stateNames, stepNames, preferences });
  return (
    <div
      ref={group}
      role="group"
      aria-label={words.lookedFor}
      tabIndex={-1}
      className={styles['chips']}
    >
      {pills.map(({ name, without }) => (
        <button
          key={name}
          type="button"
          className={styles['pill']}
          aria-label={words.takeAway(name)}
          onClick={() => go(without)}
        >
          {name} <span aria-hidden="true">✕</span>
        </button>
      ))}
      {!isEmpty(query) && (
        <Button look="link" onClick={() => go({})}>
          {words.clearAll}
        </Button>
      )}
    </div>
  );
}
