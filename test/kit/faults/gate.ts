import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DfspName } from '../stack/dfsps';

/** Who is asked. `hub` means the switch asks it over FSPIOP; `app` is the channel's callback address. */
export type Peer = 'hub' | 'switch' | 'app' | DfspName;

/** An HTTP request on its way. */
export interface Passage {
  readonly to: Peer;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Match = (passage: Passage) => boolean;

/** A request that the gate has not let through yet. */
export interface Caught {
  readonly passage: Passage;
  /** Lets the peer act once more and keeps its answer back; undefined when the peer gave none. */
  readonly act: () => Promise<Answer | undefined>;
  /** Gives the peer's last answer, after letting it act if it has not. */
  readonly pass: () => Promise<void>;
  /** Answers in the peer's place. */
  readonly answer: (status: number) => void;
  /** Breaks the connection. */
  readonly cut: () => void;
  /** Resolves when whoever asked waits no longer. */
  readonly gone: Promise<void>;
}

/** What is done to requests that match, in the place of letting them through. */
export interface Interception {
  readonly match: Match;
  /** How often; without it, for as long as it stands. */
  readonly count?: number;
  readonly handle: (caught: Caught) => Promise<void> | void;
}

/** Requests that are kept in the middle. */
export interface Hold {
  readonly first: Promise<Caught>;
  readonly hasOne: () => boolean;
  /** Ends it, for those that are held and those that come. */
  readonly letGo: (how: 'pass' | 'cut') => Promise<void>;
}

type Target = string | ((passage: Passage) => Answer);

/**
 * A proxy between the hub and everybody that it talks HTTP with. It knows of every request, and can hold
 * it before the peer sees it or after the peer has acted: the middle of a step, for as long as a test
 * needs it.
 */
export class Gate {
  /** Every request that came, in order. */
  readonly passages: Passage[] = [];
  private readonly targets = new Map<Peer, Target>();
  private interceptions: { readonly interception: Interception; left: number }[] = [];
  private readonly agent = new http.Agent({ keepAlive: true });
  private readonly held = new Set<Passage>();
  private open = 0;

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<Gate> {
    // Nobody's request may meet a connection that the gate is just closing.
    const server = http.createServer({ keepAliveTimeout: 3_600_000 });
    const gate = new Gate(server);
    server.on('request', (request, response) => void gate.receive(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  /** Puts the gate before a peer; gives the address under which the peer is reached through it. */
  before(peer: Peer, target: Target): string {
    this.targets.set(peer, target);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${peer}`;
  }

  intercept(interception: Interception): void {
    this.interceptions.push({ interception, left: interception.count ?? Infinity });
  }

  /**
   * Holds every request that matches until `letGo`: whoever asked may give up and ask again. `acted`: the peer acts on
   * it, and its answer is held. `lost`: it is cut at once, which is all that a switch waits for.
   */
  hold(match: Match, what: 'asked' | 'acted' | 'lost' = 'asked'): Hold {
    const caught: Caught[] = [];
    let hasOne = false;
    let onFirst: (first: Caught) => void = () => undefined;
    const first = new Promise<Caught>((resolve) => (onFirst = resolve));
    const handle = async (one: Caught): Promise<void> => {
      if (what === 'acted') await one.act();
      if (what === 'lost') one.cut();
      caught.push(one);
      hasOne = true;
      onFirst(one);
    };
    const interception = { match, handle };
    this.intercept(interception);
    const letGo = async (how: 'pass' | 'cut'): Promise<void> => {
      this.interceptions = this.interceptions.filter((one) => one.interception !== interception);
      for (const one of caught.splice(0)) await one[how]();
    };
    return { first, hasOne: () => hasOne, letGo };
  }

  /** Lets everything through again that comes from now on. */
  clear(): void {
    this.interceptions = [];
  }

  /** Requests that somebody works on. */
  get busy(): number {
    return this.open - this.held.size;
  }

  /** Requests of the hub that the gate holds. */
  get heldOfHub(): number {
    return [...this.held].filter(({ to }) => to !== 'hub').length;
  }

  stop(): void {
    this.agent.destroy();
    this.server.close();
    this.server.closeAllConnections();
  }

  private async receive(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    this.open += 1;
    response.once('close', () => (this.open -= 1));
    const passage = await readPassage(request).catch(() => undefined);
    // Whoever asked has gone again.
    if (passage === undefined) return;
    this.passages.push(passage);
    const caught = this.caught(passage, response);
    const found = this.interceptions.find(({ interception }) => interception.match(passage));
    if (found === undefined) {
      await caught.pass();
      return;
    }
    found.left -= 1;
    this.interceptions = this.interceptions.filter(({ left }) => left > 0);
    this.held.add(passage);
    response.once('close', () => this.held.delete(passage));
    await found.interception.handle(caught);
  }

  private caught(passage: Passage, response: http.ServerResponse): Caught {
    let answer: Answer | undefined;
    const act = async (): Promise<Answer | undefined> => {
      answer = await this.ask(passage);
      return answer;
    };
    return {
      passage,
      act,
      pass: async () => {
        this.held.delete(passage);
        const given = answer ?? (await act());
        if (given === undefined) response.destroy();
        else response.writeHead(given.status, withoutFraming(given.headers)).end(given.body);
      },
      answer: (status) => void response.writeHead(status).end(),
      cut: () => response.destroy(),
      gone: new Promise((resolve) => response.once('close', resolve)),
    };
  }

  /** Undefined when the peer is not there, or breaks the connection. */
  private ask(passage: Passage): Promise<Answer | undefined> {
    const target = this.targets.get(passage.to);
    if (target === undefined) throw new Error(`nothing stands behind ${passage.to}`);
    if (typeof target !== 'string') return Promise.resolve(target(passage));
    const { method, body } = passage;
    const headers = { ...passage.headers, host: new URL(target).host };
    const options = { method, headers, agent: this.agent };
    return new Promise((resolve) => {
      const request = http.request(`${target}${passage.path}`, options, (response) => {
        readBody(response).then(
          (text) =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          () => resolve(undefined),
        );
      });
      request.on('error', () => resolve(undefined));
      request.end(body);
    });
  }
}

async function readPassage(request: http.IncomingMessage): Promise<Passage> {
  const [, to = '', path = '/'] = /^\/([a-z]+)(\/.*)?$/.exec(request.url ?? '') ?? [];
  const body = await readBody(request);
  const { method = 'GET', headers } = request;
  return { to: to as Peer, method, path, headers, body };
}

async function readBody(stream: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Node frames the answer anew. */
function withoutFraming(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const framing = ['connection', 'transfer-encoding'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.includes(name)));
}
