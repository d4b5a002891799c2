/** In which language the APIs are to answer: the person's own choice, in which the page is too, and not their browser's. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../words/preferences';

export function chosenLanguage(): { readonly 'Accept-Language': string } {
  return { 'Accept-Language': document.documentElement.lang };
}

/** What was answered in another language is asked for anew; what somebody has typed meanwhile stays. */
export function useAnswersInChosenLanguage(): void {
  const queries = useQueryClient();
  const { language } = usePreferences().preferences;
  const before = useRef(language);
  useEffect(() => {
    if (before.current === language) return;
    before.current = language;
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  }, [language, queries]);
}
