/** Chooses of which time, and of which side, one looks at figures. */
import { useState } from 'react';
import { Button } from '../kit/parts';
import { useWords } from '../words/preferences';
import { Choices } from './choices';
import type { Side } from './figures';
import styles from './overview.module.css';
import { daysIn, ownRange, presets, type Range } from './range';
import type { ChosenRange } from './use-range';
import { overviewWords } from './words';

const sides: readonly Side[] = ['payer', 'payee'];

export function RangeBar({
  chosen: { range, side, change },
  hasSide = true,
}: {
  readonly chosen: ChosenRange;
  readonly hasSide?: boolean;
}) {
  const words = useWords(overviewWords);
  return (
    <div className={styles['range']}>
      <Choices
        title={words.time}
        choices={presets.map((name) => ({ name, title: words.ranges[name] }))}
        chosen={range.name}
        choose={(name) => change({ range: name, from: undefined, until: undefined })}
      />
      <OwnDays key={`${range.from} ${range.to}`} range={range} change={change} />
      {hasSide && (
        <Choices
          title={words.side}
          choices={sides.map((name) => ({ name, title: words.sides[name] }))}
          chosen={side}
          choose={(name) => change({ side: name })}
        />
      )}
    </div>
  );
}

function OwnDays({
  range,
  change,
}: {
  readonly range: Range;
  readonly change: ChosenRange['change'];
}) {
  const words = useWords(overviewWords);
  const [days, setDays] = useState(() => daysIn(range));
  const isWhole = days.from !== '' && days.until !== '';
  const isWrong = isWhole && ownRange(days.from, days.until) === undefined;
  return (
    <form
      className={styles['days']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) change({ ...days, range: undefined });
      }}
    >
      <label>
        {words.from}
        <input
          type="date"
          required
          value={days.from}
          onChange={({ target }) => setDays({ ...days, from: target.value })}
        />
      </label>
      <label>
        {words.until}
        <input
          type="date"
          required
          aria-invalid={isWrong}
          value={days.until}
          onChange={({ target }) => setDays({ ...days, until: target.value })}
        />
      </label>
      <Button type="submit">{words.show}</Button>
      {isWrong && <span role="alert">{words.badDays}</span>}
    </form>
  );
}
