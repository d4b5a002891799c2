import { useId, useState, type ChangeEvent, type ReactNode } from 'react';
import type { Filters } from '../../kit/changed-query';
import { actWords } from '../../kit/acts/words';
import { Button } from '../../kit/parts';
import { useWords } from '../../words/preferences';
import styles from '../system.module.css';
import { filterNames, personalIn, type ActFilters } from './asked-acts';
import { actsWords } from './words';

interface ActsFilterProps {
  readonly filters: ActFilters;
  readonly change: (changes: Filters) => void;
}

export function ActsFilter({ filters, change }: ActsFilterProps) {
  const words = useWords(actsWords);
  const { operations, outcome } = useWords(actWords);
  const [typed, setTyped] = useState<ActFilters>(filters);
  const [refused, setRefused] = useState<readonly (keyof ActFilters)[]>([]);
  const why = useId();
  const valueOf = (name: keyof ActFilters) => ({
    value: typed[name] ?? '',
    onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      setTyped({ ...typed, [name]: target.value }),
    ...(refused.includes(name) && { 'aria-invalid': true, 'aria-describedby': why }),
  });
  const none = Object.fromEntries(filterNames.map((name) => [name, undefined]));
  return (
    <form
      className={styles['filter']}
      onSubmit={(event) => {
        event.preventDefault();
        const personal = personalIn(typed);
        setRefused(personal);
        if (personal.length === 0) change({ ...none, ...typed });
      }}
    >
      <Labelled label={words.person}>
        <input maxLength={200} autoComplete="off" {...valueOf('person')} />
      </Labelled>
      <Labelled label={words.operation}>
        <select {...valueOf('operation')}>
          <option value="">{words.any}</option>
          {Object.entries(operations).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label={outcome}>
        <select {...valueOf('isAllowed')}>
          <option value="">{words.outcomes.any}</option>
          <option value="true">{words.outcomes.true}</option>
          <option value="false">{words.outcomes.false}</option>
        </select>
      </Labelled>
      <Labelled label={words.about}>
        <input maxLength={512} autoComplete="off" {...valueOf('about')} />
      </Labelled>
      <Labelled label={words.from}>
        <input type="date" {...valueOf('from')} />
      </Labelled>
      <Labelled label={words.until}>
        <input type="date" {...valueOf('until')} />
      </Labelled>
      <Button type="submit">{words.show}</Button>
      {Object.keys(filters).length > 0 && (
        <Button look="link" onClick={() => change(none)}>
          {words.all}
        </Button>
      )}
      {refused.length > 0 && (
        <p role="alert" id={why} className={styles['refused']}>
          {words.personal}
        </p>
      )}
    </form>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label>
      {label}
      {children}
    </label>
  );
}
