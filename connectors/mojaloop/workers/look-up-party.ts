import { z } from 'zod';
import { variables } from '../../common/contracts/variables';
import { durationMs } from '../../common/time';
import { defineWorker } from '../../common/hub/worker';
import { stepOf } from '../../common/retries/steps';
import { partyPath } from '../api/party-path';
import { sendToSwitch } from '../outbound/fspiop-client';
import { askUntilAnswered } from '../payer/ask-until-answered';
import { namedDfsp } from '../payer/named-dfsp';
import { requireOtherDfsp } from '../payer/other-dfsp';
import { tenantOf, type MojaloopDeps } from '../settings';
import { switchOfPayment } from '../switches';

/**
 * GET /parties/{Type}/{ID}, FSPIOP 6.3.3.1, of the DFSP that the switch has named just now: a switch forgets the
 * party of a GET that names a DFSP which it does not know. The answer comes as the signal `party-found` or
 * `party-not-found` of that DFSP.
 */
export const lookUpParty = defineWorker({
  ...stepOf('mojaloop:look-up-party:2'),
  title: 'Look up the payee',
  summary:
    'Asks the DFSP that the switch has named for the payee. The answer ends the task on its edge; three requests without one end it in errorInformation.',
  input: z.object({
    tenant: variables.tenant,
    traceparent: variables.traceparent,
    payment: variables.payment,
    timers: variables.timers,
    participantAnswer: variables.participantAnswer,
  }),
  output: z.object({ errorInformation: variables.errorInformation }),
  bpmnErrors: {
    REFUSED:
      'The switch knows no DFSP of the payee, the payee is a customer of this DFSP too, or the request is refused',
    UNAVAILABLE: 'The switch cannot be reached',
  },
  whenExhausted: 'bpmn-error',
  run: async (job, deps: MojaloopDeps, { attemptsLeft, signal }) => {
    const tenant = tenantOf(deps, job.tenant);
    const via = switchOfPayment(tenant, job.payment);
    const destination = namedDfsp(job.participantAnswer, 'payee');
    requireOtherDfsp(destination, tenant.fspId);
    const { version } = via;
    const path = partyPath(job.payment.payee);
    const { traceparent } = job;
    const message = { method: 'GET', resource: 'parties', path, destination, version } as const;
    return askUntilAnswered({
      attemptsLeft,
      answerTimeoutMs: durationMs(job.timers.partyLookup),
      ask: () => sendToSwitch({ ...message, tenant, via, traceparent, signal }, deps),
    });
  },
});
