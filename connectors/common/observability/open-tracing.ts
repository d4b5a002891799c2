import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { openOtlp, TracingDeps } from './otlp';
import type { Tracing, TracingSettings } from './spans';

const load = createRequire(__filename);

/** Undefined where no collector is named: then not even the library is loaded. */
export function openTracing(settings: TracingSettings, deps: TracingDeps): Tracing | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  if (endpoint === undefined) return undefined;
  // otlp.ts where the source runs as it is written, otlp.js in the build.
  const otlp = load(join(__dirname, `otlp${extname(__filename)}`)) as { openOtlp: typeof openOtlp };
  return otlp.openOtlp(endpoint, settings, deps);
}
