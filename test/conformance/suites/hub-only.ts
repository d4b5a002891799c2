import { setTimeout as sleep } from 'node:timers/promises';
import { Decimal } from 'decimal.js';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import { payee, payeesBank } from '../bank';
import type { Stage } from '../stage';
import { committingPayee, patientPayer } from '../tenants';
import { forward } from '../toolkit/rules';
import { equal, playPayment } from './payments';
import { say, type Message } from './say';
import { assertionsOfChecks, type Assertion, type Suite } from './suite';

/**
 * The toolkit passes on what two tenants of the hub say to each other. It is not the switch that turns
 * RESERVED into COMMITTED, so the payee answers COMMITTED.
 */
export const hubOnlySuite: Suite = {
  name: 'payments between two tenants',
  toolkitIs: 'hub-only switch',
  play,
};

async function play(stage: Stage, version: FspiopVersion): Promise<Assertion[]> {
  const payerFsp = patientPayer(version);
  const endpoint = { defaultEndpoint: stage.hubUrl, endpoints: [] as [] };
  await stage.toolkit.configure({
    HUB_ONLY_MODE: true,
    ENDPOINTS_DFSP_WISE: { dfsps: { [payerFsp]: endpoint, [committingPayee]: endpoint } },
  });
  await stage.toolkit.setRules({
    forward: [
      forward('fspiop-destination', payerFsp, payerFsp),
      forward('fspiop-destination', committingPayee, committingPayee),
    ],
  });
  return [
    ...(await payAcross(stage, version, { title: 'a payment' })),
    ...(await payAcross(stage, version, {
      title: 'the payer sees the quote and accepts',
      decision: 'accept',
    })),
  ];
}

async function payAcross(
  stage: Stage,
  version: FspiopVersion,
  how: { readonly title: string; readonly decision?: 'accept' },
): Promise<Assertion[]> {
  const look = async () =>
    new Decimal((await stage.fineract.account(payee.accountId, payeesBank)).ledger);
  const before = await look();
  const payment = { ...how, outcome: 'COMMITTED', holds: 1 } as const;
  const { assertions, transferId } = await whileRegisterAnswers(stage, version, () =>
    playPayment(stage, patientPayer(version), payment),
  );
  const { status } = await say(stage, version, confirmation(transferId));
  // The payee is credited after the confirmation was acknowledged.
  const deadlineMs = Date.now() + 10_000;
  while ((await look()).equals(before) && Date.now() < deadlineMs) await sleep(100);
  const received = (await look()).minus(before);
  return [
    ...assertions,
    ...assertionsOfChecks(how.title, [
      equal('the switch’s confirmation is taken', '200', String(status)),
      equal('the payee received it', '100.12', received.toFixed()),
    ]),
  ];
}

/** The toolkit has no register of parties when it is only a hub: GET /participants is answered here, again and again. */
async function whileRegisterAnswers<Result>(
  stage: Stage,
  version: FspiopVersion,
  play: () => Promise<Result>,
): Promise<Result> {
  const end = new AbortController();
  const answering = (async () => {
    while (!end.signal.aborted) {
      await say(stage, version, participantAnswer(version));
      await sleep(500);
    }
  })();
  try {
    return await play();
  } finally {
    end.abort();
    await answering;
  }
}

/** What a switch sends to a payee whose transfer it has committed, and this one does not by itself. */
function confirmation(transferId: string): Message {
  return {
    ...{ resource: 'transfers', method: 'put', operationPath: '/transfers/{ID}' },
    params: { ID: transferId },
    ...{ source: 'Hub', destination: committingPayee },
    body: { transferState: 'COMMITTED', completedTimestamp: '{$function.generic.curDateISO}' },
  };
}

function participantAnswer(version: FspiopVersion): Message {
  return {
    ...{ resource: 'participants', method: 'put', operationPath: '/participants/{Type}/{ID}' },
    params: { Type: 'MSISDN', ID: payee.msisdn },
    ...{ source: 'Hub', destination: patientPayer(version) },
    body: { fspId: committingPayee },
  };
}
