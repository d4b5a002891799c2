/** What happened and what was said, line by line; each line chooses its element or its message. */
import { useState } from 'react';
import type { Story } from '../../api/types';
import { Field, Panel } from '../../kit/parts';
import { formatDuration } from '../../words/formats';
import { Instant } from '../../kit/values';
import { useWords } from '../../words/preferences';
import type { Chosen } from './chosen';
import {
  chosenByEntry,
  isChosen,
  isFailure,
  shown,
  timelineFilters,
  type Entry,
  type TimelineFilter,
} from './timeline';
import styles from './payment.module.css';
import { paymentWords } from './words';

interface ListProps {
  readonly story: Story;
  readonly chosen: Chosen | undefined;
  /** Of the element that is chosen. */
  readonly events: ReadonlySet<string>;
  readonly choose: (chosen: Chosen) => void;
}

export function TimelineList({ story, ...rest }: ListProps) {
  const words = useWords(paymentWords);
  const [filter, setFilter] = useState<TimelineFilter>('all');
  return (
    <Panel title={words.timeline}>
      <Field label={words.show}>
        {(about) => (
          <select
            {...about}
            value={filter}
            onChange={({ target }) => {
              setFilter(timelineFilters.find((one) => one === target.value) ?? 'all');
            }}
          >
            {timelineFilters.map((one) => (
              <option key={one} value={one}>
                {words.filters[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className={styles['scroll']}>
        {story.sides.map(({ side, timeline }) => (
          <section key={side}>
            {story.sides.length > 1 && <h3>{words.sides[side ?? 'none']}</h3>}
            <Entries of={timeline} filter={filter} {...rest} />
          </section>
        ))}
      </div>
    </Panel>
  );
}

function Entries({
  of,
  filter,
  ...rest
}: Omit<ListProps, 'story'> & {
  readonly of: readonly Entry[];
  readonly filter: TimelineFilter;
}) {
  const words = useWords(paymentWords);
  const entries = shown(of, filter);
  const first = of[0]?.at;
  if (entries.length === 0) return <p className={styles['quiet']}>{words.noEntries}</p>;
  return (
    <ol className={styles['entries']}>
      {entries.map((entry, at) => (
        <li key={entry.eventId ?? entry.messageId ?? String(at)}>
          <Line entry={entry} first={first ?? entry.at} {...rest} />
        </li>
      ))}
    </ol>
  );
}

function Line({
  entry,
  first,
  chosen,
  events,
  choose,
}: Omit<ListProps, 'story'> & { readonly entry: Entry; readonly first: string }) {
  const words = useWords(paymentWords);
  const chosenByIt = chosenByEntry(entry);
  const failed = isFailure(entry);
  const look = [
    styles['entry'],
    entry.kind === 'message' && styles['entryMessage'],
    failed && styles['entryFailed'],
  ];
  const afterMs = Date.parse(entry.at) - Date.parse(first);
  return (
    <button
      type="button"
      className={look.filter(Boolean).join(' ')}
      aria-pressed={isChosen(entry, chosen, events)}
      disabled={chosenByIt === undefined}
      onClick={() => {
        if (chosenByIt !== undefined) choose(chosenByIt);
      }}
    >
      <span>
        {failed && <span aria-hidden>✕ </span>}
        {entry.text}
      </span>
      <span className={styles['when']}>
        {words.entryKinds[entry.kind]} ·{' '}
        {afterMs > 0 && (
          <span className={styles['duration']}>{words.after(formatDuration(afterMs))} · </span>
        )}
        <Instant at={entry.at} />
      </span>
    </button>
  );
}
