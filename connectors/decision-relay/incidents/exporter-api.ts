import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from '../../common/runtime';
import { readRecords } from './exported-records';
import type { OpenIncidents } from './incident';
import type { IncidentBook, BookChange } from './incident-book';
import type { IncidentStore } from './incident-store';

/** A bulk is made up to 10 MB, and a single record may be larger than what is left of it. */
const bodyMax = '32mb';

/**
 * As much of Elasticsearch as a broker's exporter calls, and the open incidents for `hub incidents`. Whatever is
 * not answered with success the exporter sends again, for ever: nothing is lost while we are away.
 */
export function createExporterApi(
  store: IncidentStore,
  log: Logger,
  onChange: (change: BookChange) => void,
): Express {
  const app = express().disable('x-powered-by');
  app.post(
    '/_bulk',
    express.text({ type: () => true, limit: bodyMax }),
    async (request, response) => {
      const { records, unread } = readRecords(String(request.body));
      // The broker would keep its log for ever if it were refused.
      for (const fields of unread) {
        log.error({ fields }, 'a record of an incident cannot be understood and is passed over');
      }
      onChange(await store.take(records));
      response.json({ errors: false, items: [] });
    },
  );
  app.put(/.*/, (_request, response) => {
    response.json({ acknowledged: true });
  });
  app.get('/incidents', (_request, response) => {
    response.json(openIncidents(store.current));
  });
  const unavailable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    log.error({ error }, 'incidents could not be taken: the broker sends them again');
    if (response.headersSent) next(error);
    else response.status(503).json({ error: 'not taken' });
  };
  return app.use(unavailable);
}

function openIncidents({ since, partitions, incidents, notKept }: IncidentBook): OpenIncidents {
  const times = Object.values(partitions).map(({ timestampMs }) => timestampMs);
  const toldUntil = times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
  return { since, toldUntil, incidents, notKept };
}
