/** A request passed on to another of our servers, and its answer passed back: bytes as they come, never the whole in memory. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, Transform } from 'node:stream';
import { Problem } from '../api/problems';
import { messageOf } from '../message-of';
import type { Logger } from '../runtime';
import { HttpsAgents } from './https-agents';
import { inEach, readIn, storedLanguage, translated, type Translated } from '../words/languages';
import type { Request, Response } from 'express';
import { passOnWords } from './pass-on-words';

export interface PassOnLimits {
  readonly requestBytesMax: number;
  readonly answerBytesMax: number;
  /** Until the answer begins, and between two parts of it. */
  readonly silenceMs: number;
}

export interface PassOnOptions {
  /** Without a slash at its end: what is asked for cannot leave it. */
  readonly baseUrl: string;
  /** As people call it: `fee rules`. */
  readonly what: string | Translated;
  /** Passed on of what the caller sends, in lower case. */
  readonly requestHeaders: readonly string[];
  /** Passed back, in lower case. */
  readonly answerHeaders: readonly string[];
  /** Default: those of the page's requests. */
  readonly limits?: PassOnLimits;
  readonly log: Logger;
}

const usualPassOnLimits: PassOnLimits = {
  requestBytesMax: 33_554_432,
  answerBytesMax: 134_217_728,
  silenceMs: 120_000,
};

const agentOptions = { keepAlive: true, maxSockets: 64 };

/**
 * No other request is passed on with a body: of others Node does not say how long it is, and what the next person asks for
 * on that connection would be read as a part of it (request smuggling).
 */
const methodsWithBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const methodsWithout: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);
const headersOfBody: readonly string[] = ['content-type', 'content-length', 'content-encoding'];

export class PassOn {
  private readonly httpAgent = new HttpAgent(agentOptions);
  private readonly httpsAgents = new HttpsAgents(agentOptions);
  private readonly limits: PassOnLimits;
  /** With a slash at its end. */
  private readonly baseHref: string;

  constructor(private readonly options: PassOnOptions) {
    this.limits = options.limits ?? usualPassOnLimits;
    this.baseHref = `${new URL(options.baseUrl).href.replace(/\/$/, '')}/`;
  }

  /**
   * Resolves once the answer has gone, or the caller has.
   * @param path with its query, as the caller has written it
   * @param added headers that are not the caller's
   * @throws Problem while nothing of an answer has gone
   */
  async pass(
    { request, response }: { readonly request: Request; readonly response: Response },
    path: string,
    added: Readonly<Record<string, string>>,
  ): Promise<void> {
    const url = this.urlOf(path);
    requireUsualMethod(request);
    this.requireSmall(request);
    const answer = await this.ask(request, response, url, added);
    if (answer === undefined) return;
    if (answer.statusCode === 401) {
      answer.resume();
      const { what } = this.options;
      const detail = inEach((one) => passOnWords[one].otherTokens(readIn(what, one)));
      throw new Problem('not-set-up', { detail });
    }
    await this.answer(answer, response);
  }

  close(): void {
    this.httpAgent.destroy();
    this.httpsAgents.close();
  }

  private urlOf(path: string): URL {
    const { baseUrl } = this.options;
    const url = URL.canParse(baseUrl + path) ? new URL(baseUrl + path) : undefined;
    if (url?.href.startsWith(this.baseHref) !== true) {
      throw new Problem('unknown-path', {
        detail: translated(passOnWords, (said) => said.noSuchPath),
      });
    }
    return url;
  }

  private requireSmall(request: Request): void {
    const tooLarge = Number(request.get('Content-Length') ?? 0) > this.limits.requestBytesMax;
    if (tooLarge) throw new Problem('body-too-large', { headers: { Connection: 'close' } });
  }

  /** Undefined: the caller has gone. */
  private ask(
    request: Request,
    response: Response,
    url: URL,
    added: Readonly<Record<string, string>>,
  ): Promise<IncomingMessage | undefined> {
    const { requestHeaders } = this.options;
    const hasBody = methodsWithBody.has(request.method);
    const names = hasBody
      ? requestHeaders
      : requestHeaders.filter((name) => !headersOfBody.includes(name));
    const headers = { ...headersIn(request.headers, names), ...added };
    const isHttps = url.protocol === 'https:';
    const open = isHttps ? httpsRequest : httpRequest;
    const agent = isHttps ? this.httpsAgents.agentFor(undefined) : this.httpAgent;
    return new Promise((resolve, reject) => {
      let isTooLarge = false;
      const asked = open(url, { method: request.method, headers, agent });
      asked.setTimeout(this.limits.silenceMs, () => asked.destroy(new Error('it is silent')));
      asked.once('response', resolve);
      asked.once('error', (error) => {
        if (response.destroyed) resolve(undefined);
        else if (isTooLarge) reject(new Problem('body-too-large', closing));
        else reject(this.unavailable(error));
      });
      response.once('close', () => asked.destroy());
      if (!hasBody) {
        asked.end();
        return;
      }
      const limited = limitedTo(this.limits.requestBytesMax, () => {
        isTooLarge = true;
      });
      pipeline(request, limited, asked, () => undefined);
    });
  }

  private async answer(answer: IncomingMessage, response: Response): Promise<void> {
    const { answerHeaders, log, what } = this.options;
    response.status(answer.statusCode ?? 502).set(headersIn(answer.headers, answerHeaders));
    const limited = limitedTo(this.limits.answerBytesMax, () => undefined);
    await new Promise<void>((resolve) => {
      pipeline(answer, limited, response, (error) => {
        // Once an answer has begun only its connection can be cut, as pipeline does.
        if (error)
          log.warn(
            { reason: messageOf(error) },
            `an answer of ${readIn(what, storedLanguage)} broke off`,
          );
        resolve();
      });
    });
  }

  private unavailable(cause: Error): Problem {
    const { what } = this.options;
    const detail = inEach((one) => passOnWords[one].noAnswer(readIn(what, one)));
    return new Problem('unavailable', { detail, headers: { 'Retry-After': '5' }, cause });
  }
}

/** @throws Problem */
function requireUsualMethod({ method }: Request): void {
  if (methodsWithBody.has(method) || methodsWithout.has(method)) return;
  const allowed = [...methodsWithout, ...methodsWithBody].join(', ');
  const headers = { Allow: allowed, Connection: 'close' };
  const detail = translated(passOnWords, (said) => said.use(allowed));
  throw new Problem('method-not-allowed', { detail, headers });
}

const closing = { headers: { Connection: 'close' } };

function headersIn(
  headers: IncomingMessage['headers'],
  names: readonly string[],
): Record<string, string> {
  const listed: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) listed[name] = String(value);
  }
  return listed;
}

function limitedTo(bytesMax: number, exceeded: () => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes <= bytesMax) {
        done(null, chunk);
        return;
      }
      exceeded();
      done(new Error(`it is larger than ${bytesMax} bytes`));
    },
  });
}
