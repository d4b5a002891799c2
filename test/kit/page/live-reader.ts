/** Reads a stream of server-sent events, as a page does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CookieBrowser } from './browser';

export interface LiveEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

export interface LiveReader {
  readonly status: number;
  readonly headers: Headers;
  readonly events: readonly LiveEvent[];
  /** All that has come. */
  readonly text: () => string;
  /** Of the last event that had one. */
  readonly lastId: () => string | undefined;
  /** Resolves once there are so many events. */
  count(events: number): Promise<void>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function readLive(
  browser: CookieBrowser,
  tenant: string,
  { origin = browser.origin, lastId }: { origin?: string; lastId?: string } = {},
): Promise<LiveReader> {
  const gone = new AbortController();
  const answer = await fetch(`${origin}/bff/live?tenant=${tenant}`, {
    headers: {
      ...browser.cookieHeader(),
      ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
    },
    signal: gone.signal,
  });
  let text = '';
  let last: string | undefined;
  const events: LiveEvent[] = [];
  const take = (block: string): void => {
    const fields = block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    });
    const of = new Map(fields);
    last = of.get('id') ?? last;
    const data = of.get('data');
    if (data === undefined) return;
    events.push({ event: of.get('event') ?? 'message', id: of.get('id'), data: JSON.parse(data) });
  };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      rest += Buffer.from(chunk).toString();
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  };
  const ended = read().catch((error: unknown) => {
    if (!gone.signal.aborted) throw error;
  });
  return {
    ...{ status: answer.status, headers: answer.headers, events, ended },
    text: () => text,
    lastId: () => last,
    count: async (wanted) => {
      for (let times = 0; events.length < wanted; times += 1) {
        if (times > 200) throw new Error(`${events.length} events of ${wanted}: ${text}`);
        await sleep(20);
      }
    },
    close: () => gone.abort(),
  };
}
