import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { durationMs } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { partyPath } from '../api/party-path';
import { sendToSwitch } from '../outbound/fspiop-client';
import { askUntilAnswered } from '../payer/ask-until-answered';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchOfPayment } from '../switches';

/** GET /participants/{Type}/{ID}, FSPIOP 6.2.2.1. The switch answers with the signal `participant-answered`. */
export const lookUpParticipant = defineWorker({
  ...stepOf('mojaloop:look-up-participant:1'),
  title: 'Ask which DFSP the payee belongs to',
  summary:
    'Asks the switch, which keeps the register of all parties. The answer ends the task on its edge; three requests without one end it in errorInformation.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    payment: variables.payment,
    timers: variables.timers,
  }),
  output: z.object({ errorInformation: variables.errorInformation }),
  bpmnErrors: {
    REFUSED: 'The switch refuses the request',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { attemptsLeft, signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, job.payment);
    const { version } = via;
    const path = partyPath(job.payment.payee);
    const { traceparent } = job;
    const message = { method: 'GET', resource: 'participants', path, version } as const;
    return askUntilAnswered({
      attemptsLeft,
      answerTimeoutMs: durationMs(job.timers.partyLookup),
      ask: () => sendToSwitch({ ...message, tenant, via, traceparent, signal }, deps),
    });
  },
});
