/** The only door to OpenTelemetry. Loaded where traces are wanted, and never in a payment's way: what it cannot tell is counted. */
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { Counter, type Registry } from 'prom-client';
import { inTime } from '../in-time';
import type { Clock, Logger } from '../runtime';
import { countedFromZero } from './counted-from-zero';
import type { Span, SpanAttributes, SpanBegin, Tracing, TracingSettings } from './spans';
import { partsOfTraceparent } from './tracing';

export interface TracingDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
}

/** Spans that have ended and are not told: some 2 MB. One more is dropped. */
const waitingMax = 4_096;
const atOnceMax = 512;
const everyMs = 1_000;
const exportTimeoutMs = 5_000;
const closeWithinMs = 2_000;

export function openOtlp(endpoint: string, settings: TracingSettings, deps: TracingDeps): Tracing {
  const counted = createCount(deps.metrics);
  const exporter = new CountedExporter(
    new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
      timeoutMillis: exportTimeoutMs,
    }),
    counted,
    deps.log,
  );
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.OTEL_SERVICE_NAME }),
    sampler: new ParentBasedSampler({
      root: new TraceIdRatioBasedSampler(settings.OTEL_TRACES_SAMPLER_ARG),
    }),
    spanProcessors: [new BoundedProcessor(exporter, counted)],
  });
  const tracer = provider.getTracer('payment-hub');
  return {
    begin: ({ name, kind, parent, attributes }: SpanBegin): Span => {
      const options = { kind: kinds[kind], attributes: withoutUndefined(attributes) };
      const span = tracer.startSpan(name, options, contextOf(parent));
      return {
        traceparent: traceparentOf(span.spanContext()),
        end: (more = {}, problem) => {
          span.setAttributes(withoutUndefined(more));
          if (problem !== undefined) {
            span.setStatus({ code: SpanStatusCode.ERROR, message: problem });
          }
          span.end();
        },
      };
    },
    close: () =>
      inTime(deps.clock, closeWithinMs, provider.shutdown(), () => new Error('too late')).catch(
        (error: unknown) => deps.log.warn({ error }, 'the last spans could not be told'),
      ),
  };
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  job: SpanKind.CONSUMER,
} as const;

type End = 'exported' | 'failed' | 'dropped';
type Count = (end: End, spans: number) => void;

function createCount(registry: Registry): Count {
  const spans = new Counter({
    name: 'hub_trace_spans_total',
    help: 'Spans of traces: exported; failed: the collector did not take them; dropped: too many waited for it',
    labelNames: ['end'],
    registers: [registry],
  });
  countedFromZero(spans, 'end', ['exported', 'failed', 'dropped']);
  return (end, count) => spans.inc({ end }, count);
}

/** Tells once that the collector takes nothing, and when it does again. */
class CountedExporter implements SpanExporter {
  /** Ended, and neither told nor given up. */
  waiting = 0;
  private isFailing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly count: Count,
    private readonly log: Logger,
  ) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.exporter.export(spans, (result) => {
      const { error } = result;
      const isTold = result.code === ExportResultCode.SUCCESS;
      this.waiting -= spans.length;
      this.count(isTold ? 'exported' : 'failed', spans.length);
      if (!isTold && !this.isFailing) {
        this.log.warn({ reason: error?.message }, 'the collector of traces takes nothing');
      }
      if (isTold && this.isFailing) this.log.info({}, 'the collector of traces takes spans again');
      this.isFailing = !isTold;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}

/** The library's own queue drops without a word to anybody. */
class BoundedProcessor implements SpanProcessor {
  private readonly batches: BatchSpanProcessor;

  constructor(
    private readonly exporter: CountedExporter,
    private readonly count: Count,
  ) {
    this.batches = new BatchSpanProcessor({
      exporter,
      maxQueueSize: waitingMax,
      maxExportBatchSize: atOnceMax,
      scheduledDelayMillis: everyMs,
      exportTimeoutMillis: 2 * exportTimeoutMs,
    });
  }

  onStart(): void {
    // Of interest once it has ended.
  }

  onEnd(span: ReadableSpan): void {
    if (this.exporter.waiting >= waitingMax) {
      this.count('dropped', 1);
      return;
    }
    this.exporter.waiting += 1;
    this.batches.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.batches.shutdown();
  }
}

function contextOf(parent: string | undefined): Context {
  const parts = partsOfTraceparent(parent);
  if (parts === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, flags: traceFlags } = parts;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function withoutUndefined(attributes: SpanAttributes): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined),
  ) as Record<string, string | number>;
}
