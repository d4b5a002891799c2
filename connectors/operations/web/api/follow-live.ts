/** The server's stream of changes, for as long as it is wanted, whatever comes between. */

export type LiveState = 'connecting' | 'live' | 'interrupted';

interface Heard {
  readonly told: (state: LiveState) => void;
  readonly changed: (data: string) => void;
  /** It is followed again, from nowhere. */
  readonly missed: () => void;
  readonly signedOut: () => void;
}

/** The browser comes again by itself after no answer, and never after a refusal (a proxy's 502, a session that has ended). */
const reopenAfterMs = 5_000;

/** @returns what ends it */
export function followLive(tenant: string, heard: Heard): () => void {
  let events: EventSource;
  let later: ReturnType<typeof setTimeout> | undefined;
  const openLater = () => {
    clearTimeout(later);
    later = setTimeout(() => open(heard.missed), reopenAfterMs);
  };
  const open = (opened: () => void) => {
    events = new EventSource(`/bff/live?tenant=${encodeURIComponent(tenant)}`);
    events.onopen = () => {
      heard.told('live');
      opened();
    };
    events.onerror = () => {
      heard.told('interrupted');
      if (events.readyState === EventSource.CLOSED) openLater();
    };
    events.addEventListener('changed', ({ data }: MessageEvent<string>) => heard.changed(data));
    events.addEventListener('signed-out', () => {
      events.close();
      heard.told('interrupted');
      heard.signedOut();
      openLater();
    });
  };
  open(() => undefined);
  return () => {
    clearTimeout(later);
    events.close();
  };
}
