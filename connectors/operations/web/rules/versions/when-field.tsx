/** A date and a time with its zone. */
import { Field } from '../../kit/parts';
import { readLocal } from '../../kit/times';
import { useWords } from '../../words/preferences';
import styles from '../rules.module.css';
import { versionWords } from './words';

export interface When {
  readonly local: string;
  readonly zone: 'own' | 'utc';
  /** Undefined while it is no time. */
  readonly at: string | undefined;
}

export function WhenField({
  when: { local, zone },
  change,
  label,
  hint,
}: {
  readonly when: When;
  readonly change: (when: When) => void;
  readonly label?: string;
  readonly hint?: string;
}) {
  const words = useWords(versionWords);
  const set = (next: Pick<When, 'local' | 'zone'>) =>
    change({ ...next, at: readLocal(next.local, next.zone) });
  return (
    <div className={styles['choose']}>
      <Field label={label ?? words.when} hint={hint ?? words.whenHint}>
        {(about) => (
          <input
            {...about}
            type="datetime-local"
            step={1}
            value={local}
            onChange={({ target }) => set({ local: target.value, zone })}
          />
        )}
      </Field>
      <Field label={words.zone}>
        {(about) => (
          <select
            {...about}
            value={zone}
            onChange={({ target }) => set({ local, zone: target.value === 'utc' ? 'utc' : 'own' })}
          >
            <option value="own">
              {words.zones.own} ({Intl.DateTimeFormat().resolvedOptions().timeZone})
            </option>
            <option value="utc">{words.zones.utc}</option>
          </select>
        )}
      </Field>
    </div>
  );
}
