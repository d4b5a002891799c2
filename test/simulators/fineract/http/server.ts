import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import type { Bank } from './bank';
import { control, controlBase, UnknownControl } from './control';
import { answerAsFineract, fineractBase, type Outcome } from './fineract';

const bodyBytesMax = 4 * 1024 * 1024;

export function createSimulatorServer(bank: Bank): Server {
  return createServer((request, response) => {
    serve(bank, request, response).catch((error: unknown) => {
      response
        .writeHead(500, { 'content-type': 'text/plain' })
        .end(`simulator failed: ${String(error)}`);
    });
  });
}

async function serve(
  bank: Bank,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://simulator');
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (url.pathname.startsWith(controlBase)) {
    answerControl(bank, method, url, body, response);
  } else if (url.pathname.startsWith(fineractBase)) {
    send(response, await answerAsFineract(bank, { method, url, headers: request.headers, body }));
  } else {
    response.writeHead(404).end();
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw new RangeError(`body of more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome === undefined) {
    response.destroy();
    return;
  }
  if (outcome.servedFromCache === true) response.setHeader('x-served-from-cache', 'true');
  if (outcome.body === undefined) {
    response.writeHead(outcome.status).end();
  } else {
    response.writeHead(outcome.status, { 'content-type': 'application/json' }).end(outcome.body);
  }
}

function answerControl(
  bank: Bank,
  method: string,
  url: URL,
  body: string,
  response: ServerResponse,
): void {
  const reply = (status: number, value: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(value ?? null));
  };
  try {
    const parsed: unknown = body === '' ? undefined : JSON.parse(body);
    reply(
      200,
      control(bank, method, url.pathname.slice(controlBase.length), url.searchParams, parsed),
    );
  } catch (error) {
    if (error instanceof UnknownControl) reply(404, { error: error.message });
    else if (
      error instanceof ZodError ||
      error instanceof SyntaxError ||
      error instanceof RangeError
    ) {
      reply(400, { error: error.message });
    } else throw error;
  }
}
