/** A bug planted in the hub by a test: in the diagrams, in what workers do and say, or in what is published. */
import type { WorkerDefinition } from '../../../../connectors/common/hub/worker';
import type {
  HttpRequest,
  HttpTransport,
  Message,
  MessagePublisher,
  Random,
} from '../../../../connectors/common/runtime';
import type { Chance } from '../time/chance';
import type { Emphasis } from '../world/emphases';
import type { SimulatedPayment } from '../world/payments';

export interface Mutation {
  readonly name: string;
  /** Schedules are about this, where a payment seldom comes to the bug otherwise. */
  readonly emphasis?: Emphasis;
  /** Schedules have these, where the usual ones never come to the bug. */
  readonly payments?: (chance: Chance) => SimulatedPayment[];
  /** Changes the text of the diagram of this name. */
  readonly diagram?: (name: string, xml: string) => string;
  /** Changes a request of a worker; `newId` gives another id each time. */
  readonly request?: (request: HttpRequest, newId: () => string) => HttpRequest;
  /** Carries out a job, or does something else in its place. */
  readonly run?: (jobType: string, run: () => Promise<object>) => Promise<object>;
  /** Changes a message that the servers publish. */
  readonly message?: (message: Message, newId: () => string) => Message;
}

export function withBug(
  http: HttpTransport,
  random: Random,
  { request: change }: Mutation | undefined = none,
): HttpTransport {
  if (change === undefined) return http;
  return { request: (request) => http.request(change(request, () => random.uuid())) };
}

/** The worker with its bug in it. */
export function mutated(
  definition: WorkerDefinition,
  { run }: Mutation | undefined = none,
): WorkerDefinition {
  if (run === undefined) return definition;
  return {
    ...definition,
    run: (...args) =>
      run(definition.type, () => definition.run(...args)) as ReturnType<WorkerDefinition['run']>,
  };
}

export function messagesWithBug(
  messages: MessagePublisher,
  random: Random,
  { message: change }: Mutation | undefined = none,
): MessagePublisher {
  if (change === undefined) return messages;
  return {
    publish: (message) => messages.publish(change(message, () => random.uuid())),
    broadcast: (signal) => messages.broadcast(signal),
  };
}

const none: Mutation = { name: 'none' };
