/** Tabs of a view, by the pattern of WAI-ARIA: arrows move, Home and End too. */
import { useId, type KeyboardEvent, type ReactNode } from 'react';
import styles from './kit.module.css';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
}

export function Tabs<Name extends string>({
  label,
  tabs,
  chosen,
  choose,
  children,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const tabId = (name: string) => `${id}-${name}`;
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const to = movedTo(event.key, at, tabs.length);
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined) return;
    event.preventDefault();
    choose(tab.name);
    document.getElementById(tabId(tab.name))?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className={styles['tabs']}>
        {tabs.map(({ name, title }) => (
          <button
            key={name}
            id={tabId(name)}
            type="button"
            role="tab"
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => {
              choose(name);
            }}
            onKeyDown={move}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        className={styles['tabPanel']}
        aria-labelledby={tabId(chosen)}
        tabIndex={0}
      >
        {children}
      </div>
    </>
  );
}

function movedTo(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
