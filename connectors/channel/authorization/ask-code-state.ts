import { correlationKey } from '../../common/contracts/keys';
import { messageNames } from '../../common/contracts/messages';
import { orUnavailable } from '../answers';
import type { ChannelContext } from '../context';
import { codeAnswerSchema, type CodeAnswer } from './code-report';

/** Only the code's process knows how it stands: undefined says that there is none. */
export async function askCodeState(
  { asker, limits }: Pick<ChannelContext, 'asker' | 'limits'>,
  asked: { tenant: string; authorizationCodeId: string; repeatedHash: string | null },
): Promise<CodeAnswer | undefined> {
  const { tenant, authorizationCodeId, repeatedHash } = asked;
  const timeoutMs = limits.repeatAnswerTimeoutMs;
  const message = {
    name: messageNames.authorizationCodeStateAsked,
    correlationKey: correlationKey(tenant, authorizationCodeId),
    timeToLiveMs: timeoutMs,
    variables: { repeatedHash },
  };
  const answer = await orUnavailable(asker.ask({ message, timeoutMs }));
  return answer === undefined ? undefined : codeAnswerSchema.parse(answer);
}
