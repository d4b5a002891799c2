import { z } from 'zod';
import { partySchema, type ErrorInformation } from '../../common/contracts/fspiop';
import { correlationKey } from '../../common/contracts/keys';
import { type partyAnswerSchema } from '../../common/contracts/answers';
import { messageNames, signalNames } from '../../common/contracts/messages';
import { errorInformation } from '../../common/fspiop-errors';
import type { Message, Random, Signal } from '../../common/runtime';
import { answeredByOf, contractOf, isFromHub, partyIdOf, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import { partySignal } from './party-signals';
import { refusal } from './refusal';
import type { Route } from './route';
import { failureOf } from './route-kinds';

/** FSPIOP 6.3. The paths with and without SubId differ in nothing else. */
export const partiesRoutes: readonly Route[] = ['/:type/:id', '/:type/:id/:subId'].flatMap(
  (path): Route[] => [
    {
      method: 'put',
      path: `${path}/error`,
      exchange: 'callback',
      body: 'any',
      handle: (incoming) => partyNotFound(incoming, failureOf(incoming)),
    },
    {
      method: 'get',
      path,
      exchange: 'request',
      body: 'none',
      handle: (incoming, { random }) => lookUpParty(incoming, random),
    },
    {
      method: 'put',
      path,
      exchange: 'callback',
      body: 'PartiesTypeIDPutResponse',
      handle: partyFound,
    },
  ],
);

function lookUpParty(incoming: Incoming, random: Random): Message {
  const { tenant, headers } = incoming;
  return {
    name: messageNames.partyLookupReceived,
    // Every question gets an answer of its own, so no two share a key.
    correlationKey: correlationKey(tenant.tenant, random.uuid()),
    timeToLiveMs: messageLifetimesMs.request,
    variables: {
      tenant: tenant.tenant,
      arrival: {
        traceparent: headers.traceparent,
        peer: peerOf(incoming),
        partyId: partyIdOf(incoming),
      },
    },
  };
}

function partyFound(incoming: Incoming): readonly Signal[] {
  const { party } = contractOf(z.object({ party: partySchema }), incoming.body);
  const fspId = payeesFspOf(incoming, party.partyIdInfo.fspId);
  // Found, but no quote could be asked for: the payer is told so, and the payment ends.
  if (fspId === undefined) {
    return partyNotFound(incoming, {
      errorInformation: errorInformation('PAYEE_FSP_ID_NOT_FOUND', 'the switch names none'),
    });
  }
  // The party of the path, which was asked for: a body that names another must not redirect the payment.
  const partyIdInfo = { ...party.partyIdInfo, ...partyIdOf(incoming), fspId };
  const variables = answered(incoming, { party: { ...party, partyIdInfo } });
  return [partySignal(incoming, { name: signalNames.partyFound, fspId, variables })];
}

/** A DFSP says it of its own customers only, the switch of everyone's. */
function partyNotFound(
  incoming: Incoming,
  failure: { readonly errorInformation: ErrorInformation },
): readonly Signal[] {
  const { answeredBy: fspId } = answeredByOf(incoming);
  const variables = answered(incoming, failure);
  return [partySignal(incoming, { name: signalNames.partyNotFound, fspId, variables })];
}

/** A DFSP speaks for its own customers only, the switch for everyone's. */
function payeesFspOf(incoming: Incoming, named: string | undefined): string | undefined {
  if (isFromHub(incoming)) return named === '' ? undefined : named;
  const { source } = incoming.headers;
  if (named !== undefined && named !== source) {
    throw refusal('VALIDATION_ERROR', 'party.partyIdInfo.fspId is not FSPIOP-Source');
  }
  return source;
}

function answered(incoming: Incoming, answer: z.output<typeof partyAnswerSchema>) {
  return { partyAnswer: { ...answer, ...answeredByOf(incoming) } };
}
