import express, { type Express, type RequestHandler } from 'express';
import type { Deps } from '../runtime';
import { translated } from '../words/languages';
import { problemWords } from './problem-words';
import { answerProblems, Problem } from './problems';
import { securityHeaders } from './security-headers';
import { trace } from './trace';

/** What every HTTP API of the hub is made of, around its own steps: first of them its docs. */
export function createApiApp(
  { random, log }: Pick<Deps, 'random' | 'log'>,
  ...steps: readonly RequestHandler[]
): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(trace(random), securityHeaders(), ...steps);
  app.use((request) => {
    const detail = translated(problemWords, (said) => said.seeDocs(request.path));
    throw new Problem('unknown-path', { detail });
  });
  app.use(answerProblems(log));
  return app;
}
