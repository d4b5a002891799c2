import type { Registry } from 'prom-client';
import type { z } from 'zod';
import { readEnvironment } from '../config/environment';
import { elasticsearchEnvironment } from '../doors/elasticsearch/environment';
import { openElasticsearch } from '../doors/elasticsearch/open-elasticsearch';
import { kafkaEnvironment } from '../doors/kafka/environment';
import { openKafka } from '../doors/kafka/open-kafka';
import type { Deps } from '../runtime';

export type DoorDeps = Pick<Deps, 'clock' | 'random' | 'http' | 'log'> & {
  readonly metrics: Registry;
};

/** Opened once a process, for all its roles; connects with the first call. */
interface Door {
  checkHealth(): Promise<void>;
  close(): Promise<void>;
}

function doorKind<Environment extends z.ZodObject, Opened extends Door>(
  /** As a person calls it, and the setting that says where it is. */
  named: { readonly what: string; readonly setting: keyof Environment['shape'] & string },
  environment: Environment,
  open: (settings: z.output<Environment>, deps: DoorDeps) => Opened,
) {
  return {
    ...named,
    environment,
    /** @throws ConfigurationError with every problem of its settings */
    read: () => {
      const settings = readEnvironment(environment);
      return (deps: DoorDeps): Opened => open(settings, deps);
    },
  };
}

/** All that a role can need besides the engine and the tenants: one line each. */
export const doorKinds = {
  kafka: doorKind({ what: 'Kafka', setting: 'KAFKA_BROKERS' }, kafkaEnvironment, openKafka),
  elasticsearch: doorKind(
    { what: 'Elasticsearch', setting: 'ELASTICSEARCH_URLS' },
    elasticsearchEnvironment,
    openElasticsearch,
  ),
};

export type DoorName = keyof typeof doorKinds;
export type Doors = {
  readonly [Name in DoorName]: ReturnType<ReturnType<(typeof doorKinds)[Name]['read']>>;
};

export const doorNames = Object.keys(doorKinds) as readonly DoorName[];

/** @throws ConfigurationError */
export function readDoors(needed: readonly DoorName[]): (deps: DoorDeps) => OpenDoors {
  const readers = needed.map((name) => [name, doorKinds[name].read()] as const);
  return (deps) => {
    const all = readers.map(([name, open]) => [name, open(deps)] as const);
    return {
      only: (names) => {
        const chosen: Partial<Doors> = {};
        for (const [name, door] of all) {
          if (names.includes(name)) Object.assign(chosen, { [name]: door });
        }
        return chosen;
      },
      checkHealth: (name) =>
        all.find(([one]) => one === name)?.[1].checkHealth() ??
        Promise.reject(new Error(`no role needs ${name}`)),
      close: async () => {
        for (const [, door] of all) await door.close();
      },
    };
  };
}

export interface OpenDoors {
  /** Those of these names. */
  only(names: readonly DoorName[]): Partial<Doors>;
  checkHealth(name: DoorName): Promise<void>;
  close(): Promise<void>;
}
