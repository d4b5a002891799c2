/** The elements of a process in words: whoever does not see the diagram, or uses no mouse, has all of it here. */
import { formatCount, formatDuration } from '../../../words/formats';
import type { ExecutedProcess } from '../../../api/types';
import { usePreferences, useWords } from '../../../words/preferences';
import { diagramWords } from '../words';
import styles from './diagram.module.css';
import type { Mark } from './execution';
import { Variables } from './variables';

export function ElementList({
  marks,
  chosen,
  choose,
  setFromOutside,
}: {
  readonly marks: readonly Mark[];
  readonly chosen: string | undefined;
  readonly choose: (elementId: string) => void;
  readonly setFromOutside: ExecutedProcess['setFromOutside'];
}) {
  const words = useWords(diagramWords);
  return (
    <section>
      <h3>{words.elements}</h3>
      <p className={styles['stand']}>{words.choose}</p>
      <ol className={styles['elements']}>
        {marks.map((mark) => (
          <li key={mark.elementId}>
            <button
              type="button"
              className={styles['element']}
              aria-pressed={mark.elementId === chosen}
              onClick={() => choose(mark.elementId)}
            >
              <span>{mark.name}</span>
              <Stand of={mark} />
            </button>
          </li>
        ))}
      </ol>
      {setFromOutside.length > 0 && (
        <>
          <h3>{words.outside}</h3>
          <Variables of={setFromOutside} />
        </>
      )}
    </section>
  );
}

function Stand({ of }: { readonly of: Mark }) {
  const words = useWords(diagramWords);
  const { language } = usePreferences().preferences;
  const { state, durationMs, tries, visits, incidents, incidentsOpen } = of;
  const count = (value: number) => formatCount(value, language);
  const parts = [
    words.states[state],
    ...(durationMs !== undefined && durationMs > 0 ? [formatDuration(durationMs)] : []),
    ...(tries > visits.length ? [words.tries(count(tries))] : []),
    ...(visits.length > 1 ? [words.times(count(visits.length))] : []),
    ...(incidents > 0 ? [words.incidents] : []),
  ];
  return (
    <span className={incidentsOpen > 0 ? styles['isOpen'] : styles['stand']}>
      {parts.join(' · ')}
    </span>
  );
}

export function Legend() {
  const words = useWords(diagramWords);
  return (
    <details>
      <summary>{words.legend}</summary>
      <ul>
        <li>{words.legendDone}</li>
        <li>{words.legendLeft}</li>
        <li>{words.legendHere}</li>
        <li>{words.legendEnded}</li>
        <li>{words.legendIncident}</li>
        <li>{words.legendTries}</li>
      </ul>
    </details>
  );
}
