/** What a shape of k8s/ gives the engines beside the hub: their limits, heaps and settings, read from its own files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { mebibytes } from '../chart/pods';
import { manifestsIn } from '../chart/render';
import { projectRoot } from '../stack/scripts';

export interface JavaShare {
  readonly memoryLimitMb: number;
  /** Heap and collector. */
  readonly javaOptions: readonly string[];
}

export interface Shape {
  readonly zeebe: JavaShare & {
    readonly environment: Readonly<Record<string, string>>;
    readonly brokers: number;
    readonly partitions: number;
    readonly replicationFactor: number;
  };
  readonly gateway: JavaShare & { readonly replicas: number };
  readonly kafka: JavaShare & { readonly settings: Readonly<Record<string, string>> };
  readonly elasticsearch: JavaShare;
  /** Of Kafka's and Elasticsearch's operators, which do not run here. */
  readonly operatorsMb: number;
}

const limits = z.object({ limits: z.object({ memory: z.string() }) });
const javaPart = z.object({ javaOpts: z.string(), resources: limits });
const engine = z.object({
  zeebe: javaPart.extend({
    clusterSize: z.int(),
    partitionCount: z.int(),
    replicationFactor: z.int(),
    env: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  zeebeGateway: javaPart.extend({ replicas: z.int() }),
});
const pool = z.object({
  jvmOptions: z.record(z.string(), z.string()),
  resources: limits,
});
const kafkaSpec = z.object({
  kafka: z.object({ config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
});
const elasticsearchSpec = z.object({
  nodeSets: z.tuple([
    z.object({
      podTemplate: z.object({
        spec: z.object({
          containers: z.tuple([
            z.object({
              env: z.array(z.object({ name: z.string(), value: z.string() })),
              resources: limits,
            }),
          ]),
        }),
      }),
    }),
  ]),
});

/** @param name `barebone` */
export function readShape(name: string): Shape {
  const text = (file: string) => readFileSync(join(projectRoot, 'k8s', name, file), 'utf8');
  const operators = z
    .record(z.string(), z.object({ resources: limits }))
    .parse(parse(text('operators.yaml')));
  return {
    ...readEngine(name),
    kafka: kafkaOf(text('kafka.yaml')),
    elasticsearch: elasticsearchOf(text('elasticsearch.yaml')),
    operatorsMb: Object.values(operators).reduce((sum, one) => sum + limitOf(one), 0),
  };
}

/** @param name `barebone`, `full/site` */
export function readEngine(name: string): Pick<Shape, 'zeebe' | 'gateway'> {
  const text = readFileSync(join(projectRoot, 'k8s', name, 'zeebe.yaml'), 'utf8');
  const { zeebe, zeebeGateway } = engine.parse(parse(text));
  return {
    zeebe: {
      ...shareOf(zeebe),
      environment: Object.fromEntries(zeebe.env.map((one) => [one.name, one.value])),
      brokers: zeebe.clusterSize,
      partitions: zeebe.partitionCount,
      replicationFactor: zeebe.replicationFactor,
    },
    gateway: { ...shareOf(zeebeGateway), replicas: zeebeGateway.replicas },
  };
}

const limitOf = ({ resources }: { readonly resources: z.infer<typeof limits> }) =>
  mebibytes(resources.limits.memory);

function shareOf(part: z.infer<typeof javaPart>): JavaShare {
  return { memoryLimitMb: limitOf(part), javaOptions: part.javaOpts.split(' ') };
}

/** Strimzi starts it with G1, whatever the machine. */
function kafkaOf(text: string): Shape['kafka'] {
  const nodes = pool.parse(specOf(text, 'KafkaNodePool'));
  const { kafka } = kafkaSpec.parse(specOf(text, 'Kafka'));
  const heap = Object.entries(nodes.jvmOptions).map(([option, size]) => `${option}${size}`);
  return {
    memoryLimitMb: limitOf(nodes),
    javaOptions: [...heap, '-XX:+UseG1GC'],
    settings: Object.fromEntries(
      Object.entries(kafka.config).map(([key, value]) => [key, String(value)]),
    ),
  };
}

/** ECK's image starts it with G1, whatever the machine. */
function elasticsearchOf(text: string): JavaShare {
  const [nodes] = elasticsearchSpec.parse(specOf(text, 'Elasticsearch')).nodeSets;
  const [container] = nodes.podTemplate.spec.containers;
  const options = container.env.find(({ name }) => name === 'ES_JAVA_OPTS')?.value ?? '';
  return {
    memoryLimitMb: limitOf(container),
    javaOptions: [...options.split(' '), '-XX:+UseG1GC'],
  };
}

function specOf(text: string, kind: string): unknown {
  const found = manifestsIn(text).find((manifest) => manifest.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found.spec;
}
