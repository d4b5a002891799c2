/**
 * The calls of the Zeebe gateway that the hub makes, as in zeebe-node's zeebe.proto, and one more (gateway.ts). 64-bit numbers come
 * as strings and stay strings; documents are JSON text.
 */

export interface RawJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly retries: number;
  /** When the engine gives it to another, by its clock, in milliseconds since 1970. */
  readonly deadline: string;
  readonly variables: string;
}

interface JobRequest {
  readonly type: string;
  readonly worker: string;
  /** How long the engine leaves the job to us, in milliseconds. */
  readonly timeout: number;
  readonly fetchVariable: readonly string[];
}

export interface StreamCalls {
  /** The server holds it open for as long as it lives. */
  streamActivatedJobs: { request: JobRequest; message: RawJob };
  activateJobs: {
    request: JobRequest & { readonly maxJobsToActivate: number; readonly requestTimeout: number };
    message: { readonly jobs: readonly RawJob[] };
  };
}

interface KeyResponse {
  readonly key: string;
}

export interface UnaryCalls {
  topology: { request: object; response: Topology };
  deployResource: {
    request: { readonly resources: readonly { name: string; content: Buffer }[] };
    response: KeyResponse & {
      readonly deployments: readonly { process: DeployedProcess | null }[];
    };
  };
  publishMessage: {
    request: {
      readonly name: string;
      readonly correlationKey: string;
      readonly timeToLive: number;
      readonly messageId: string;
      readonly variables: string;
    };
    response: KeyResponse;
  };
  broadcastSignal: {
    request: { readonly signalName: string; readonly variables: string };
    response: KeyResponse;
  };
  createProcessInstance: {
    request: {
      readonly bpmnProcessId: string;
      readonly version: number;
      readonly variables: string;
      readonly startInstructions: readonly { readonly elementId: string }[];
    };
    response: object;
  };
  createProcessInstanceWithResult: {
    request: {
      readonly request: {
        readonly bpmnProcessId: string;
        readonly version: number;
        readonly variables: string;
      };
      readonly requestTimeout: number;
      readonly fetchVariables: readonly string[];
    };
    response: { readonly variables: string };
  };
  completeJob: {
    request: { readonly jobKey: string; readonly variables: string };
    response: object;
  };
  /** `retries` must always be given: left out, it is 0, which is an incident. */
  failJob: {
    request: {
      readonly jobKey: string;
      readonly retries: number;
      readonly retryBackOff: number;
      readonly errorMessage: string;
    };
    response: object;
  };
  /** From now on, by the engine's clock. */
  updateJobTimeout: {
    request: { readonly jobKey: string; readonly timeout: number };
    response: object;
  };
  updateJobRetries: {
    request: { readonly jobKey: string; readonly retries: number };
    response: object;
  };
  /** Not `local`: each variable is changed where it stands, and is the process's own where it stands nowhere. */
  setVariables: {
    request: {
      readonly elementInstanceKey: string;
      readonly variables: string;
      readonly local: boolean;
    };
    response: KeyResponse;
  };
  resolveIncident: { request: { readonly incidentKey: string }; response: object };
  throwError: {
    request: {
      readonly jobKey: string;
      readonly errorCode: string;
      readonly errorMessage: string;
      readonly variables: string;
    };
    response: object;
  };
}

export interface DeployedProcess {
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly processDefinitionKey: string;
  readonly resourceName: string;
}

export interface Topology {
  readonly gatewayVersion: string;
  readonly partitionsCount: number;
  readonly brokers: readonly {
    readonly partitions: readonly {
      readonly partitionId: number;
      readonly role: 'LEADER' | 'FOLLOWER' | 'INACTIVE';
      readonly health: 'HEALTHY' | 'UNHEALTHY' | 'DEAD';
    }[];
  }[];
}
