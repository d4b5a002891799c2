import type { Client, ClientOptions } from '@elastic/elasticsearch';
import type { TlsIdentity, TlsSource } from '../../runtime';
import { parseJsonWithLargeNumbers } from '../../lossless-json';
import type { ElasticsearchSettings } from './environment';

type SerializerClass = NonNullable<ClientOptions['Serializer']>;

/** Long for a bulk on a cluster that is busy; whoever hears nothing sends again. */
const requestTimeoutMs = 30_000;

/** The client of now: certificates that were renewed make a new one. */
export interface ClientSource {
  current(): Promise<Client>;
  close(): Promise<void>;
}

export function createClientSource(
  settings: ElasticsearchSettings,
  tls: TlsSource | undefined,
): ClientSource {
  let identity: TlsIdentity | undefined;
  let client: Promise<Client> | undefined;
  return {
    current() {
      const now = tls?.current();
      if (client !== undefined && now === identity) return client;
      // Requests under way end on the old one; what fails then is sent again.
      void client?.then((old) => old.close());
      identity = now;
      client = createClient(settings, identity);
      return client;
    },
    close: async () => {
      await (await client)?.close();
    },
  };
}

async function createClient(
  settings: ElasticsearchSettings,
  identity: TlsIdentity | undefined,
): Promise<Client> {
  // With the first call: it takes memory that roles without Elasticsearch have no use for.
  const { Client, Serializer } = await import('@elastic/elasticsearch');
  const auth = authOf(settings);
  return new Client({
    nodes: settings.ELASTICSEARCH_URLS,
    requestTimeout: requestTimeoutMs,
    // What to repeat, and when, is decided in this folder.
    maxRetries: 0,
    Serializer: withLargeNumbers(Serializer),
    ...(auth !== undefined && { auth }),
    ...(identity !== undefined && { tls: tlsOf(identity) }),
  });
}

/** Keys and positions of an engine's later partitions are numbers that a double does not hold. */
function withLargeNumbers(Serializer: SerializerClass): SerializerClass {
  return class extends Serializer {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the client's own signature
    override deserialize<Value>(json: string): Value {
      try {
        return parseJsonWithLargeNumbers(json) as Value;
      } catch {
        // For the client's own error.
        return super.deserialize(json);
      }
    }
  };
}

function authOf(settings: ElasticsearchSettings): ClientOptions['auth'] {
  const {
    ELASTICSEARCH_API_KEY: apiKey,
    ELASTICSEARCH_USERNAME: username,
    ELASTICSEARCH_PASSWORD: password,
  } = settings;
  if (apiKey !== undefined) return { apiKey };
  return username === undefined ? undefined : { username, password: password ?? '' };
}

function tlsOf({ own, authorities }: TlsIdentity): NonNullable<ClientOptions['tls']> {
  return {
    ...(authorities !== undefined && { ca: authorities }),
    ...(own !== undefined && { cert: own.certificates, key: own.key }),
  };
}
