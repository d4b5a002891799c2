/** What a person prefers, out of what the browser has kept. Pure. */
import { parsedObject } from '../kit/stored';
import { languages, type Language } from './languages';

export interface Preferences {
  readonly language: Language;
  /** `system`: as the machine is set. */
  readonly theme: 'system' | 'light' | 'dark';
  /** Whose times: those of the machine's place, or UTC. */
  readonly zone: 'own' | 'utc';
  /** WCAG 2.1.4: single keys can be switched off. */
  readonly hasShortcuts: boolean;
}

/** What an older page has stored, or somebody by hand, may be anything. */
export function readPreferences(stored: string | null, otherwise: Preferences): Preferences {
  const found = parsedObject(stored);
  const pick = <Name extends keyof Preferences>(name: Name, values: readonly Preferences[Name][]) =>
    values.find((value) => value === found[name]) ?? otherwise[name];
  return {
    language: pick('language', languages),
    theme: pick('theme', ['system', 'light', 'dark']),
    zone: pick('zone', ['own', 'utc']),
    hasShortcuts: pick('hasShortcuts', [true, false]),
  };
}
