/**
 * What the outside world looks like to a worker. Workers get these through `deps` and touch nothing
 * else, so that the same code can run on a real machine or under virtual time against peers in memory.
 */

/** A point in time in milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

export interface Clock {
  now(): EpochMs;
  /** Resolves after `durationMs`, or at once when `signal` aborts. Never rejects. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** A new UUID (v4). Only for things that need not be the same on a repeat, such as trace span ids. */
  uuid(): string;
  /** A number in [0, 1), for jitter. */
  fraction(): number;
}

/** Who we are over TLS, and whom we believe. All in PEM. Never changed: a rotation makes a new one. */
export interface TlsIdentity {
  readonly own: { readonly certificates: string; readonly key: string } | undefined;
  /** Authorities of the peers' certificates; undefined: the public ones. */
  readonly authorities: string | undefined;
}

export interface TlsSource {
  current(): TlsIdentity;
}

/** Whom of a tenant's a request goes to: `fineract`, `switch <name>` or `app` (`peerNames`). */
export interface Peer {
  readonly tenant: string;
  readonly name: string;
}

export const peerNames = {
  fineract: 'fineract',
  app: 'app',
  switch: (switchName: string) => `switch ${switchName}`,
} as const;

/** To whom it goes, where requests are never held back; a body that nobody may keep. */
export interface Journaled {
  readonly to: Peer;
  readonly hasSecretBody?: true;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte as it stands. */
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** For https:// with a client certificate or an authority of one's own. */
  readonly tls?: TlsSource | undefined;
  /** Where it ceases to answer, requests to it are held back: see http/peer-circuits.ts. */
  readonly peer?: Peer;
  /** The trace that it belongs to, where no job sends it. */
  readonly trace?: string;
  /** How it stands in the message journal, where that does not follow from `peer`. */
  readonly journaledAs?: Journaled;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for bytes that are not UTF-8: then only the status says something. */
  readonly body: string;
}

/** More than the engine can take; to try again is in vain. */
export class MessageTooLarge extends Error {
  override readonly name = 'MessageTooLarge';
}

/** No answer came. Whether the peer has acted on the request is unknown unless `notSent` is true. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly reason:
      | 'timeout'
      | 'aborted'
      | 'connection-refused'
      | 'connection-lost'
      | 'tls-failed'
      | 'held-back'
      | 'other',
    /** True when the request certainly never reached the peer (nobody listened, name unknown, no TLS). */
    readonly notSent: boolean,
    message: string,
    /** Another try is in vain before that. */
    readonly notBeforeMs?: number,
  ) {
    super(message);
  }
}

/** Resolves with any HTTP status; rejects only with {@link TransportError}. Never retries. */
export interface HttpTransport {
  request(request: HttpRequest): Promise<HttpResponse>;
}

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

export interface Message {
  /** One of `messageNames` in contracts/messages.ts, or what no process waits for (channel/engines/right-to-begin.ts). */
  readonly name: string;
  /** Holds the tenant: see `correlationKey` in contracts/keys.ts. */
  readonly correlationKey: string;
  /** Dedupes (name, correlationKey, messageId) for as long as the message lives. */
  readonly messageId?: string;
  readonly timeToLiveMs: number;
  readonly variables: object;
}

/** Heard by every process that waits for it at that moment, and by none that begins to wait later. */
export interface Signal {
  /** Holds the tenant: see `partySignalName` in contracts/keys.ts. */
  readonly name: string;
  readonly variables: object;
}

export interface MessagePublisher {
  /**
   * Resolves once the engine has stored the message. `duplicate` means that a message of the same name,
   * key and id lives already: that is success too.
   * @throws MessageTooLarge
   */
  publish(message: Message): Promise<'published' | 'duplicate'>;
  /**
   * Resolves once the engine has stored the signal. May be heard twice.
   * @throws MessageTooLarge
   */
  broadcast(signal: Signal): Promise<void>;
}

export interface Question {
  /** The message that reaches the process that can answer. */
  readonly message: Omit<Message, 'messageId'>;
  readonly timeoutMs: number;
}

export interface Asker {
  /**
   * Publishes a message (with the variable `questionId` added to its variables) and resolves with the
   * `answer` that some process gives by publishing `question-answered` under that id, or with
   * `undefined` when none came in time.
   */
  ask(question: Question): Promise<unknown>;
  /**
   * Resolves with the `answer` published as `question-answered` under `questionId`, or `undefined` when the engine
   * says that none came in time. Rejects when the engine itself was not in time: then nobody knows.
   */
  awaitAnswer(questionId: string, timeoutMs: number): Promise<unknown>;
}

/** A job that waits to be done. Keys exceed 2^53 and stay strings. */
export interface OpenJob {
  readonly key: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  /** Of this wait: another one each time that the process comes here. */
  readonly elementInstanceKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface OpenJobsQuery {
  readonly type: string;
  /** Names of those to come with the jobs. */
  readonly variables: readonly string[];
  /** More are not looked for. */
  readonly jobsMax: number;
  /** Also finds what another onlooker happens to look at, which takes some seconds. */
  readonly isThorough: boolean;
}

/** For jobs that a person decides, which no worker takes. */
export interface OpenJobs {
  /** Looks at them, and leaves them to whoever is to do them. */
  list(query: OpenJobsQuery): Promise<OpenJob[]>;
  /** `unknown`: the engine has no such job, or has it no longer. Never tried twice. */
  complete(key: string, variables: object): Promise<'completed' | 'unknown'>;
  /**
   * Changes variables of the process that an element stands in: of each scope around it that has one of the name, of
   * the process itself where none has. `unknown`: the element is not there, or no longer, and nothing was changed.
   */
  setVariables(elementInstanceKey: string, variables: object): Promise<'set' | 'unknown'>;
}

export interface IncidentToResolve {
  readonly key: string;
  /** The job that gets attempts anew, if it was one that failed. */
  readonly jobKey?: string | undefined;
  readonly retries: number;
}

export interface Incidents {
  /** `unknown`: the engine has no such incident, or has it no longer. */
  resolve(incident: IncidentToResolve): Promise<'resolved' | 'unknown'>;
}

/** What every worker has. A part adds its own (its tenants' settings, its client). */
export interface Deps {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpTransport;
  readonly log: Logger;
  readonly messages: MessagePublisher;
}
