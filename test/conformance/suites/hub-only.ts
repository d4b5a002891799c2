import { setTimeout as sleep } from 'node:timers/promises';
import { Decimal } from 'decimal.js';
import type { FspiopVersion } from '../../../connectors/mojaloop/api/media-type';
import { payee, payeesBank } from '../bank';
import type { Stage } from '../stage';
import { committingPayee, patientPayer } from '../tenants';
import { withInputs, type Collection } from '../toolkit/collection';
import { forward } from '../toolkit/rules';
import { equal, playPayment } from './payments';
import { assertionsOfChecks, assertionsOfReport, type Assertion, type Suite } from './suite';

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
  const confirmed = await stage.toolkit.run(withInputs(confirmation(version), { transferId }));
  // The payee is credited after the confirmation was acknowledged.
  const deadlineMs = Date.now() + 10_000;
  while ((await look()).equals(before) && Date.now() < deadlineMs) await sleep(100);
  const received = (await look()).minus(before);
  const check = equal('the payee received it', '100.12', received.toFixed());
  return [
    ...assertions,
    ...assertionsOfReport(confirmed).map((one) => ({ ...one, name: `${how.title} > ${one.name}` })),
    ...assertionsOfChecks(how.title, [check]),
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
      await stage.toolkit.run(participantAnswer(version));
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

function participantAnswer(version: FspiopVersion): Collection {
  return oneRequest('the register answers', version, {
    resource: 'participants',
    description: 'PUT /participants/{Type}/{ID} from the switch',
    operationPath: '/participants/{Type}/{ID}',
    params: { Type: 'MSISDN', ID: payee.msisdn },
    destination: patientPayer(version),
    body: { fspId: committingPayee },
  });
}

/** What a switch sends to a payee whose transfer it has committed, and this one does not by itself. */
function confirmation(version: FspiopVersion): Collection {
  return oneRequest('confirmation', version, {
    resource: 'transfers',
    description: 'PUT /transfers/{ID} from the switch',
    operationPath: '/transfers/{ID}',
    params: { ID: '{$inputs.transferId}' },
    destination: committingPayee,
    body: { transferState: 'COMMITTED', completedTimestamp: '{$function.generic.curDateISO}' },
  });
}

interface SwitchPut {
  readonly resource: string;
  readonly description: string;
  readonly operationPath: string;
  readonly params: Readonly<Record<string, string>>;
  readonly destination: string;
  readonly body: object;
}

function oneRequest(
  name: string,
  version: FspiopVersion,
  { resource, destination, ...put }: SwitchPut,
): Collection {
  const [majorVersion, minorVersion] = version.split('.').map(Number);
  const request = {
    id: 1,
    ...put,
    apiVersion: { type: 'fspiop', asynchronous: true, majorVersion, minorVersion },
    method: 'put',
    headers: {
      'Content-Type': `application/vnd.interoperability.${resource}+json;version=${version}`,
      Date: '{$function.generic.curDate}',
      'FSPIOP-Source': 'Hub',
      'FSPIOP-Destination': destination,
    },
    tests: {
      assertions: [
        { id: 1, description: 'is taken', exec: ['expect(response.status).to.equal(200)'] },
      ],
    },
  };
  return { name, inputValues: {}, test_cases: [{ name, requests: [request] }] };
}
