import { messageNames } from '../../common/contracts/messages';
import { orUnavailable } from '../answers';
import { askState } from '../ask-state';
import type { ChannelContext } from '../context';
import { codeAnswerSchema, type CodeAnswer } from './code-report';

/** Undefined where there is none, or none any more. */
export function askCodeState(
  { asker, limits }: Pick<ChannelContext, 'asker' | 'limits'>,
  asked: { tenant: string; authorizationCodeId: string; repeatedHash: string | null },
): Promise<CodeAnswer | undefined> {
  const { tenant, authorizationCodeId: id, repeatedHash } = asked;
  const question = { message: messageNames.authorizationCodeStateAsked, tenant, id, repeatedHash };
  return orUnavailable(askState(asker, question, codeAnswerSchema, limits.repeatAnswerTimeoutMs));
}
