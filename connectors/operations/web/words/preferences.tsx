/** How a person likes to read the page: kept in the browser, nothing of it is a secret. */
import { createContext, use, useLayoutEffect, useState, type ReactNode } from 'react';
import { keepStored, readStored } from '../kit/stored';
import { languages, type InLanguage, type Phrases, type Words } from './languages';
import { readPreferences, type Preferences } from './read-preferences';

export type { Preferences };

const storedAs = 'payment-hub-preferences';

const usual = (): Preferences => ({
  language: languages.find((one) => navigator.language.startsWith(one)) ?? 'en',
  theme: 'system',
  zone: 'own',
  hasShortcuts: true,
});

interface Chosen {
  readonly preferences: Preferences;
  readonly prefer: (change: Partial<Preferences>) => void;
}

const Context = createContext<Chosen | undefined>(undefined);

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [preferences, setPreferences] = useState(() =>
    readPreferences(readStored('browser', storedAs), usual()),
  );
  // Before anything is asked for: the APIs answer in the document's language.
  useLayoutEffect(() => {
    const { documentElement } = document;
    documentElement.lang = preferences.language;
    documentElement.dataset['theme'] = preferences.theme;
  }, [preferences]);
  const prefer = (change: Partial<Preferences>) => {
    const next = { ...preferences, ...change };
    // Where it is not kept, it is so until the tab is closed.
    keepStored('browser', storedAs, JSON.stringify(next));
    setPreferences(next);
  };
  return <Context value={{ preferences, prefer }}>{children}</Context>;
}

export function usePreferences(): Chosen {
  const chosen = use(Context);
  if (chosen === undefined) throw new Error('There is no PreferencesProvider around this');
  return chosen;
}

/** The phrases in the person's language. */
export function useWords<Said extends Phrases>(words: Words<Said>): InLanguage<Said> {
  return words[usePreferences().preferences.language] as InLanguage<Said>;
}
