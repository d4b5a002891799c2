/** Single keys: none moves money, all can be switched off (WCAG 2.1.4), none is heard while somebody types. */
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { usePreferences } from '../words/preferences';

export interface Shortcut {
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
}

interface Registry {
  /** Those of the views that are shown. */
  readonly list: () => readonly Shortcut[];
  readonly add: (shortcuts: () => readonly Shortcut[]) => () => void;
}

function createRegistry(): Registry {
  const sources = new Set<() => readonly Shortcut[]>();
  return {
    list: () => [...sources].flatMap((source) => source()),
    add: (source) => {
      sources.add(source);
      return () => sources.delete(source);
    },
  };
}

const Context = createContext<Registry | undefined>(undefined);

export function ShortcutsProvider({ children }: { readonly children: ReactNode }) {
  const { hasShortcuts } = usePreferences().preferences;
  const [registry] = useState(createRegistry);
  useEffect(() => {
    if (!hasShortcuts) return;
    const heard = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      // The view that came last knows its keys best.
      const found = registry.list().findLast(({ key }) => key === event.key);
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  }, [hasShortcuts, registry]);
  return <Context value={registry}>{children}</Context>;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** While the view is shown. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const registry = useRegistry();
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const remove = registry.add(() => latest.current);
    return () => remove();
  }, [registry]);
}

/** Lists the keys of what is shown when it is called. */
export function useShortcutList(): () => readonly Shortcut[] {
  return useRegistry().list;
}

function useRegistry(): Registry {
  const registry = use(Context);
  if (registry === undefined) throw new Error('There is no ShortcutsProvider around this');
  return registry;
}
