import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { CannotWork } from '../../common/failures';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { answerKeyOf, bodyOf, namesDestination, queryOf, targetOf } from '../outbound/calls';
import { sendToSwitch } from '../outbound/fspiop-client';
import { tenantOf, type MojaloopDeps, type MojaloopTenant } from '../settings';
import type { SwitchSettings } from '../switch-settings';
import { switchNamed, switchOfCurrency } from '../switches';
import { takeQuestion } from '../questions/take-question';

const input = z.object({
  tenant: variables.tenant,
  traceparent: variables.traceparent,
  fspiop: variables.fspiop,
  peer: variables.peer.nullish(),
  questionId: variables.questionId.nullish(),
});

/** Any request or answer that has no worker of its own; contracts/fspiop-call.ts lists them. */
export const send = defineWorker({
  ...stepOf('mojaloop:send:1'),
  title: 'Send an FSPIOP message',
  summary:
    'Sends a request or an answer of the Mojaloop API, checked against its published schema. An answer goes to peer, in the version that peer asked for.',
  input,
  output: z.object({ answerKey: variables.answerKey.optional() }),
  bpmnErrors: {
    REFUSED: 'The switch refuses it',
    UNAVAILABLE: 'The switch gives no answer',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { signal }) => {
    const { fspiop, peer, questionId, traceparent } = job;
    const tenant = tenantOf(deps, job.tenant);
    const target = targetOf(fspiop);
    const via = switchOf(job, tenant);
    const isAnswer = target.method === 'PUT';
    const version = fspiop.version ?? (isAnswer ? peer?.version : undefined) ?? via.version;
    const request = {
      ...target,
      tenant,
      via,
      destination: namesDestination(target) ? destinationOf(job) : undefined,
      version,
      traceparent,
      tracestate: isAnswer ? peer?.tracestate : undefined,
      query: queryOf(fspiop),
      body: bodyOf(fspiop, version),
      signal,
    };
    await takeQuestion(questionId, deps);
    await sendToSwitch(request, deps);
    return { answerKey: answerKeyOf(job.tenant, via.name, fspiop) };
  },
});

type Input = z.output<typeof input>;

function switchOf({ peer, fspiop }: Input, tenant: MojaloopTenant): SwitchSettings {
  if (peer != null) return switchNamed(tenant, peer.switchName);
  if (fspiop.currency != null) return switchOfCurrency(tenant, fspiop.currency);
  if (tenant.settings.switches.length > 1) {
    throw new CannotWork(`${tenant.tenant} has several switches: fspiop.currency must choose one`);
  }
  return switchNamed(tenant, undefined);
}

function destinationOf({ peer, fspiop }: Input): string {
  const destination = fspiop.destination ?? peer?.fspId;
  if (destination === undefined)
    throw new CannotWork(`${fspiop.operation} needs fspiop.destination`);
  return destination;
}
