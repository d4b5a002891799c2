/** What the hub tells of its own work as spans of traces. Where nobody wants them there is no `Tracing`, and it costs nothing. */
import { z } from 'zod';

/** Never a person's name, number or account, nor an amount: who keeps traces keeps them for other eyes. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

export interface SpanBegin {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'job';
  /** What it is part of; without it, a trace begins. */
  readonly parent: string | undefined;
  readonly attributes: SpanAttributes;
}

export interface Span {
  /** For all that belongs under it, here and elsewhere. */
  readonly traceparent: string;
  /** `problem`: what went wrong, in a word. */
  end(attributes?: SpanAttributes, problem?: string): void;
}

export interface Tracing {
  begin(span: SpanBegin): Span;
  /** Tells what is still to be told, for a short while. */
  close(): Promise<void>;
}

const spansOfSignals = new WeakMap<AbortSignal, string>();

/** All that is sent with this signal belongs under this span. */
export function belongsTo(traceparent: string, signal: AbortSignal): void {
  spansOfSignals.set(signal, traceparent);
}

export function spanOf(signal: AbortSignal | undefined): string | undefined {
  return signal && spansOfSignals.get(signal);
}

/** `name=value,name=value`, values as in a URL, as OpenTelemetry has it. */
const headersSchema = z.string().transform((text, context): Record<string, string> => {
  const pairs = text.split(',').map((pair) => /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair));
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        if (pair === null) throw new Error('no pair');
        return [pair[1], decodeURIComponent(pair[2] ?? '')] as const;
      }),
    ) as Record<string, string>;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be name=value,name=value' });
    return z.NEVER;
  }
});

export const tracingEnvironment = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Collector of traces that takes OTLP over HTTP as JSON, such as `http://collector:4318`; none: no traces',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: headersSchema
    .optional()
    .describe('Headers that the collector wants, `name=value,...`: keep it as a password'),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .default('payment-hub')
    .describe('As what the process is shown in traces'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe(
      'Share of the traces begun here that is told, from 0 to 1; of others whoever began them decides',
    ),
});
export type TracingSettings = z.output<typeof tracingEnvironment>;
