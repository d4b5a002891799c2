import { useRef, useState } from 'react';
import { useSession } from '../api/session';
import { keepStored, readStored, storedName } from '../kit/stored';
import { anew, emptyDraft, isBegun, readDraft, type Draft } from './draft';

export interface KeptDraft {
  readonly draft: Draft;
  /** false: the browser does not keep it, so that a reload loses it. */
  readonly isKept: boolean;
  readonly change: (part: Partial<Draft>) => void;
  /** The same words, as another decision. */
  readonly renew: () => void;
  readonly drop: () => void;
}

/** Of one matter: whoever shows another one mounts it anew. */
export function useDraft(tenant: string, what: string): KeptDraft {
  const name = storedName('draft', useSession().person, tenant, what);
  const [draft, setDraft] = useState(
    () => readDraft(readStored('tab', name)) ?? emptyDraft(crypto.randomUUID()),
  );
  const [isKept, setIsKept] = useState(true);
  // What is sent is written down before it is sent, not when React comes to it.
  const latest = useRef(draft);
  const keep = (next: Draft) => {
    latest.current = next;
    setIsKept(keepStored('tab', name, isBegun(next) ? JSON.stringify(next) : undefined));
    setDraft(next);
  };
  return {
    draft,
    isKept,
    change: (part) => {
      keep({ ...latest.current, ...part });
    },
    renew: () => {
      keep(anew(latest.current, crypto.randomUUID()));
    },
    drop: () => {
      keep(emptyDraft(crypto.randomUUID()));
    },
  };
}
