import { once } from 'node:events';
import type { Response } from 'express';
import type { Logger } from '../runtime';
import type { Answer } from './call';

/** What fails before the first byte is sent is thrown; after it nothing but the connection can be cut. */
export async function send(
  response: Response,
  answer: Answer,
  gone: AbortSignal,
  log: Logger,
): Promise<void> {
  response.status(answer.status ?? 200).set({ ...answer.headers });
  if ('json' in answer) {
    response.json(answer.json);
    return;
  }
  response.vary('Accept').type(answer.mediaType);
  if ('content' in answer) {
    const { content } = answer;
    response.send(
      typeof content === 'string'
        ? content
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    );
    return;
  }
  try {
    for await (const chunk of answer.chunks) {
      if (gone.aborted) return;
      if (!response.write(chunk)) await once(response, 'drain', { signal: gone });
    }
    response.end();
  } catch (error) {
    if (gone.aborted) return;
    if (!response.headersSent) throw error;
    log.error({ error }, 'an answer broke off');
    response.destroy();
  }
}
