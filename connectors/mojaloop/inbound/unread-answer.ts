import type { Request, Response } from 'express';

const lingerMs = 1_000;
const thrownAwayBytesMax = 1024 * 1024;

/**
 * Answers a request whose body is not read, and closes the connection. To close it at once would reset it,
 * and a reset can overtake the answer; so the sender gets a moment to read it and to stop sending.
 */
export function answerUnread(request: Request, response: Response, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.set({ Connection: 'close', 'Content-Length': String(bytes.length) }).type('json');
  response.write(bytes);
  const stopAtBytes = request.socket.bytesRead + thrownAwayBytesMax;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  request.on('data', () => {
    if (request.socket.bytesRead > stopAtBytes) request.pause();
  });
  request.once('end', end).once('close', end).resume();
}
