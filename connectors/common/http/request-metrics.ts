import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Seconds from the request's first byte to the answer's last, by server, method, route and status. */
export function requestMetrics(metrics: Registry, serverName: string): RequestHandler {
  const duration = durationHistogram(metrics);
  return (request, response, next) => {
    const stop = duration.startTimer({ server: serverName, method: request.method });
    response.once('finish', () => {
      stop({ route: routeOf(request), status: response.statusCode });
    });
    next();
  };
}

const histogramName = 'hub_http_request_duration_seconds';

/** One histogram for all servers of a process, so that it is registered once. */
function durationHistogram(metrics: Registry): Histogram {
  const existing = metrics.getSingleMetric(histogramName);
  if (existing !== undefined) return existing as Histogram;
  return new Histogram({
    name: histogramName,
    help: 'Time to answer a request',
    labelNames: ['server', 'method', 'route', 'status'],
    registers: [metrics],
  });
}

/** The route's pattern, never the path itself: paths hold ids and numbers, labels must be bounded. */
export function routeOf(request: Parameters<RequestHandler>[0]): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  return typeof route?.path === 'string' ? request.baseUrl + route.path : 'unmatched';
}
