import { z } from 'zod';
import { partySchema, type PartyId } from '../../common/contracts/fspiop';
import { correlationKey, partyCorrelationKey } from '../../common/contracts/keys';
import { messageNames, type partyAnswerSchema } from '../../common/contracts/messages';
import { errorInformation } from '../../common/fspiop-errors';
import type { Message, Random } from '../../common/runtime';
import { peerErrorOf } from '../api/peer-error';
import { contractOf, isFromHub, partyIdOf, peerOf, type Incoming } from './incoming';
import { messageLifetimesMs } from './message-lifetimes';
import type { Route } from './route';

/** FSPIOP 6.3. The paths with and without SubId differ in nothing else. */
export const partiesRoutes: readonly Route[] = ['/:type/:id', '/:type/:id/:subId'].flatMap(
  (path): Route[] => [
    {
      method: 'put',
      path: `${path}/error`,
      exchange: 'callback',
      body: 'any',
      handle: partyNotFound,
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
      traceparent: headers.traceparent,
      peer: peerOf(incoming),
      partyId: partyIdOf(incoming),
    },
  };
}

function partyFound(incoming: Incoming): Message {
  const { party } = contractOf(z.object({ party: partySchema }), incoming.body);
  const source = isFromHub(incoming) ? undefined : incoming.headers.source;
  const fspId = party.partyIdInfo.fspId ?? source;
  const partyIdInfo = { ...party.partyIdInfo, fspId };
  return partyAnswer(incoming, partyIdOf(incoming), { party: { ...party, partyIdInfo } });
}

function partyNotFound(incoming: Incoming): Message {
  const error = peerErrorOf(incoming.body);
  return partyAnswer(incoming, partyIdOf(incoming), {
    errorInformation: error ?? errorInformation('SERVER_ERROR', 'the error names no reason'),
  });
}

function partyAnswer(
  { tenant }: Incoming,
  partyId: PartyId,
  answer: z.output<typeof partyAnswerSchema>,
): Message {
  return {
    name: messageNames.partyFound,
    correlationKey: partyCorrelationKey(tenant.tenant, partyId),
    timeToLiveMs: messageLifetimesMs.party,
    variables: { partyAnswer: answer },
  };
}
