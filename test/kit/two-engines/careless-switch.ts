/** Between a switch and two hubs: what comes is brought to the engine that it is not for, each time. */
import { buffer } from 'node:stream/consumers';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { engineNumberIn } from '../../../connectors/common/engines/engine-mark';
import { orderFor } from '../../../connectors/common/engines/rendezvous';
import { startLocalServer, type LocalServer } from '../local-server';

export interface Brought {
  readonly method: string;
  readonly path: string;
  /** Where it belongs, as its id says; undefined where it names none. */
  readonly belongsTo: number | undefined;
}

export interface CarelessSwitch extends LocalServer {
  readonly brought: Brought[];
  /** Called before something is brought to the other engine. */
  before: (one: Brought) => Promise<void>;
}

/** @param hubs the FSPIOP addresses of both engines, by number @param names their ENGINE_NAMEs */
export async function startCarelessSwitch(
  hubs: () => readonly string[],
  names: readonly string[],
): Promise<CarelessSwitch> {
  const brought: Brought[] = [];
  const careless = { brought, before: () => Promise.resolve() } as unknown as CarelessSwitch;
  let turn = 0;
  const bring = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const belongsTo = ownerOf(request, body, names);
    const one = { method: request.method ?? '', path: request.url ?? '', belongsTo };
    brought.push(one);
    await careless.before(one);
    const to = belongsTo === undefined ? (turn += 1) % hubs().length : 1 - belongsTo;
    const [first = '', other = ''] = [hubs()[to], hubs()[1 - to]];
    // Whatever stands before two engines brings nothing to one where nobody listens.
    await passOn(request, response, body, first).catch((error: unknown) => {
      if (response.headersSent) throw error;
      return passOn(request, response, body, other);
    });
  };
  const server = await startLocalServer((request, response) => {
    bring(request, response).catch(() => response.destroy());
  });
  return Object.assign(careless, server);
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

function ownerOf(
  { url = '', headers }: IncomingMessage,
  body: Buffer,
  names: readonly string[],
): number | undefined {
  const inBody = /"(?:quoteId|transferId)":"([^"]+)"/.exec(body.toString('latin1'))?.[1];
  const id = uuid.exec(url)?.[0] ?? inBody;
  if (id === undefined) return undefined;
  const marked = engineNumberIn(id, String(headers['fspiop-destination']));
  if (marked !== undefined) return marked;
  const [first] = orderFor(
    id,
    names.map((name) => ({ name })),
  );
  return names.indexOf(first?.name ?? '');
}

function passOn(
  { method, url, rawHeaders }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  to: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(to + (url ?? ''), { method, headers: rawHeaders }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response).once('close', resolve);
    });
    asked.once('error', reject).end(body);
  });
}
