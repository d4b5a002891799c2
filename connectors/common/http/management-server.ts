import express, { type Express } from 'express';
import type { Registry } from 'prom-client';

export interface HealthCheck {
  readonly name: string;
  /** Rejects, with a reason, while the hub could not do its work. */
  check(): Promise<void>;
}

/**
 * What Kubernetes and Prometheus ask: alive, ready, metrics. The `/actuator` paths are those that
 * existing Payment Hub charts probe.
 */
export function createManagementApp(metrics: Registry, checks: readonly HealthCheck[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get(['/livez', '/actuator/health/liveness'], (_request, response) => {
    response.json({ status: 'UP' });
  });
  app.get(['/readyz', '/actuator/health/readiness'], async (_request, response) => {
    const problems = await problemsOf(checks);
    const ready = problems.length === 0;
    response.status(ready ? 200 : 503).json({ status: ready ? 'UP' : 'DOWN', problems });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return app;
}

async function problemsOf(checks: readonly HealthCheck[]): Promise<string[]> {
  const results = await Promise.allSettled(checks.map((one) => one.check()));
  return results.flatMap((result, index) =>
    result.status === 'fulfilled' ? [] : [`${checks[index]?.name}: ${String(result.reason)}`],
  );
}
