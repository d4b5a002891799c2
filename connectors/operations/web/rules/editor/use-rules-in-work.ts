/** Rules under work, what the server says of them, and where they are kept. */
import { useEffect, useReducer, useState } from 'react';
import { keepStored } from '../../kit/stored';
import { formsOfTables, formsOfText } from '../api';
import { changeDraft, contentOf, isEmptyDraft, type Draft, type DraftChange } from './draft';
import { storedText } from './stored-draft';
import { toSend } from './tables';

export interface RulesInWork {
  readonly draft: Draft;
  /** false: the browser does not keep it, so that a reload loses it. */
  readonly isKept: boolean;
  readonly change: (change: DraftChange) => void;
  /** Why it could not be checked. */
  readonly problem: Error | undefined;
  readonly again: () => void;
}

/** So long after the last key it is asked what was written. */
const pauseMs = 250;

export function useRulesInWork(start: Draft, key: string, from: string | undefined): RulesInWork {
  const [draft, change] = useReducer(changeDraft, start);
  const { problem, again } = useTold(draft, change);
  const [isKept, setIsKept] = useState(true);
  useEffect(() => {
    const stored = storedText({ draft, from });
    // Only the browser knows, and only once it was tried.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setIsKept(keepStored('tab', key, stored));
  }, [draft, key, from]);
  const isWorthAsking = !isEmptyDraft(draft);
  useEffect(() => {
    if (!isWorthAsking) return;
    // A tab that is closed takes its storage with it.
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
    };
  }, [isWorthAsking]);
  return { draft, isKept, change, problem, again };
}

function useTold(draft: Draft, change: (change: DraftChange) => void) {
  const [failed, setFailed] = useState<{ readonly source: unknown; readonly problem: Error }>();
  const [attempt, setAttempt] = useState(0);
  const { lead, tables, text, isTold } = draft;
  const source = lead === 'tables' ? tables : text;
  useEffect(() => {
    if (isTold) return;
    const gone = new AbortController();
    const ask = async () => {
      try {
        const forms = await (typeof source === 'string'
          ? formsOfText(source, gone.signal)
          : formsOfTables(toSend(source), gone.signal));
        if (gone.signal.aborted) return;
        setFailed(undefined);
        change({ kind: 'told', about: contentOf({ lead, tables, text }), forms });
      } catch (problem) {
        if (!gone.signal.aborted) setFailed({ source, problem: problem as Error });
      }
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
    // The form that follows changes by the answer itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [source, lead, isTold, attempt, change]);
  return {
    problem: !isTold && failed?.source === source ? failed.problem : undefined,
    again: () => setAttempt(attempt + 1),
  };
}
