/** The gateway's calls, answered by the simulated engine. */
import { status } from '@grpc/grpc-js';
import { GatewayError } from '../../../../connectors/common/zeebe/gateway';
import type { UnaryCalls } from '../../../../connectors/common/zeebe/gateway-protocol';
import { JobGone, type SimulatedEngine } from '../engine/engine';
import { documentOf, variablesIn } from '../engine/scope';

type Request<Name extends keyof UnaryCalls> = UnaryCalls[Name]['request'];

/** @throws GatewayError as the real one does */
export async function answerAtGateway(
  engine: SimulatedEngine,
  call: string,
  request: object,
): Promise<object> {
  const answer = answers[call];
  if (answer === undefined) throw new Error(`the simulated gateway does not know ${call}`);
  return answer(engine, request as never);
}

type Answers = {
  readonly [Name in keyof UnaryCalls]?: (
    engine: SimulatedEngine,
    request: Request<Name>,
  ) => object | Promise<object>;
};

const known: Answers = {
  publishMessage: (engine, { name, correlationKey, messageId, timeToLive, variables }) => {
    const message = { name, correlationKey, messageId, timeToLiveMs: timeToLive };
    if (engine.publish({ ...message, variables: variablesIn(variables) }) === 'duplicate') {
      throw new GatewayError('publishMessage', status.ALREADY_EXISTS, messageId);
    }
    return {};
  },
  broadcastSignal: (engine, { signalName, variables }) => {
    engine.broadcast(signalName, variablesIn(variables));
    return {};
  },
  completeJob: (engine, { jobKey, variables }) =>
    orGone(() => engine.completeJob(jobKey, variablesIn(variables))),
  failJob: (engine, { jobKey, retries, retryBackOff, errorMessage }) =>
    orGone(() => engine.failJob(jobKey, retries, retryBackOff, errorMessage)),
  updateJobTimeout: (engine, { jobKey, timeout }) =>
    orGone(() => engine.updateJobTimeout(jobKey, timeout)),
  throwError: (engine, { jobKey, errorCode, errorMessage, variables }) =>
    orGone(() => engine.throwError(jobKey, errorCode, variablesIn(variables), errorMessage)),
  createProcessInstanceWithResult: awaitResult,
};
const answers = known as Readonly<Record<string, Answers['completeJob']>>;

function awaitResult(
  engine: SimulatedEngine,
  {
    request: { bpmnProcessId, variables },
    fetchVariables,
  }: Request<'createProcessInstanceWithResult'>,
): Promise<object> {
  return new Promise((resolve) => {
    engine.create(bpmnProcessId, variablesIn(variables), (scope) => {
      resolve({ variables: documentOf(fetchVariables, scope) });
    });
  });
}

function orGone(act: () => void): object {
  try {
    act();
  } catch (error) {
    if (!(error instanceof JobGone)) throw error;
    throw new GatewayError('job', status.NOT_FOUND, error.message);
  }
  return {};
}
