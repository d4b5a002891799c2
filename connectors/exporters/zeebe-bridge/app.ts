/** As much of Elasticsearch as the exporter of a broker calls. */
import { timingSafeEqual, createHash } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from '../../common/runtime';
import type { Bodies } from './bodies';
import type { Bridge } from './bridge';
import type { BridgeMetrics } from './metrics';
import { Refusal, refusalKinds } from './refusal';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

interface Deps {
  readonly bridge: Bridge;
  readonly bodies: Bodies;
  readonly metrics: BridgeMetrics;
  readonly log: Logger;
  /** Undefined: whoever reaches the port may write. */
  readonly credentials: Credentials | undefined;
}

/** Calls with which the exporter prepares its indices. There are none here: what they ask for is as good as done. */
const preparations = [
  '/_component_template/:name',
  '/_index_template/:name',
  '/:indices/_settings',
];

export function createBridgeApp({ bridge, bodies, metrics, log, credentials }: Deps): Express {
  const app = express().disable('x-powered-by').disable('etag');
  if (credentials !== undefined) app.use(requireCredentials(credentials));
  app.post('/_bulk', async (request, response) => {
    if (request.headers['content-encoding'] !== undefined) {
      throw new Refusal('not-understood', 'the bulk is compressed: exporters send it as it is');
    }
    await bridge.take(await bodies.read(request));
    response.json({ errors: false, items: [] });
  });
  app.put(preparations, (_request, response) => {
    response.json({ acknowledged: true });
  });
  app.put('/_ilm/policy/:name', () => {
    throw new Refusal(
      'unknown-call',
      'there are no indices here whose life could be managed: set the ' +
        "exporter's RETENTION_ENABLED to false; how long records are kept is ENGINE_RECORDS_RETENTION",
    );
  });
  app.use((request) => {
    const known = `POST /_bulk, PUT ${preparations.join(', ')}`;
    throw new Refusal(
      'unknown-call',
      `${request.method} of this path is not known here: this is Payment Hub's zeebe-bridge, which takes ${known}`,
    );
  });
  return app.use(refuse(metrics, log));
}

function requireCredentials({ username, password }: Credentials): RequestHandler {
  const wanted = digestOf(
    `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
  );
  return (request, response, next) => {
    if (timingSafeEqual(digestOf(request.headers.authorization ?? ''), wanted)) {
      next();
      return;
    }
    // Who sends a password only when asked for one is asked.
    response.set('WWW-Authenticate', 'Basic realm="zeebe-bridge"');
    throw new Refusal('unauthorized', 'user or password is missing or wrong');
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** In Elasticsearch's form: the broker writes it into its log. */
function refuse(metrics: BridgeMetrics, log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const refusal = error instanceof Refusal ? error : unexpected(error);
    const { reason, message } = refusal;
    const { status, needsPerson } = refusalKinds[reason];
    metrics.refused(reason);
    log[needsPerson ? 'error' : 'warn'](
      { reason, status, error: refusal.cause },
      `records of the engine are not taken, the exporter will repeat them: ${message}`,
    );
    if (response.headersSent || response.destroyed) next(error);
    else response.status(status).json({ error: { type: reason, reason: message }, status });
  };
}

function unexpected(error: unknown): Refusal {
  return new Refusal('not-written', 'the bridge has failed', { cause: error });
}
