import type { z } from 'zod';
import type { participantAnswerSchema } from '../../common/contracts/answers';
import { Refused } from '../../common/failures';
import { errorInformation } from '../../common/fspiop-errors';

/**
 * The DFSP of a party, as the switch has named it.
 * @throws Refused with the switch's own reason, where it gave one
 */
export function namedDfsp(
  participantAnswer: z.output<typeof participantAnswerSchema>,
  whose: 'payer' | 'payee',
): string {
  if ('errorInformation' in participantAnswer) {
    throw new Refused(participantAnswer.errorInformation);
  }
  if (participantAnswer.fspId != null) return participantAnswer.fspId;
  const detail = `the switch knows no DFSP of the ${whose}`;
  throw new Refused(errorInformation('PARTY_NOT_FOUND', detail));
}
