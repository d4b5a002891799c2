import { z } from 'zod';
import { errorInformationSchema } from '../../common/contracts/fspiop';
import { participantsSchema } from '../../common/contracts/fspiop-resources';
import { type participantAnswerSchema } from '../../common/contracts/answers';
import { messageNames, signalNames } from '../../common/contracts/messages';
import type { Signal } from '../../common/runtime';
import { contractOf, requireHub, type Incoming } from './incoming';
import { partySignal } from './party-signals';
import type { Route } from './route';
import { answerRoutes, failureOf } from './route-kinds';

type Answer = z.output<typeof participantAnswerSchema>;

/** FSPIOP 6.2, as a DFSP serves it: answers to what it asks of the account lookup, and only that may answer. */
export const participantsRoutes: readonly Route[] = [
  // PUT /{ID}/error stands before PUT /{Type}/{ID}, which it would be too.
  ...answerRoutes({
    body: 'ParticipantsIDPutResponse',
    contract: participantsSchema,
    message: messageNames.participantsAnswered,
    variable: 'participantsAnswer',
    check: requireHub,
  }),
  ...['/:type/:id', '/:type/:id/:subId'].flatMap((path): Route[] => [
    {
      method: 'put',
      path: `${path}/error`,
      exchange: 'callback',
      body: 'any',
      handle: (incoming) => participantAnswer(incoming, failureOf(incoming)),
    },
    {
      method: 'put',
      path,
      exchange: 'callback',
      body: (body) => (isList(body) ? 'any' : 'ParticipantsTypeIDPutResponse'),
      mayBeEmpty: true,
      handle: (incoming) => participantAnswer(incoming, answerOf(incoming)),
    },
  ]),
];

function participantAnswer(incoming: Incoming, participant: Answer): readonly Signal[] {
  requireHub(incoming);
  const name = signalNames.participantAnswered;
  const variables = { participantAnswer: participant };
  return [partySignal(incoming, { name, variables })];
}

const fspIdSchema = z.string().min(1).max(32).optional();
const participantSchema = z.object({ fspId: fspIdSchema });

/**
 * A real account lookup answers POST with a list of the one party, written flat; the standard's own list
 * (PUT /participants/{ID}) wraps it into `partyId`.
 */
const listSchema = z.object({
  partyList: z
    .array(
      participantSchema.extend({
        partyId: participantSchema.optional(),
        errorInformation: errorInformationSchema.optional(),
      }),
    )
    .length(1),
});

function isList(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'partyList');
}

function answerOf(incoming: Incoming): Answer {
  if (!isList(incoming.body)) {
    return { fspId: contractOf(participantSchema, incoming.body).fspId ?? null };
  }
  const [entry] = contractOf(listSchema, incoming.body).partyList;
  if (entry?.errorInformation !== undefined) return { errorInformation: entry.errorInformation };
  // Without an fspId the party belongs to none, as after DELETE (FSPIOP 6.2.4.1).
  return { fspId: entry?.fspId ?? entry?.partyId?.fspId ?? null };
}
