/** An id that somebody has just copied: only where the browser tells without asking. */
import { useEffect, useState } from 'react';
import { isMachineId } from '../../kit/personal';

export function useClipboardId(): string | undefined {
  const [offered, setOffered] = useState<string>();
  useEffect(() => {
    let isHere = true;
    const look = () => {
      void readId().then((id) => {
        if (isHere) setOffered(id);
      });
    };
    look();
    window.addEventListener('focus', look);
    return () => {
      isHere = false;
      window.removeEventListener('focus', look);
    };
  }, []);
  return offered;
}

/** Nothing but an id of programs: whatever else is there, a password perhaps, is not shown. */
async function readId(): Promise<string | undefined> {
  try {
    // Not every browser knows this permission, nor TypeScript.
    const name = 'clipboard-read' as PermissionName;
    const { state } = await navigator.permissions.query({ name });
    if (state !== 'granted' || !document.hasFocus()) return undefined;
    const text = (await navigator.clipboard.readText()).trim();
    return isMachineId(text) ? text : undefined;
  } catch {
    // It is an offer: where it cannot be made, nothing is missing.
    return undefined;
  }
}
