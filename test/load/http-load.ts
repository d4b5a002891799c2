import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { closedLoop, type Run } from './closed-loop';

/**
 * Sends requests that are ready as bytes, one after another on each of `concurrency` connections. Bytes and
 * not an HTTP client, which would cost more than the servers that are measured and so hide how they differ.
 */
export async function httpLoad(
  port: number,
  requests: readonly Buffer[],
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<Run> {
  const idle = await Promise.all(Array.from({ length: concurrency }, () => open(port)));
  const run = await closedLoop(count, concurrency, async (index) => {
    const socket = idle.pop();
    const request = requests[index % requests.length];
    if (socket === undefined || request === undefined) throw new Error('nothing to send');
    await exchange(socket, request);
    idle.push(socket);
  });
  for (const socket of idle) socket.destroy();
  return run;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  await once(socket, 'connect');
  return socket;
}

/** A 202 without a body is over where its headers are. */
function exchange(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const end = (problem?: Error): void => {
      socket.removeAllListeners();
      if (problem === undefined) resolve();
      else reject(problem);
    };
    socket.on('error', end);
    socket.on('close', () => end(new Error('the server has closed the connection')));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!answer.includes('\r\n\r\n')) return;
      end(answer.startsWith('HTTP/1.1 202') ? undefined : new Error(`not taken: ${answer}`));
    });
    socket.write(request);
  });
}
